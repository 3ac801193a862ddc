// room: policy
// Parse, check and evaluate any text. What must hold: no crash; the program equals the && of its
// clauses; a clause compiled by its text alone has the same value; a checked expression over
// values of the declared types has a value of its type; values of other types are errors at most.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"
#include "policy/cel/compile.h"

namespace {

using namespace reeve::cel;  // NOLINT(google-build-using-namespace)

struct World {
  World() {
    (void)environment.Declare("o", Type::Object(&schema));
    (void)environment.Declare("l", Type::List(Type::Object(&schema)));
    (void)environment.Declare("j", Type::Map(Type::String(), Type::Dyn()));
    (void)environment.Declare("n", Type::Int());
    (void)environment.Declare("s", Type::String());
    (void)environment.Declare("d", Type::Dyn());
    (void)environment.Declare("x", Type::Int());
    const Value object = Value::Object(&schema, fields, arena);
    elements[0] = elements[1] = object;
    sound[0] = object;
    sound[1] = Value::List(elements);
    sound[2] = reeve::cel::FromJson(json, arena);
    sound[3] = Value::Int(3);
    sound[4] = Value::String("b+");
    sound[5] = Value::Double(2.5);
    for (size_t i = 0; i < 6; ++i) wrong[i] = sound[5 - i];
  }

  reeve::json::Value json = reeve::json::Parse(R"({"a":1,"b":["x",null],"c":{"d":2.5}})").value();
  Domain domain{"letter", {"a", "b", "c"}};
  ObjectSchema schema{"o",
                      {{"a", Type::StringIn(&domain)},
                       {"n", Type::Uint()},
                       {"m", Type::String(), true},
                       {"t", Type::Timestamp()}}};
  Value fields[4] = {Value::String("a"), Value::Uint(4), Value::Absent(),
                     Value::Timestamp({1700000000, 5})};
  Value elements[2];
  Environment environment;
  Arena arena;
  Value sound[7];  // the last is absent
  Value wrong[6];
};

void Require(bool holds) {
  if (!holds) __builtin_trap();
}

bool SameOutcome(const Value& a, const Value& b) { return a.DebugString() == b.DebugString(); }

void CheckClauses(const Program& program, const Activation& activation, const World& world,
                  const CompileOptions& options) {
  Arena arena;
  const Value whole = program.Evaluate(activation, arena);
  (void)whole.DebugString();
  if (program.clause_count() == 1) {
    Require(SameOutcome(whole, program.EvaluateClause(0, activation, arena)));
    return;
  }
  Value fold = Value::Bool(true);
  for (size_t i = 0; i < program.clause_count() && !fold.is_false(); ++i) {
    const Value value = program.EvaluateClause(i, activation, arena);
    if (value.is_false()) fold = value;
    if (!value.is_true() && fold.is_true()) fold = value.is_error() ? value : Value::Null();
    const CompileResult alone =
        Compile(program.clause_text(i), world.environment, {.check = options.check});
    Require(alone.ok());
    Require(SameOutcome(value, alone.program().Evaluate(activation, arena)));
  }
  Require(fold.Is(Kind::kNull) ? whole.is_error() : SameOutcome(fold, whole));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static World* const world = [] {
    auto* made = new World;
    made->sound[6] = Value::Absent();
    return made;
  }();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const bool check : {true, false}) {
    const CompileOptions options = {.check = check, .max_steps = 20'000};
    const CompileResult compiled = Compile(text, world->environment, options);
    if (!compiled.ok()) {
      for (const CompileError& error : compiled.errors()) {
        Require(error.offset + error.length <= size || size > kMaxExpressionLength);
        (void)Render(text, error);
      }
      continue;
    }
    const Program& program = compiled.program();
    CheckClauses(program, {world->sound}, *world, options);
    CheckClauses(program, {world->wrong}, *world, options);
    Arena arena;
    const Value value = program.Evaluate({world->sound}, arena);
    const Kind kind = program.type().kind();
    Require(!check || value.is_error() || kind == Kind::kDyn || value.Is(kind) ||
            value.Is(Kind::kNull));
  }
  return 0;
}

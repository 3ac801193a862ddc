// Programs: clauses, what they read, budgets, and the values that go in and out.
#include <catch2/catch.hpp>
#include <thread>

#include "policy/cel/limits.h"
#include "policy/cel/map.h"
#include "tests/policy/cel_testing.h"

namespace reeve::cel {
namespace {

std::vector<std::string> Clauses(const Program& program) {
  std::vector<std::string> texts;
  for (size_t i = 0; i < program.clause_count(); ++i) texts.emplace_back(program.clause_text(i));
  return texts;
}

using Texts = std::vector<std::string>;

TEST_CASE("cel: the clauses are the operands of the top-level &&") {
  const Request request;
  const auto clauses = [&](const char* text) { return Clauses(request.Compile(text).program()); };
  CHECK(clauses("n > 1") == Texts{"n > 1"});
  CHECK(clauses(" n > 1 &&  s == 'a'&&u>2u ") == Texts{"n > 1", "s == 'a'", "u>2u"});
  CHECK(clauses("(n > 1 && s == 'a') && ((u > 2u))") == Texts{"n > 1", "s == 'a'", "u > 2u"});
  CHECK(clauses("n > 1 && (s == 'a' || u > 2u)") == Texts{"n > 1", "s == 'a' || u > 2u"});
  CHECK(clauses("n > 1 || (s == 'a' && u > 2u)") == Texts{"n > 1 || (s == 'a' && u > 2u)"});
  CHECK(clauses("(n) + 1 == 8 && (n) == (7)") == Texts{"(n) + 1 == 8", "(n) == (7)"});
  CHECK(clauses("!(n > 1 && n > 2)") == Texts{"!(n > 1 && n > 2)"});
}

TEST_CASE("cel: more clauses than have a bit are one") {
  const Request request;
  std::string text = "n == 0";
  for (size_t i = 1; i < kMaxClauses; ++i) text += " && n == " + std::to_string(i);
  CHECK(request.Compile(text).program().clause_count() == kMaxClauses);
  text += " && n == 99";
  CHECK(request.Compile(text).program().clause_count() == 1);
}

// The fold of the clauses by the definition of `&&`.
std::string Folded(const Program& program, const Activation& activation, Arena& arena) {
  std::string outcome = "true";
  for (size_t i = 0; i < program.clause_count(); ++i) {
    const Value value = program.EvaluateClause(i, activation, arena);
    if (value.is_false()) return "false";
    if (!value.is_true() && outcome == "true") {
      outcome = value.is_error() ? value.DebugString() : "no bool";
    }
  }
  return outcome;
}

TEST_CASE("cel: a program evaluates to the && of its clauses, errors absorbed") {
  Request request;
  const Texts operands = {"n == 7",
                          "n == 8",
                          "1/(n - 7) == 0",
                          "missing == 1",
                          "[1].map(x, x).all(x, x == 1)",
                          "findings.exists(f, f.score > 2.0)"};
  for (const std::string& a : operands) {
    for (const std::string& b : operands) {
      for (const std::string& c : operands) {
        const std::string text = a + " && " + b + " && " + c;
        INFO(text);
        const CompileResult compiled = request.Compile(text);
        REQUIRE(compiled.ok());
        const Activation activation{request.variables};
        CHECK(compiled.program().Evaluate(activation, request.arena).DebugString() ==
              Folded(compiled.program(), activation, request.arena));
      }
    }
  }
}

TEST_CASE("cel: a clause that is no bool makes the && an error, unless another is false") {
  Request request;
  CHECK(request.Outcome("any && true") == "error cel.no_such_overload");
  CHECK(request.Outcome("any && n == 8") == "false");
  CHECK(request.Outcome("any") == "7");
}

TEST_CASE("cel: a clause tells which variables and fields it may read") {
  const Request request;
  const auto reads = [&](const char* text) {
    const CompileResult compiled = request.Compile(text);
    REQUIRE(compiled.ok());
    const auto paths = compiled.program().clause_reads(0);
    return Texts(paths.begin(), paths.end());
  };
  CHECK(reads("content.text.contains('a')") == Texts{"content.text"});
  CHECK(reads("actor.id == content.text || n > content.length") ==
        Texts{"actor.id", "content.length", "content.text", "n"});
  CHECK(reads("findings.exists(f, f.score > d)") == Texts{"d", "findings"});
  CHECK(reads("findings[n].score > 0.5") == Texts{"findings", "n"});
  CHECK(reads("context.amount > 1 || context['country'] == 'DE'") ==
        Texts{"context.amount", "context.country"});
  CHECK(reads("context.nested.x > 1.0") == Texts{"context.nested.x"});
  CHECK(reads("context['a b'] == 1") == Texts{"context"});
  CHECK(reads("context[s] == 1") == Texts{"context", "s"});
  CHECK(reads("has(actor.team)") == Texts{"actor.team"});
  CHECK(reads("'amount' in context && true") == Texts{"context"});
  CHECK(reads("dyn(content) == actor.id || content.text == ''") == Texts{"actor.id", "content"});
  CHECK(reads("actor.roles.exists(r, r == 'admin')") == Texts{"actor.roles"});
  CHECK(reads("[1].exists(n, n == 1)") == Texts{});
  CHECK(reads("[1].exists(n, .n == 1)") == Texts{"n"});
  CHECK(reads("{'a': s}['a'] == {'b': actor.id}.b") == Texts{"actor.id", "s"});
  CHECK(reads("1 == 1") == Texts{});
  const CompileResult two = request.Compile("n == 7 && s == content.text");
  REQUIRE(two.program().clause_count() == 2);
  CHECK(two.program().clause_reads(0).size() == 1);
  CHECK(two.program().clause_reads(1).size() == 2);
}

TEST_CASE("cel: an exponential expression ends with the error cel.budget") {
  Request request;
  const std::string ten = "[0,1,2,3,4,5,6,7,8,9]";
  std::string bomb = "true";
  for (const char* name : {"a", "b", "c", "d", "e", "f", "g", "h", "i"}) {
    bomb = ten + ".all(" + name + ", " + bomb + ")";
  }
  CHECK(request.Outcome(bomb) == "error cel.budget");
  CHECK(request.Outcome(bomb + " || true") == "true");
  CHECK(request.Outcome("[1,2].all(x, x > 0)", {.max_steps = 20}) == "true");
  CHECK(request.Outcome("[1,2].all(x, x > 0)", {.max_steps = 5}) == "error cel.budget");
}

TEST_CASE("cel: what an expression makes counts against its budget") {
  Request request;
  std::string text = "[s]";
  for (int i = 0; i < 60; ++i) text = text + ".map(x, x + x)";
  Arena arena;
  const CompileResult compiled = request.Compile(text);
  REQUIRE(compiled.ok());
  const Value value = compiled.program().Evaluate({request.variables}, arena);
  REQUIRE(value.is_error());
  CHECK(value.as_error().code == "cel.size");
  CHECK(arena.reserved() < size_t{64} << 20);
}

TEST_CASE("cel: each clause has the whole budget") {
  Request request;
  const CompileOptions options = {.max_steps = 20};
  const std::string loop = "[1,2].all(x, x > 0)";
  CHECK(request.Outcome(loop + " && " + loop + " && " + loop, options) == "true");
  CHECK(request.Outcome("(" + loop + " && " + loop + " && " + loop + ") || false", options) ==
        "error cel.budget");
}

TEST_CASE("cel: a pattern that blows up is refused, one that nests repeats ends in time") {
  Request request;
  CHECK(request.Outcome("s.matches('((a{100}){100}){100}')") == "refused cel.pattern");
  CHECK(request.Outcome("s.matches('" + std::string(kMaxPatternLength + 1, 'a') + "')") ==
        "refused cel.pattern");
  CHECK(request.Outcome("s.matches(s + '((a{100}){100}){100}')") == "error cel.pattern");
  request.variables[8] = Value::String(std::string_view("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
  CHECK(request.Outcome("s.matches('(a*)*b')") == "false");
}

TEST_CASE("cel: patterns computed at run time come from a bounded cache") {
  Request request;
  const CompileResult compiled = request.Compile("'abc'.matches(s)");
  REQUIRE(compiled.ok());
  std::vector<std::string> patterns;
  for (size_t i = 0; i < 3 * kRegexCacheSize; ++i) patterns.push_back("b" + std::to_string(i));
  patterns.emplace_back("b.");
  patterns.emplace_back("(");
  for (int round = 0; round < 2; ++round) {
    for (const std::string& pattern : patterns) {
      request.variables[8] = Value::String(pattern);
      const Value value = compiled.program().Evaluate({request.variables}, request.arena);
      CHECK(value.is_error() == (pattern == "("));
      CHECK(value.is_true() == (pattern == "b."));
    }
  }
}

TEST_CASE("cel: one program runs on many threads") {
  const Request request;
  const CompileResult program = request.Compile(
      "findings.exists(f, f.score > 0.95) && content.text.matches(s == 'seven' ? 'acc' : 'x')");
  REQUIRE(program.ok());
  std::vector<int> wrong(4, 0);
  {
    std::vector<std::jthread> threads;
    for (size_t t = 0; t < wrong.size(); ++t) {
      threads.emplace_back([&, t] {
        Arena arena;
        for (int i = 0; i < 500; ++i) {
          arena.Reset();
          if (!program.program().Evaluate({request.variables}, arena).is_true()) ++wrong[t];
        }
      });
    }
  }
  CHECK(wrong == std::vector<int>(4, 0));
}

TEST_CASE("cel: the example of the README works") {
  const Domain kinds("actor kind", {"human", "agent"});
  const ObjectSchema actor("actor", {{"id", Type::String()},
                                     {"kind", Type::StringIn(&kinds)},
                                     {"team", Type::String(), /*optional=*/true}});
  Environment environment;
  REQUIRE(environment.Declare("actor", Type::Object(&actor)).ok());
  REQUIRE(environment.Declare("amount", Type::Int()).ok());
  auto compiled = Compile("actor.kind == 'agent' && amount > 100", environment,
                          {.expected_type = Type::Bool()});
  REQUIRE(compiled.ok());
  const Program program = std::move(compiled).program();
  Arena arena;
  const Value fields[] = {Value::String("a-7"), Value::String("agent"), Value::Absent()};
  const Value variables[] = {Value::Object(&actor, fields, arena), Value::Int(250)};
  CHECK(program.Evaluate({variables}, arena).is_true());
}

TEST_CASE("cel: JSON becomes values") {
  Arena arena;
  const auto parsed = json::Parse(
      R"({"i":1,"big":18446744073709551615,"d":1.0,"s":"x","l":[true,null],"o":{"k":{}}})");
  REQUIRE(parsed.ok());
  const Value value = FromJson(*parsed, arena);
  CHECK(value.DebugString() ==
        "{\"i\": 1, \"big\": 18446744073709551615u, \"d\": 1.0, \"s\": "
        "\"x\", \"l\": [true, null], \"o\": {\"k\": {}}}");
  json::Value deep;
  for (size_t i = 0; i < kMaxValueDepth + 5; ++i) deep = json::Array{std::move(deep)};
  const Value refused = FromJson(deep, arena);
  REQUIRE(refused.is_error());
  CHECK(refused.as_error().code == "cel.too_deep");
}

TEST_CASE("cel: a large map finds every key and refuses two equal ones") {
  Arena arena;
  std::vector<std::string> names;
  for (int i = 0; i < 500; ++i) names.push_back("key" + std::to_string(i * 7919 % 500));
  std::vector<MapEntry> entries;
  for (const std::string& name : names) {
    entries.push_back({Value::String(name), Value::Int(static_cast<int64_t>(entries.size()))});
  }
  for (int64_t i = 0; i < 100; ++i) entries.push_back({Value::Int(i), Value::Int(-i)});
  const Value map = MapValue::Make(entries, arena);
  REQUIRE(map.Is(Kind::kMap));
  for (const MapEntry& entry : entries) {
    const Value* found = map.as_map().Find(entry.key);
    REQUIRE(found != nullptr);
    CHECK(Equal(*found, entry.value));
  }
  CHECK(map.as_map().Find("key500") == nullptr);
  CHECK(map.as_map().Find(Value::Uint(5)) != nullptr);
  CHECK(map.as_map().Find(Value::Double(5.0)) != nullptr);
  CHECK(map.as_map().Find(Value::Double(5.5)) == nullptr);
  CHECK(map.as_map().Find(Value::Null()) == nullptr);
  entries.push_back({Value::Uint(3), Value::Null()});
  CHECK(MapValue::Make(entries, arena).is_error());
}

TEST_CASE("cel: an arena that is reset gives its memory again and stops growing") {
  Arena arena;
  for (int i = 0; i < 100; ++i) (void)arena.NewArray<Value>(100);
  arena.Reset();
  for (int i = 0; i < 10; ++i) {
    for (int j = 0; j < 100; ++j) (void)arena.NewArray<Value>(100);
    arena.Reset();
  }
  const size_t reserved = arena.reserved();
  for (int i = 0; i < 10; ++i) {
    (void)arena.NewArray<Value>(100);
    arena.Reset();
  }
  CHECK(arena.reserved() == reserved);
  CHECK(arena.Copy("text") == "text");
}

TEST_CASE("cel: a comparison takes no memory at all") {
  Request request;
  const CompileResult compiled = request.Compile(
      "actor.kind == 'human' && content.length > 20 && findings.all(f, f.score > 0.1) && n in "
      "[1,7]");
  REQUIRE(compiled.ok());
  const CompileResult plain = request.Compile("actor.kind == 'human' && content.length > 20");
  Arena arena;
  CHECK(plain.program().Evaluate({request.variables}, arena).is_true());
  CHECK(arena.reserved() == 0);
  CHECK(compiled.program().Evaluate({request.variables}, arena).is_true());
  const size_t once = arena.reserved();
  for (int i = 0; i < 100; ++i) {
    arena.Reset();
    CHECK(compiled.program().Evaluate({request.variables}, arena).is_true());
  }
  CHECK(arena.reserved() == once);
}

}  // namespace
}  // namespace reeve::cel

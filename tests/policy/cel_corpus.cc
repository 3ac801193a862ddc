#include "tests/policy/cel_corpus.h"

#include <algorithm>
#include <utility>

#include "policy/cel/lexer.h"
#include "tests/policy/cel_agreement.h"

namespace reeve::cel {
namespace {

using Verdict = CaseResult::Verdict;

std::string TextOf(const json::Value& line, std::string_view key) {
  const json::Value* value = line.Find(key);
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  return text == nullptr ? "" : *text;
}

bool Flag(const json::Value& line, std::string_view key) {
  const json::Value* value = line.Find(key);
  const bool* flag = value == nullptr ? nullptr : value->as_bool();
  return flag != nullptr && *flag;
}

const json::Array& ArrayOf(const json::Value& line, std::string_view key) {
  static const json::Array* const kNone = new json::Array;
  const json::Value* value = line.Find(key);
  const json::Array* array = value == nullptr ? nullptr : value->as_array();
  return array == nullptr ? *kNone : *array;
}

CaseResult Fail(std::string reason) { return {Verdict::kFailed, "", std::move(reason)}; }
CaseResult OutOfScope(std::string reason) { return {Verdict::kOutOfScope, "", std::move(reason)}; }
CaseResult PassIf(bool passed, std::string reason) {
  return passed ? CaseResult{} : Fail(std::move(reason));
}

// One case with the environment that it declares.
class Case {
 public:
  explicit Case(const json::Value& line) : line_(line), expression_(TextOf(line, "expr")) {
    environment_.SetContainer(TextOf(line, "container"));
  }

  CaseResult RunConformance() {
    if (Flag(line_, "disable_macros")) return OutOfScope("macros cannot be disabled");
    for (const json::Value& entry : ArrayOf(line_, "type_env")) {
      if (entry.Find("function") != nullptr) return Fail("declares a function");
      const json::Value* ident = entry.Find("ident");
      if (ident == nullptr) return Fail("declares neither a variable nor a function");
      const auto type = CorpusType(*ident);
      if (!type) return Fail("declares a variable of a type that the language has not");
      if (!Declare(TextOf(entry, "name"), *type)) return Fail("a variable cannot be declared");
    }
    return Judge(Compiled(!Flag(line_, "disable_check")));
  }

  // A row of an extension table: an expression that is true, or an error, when compiled or when
  // run.
  CaseResult RunTable() {
    const CompileResult compiled = Compiled(true);
    const json::Value* expected = line_.Find("expected");
    if (!compiled.ok()) {
      if (compiled.errors().front().code == "cel.not_supported") return Unsupported(compiled);
      return PassIf(expected->Find("error") != nullptr, Refusal(compiled));
    }
    if (const auto differ = Differ(compiled.program())) return *differ;
    const Value value = compiled.program().Evaluate({values_}, arena_);
    if (expected->Find("error") != nullptr) {
      return PassIf(value.is_error(), "no error, but " + value.DebugString());
    }
    return PassIf(SameValue(value, *CorpusValue(*expected->Find("value"), arena_)),
                  "evaluates to " + value.DebugString());
  }

  // A parser's or checker's case: the name of the type, or any error. The reference declares
  // variables of the basic types for its own suite.
  CaseResult RunCheck() {
    for (const auto& [name, type] :
         std::initializer_list<std::pair<const char*, Type>>{{"is", Type::String()},
                                                             {"ii", Type::Int()},
                                                             {"iu", Type::Uint()},
                                                             {"iz", Type::Bool()},
                                                             {"ib", Type::Bytes()},
                                                             {"id", Type::Double()},
                                                             {"ix", Type::Null()}}) {
      if (TextOf(line_, "error").find("undeclared") == std::string::npos) Declare(name, type);
    }
    if (const json::Value* original = line_.Find("original")) {
      environment_.SetContainer(TextOf(*original, "container"));
      for (const json::Value& entry : ArrayOf(*original, "typeEnv")) {
        const auto type = DeclaredType(entry);
        if (!type) return OutOfScope("declares a message, a type parameter or a function");
        if (!Declare(TextOf(entry, "name"), *type)) return Fail("a variable cannot be declared");
      }
    }
    return JudgeCheck(Compiled(true));
  }

 private:
  bool Declare(const std::string& name, const Type& type) {
    // A name that is a keyword stands for the keyword whatever is declared.
    if (IsReserved(name)) return true;
    if (!environment_.Declare(name, type).ok()) return false;
    values_.push_back(Binding(name));
    return true;
  }

  Value Binding(const std::string& name) {
    const json::Value* bindings = line_.Find("bindings");
    const json::Value* bound = bindings == nullptr ? nullptr : bindings->Find(name);
    return bound == nullptr ? Value::Absent()
                            : CorpusValue(*bound, arena_).value_or(Value::Absent());
  }

  CompileResult Compiled(bool check) const {
    return Compile(expression_, environment_, {.check = check});
  }

  // Nullopt when the two evaluators agree.
  std::optional<CaseResult> Differ(const Program& program) {
    const std::string how = Disagreement(program, environment_, {values_}, kMaxSteps);
    return how.empty() ? std::nullopt : std::optional(Fail(how));
  }

  std::string Refusal(const CompileResult& compiled) const {
    return std::string(compiled.errors().front().code) + ": " + compiled.errors().front().message;
  }
  CaseResult Unsupported(const CompileResult& compiled) const {
    return OutOfScope(compiled.errors().front().message);
  }

  CaseResult Judge(const CompileResult& compiled) {
    const json::Value& expected = *line_.Find("expected");
    if (!compiled.ok()) {
      // An error of the network library may be found before it is run.
      const bool may =
          expected.Find("eval_error") != nullptr && TextOf(line_, "file") == "network_ext";
      return PassIf(may, Refusal(compiled));
    }
    if (const json::Value* deduced = line_.Find("deduced_type"); deduced && !deduced->is_null()) {
      const auto type = CorpusType(*deduced);
      const std::string found = compiled.program().type().Name();
      if (!type) return Fail("deduces a type that the language has not");
      if (compiled.program().type() != *type) {
        return Fail("deduced " + found + " in place of " + type->Name());
      }
    }
    if (expected.Find("check_only") != nullptr) return {};
    if (const auto differ = Differ(compiled.program())) return *differ;
    const Value value = compiled.program().Evaluate({values_}, arena_);
    if (expected.Find("eval_error") != nullptr) {
      return PassIf(value.is_error(), "no error, but " + value.DebugString());
    }
    const auto wanted = CorpusValue(*expected.Find("value"), arena_);
    if (!wanted) return Fail("expects a value that the language has not");
    return PassIf(SameValue(value, *wanted), "evaluates to " + value.DebugString());
  }

  CaseResult JudgeCheck(const CompileResult& compiled) {
    const std::string error = TextOf(line_, "error");
    if (error.find("unsupported syntax") != std::string::npos) {
      return OutOfScope("turns off a syntax that we always have");
    }
    if (error.find("recursion") != std::string::npos) {
      return OutOfScope("is about a limit of the reference");
    }
    for (const char* name : {"TestAllTypes", "fg_s(", "fi_s_s("}) {
      if (expression_.find(name) == std::string::npos) continue;
      return OutOfScope("uses a message or a function of the reference's own tests");
    }
    if (!compiled.ok()) {
      if (compiled.errors().front().code == "cel.not_supported") return Unsupported(compiled);
      return PassIf(!error.empty(), Refusal(compiled));
    }
    if (const auto differ = Differ(compiled.program())) return *differ;
    const std::string found = compiled.program().type().Name();
    if (!error.empty()) return Fail("compiles, to " + found);
    return PassIf(found == TextOf(line_, "type"), "has the type " + found);
  }

  static std::optional<Type> DeclaredType(const json::Value& entry) {
    const json::Value* ident = entry.Find("ident");
    const json::Value* type = ident == nullptr ? nullptr : ident->Find("type");
    return type == nullptr ? std::nullopt : ReferenceType(*type);
  }

  // A type as the JSON form of the reference's protocol buffer writes it.
  static std::optional<Type> ReferenceType(const json::Value& type) {
    if (type.Find("dyn") != nullptr) return Type::Dyn();
    if (const json::Value* name = type.Find("primitive")) {
      std::string lower = *name->as_string();
      std::transform(lower.begin(), lower.end(), lower.begin(),
                     [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
      return CorpusType(lower == "int64" ? "int" : lower == "uint64" ? "uint" : lower);
    }
    if (const json::Value* list = type.Find("listType")) {
      const auto element = ReferenceType(*list->Find("elemType"));
      return element ? std::optional(Type::List(*element)) : std::nullopt;
    }
    const json::Value* map = type.Find("mapType");
    if (map == nullptr) return std::nullopt;
    const auto key = ReferenceType(*map->Find("keyType"));
    const auto value = ReferenceType(*map->Find("valueType"));
    return key && value ? std::optional(Type::Map(*key, *value)) : std::nullopt;
  }

  const json::Value& line_;
  std::string expression_;
  Environment environment_;
  std::vector<Value> values_;
  Arena arena_;
};

std::string IdOf(const std::string& file, const json::Value& line) {
  std::string id = file + "/" + TextOf(line, "section") + TextOf(line, "lib") + "/";
  const std::string name = TextOf(line, "name");
  id += name.empty() ? TextOf(line, "expr") : name;
  const json::Value* ordinal = line.Find("ordinal");
  if (ordinal != nullptr && ordinal->as_int()) id += "#" + std::to_string(*ordinal->as_int());
  return id;
}

}  // namespace

std::optional<CaseResult> RunCase(const std::string& file, const json::Value& line) {
  if (line.Find("expr") == nullptr) return std::nullopt;
  Case one(line);
  CaseResult result = line.Find("suite") != nullptr ? one.RunCheck()
                      : line.Find("lib") != nullptr ? one.RunTable()
                                                    : one.RunConformance();
  result.id = IdOf(file, line);
  return result;
}

}  // namespace reeve::cel

// What the tests of the expression language share: an environment with a request in it, and the
// outcome of an expression as one line of text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "policy/cel/compile.h"

namespace reeve::cel {

// The variables `actor`, `content`, `findings`, `context` (JSON), `missing` (absent), `n` (int),
// `u` (uint), `d` (double), `s` (string), `any` (dyn, an int), `when` (timestamp).
class Request {
 public:
  Request() {
    const auto declare = [&](const char* name, Type type, Value value) {
      REQUIRE(environment.Declare(name, type).ok());
      variables.push_back(value);
    };
    declare("actor", Type::Object(&actor), Value::Object(&actor, actor_fields, arena));
    declare("content", Type::Object(&content), Value::Object(&content, content_fields, arena));
    declare("findings", Type::List(Type::Object(&finding)), Findings());
    json = json::Parse(R"({"amount":1200,"country":"DE","tags":["a","b"],"nested":{"x":1.5}})")
               .value();
    declare("context", Type::Map(Type::String(), Type::Dyn()), FromJson(json, arena));
    declare("missing", Type::Int(), Value::Absent());
    declare("n", Type::Int(), Value::Int(7));
    declare("u", Type::Uint(), Value::Uint(7));
    declare("d", Type::Double(), Value::Double(7));
    declare("s", Type::String(), Value::String("seven"));
    declare("any", Type::Dyn(), Value::Int(7));
    declare("when", Type::Timestamp(), Value::Timestamp({1234567890, 0}));
  }
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;

  CompileResult Compile(std::string_view expression, const CompileOptions& options = {}) const {
    return cel::Compile(expression, environment, options);
  }

  // The value as DebugString writes it, "error CODE" of an error, "refused CODE" of what does not
  // compile.
  std::string Outcome(std::string_view expression, const CompileOptions& options = {}) {
    const CompileResult compiled = Compile(expression, options);
    if (!compiled.ok()) return "refused " + std::string(compiled.errors().front().code);
    const Value value = compiled.program().Evaluate({variables}, arena);
    return value.is_error() ? "error " + std::string(value.as_error().code) : value.DebugString();
  }

  // "" when it compiles.
  std::string Refusal(std::string_view expression, const CompileOptions& options = {}) const {
    const CompileResult compiled = Compile(expression, options);
    return compiled.ok() ? "" : compiled.errors().front().message;
  }

  // The text that the first error of the compilation points to.
  std::string Pointed(std::string_view expression, const CompileOptions& options = {}) const {
    const CompileResult compiled = Compile(expression, options);
    if (compiled.ok()) return "";
    const CompileError& error = compiled.errors().front();
    return std::string(expression.substr(error.offset, error.length));
  }

  Domain kinds{"actor kind", {"human", "agent", "service"}};
  Domain roles{"role", {"admin", "analyst", "employee"}};
  Domain entities{"entity", {"email", "iban", "phone"}};
  ObjectSchema actor{"actor",
                     {{"id", Type::String()},
                      {"kind", Type::StringIn(&kinds)},
                      {"roles", Type::List(Type::StringIn(&roles))},
                      {"team", Type::String(), true}}};
  ObjectSchema content{"content", {{"text", Type::String()}, {"length", Type::Int()}}};
  ObjectSchema finding{"finding",
                       {{"entity", Type::StringIn(&entities)}, {"score", Type::Double()}}};
  Environment environment;
  Arena arena;
  std::vector<Value> variables;

 private:
  Value Findings() {
    for (size_t i = 0; i < 3; ++i) {
      finding_values[i] = Value::Object(&finding, &finding_fields[2 * i], arena);
    }
    return Value::List(finding_values);
  }

  Value role_values[2] = {Value::String("employee"), Value::String("analyst")};
  Value actor_fields[4] = {Value::String("u-1"), Value::String("human"), Value::List(role_values),
                           Value::Absent()};
  Value content_fields[2] = {Value::String("please pay account 42 today"), Value::Int(27)};
  Value finding_fields[6] = {Value::String("email"), Value::Double(0.9),    Value::String("phone"),
                             Value::Double(0.5),     Value::String("iban"), Value::Double(0.99)};
  Value finding_values[3];
  json::Value json;
};

// An expression, and its outcome as Request::Outcome has it.
struct Case {
  const char* expression;
  const char* outcome;
};

inline void CheckAll(const std::vector<Case>& cases) {
  Request request;
  for (const Case& c : cases) {
    INFO(c.expression);
    CHECK(request.Outcome(c.expression) == c.outcome);
  }
}

}  // namespace reeve::cel

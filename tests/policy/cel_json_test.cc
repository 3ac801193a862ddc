// Values to and from JSON, as text, and types by name.
#include <catch2/catch.hpp>

#include "policy/cel/compile.h"
#include "policy/cel/time.h"
#include "tests/policy/cel_testing.h"

namespace reeve::cel {
namespace {

std::string Typed(std::string_view text, std::string_view type) {
  Arena arena;
  const json::Value document = json::Parse(text).value();
  const Result<Value> value = FromJson(document, ParseType(type).value(), arena);
  if (value.ok()) return value->DebugString();
  return std::string(value.error().code) + " " + value.error().at;
}

TEST_CASE("cel: JSON is read as the type that was declared") {
  CHECK(Typed("1", "int") == "1");
  CHECK(Typed("1", "uint") == "1u");
  CHECK(Typed("18446744073709551615", "uint") == "18446744073709551615u");
  CHECK(Typed("1", "double") == "1.0");
  CHECK(Typed("1", "dyn") == "1");
  CHECK(Typed("null", "null") == "null");
  CHECK(Typed("true", "bool") == "true");
  CHECK(Typed("\"a\"", "string") == "\"a\"");
  CHECK(Typed("\"AP8=\"", "bytes") == "b\"\\x00\\xff\"");
  CHECK(Typed("\"2026-01-15T09:30:00Z\"", "timestamp") == "timestamp(\"2026-01-15T09:30:00Z\")");
  CHECK(Typed("\"1h\"", "duration") == "duration(\"3600s\")");
  CHECK(Typed("\"10.0.0.1\"", "net.IP") == "ip(\"10.0.0.1\")");
  CHECK(Typed("\"10.0.0.0/8\"", "net.CIDR") == "cidr(\"10.0.0.0/8\")");
  CHECK(Typed("[1, 2]", "list(uint)") == "[1u, 2u]");
  CHECK(Typed("{\"1\": [true]}", "map(int, list(bool))") == "{1: [true]}");
  CHECK(Typed("{\"true\": 1}", "map(bool, int)") == "{true: 1}");
}

TEST_CASE("cel: JSON of another type than declared is refused, with its place") {
  CHECK(Typed("1.5", "int") == "cel.type ");
  CHECK(Typed("-1", "uint") == "cel.type ");
  CHECK(Typed("9223372036854775808", "int") == "cel.type ");
  CHECK(Typed("\"1\"", "double") == "cel.type ");
  CHECK(Typed("1", "string") == "cel.type ");
  CHECK(Typed("null", "string") == "cel.type ");
  CHECK(Typed("\"?\"", "bytes") == "cel.type ");
  CHECK(Typed("1", "bytes") == "cel.type ");
  CHECK(Typed("\"yesterday\"", "timestamp") == "cel.type ");
  CHECK(Typed("[1, [2, \"x\"]]", "list(dyn)") == "[1, [2, \"x\"]]");
  CHECK(Typed("[[1], [2, \"x\"]]", "list(list(int))") == "cel.type /1/1");
  CHECK(Typed("{\"a/b\": 1}", "map(string, bool)") == "cel.type /a~1b");
  CHECK(Typed("{\"x\": 1}", "map(int, int)") == "cel.type /x");
  CHECK(Typed("1", "optional_type(int)") == "cel.not_supported ");
}

std::string Json(std::string_view expression, size_t max_values = 1000) {
  Request request;
  const CompileResult compiled = request.Compile(expression);
  REQUIRE(compiled.ok());
  const Value value = compiled.program().Evaluate({request.variables}, request.arena);
  const Result<json::Value> json = ToJson(value, max_values);
  return json.ok() ? json::Compact(*json) : std::string(json.error().code);
}

TEST_CASE("cel: a value has the JSON form that a reader expects, or none") {
  CHECK(Json("[null, true, -1, 2u, 2.5, 'x', {'a': []}]") ==
        "[null,true,-1,2,2.5,\"x\",{\"a\":[]}]");
  CHECK(Json("actor") ==
        "{\"id\":\"u-1\",\"kind\":\"human\",\"roles\":[\"employee\",\"analyst\"]}");
  for (const char* text : {"b'x'", "when", "[duration('1s')]", "{1: 2}", "0.0 / 0.0", "type(1)",
                           "optional.of(1)", "1 / 0"}) {
    INFO(text);
    CHECK(Json(text) == "cel.no_json");
  }
  CHECK(Json("[1, 2, 3]", 4) == "[1,2,3]");
  CHECK(Json("[1, 2, 3]", 3) == "cel.size");
  CHECK(Json("'0123456789'", 10) == "cel.size");
}

// n lists of two equal elements around each other: 2^n texts of one element.
std::string Doubled(int n) {
  std::string text = "cel.bind(x0, [1], ";
  for (int i = 1; i < n; ++i) {
    const std::string before = "x" + std::to_string(i - 1);
    text += "cel.bind(x" + std::to_string(i) + ", [" + before + ", " + before + "], ";
  }
  return text + "x" + std::to_string(n - 1) + std::string(static_cast<size_t>(n), ')');
}

TEST_CASE("cel: the text of a value is as long as the caller allows, whatever is shared in it") {
  Request request;
  const CompileResult compiled = request.Compile(Doubled(60));
  REQUIRE(compiled.ok());
  const Value value = compiled.program().Evaluate({request.variables}, request.arena);
  REQUIRE_FALSE(value.is_error());
  CHECK(value.Text(100).size() == 103);
  CHECK(value.Text(100).substr(98) == "1]...");
  CHECK(ToJson(value, 1000).error().code == "cel.size");
  CHECK(Value::String("caf\xC3\xA9").Text(5) == "\"caf...");
  CHECK(Value::String("caf\xC3\xA9").Text(7) == "\"caf\xC3\xA9\"");
}

TEST_CASE("cel: types have names, and names are types") {
  for (const char* name :
       {"bool", "int", "uint", "double", "string", "bytes", "timestamp", "duration", "dyn", "null",
        "type", "net.IP", "net.CIDR", "list(string)", "map(string, dyn)",
        "list(map(int, list(bool)))", "optional_type(int)"}) {
    INFO(name);
    REQUIRE(ParseType(name).ok());
    CHECK(ParseType(name)->Name() == name);
  }
  CHECK(ParseType(" map ( string,int ) ")->Name() == "map(string, int)");
  CHECK(ParseType("list")->Name() == "list(dyn)");
  for (const char* name : {"", "number", "list(", "list()", "list(int))", "map(int)",
                           "map(double, int)", "map(list(int), int)", "int int", "int(string)",
                           "list(list(list(list(list(list(list(list(list(int)))))))))"}) {
    INFO(name);
    CHECK_FALSE(ParseType(name).ok());
  }
}

TEST_CASE("cel: an evaluation says how many steps its clauses took") {
  Request request;
  const auto steps = [&](std::string_view text, int64_t max_steps = kMaxSteps) {
    const CompileResult compiled = request.Compile(text, {.max_steps = max_steps});
    REQUIRE(compiled.ok());
    int64_t taken = -1;
    (void)compiled.program().Evaluate({request.variables}, request.arena, &taken);
    return taken;
  };
  CHECK(steps("n == 7") == 0);
  const int64_t once = steps("findings.all(f, f.score > 0.0)");
  CHECK(once > 0);
  CHECK(steps("findings.all(f, f.score > 0.0) && findings.all(f, f.score > 0.0)") == 2 * once);
  CHECK(steps("lists.range(n * 1000).all(x, x >= 0)", 100) == 100);
}

}  // namespace
}  // namespace reeve::cel

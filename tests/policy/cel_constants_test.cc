// What a host hands in once: sets of strings and constant fields.
#include <catch2/catch.hpp>

#include "policy/cel/cost.h"
#include "policy/cel/text_set.h"
#include "policy/cel/walk.h"
#include "tests/policy/cel_testing.h"

namespace reeve::cel {
namespace {

// `host.names` is a set, `host.limit` a constant number, `host.words` a constant list.
struct Host {
  Host() {
    REQUIRE(environment.Declare("host", Type::Object(&schema)).ok());
    REQUIRE(environment.Declare("s", Type::String()).ok());
  }
  std::string Outcome(std::string_view expression, std::string_view s = "") {
    const CompileResult compiled = Compile(expression, environment);
    if (!compiled.ok()) return "refused " + compiled.errors().front().message;
    const Value variables[] = {Value::Object(&schema, fields, arena), Value::String(s)};
    const Value value = compiled.program().Evaluate({variables}, arena);
    CHECK(Walk(compiled.program().tree(), environment, {variables}, arena).value.DebugString() ==
          value.DebugString());
    return value.is_error() ? "error " + std::string(value.as_error().code) : value.DebugString();
  }

  const std::string_view texts[3] = {"north", "south", "north"};
  TextSet names{texts};
  Value words[2] = {Value::String("a"), Value::String("b")};
  Value fields[3] = {Value::Texts(&names), Value::Double(2.5), Value::List(words)};
  ObjectSchema schema{"host",
                      {{"names", Type::TextSet(), false, &fields[0]},
                       {"limit", Type::Double(), false, &fields[1]},
                       {"words", Type::List(Type::String()), false, &fields[2]}}};
  Environment environment;
  Arena arena;
};

}  // namespace

TEST_CASE("cel: a set has each of its texts once, and no other") {
  const std::string_view texts[] = {"b", "", "a", "b", "abc"};
  const TextSet set(texts);
  CHECK(set.size() == 4);
  for (const std::string_view text : texts) CHECK(set.Contains(text));
  for (const std::string_view text : {"c", "ab", "A", "abcd"}) CHECK_FALSE(set.Contains(text));
  const TextSet empty({});
  CHECK(empty.size() == 0);
  CHECK_FALSE(empty.Contains(""));
}

TEST_CASE("cel: a large set finds what is in it and nothing else") {
  std::vector<std::string> words;
  for (size_t i = 0; i < 20'000; ++i) words.push_back("w" + std::to_string(i * 7));
  const std::vector<std::string_view> views(words.begin(), words.end());
  const TextSet set(views);
  CHECK(set.size() == words.size());
  size_t found = 0;
  for (size_t i = 0; i < 140'000; ++i) found += set.Contains("w" + std::to_string(i)) ? 1 : 0;
  CHECK(found == words.size());
}

TEST_CASE("cel: a set of the host is asked with `in`") {
  Host host;
  CHECK(host.Outcome("s in host.names", "north") == "true");
  CHECK(host.Outcome("s in host.names", "North") == "false");
  CHECK(host.Outcome("!(s in host.names)", "west") == "true");
  CHECK(host.Outcome("'south' in host.names") == "true");
  CHECK(host.Outcome("['west', s].exists(x, x in host.names)", "south") == "true");
  CHECK(host.Outcome("[host.names].exists(n, s in n)", "south") == "true");
  CHECK(host.Outcome("dyn(1) in host.names") == "false");
}

TEST_CASE("cel: a set of the host takes nothing but `in`") {
  Host host;
  CHECK(host.Outcome("host.names.exists(x, x == s)") ==
        "refused this macro goes over a list or a map, found a set of strings, which takes only "
        "`in`");
  CHECK(host.Outcome("1 in host.names").starts_with("refused `in` expects"));
  CHECK(host.Outcome("host.names == host.names").starts_with("refused `==` expects"));
  CHECK(host.Outcome("size(host.names) > 0").starts_with("refused `size` expects"));
  CHECK(host.Outcome("host.names[0] == s").starts_with("refused expected a list or a map"));
  CHECK(host.Outcome("dyn(host.names).exists(x, x == s)").starts_with("error "));
}

TEST_CASE("cel: a constant field is compiled into the expression") {
  Host host;
  CHECK(host.Outcome("host.limit + 1.0") == "3.5");
  CHECK(host.Outcome("s in host.words", "b") == "true");
  CHECK(host.Outcome("host.words.map(w, w + s)", "!") == "[\"a!\", \"b!\"]");
  CHECK(host.Outcome("has(host.limit) && host.?limit.orValue(0.0) == 2.5") == "true");
  CHECK(host.Outcome("host.limt > 1.0") ==
        "refused `host` has no field `limt`; did you mean `limit`?");
  // Without the variables there is nothing to read, and nothing is read.
  const CompileResult compiled = Compile("host.limit * 2.0", host.environment);
  REQUIRE(compiled.ok());
  CHECK(compiled.program().Evaluate({}, host.arena).DebugString() == "5.0");
  CHECK(compiled.program().clause_reads(0).front() == "host.limit");
}

TEST_CASE("cel: to ask a set costs what the text costs, however large the set is") {
  const Host host;
  const auto cost = [&](std::string_view text) {
    const CompileResult compiled = Compile(text, host.environment);
    REQUIRE(compiled.ok());
    return EstimateCost(compiled.program(), {{64, 100, 100}, {}}).max;
  };
  CHECK(cost("s in host.names") <= 4);
  CHECK(cost("s in host.words") < 20);
}

}  // namespace reeve::cel

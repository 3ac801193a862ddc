// Variables with qualified names, and the container in which names are looked up.
#include <catch2/catch.hpp>

#include "tests/policy/cel_testing.h"

namespace reeve::cel {
namespace {

// Declares each name as a string that holds its own name.
std::string Outcome(std::string_view expression, const std::string& container,
                    const std::vector<std::string>& names) {
  Environment environment;
  environment.SetContainer(container);
  std::vector<Value> values;
  for (const std::string& name : names) {
    REQUIRE(environment.Declare(name, Type::String()).ok());
    values.push_back(Value::String(name));
  }
  const CompileResult compiled = Compile(expression, environment);
  if (!compiled.ok()) return "refused " + std::string(compiled.errors().front().code);
  Arena arena;
  return compiled.program().Evaluate({values}, arena).DebugString();
}

}  // namespace

TEST_CASE("cel: a name is looked up in the container, then in what is around it") {
  CHECK(Outcome("y", "a.b", {"y", "a.y", "a.b.y"}) == "\"a.b.y\"");
  CHECK(Outcome("y", "a.b", {"y", "a.y"}) == "\"a.y\"");
  CHECK(Outcome("y", "a.b", {"y"}) == "\"y\"");
  CHECK(Outcome(".y", "a.b", {"y", "a.b.y"}) == "\"y\"");
  CHECK(Outcome("b.y", "a", {"a.b.y"}) == "\"a.b.y\"");
  CHECK(Outcome(".b.y", "a", {"a.b.y", "b.y"}) == "\"b.y\"");
  CHECK(Outcome("z", "a.b", {"y", "a.y"}) == "refused cel.unknown_variable");
}

TEST_CASE("cel: the longest name that is declared counts") {
  CHECK(Outcome("a.b.c", "", {"a.b.c", "a.b"}) == "\"a.b.c\"");
  CHECK(Outcome("a.b.size()", "", {"a.b"}) == "3");
  CHECK(Outcome("a.b.c", "", {"a.b"}) == "refused cel.type");
}

TEST_CASE("cel: the variable of a macro shadows every name that begins with it") {
  CHECK(Outcome("[{'z': 'local'}].map(y, y.z)[0]", "a", {"a.y.z", "y.z"}) == "\"local\"");
  CHECK(Outcome("[{'z': 'local'}].map(y, .y.z)[0]", "a", {"a.y.z", "y.z"}) == "\"y.z\"");
  CHECK(Outcome("['x'].map(y, [y].map(y, y + '!')[0])[0]", "a", {"a.y"}) == "\"x!\"");
}

TEST_CASE("cel: a clause that reads a qualified variable says its declared name") {
  Environment environment;
  environment.SetContainer("company");
  REQUIRE(environment.Declare("company.limits.daily", Type::Int()).ok());
  const CompileResult compiled = Compile("limits.daily > 5", environment);
  REQUIRE(compiled.ok());
  const auto reads = compiled.program().clause_reads(0);
  CHECK(std::vector<std::string>(reads.begin(), reads.end()) ==
        std::vector<std::string>{"company.limits.daily"});
}

TEST_CASE("cel: a qualified name is made of identifiers") {
  Environment environment;
  for (const char* name : {"", "a.", ".a", "a..b", "a.b-c", "in.a", "if"}) {
    INFO(name);
    CHECK_FALSE(environment.Declare(name, Type::Int()).ok());
  }
  CHECK(environment.Declare("a.if", Type::Int()).ok());
}

}  // namespace reeve::cel

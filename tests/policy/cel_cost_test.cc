// Estimates, and what stops hostile expressions.
#include <catch2/catch.hpp>

#include "policy/cel/cost.h"
#include "tests/policy/cel_expressions.h"
#include "tests/policy/cel_testing.h"

namespace reeve::cel {
namespace {

Cost CostOf(const Request& request, std::string_view text, const CostBounds& bounds = {}) {
  const CompileResult compiled = request.Compile(text);
  REQUIRE(compiled.ok());
  return EstimateCost(compiled.program(), bounds);
}

std::string Repeated(std::string_view text, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST_CASE("cel: the cost of an expression without macros is its nodes") {
  const Request request;
  CHECK(CostOf(request, "n").max == 1);
  CHECK(CostOf(request, "n > 1 && u == 2u").max < 12);
  // The first operand may decide.
  CHECK(CostOf(request, "n > 1 && u == 2u").min == 4);
}

TEST_CASE("cel: the cost of a macro grows with the bound of its range") {
  const Request request;
  const std::string_view text = "findings.exists(f, f.score > 0.5)";
  CostBounds few;
  few.paths["findings"] = {16, 10, 100};
  CostBounds many;
  many.paths["findings"] = {16, 1000, 10'000};
  const Cost small = CostOf(request, text, few);
  const Cost large = CostOf(request, text, many);
  CHECK(small.min == large.min);
  CHECK(large.max > 90 * small.max);
}

TEST_CASE("cel: nested macros multiply, and an estimate never wraps around") {
  const Request request;
  std::string text = "true";
  for (int i = 0; i < 40; ++i) text = "actor.roles.all(x, " + text + ")";
  CHECK(CostOf(request, text).max == Cost::kUnbounded);
}

TEST_CASE("cel: an expression never takes more than its estimate") {
  const ExpressionWorld world;
  SeededExpressions expressions(7);
  // What the values of the world are.
  const CostBounds bounds{{8, 4, 16}, {}};
  int checked = 0;
  for (int i = 0; i < 3000; ++i) {
    const std::string text = expressions.Next();
    const CompileResult first = Compile(text, world.environment);
    if (!first.ok()) continue;
    const Cost cost = EstimateCost(first.program(), bounds);
    INFO(text << " " << cost.max);
    CHECK(cost.min <= cost.max);
    const CompileOptions options = {.max_steps = static_cast<int64_t>(cost.max)};
    const CompileResult compiled = Compile(text, world.environment, options);
    REQUIRE(compiled.ok());
    Arena arena;
    const Value value = compiled.program().Evaluate(world.activation(), arena);
    CHECK((!value.is_error() || value.as_error().code != "cel.budget"));
    ++checked;
  }
  CHECK(checked > 1000);
}

TEST_CASE("cel: an expression of 10 MB is refused") {
  Request request;
  CHECK(request.Outcome(std::string(10'000'000, '1')) == "refused cel.too_long");
  CHECK(request.Outcome("1" + Repeated(" + 1", 2'500'000)) == "refused cel.too_long");
}

TEST_CASE("cel: 10,000 levels of nesting are refused, whatever nests") {
  Request request;
  constexpr size_t kLevels = 10'000;
  for (const char* open : {"(", "[", "!", "-", "{1:", "size(", "[1].map(x, ", "n ? n : "}) {
    INFO(open);
    const std::string text = Repeated(open, kLevels).substr(0, kMaxExpressionLength - 1) + "n";
    CHECK(request.Outcome(text) == "refused cel.too_deep");
  }
  CHECK(request.Outcome("n" + Repeated("+n", kLevels)) == "refused cel.too_deep");
  CHECK(request.Outcome("s" + Repeated(".a", kLevels)) == "refused cel.too_deep");
  CHECK(request.Outcome("s" + Repeated("[n]", kLevels)) == "refused cel.too_deep");
}

TEST_CASE("cel: a regex bomb is refused") {
  Request request;
  CHECK(request.Outcome("s.matches('((a{1000}){1000}){1000}')") == "refused cel.pattern");
  CHECK(request.Outcome("s.matches('((a{100}){100}){' + string(n) + '00}')") ==
        "error cel.pattern");
  // (a*)*b is exponential where engines go back; here it is linear.
  CHECK(request.Outcome("'" + std::string(20'000, 'a') + "'.matches('(a*)*(a*)*b')") == "false");
  std::string many = "s.matches('0')";
  for (size_t i = 1; i <= kMaxPatterns; ++i) many += " || s.matches('" + std::to_string(i) + "')";
  CHECK(request.Outcome(many) == "refused cel.pattern");
}

TEST_CASE("cel: a search is charged for the pattern as well as for the text") {
  constexpr int64_t kSteps = 100'000;
  Environment environment;
  REQUIRE(environment.Declare("s", Type::String()).ok());
  const auto outcome = [&](const std::string& expression, size_t bytes) {
    const CompileResult compiled = Compile(expression, environment, {.max_steps = kSteps});
    REQUIRE(compiled.ok());
    const std::string text = Repeated("ab", bytes / 2);
    const Value variables[] = {Value::String(text)};
    Arena arena;
    const Value value = compiled.program().Evaluate({variables}, arena);
    const Cost cost = EstimateCost(compiled.program(), {{bytes, 0, 1}, {}});
    if (!value.is_error()) return value.DebugString();
    CHECK(cost.max > static_cast<uint64_t>(kSteps));
    return std::string(value.as_error().code);
  };
  // Their automaton has 2^900 states.
  const std::string bomb = "s.matches('a[ab]{900}c')";
  CHECK(outcome(bomb, 2'000) == "false");
  CHECK(outcome(bomb, 1'000'000) == "cel.budget");
  const std::string pattern = "'a[ab]{400}' + (s == '' ? 'd' : 'c')";
  CHECK(outcome("s.matches(" + pattern + ")", 1'000'000) == "cel.budget");
  CHECK(outcome("regex.extract(s, 'a[ab]{900}c') == optional.none()", 1'000'000) == "cel.budget");
  // A word list is no bomb.
  CHECK(outcome("s.matches('secret|confidential|internal only|embargo')", 1'000'000) == "false");
  // Each search for the next match may read to the end.
  CHECK(outcome("regex.extractAll(s, 'a(?:.*c)?').size()", 10'000) == "5000");
  CHECK(outcome("regex.extractAll(s, 'a(?:.*c)?').size()", 1'000'000) == "cel.budget");
}

TEST_CASE("cel: a pattern that is computed again and again ends the budget") {
  Request request;
  const std::string ten = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
  std::string text = "s.matches(string(a) + string(b) + string(c) + string(e))";
  for (const char* name : {"a", "b", "c", "e"}) {
    text = ten + ".exists(" + name + ", " + text + ")";
  }
  CHECK(request.Outcome(text) == "error cel.budget");
}

TEST_CASE("cel: an exponential comprehension is stopped") {
  Request request;
  std::string text = "true";
  for (int i = 0; i < 30; ++i) text = "actor.roles.all(x" + std::to_string(i) + ", " + text + ")";
  CHECK(request.Outcome(text) == "error cel.budget");
}

TEST_CASE("cel: doubling values are stopped in bounded memory") {
  Request request;
  for (const char* start : {"[s]", "[[s]]"}) {
    std::string text = start;
    for (int i = 0; i < 60; ++i) text += ".map(x, x + x)";
    const CompileResult compiled = request.Compile(text);
    REQUIRE(compiled.ok());
    Arena arena;
    const Value value = compiled.program().Evaluate({request.variables}, arena);
    REQUIRE(value.is_error());
    CHECK(value.as_error().code == "cel.size");
    CHECK(arena.reserved() <= 3 * kMaxMade);
  }
}

TEST_CASE("cel: many clauses do not add up their memory") {
  Request request;
  std::string text = "true";
  for (int i = 0; i < 40; ++i) {
    std::string list = "[s]";
    for (int j = 0; j < 17; ++j) list += ".map(x, x + x)";
    text += " && " + list + ".size() == 1";
  }
  const CompileResult compiled = request.Compile(text);
  REQUIRE(compiled.ok());
  Arena arena;
  CHECK(compiled.program().Evaluate({request.variables}, arena).is_true());
  CHECK(arena.reserved() <= 3 * kMaxMade);
}

TEST_CASE("cel: past the deadline of the caller the value is cel.deadline") {
  class TickingClock final : public Clock {
   public:
    Timestamp Now() const override { return Timestamp(std::chrono::microseconds(++micros_)); }

   private:
    mutable int64_t micros_ = 0;
  };
  Request request;
  std::string text = "true";
  for (int i = 0; i < 16; ++i) text = "actor.roles.all(x, " + text + ")";
  const CompileResult compiled = request.Compile(text);
  REQUIRE(compiled.ok());
  const TickingClock clock;
  const auto at = [](int micros) { return Timestamp(std::chrono::microseconds(micros)); };
  Arena arena;
  const auto outcome = [&](const Deadline& deadline) {
    return compiled.program().Evaluate({request.variables, &deadline}, arena);
  };
  CHECK(outcome({clock, at(1'000'000)}).is_true());
  const TickingClock second;
  const Value stopped = outcome({second, at(4)});
  REQUIRE(stopped.is_error());
  CHECK(stopped.as_error().code == "cel.deadline");
  const Value late = outcome({second, at(0)});
  REQUIRE(late.is_error());
  CHECK(late.as_error().code == "cel.deadline");
}

}  // namespace
}  // namespace reeve::cel

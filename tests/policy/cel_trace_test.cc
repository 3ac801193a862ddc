// What came of each part of an expression.
#include <catch2/catch.hpp>

#include "policy/cel/trace.h"
#include "tests/policy/cel_expressions.h"
#include "tests/policy/cel_testing.h"

namespace reeve::cel {
namespace {

std::string Traced(const Request& request, std::string_view text) {
  const CompileResult compiled = request.Compile(text, {.trace = true});
  REQUIRE(compiled.ok());
  return RenderExplanation(Explain(compiled.program(), request.environment, {request.variables}));
}

TEST_CASE("cel: a trace tells each operand, with the values that decided it") {
  const Request request;
  CHECK(Traced(request, "n > 5 && (s == 'six' || 1 / (n - 7) == 1) && u == 1u") ==
        "false: n > 5 && (s == 'six' || 1 / (n - 7) == 1) && u == 1u\n"
        "  true: n > 5\n"
        "      n = 7\n"
        "  error: s == 'six' || 1 / (n - 7) == 1\n"
        "      error cel.division: division by zero\n"
        "    false: s == 'six'\n"
        "        s = \"seven\"\n"
        "    error: 1 / (n - 7) == 1\n"
        "        error cel.division: division by zero\n"
        "        n = 7\n"
        "  false: u == 1u\n"
        "      u = 7u\n");
}

TEST_CASE("cel: what is behind the operand that decides is not evaluated") {
  const Request request;
  CHECK(Traced(request, "n > 8 && u == 7u") ==
        "false: n > 8 && u == 7u\n"
        "  false: n > 8\n"
        "      n = 7\n"
        "  not evaluated: u == 7u\n");
}

TEST_CASE("cel: the operands of a nested && are clauses like the others") {
  const Request request;
  CHECK(Traced(request, "(n > 5 && u == 7u) && n < 6") ==
        "false: (n > 5 && u == 7u) && n < 6\n"
        "  true: n > 5\n"
        "      n = 7\n"
        "  true: u == 7u\n"
        "      u = 7u\n"
        "  false: n < 6\n"
        "      n = 7\n");
}

TEST_CASE("cel: inside a macro a part has every outcome that it had") {
  const Request request;
  CHECK(Traced(request, "[1, 9].exists(x, x > 5 && x < n)") ==
        "false: [1, 9].exists(x, x > 5 && x < n)\n"
        "    [1, 9] = [1, 9]\n"
        "  true, false: x > 5\n"
        "  false: x < n\n");
}

TEST_CASE("cel: recording changes no outcome") {
  const ExpressionWorld world;
  SeededExpressions expressions(5);
  for (int i = 0; i < 1000; ++i) {
    const std::string text = expressions.Next();
    INFO(text);
    const CompileResult plain = Compile(text, world.environment);
    const CompileResult traced = Compile(text, world.environment, {.trace = true});
    REQUIRE(plain.ok() == traced.ok());
    if (!plain.ok()) continue;
    CHECK(plain.program().trace_points().empty());
    Arena arena;
    TraceBits bits(traced.program().trace_points().size());
    const Value value = traced.program().Evaluate(world.activation(), arena, bits);
    const Value expected = plain.program().Evaluate(world.activation(), arena);
    CHECK(value.DebugString() == expected.DebugString());
    if (traced.program().clause_count() == 1) CHECK(bits.At(0).bits == Outcomes::Of(expected));
    (void)Explain(traced.program(), world.environment, world.activation());
  }
}

}  // namespace
}  // namespace reeve::cel

// The two evaluators agree.
#include <catch2/catch.hpp>

#include "policy/cel/functions.h"
#include "tests/policy/cel_agreement.h"
#include "tests/policy/cel_expressions.h"

namespace reeve::cel {
namespace {

TEST_CASE("cel: the walk of the tree and the compiled form agree on generated expressions") {
  const ExpressionWorld world;
  SeededExpressions expressions(20'261'120);
  int compiled_count = 0;
  int error_count = 0;
  for (int i = 0; i < 4000; ++i) {
    const std::string text = expressions.Next();
    INFO(text);
    for (const bool check : {true, false}) {
      const CompileResult compiled = Compile(text, world.environment, {.check = check});
      if (!compiled.ok()) continue;
      compiled_count += check ? 1 : 0;
      REQUIRE(Disagreement(compiled.program(), world.environment, world.activation(), 100'000) ==
              "");
      Arena arena;
      error_count += compiled.program().Evaluate(world.activation(), arena).is_error() ? 1 : 0;
    }
  }
  // Else nothing was tested.
  CHECK(compiled_count > 1500);
  CHECK(error_count > 200);
  CHECK(error_count < 7000);
}

TEST_CASE("cel: every function occurs in the generated expressions") {
  SeededExpressions expressions(7);
  std::string all;
  for (int i = 0; i < 4000; ++i) all += expressions.Next() + "\n";
  for (const std::string& name : FunctionNames()) {
    INFO(name);
    CHECK(all.find(name + "(") != std::string::npos);
  }
}

TEST_CASE("cel: a walk ends when its budget does") {
  const ExpressionWorld world;
  const auto compiled = Compile("l.all(x, l.all(y, l.all(z, z < 5)))", world.environment);
  REQUIRE(compiled.ok());
  Arena arena;
  const Expr& tree = compiled.program().tree();
  CHECK(Walk(tree, world.environment, world.activation(), arena).value.is_true());
  const WalkResult walked = Walk(tree, world.environment, world.activation(), arena, 30);
  REQUIRE(walked.value.is_error());
  CHECK(walked.value.as_error().code == "cel.budget");
}

}  // namespace
}  // namespace reeve::cel

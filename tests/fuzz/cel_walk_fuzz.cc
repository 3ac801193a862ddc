// room: policy
// Expressions from the bytes, by grammar and as raw text. What must hold: the compiled form and the
// walk of the tree agree; rendered source parses, and renders the same again; the other tools take
// any tree.
#include <cstdint>
#include <string>
#include <string_view>

#include "policy/cel/cost.h"
#include "policy/cel/render.h"
#include "policy/cel/trace.h"
#include "tests/policy/cel_agreement.h"
#include "tests/policy/cel_expressions.h"

namespace {

using namespace reeve::cel;  // NOLINT(google-build-using-namespace)

constexpr int64_t kSteps = 20'000;

void Require(bool holds) {
  if (!holds) __builtin_trap();
}

void CompareEvaluators(const ExpressionWorld& world, const Program& program) {
  Require(Disagreement(program, world.environment, world.activation(), kSteps).empty());
}

void CheckRendering(std::string_view text) {
  const auto once = FormatSource(text);
  if (!once.ok() || once->size() > kMaxExpressionLength) return;
  const auto twice = FormatSource(*once);
  // A formatted text never needs more parentheses than there were.
  Require(twice.ok() && *twice == *once);
}

void CheckExpression(const ExpressionWorld& world, std::string_view text) {
  CheckRendering(text);
  for (const bool check : {true, false}) {
    const CompileResult compiled =
        Compile(text, world.environment, {.check = check, .trace = true});
    if (!compiled.ok()) continue;
    CompareEvaluators(world, compiled.program());
    Require(!RenderEnglish(compiled.program().tree()).empty());
    (void)EstimateCost(compiled.program());
  }
  const CompileResult compiled = Compile(text, world.environment);
  if (compiled.ok()) CompareEvaluators(world, compiled.program());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const ExpressionWorld* const world = new ExpressionWorld;
  if (size > 0 && data[0] % 4 == 0) {
    CheckExpression(*world, {reinterpret_cast<const char*>(data + 1), size - 1});
    return 0;
  }
  size_t pos = 1;
  const auto choose = [&](uint32_t n) { return pos < size ? data[pos++] % n : 0; };
  CheckExpression(*world, ExpressionWriter(choose).Write());
  return 0;
}

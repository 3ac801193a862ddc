// Trace: what came of the parts of an expression in one evaluation, and why.
//
// A trace point is the whole expression, an operand of a `&&` or `||`, wherever it stands, or a
// macro. While a program runs, a point costs a few bits (TraceBits): which of true, false, error
// and another value it had; inside a macro it may have several. The values behind an outcome are
// not kept: Explain finds them again by evaluating the sub-expressions, when somebody asks.
//
//   auto compiled = cel::Compile(text, environment, {.trace = true});
//   std::cout << cel::RenderExplanation(cel::Explain(compiled.program(), environment, activation));
//
// Values in an explanation are those of the data: an explanation is for a person who may see them,
// and not for a record.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "policy/cel/ast.h"
#include "policy/cel/environment.h"
#include "policy/cel/program.h"

namespace reeve::cel {

struct TracePoint {
  Span span;             // in the program's text
  uint32_t depth = 0;    // points around it
  bool repeats = false;  // inside of a macro, so that it may have several outcomes
};

// A set of outcomes. The empty set: not evaluated.
struct Outcomes {
  static constexpr uint8_t kTrue = 1;
  static constexpr uint8_t kFalse = 2;
  static constexpr uint8_t kError = 4;
  static constexpr uint8_t kOther = 8;  // a value that is no bool, of `map` and `filter`

  static uint8_t Of(const Value& value);

  bool evaluated() const { return bits != 0; }
  bool was_true() const { return (bits & kTrue) != 0; }
  bool was_false() const { return (bits & kFalse) != 0; }
  bool was_error() const { return (bits & kError) != 0; }
  // "true", "true, false", "not evaluated".
  std::string Text() const;

  uint8_t bits = 0;
};

// The outcomes of the points of one program, four bits each. Thread-safety: one thread at a time.
class TraceBits {
 public:
  explicit TraceBits(size_t points) : words_((points + 15) / 16) {}

  // Precondition of both: point < points.
  void Add(size_t point, const Value& value) {
    words_[point / 16] |= uint64_t{Outcomes::Of(value)} << (point % 16 * 4);
  }
  Outcomes At(size_t point) const {
    return {static_cast<uint8_t>(words_[point / 16] >> (point % 16 * 4) & 15)};
  }
  // Nothing is evaluated.
  void Clear() { words_.assign(words_.size(), 0); }

 private:
  std::vector<uint64_t> words_;
};

// Numbers the points of the tree, in the order of the text. Of the compiler.
std::vector<TracePoint> MarkTracePoints(Expr& root);

// One trace point, with the values that decided it.
struct ExplainedPoint {
  std::string text;
  uint32_t depth = 0;
  Outcomes outcomes;
  // "error cel.division: division by zero"
  std::string error;
  // What the operands of a comparison, the arguments of a call, or the range of a macro were:
  // ("context.amount", "1200"), but for literals; long values are cut. This and `error` are empty
  // of a point inside of a macro.
  std::vector<std::pair<std::string, std::string>> values;
};

struct Explanation {
  std::string outcome;  // of the whole, as Value::Text; cut where it is long
  std::vector<ExplainedPoint> points;
};

// Evaluates the program and explains it. Preconditions: the program was compiled in `environment`
// with CompileOptions::trace.
Explanation Explain(const Program& program, const Environment& environment,
                    const Activation& activation);

// One line a point, indented by depth, the values below it.
std::string RenderExplanation(const Explanation& explanation);

}  // namespace reeve::cel

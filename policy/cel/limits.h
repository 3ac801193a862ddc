// The limits of the expression language. They are part of the API: exceeding one is an error with
// its own code, never a crash, an exhausted stack or an unbounded wait.
//
// A step is one node of the expression evaluated inside a macro, kBytesPerStepMade bytes of new
// value, or kBytesPerStepScanned bytes of text looked at. Nodes outside of macros are bounded by
// the length of the expression and are not counted.
#pragma once

#include <cstddef>
#include <cstdint>

namespace reeve::cel {

// Bytes of one expression. Exceeded: compile error cel.too_long.
inline constexpr size_t kMaxExpressionLength = size_t{32} * 1024;

// Nesting of an expression: parentheses, calls, lists, and chains of binary operators other than
// `&&` and `||`. Bounds the stack of the parser, the checker and the evaluator. cel.too_deep
inline constexpr size_t kMaxDepth = 200;

// Errors reported by one compilation.
inline constexpr size_t kMaxCompileErrors = 8;

// Clauses of a Program; an expression of more is one clause. So one bit of a 64-bit word is enough
// to record the outcome of each, and the budgets of all have a bound.
inline constexpr size_t kMaxClauses = 64;

// Steps of one clause: some milliseconds. Exceeded: error value cel.budget.
inline constexpr int64_t kMaxSteps = 1'000'000;
inline constexpr size_t kBytesPerStepMade = 16;
inline constexpr size_t kBytesPerStepScanned = 64;

// Bytes of the values that one clause makes. Exceeded: error value cel.size. Between the clauses of
// one evaluation, an arena that grew by more than kKeptBetweenClauses gives the memory back.
inline constexpr size_t kMaxMade = size_t{8} << 20;
inline constexpr size_t kKeptBetweenClauses = size_t{1} << 20;

// Steps between two looks at the clock, of an evaluation with a deadline: some tens of
// microseconds. Passed: error value cel.deadline.
inline constexpr int64_t kStepsPerLook = 4096;

// Steps of evaluating all the constant parts of an expression when it is compiled. What would take
// more is evaluated when the program runs.
inline constexpr int64_t kMaxFoldSteps = 50'000;

// Memory of one compiled regular expression. Exceeded: cel.pattern, at compile time for a constant
// pattern, else as an error value.
inline constexpr int64_t kRegexMemory = int64_t{1} << 20;

// Work of one search with a pattern: bytes of the text times instructions of the pattern, what RE2
// may take where its automaton does not fit into kRegexMemory (up to 5 ns each). A step is
// kWorkPerStep of it, so that a budget is ten seconds at the very worst. The automaton of a pattern
// of up to kSmallPattern instructions always fits. Exceeded: cel.budget.
inline constexpr size_t kMaxSearchWork = size_t{1} << 28;
inline constexpr size_t kWorkPerStep = 2048;
inline constexpr size_t kSmallPattern = 20;
// What RE2 allows a pattern of kRegexMemory.
inline constexpr size_t kMaxPatternInstructions = 16'384;

// Bytes of one pattern, and patterns computed at run time that one Program keeps compiled.
inline constexpr size_t kMaxPatternLength = 4096;
inline constexpr size_t kRegexCacheSize = 16;

// Constant patterns of one expression. Exceeded: compile error cel.pattern.
inline constexpr size_t kMaxPatterns = 64;

// Steps of each use of a computed pattern, whether it is still in the cache or not: an outcome must
// not depend on what ran before. Compiling the worst pattern takes some milliseconds.
inline constexpr size_t kStepsPerComputedPattern = 2000;

// Nesting of a value that Value::Text and ToJson write.
inline constexpr size_t kMaxTextDepth = 1000;

// Nesting of a JSON value that FromJson takes. Exceeded: error value cel.too_deep.
inline constexpr size_t kMaxValueDepth = 128;

}  // namespace reeve::cel

// Program: a compiled expression, and its clauses.
//
// The clauses are the operands of the top-level `&&`, in order (one clause if there is none;
// parentheses around operands do not hide them; more than kMaxClauses count as one). Evaluate is
// the `&&` of its clauses: false if one is false, else the first error, else true. A program of one
// clause may be of any type.
//
// Thread-safety: immutable; Evaluate may run on any number of threads at once, each with an arena
// of its own. Lifetime: a result may refer to the program, the activation and the arena.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "policy/cel/arena.h"
#include "policy/cel/type.h"
#include "policy/cel/value.h"

namespace reeve::cel {

class TextScanResults;  // text_scan.h

// When an evaluation has to end, by the clock of the caller. Past it, the value is the error
// cel.deadline. The clock is looked at before each clause and every kStepsPerLook steps.
struct Deadline {
  const Clock& clock;
  Timestamp at;
};

// The values of the variables, by slot of the Environment. A missing tail counts as absent.
struct Activation {
  std::span<const Value> variables;
  const Deadline* deadline = nullptr;  // null: no limit of time
  TextScanResults* scans = nullptr;    // of CompileOptions::scans; null: none (text_scan.h)
};

struct ProgramParts;  // of the compiler
struct Expr;          // ast.h
struct TracePoint;    // trace.h
class TraceBits;

class Program {
 public:
  explicit Program(std::unique_ptr<const ProgramParts> parts);
  Program(Program&&) noexcept;
  Program& operator=(Program&&) noexcept;
  ~Program();

  // Never Absent. Each clause has a budget of its own (limits.h), so the value is the same as that
  // of the clauses evaluated one by one.
  Value Evaluate(const Activation& activation, Arena& arena) const;

  // The same, and says how many steps all the clauses took together.
  Value Evaluate(const Activation& activation, Arena& arena, int64_t* steps) const;

  // The same, and adds to `trace` what came of the trace points. Precondition: compiled with
  // CompileOptions::trace; `trace` is for trace_points().
  Value Evaluate(const Activation& activation, Arena& arena, TraceBits& trace) const;
  // Empty if compiled without.
  std::span<const TracePoint> trace_points() const;

  size_t clause_count() const;
  // Precondition of the following: clause < clause_count().
  // A view of this program's text, without surrounding parentheses or blanks.
  std::string_view clause_text(size_t clause) const;
  Value EvaluateClause(size_t clause, const Activation& activation, Arena& arena) const;
  // The paths of variables and fields that the clause may read, sorted, each once: "content.text",
  // "findings", "context.amount". A path that is the beginning of another covers it and stands
  // alone: reading all of `content` is "content". Elements are part of their list: `a.b[0].c`
  // reads "a.b".
  std::span<const std::string> clause_reads(size_t clause) const;

  // The checked tree, for tools that explain or rewrite expressions (render.h, cost.h, walk.h).
  const Expr& tree() const;
  const Type& type() const;
  std::string_view text() const;

 private:
  std::unique_ptr<const ProgramParts> parts_;
};

}  // namespace reeve::cel

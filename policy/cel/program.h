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
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "policy/cel/arena.h"
#include "policy/cel/type.h"
#include "policy/cel/value.h"

namespace reeve::cel {

// The values of the variables, by slot of the Environment. A missing tail counts as absent.
struct Activation {
  std::span<const Value> variables;
};

struct ProgramParts;  // of the compiler

class Program {
 public:
  explicit Program(std::unique_ptr<const ProgramParts> parts);
  Program(Program&&) noexcept;
  Program& operator=(Program&&) noexcept;
  ~Program();

  // Never Absent. Each clause has a budget of its own (limits.h), so the value is the same as that
  // of the clauses evaluated one by one.
  Value Evaluate(const Activation& activation, Arena& arena) const;

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

  const Type& type() const;
  std::string_view text() const;

 private:
  std::unique_ptr<const ProgramParts> parts_;
};

}  // namespace reeve::cel

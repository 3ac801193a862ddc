#include "policy/cel/program.h"

#include <algorithm>
#include <utility>

#include "policy/cel/errors.h"
#include "policy/cel/program_parts.h"

namespace reeve::cel {
namespace {

Frame MakeFrame(const ProgramParts& parts, const Activation& activation, Arena& arena,
                TraceBits* trace = nullptr) {
  const std::span<Value> locals =
      parts.local_count == 0 ? std::span<Value>() : arena.NewArray<Value>(parts.local_count);
  Frame frame{activation.variables, locals, arena, 0, parts.regex_cache.get()};
  frame.deadline = activation.deadline;
  frame.scans = activation.scans;
  frame.trace = trace;
  return frame;
}

Value Run(const ProgramParts& parts, const Clause& clause, Frame& frame) {
  frame.Refill(parts.max_steps, parts.max_made);
  if (frame.steps < 0 && frame.exceeded != nullptr) [[unlikely]]
    return Fail(*frame.exceeded);
  const Value value = Eval(clause.root, frame);
  frame.used += parts.max_steps - std::max<int64_t>(frame.steps, 0);
  if (frame.exceeded == nullptr) [[likely]]
    return value;
  return value.is_error() && &value.as_error() == &kBudget ? Fail(*frame.exceeded) : value;
}

// The memory of a clause is not kept for the next: each may take kMaxMade. Only errors may have to
// stay where they are.
void GiveBack(const Value& value, const Arena::Mark& mark, Arena& arena) {
  if (arena.reserved() - mark.reserved > kKeptBetweenClauses && !value.is_error()) {
    arena.Rewind(mark);
  }
}

Value Conjunction(const ProgramParts& parts, Frame& frame) {
  Value outcome = Value::Bool(true);
  for (const Clause& clause : parts.clauses) {
    const Arena::Mark mark = frame.arena.GetMark();
    const Value value = Run(parts, clause, frame);
    if (value.is_false()) return value;
    if (!value.is_true() && !outcome.is_error())
      outcome = value.is_error() ? value : Fail(kNotBool);
    GiveBack(value, mark, frame.arena);
  }
  return outcome;
}

Value EvaluateAll(const ProgramParts& parts, Frame& frame) {
  return parts.clauses.size() == 1 ? Run(parts, parts.clauses[0], frame)
                                   : Conjunction(parts, frame);
}

}  // namespace

Program::Program(std::unique_ptr<const ProgramParts> parts) : parts_(std::move(parts)) {}
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;
Program::~Program() = default;

Value Program::Evaluate(const Activation& activation, Arena& arena) const {
  Frame frame = MakeFrame(*parts_, activation, arena);
  return EvaluateAll(*parts_, frame);
}

Value Program::Evaluate(const Activation& activation, Arena& arena, int64_t* steps) const {
  Frame frame = MakeFrame(*parts_, activation, arena);
  const Value outcome = EvaluateAll(*parts_, frame);
  *steps = frame.used;
  return outcome;
}

Value Program::Evaluate(const Activation& activation, Arena& arena, TraceBits& trace) const {
  Frame frame = MakeFrame(*parts_, activation, arena, &trace);
  const Value outcome = EvaluateAll(*parts_, frame);
  // The && of several clauses is no node.
  trace.Add(0, outcome);
  return outcome;
}

std::span<const TracePoint> Program::trace_points() const { return parts_->trace_points; }

size_t Program::clause_count() const { return parts_->clauses.size(); }

std::string_view Program::clause_text(size_t clause) const { return parts_->clauses[clause].text; }

Value Program::EvaluateClause(size_t clause, const Activation& activation, Arena& arena) const {
  Frame frame = MakeFrame(*parts_, activation, arena);
  return Run(*parts_, parts_->clauses[clause], frame);
}

std::span<const std::string> Program::clause_reads(size_t clause) const {
  return parts_->clauses[clause].reads;
}

const Expr& Program::tree() const { return *parts_->tree; }
const Type& Program::type() const { return parts_->type; }
std::string_view Program::text() const { return parts_->text; }

}  // namespace reeve::cel

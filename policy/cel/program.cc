#include "policy/cel/program.h"

#include <utility>

#include "policy/cel/errors.h"
#include "policy/cel/program_parts.h"

namespace reeve::cel {
namespace {

Frame MakeFrame(const ProgramParts& parts, const Activation& activation, Arena& arena) {
  const std::span<Value> locals =
      parts.local_count == 0 ? std::span<Value>() : arena.NewArray<Value>(parts.local_count);
  return {activation.variables, locals, arena, parts.max_steps, parts.regex_cache.get()};
}

}  // namespace

Program::Program(std::unique_ptr<const ProgramParts> parts) : parts_(std::move(parts)) {}
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;
Program::~Program() = default;

Value Program::Evaluate(const Activation& activation, Arena& arena) const {
  Frame frame = MakeFrame(*parts_, activation, arena);
  if (parts_->clauses.size() == 1) return Eval(parts_->clauses[0].root, frame);
  Value outcome = Value::Bool(true);
  for (const Clause& clause : parts_->clauses) {
    frame.steps = parts_->max_steps;
    const Value value = Eval(clause.root, frame);
    if (value.is_false()) return value;
    if (!value.is_true() && !outcome.is_error())
      outcome = value.is_error() ? value : Fail(kNotBool);
  }
  return outcome;
}

size_t Program::clause_count() const { return parts_->clauses.size(); }

std::string_view Program::clause_text(size_t clause) const { return parts_->clauses[clause].text; }

Value Program::EvaluateClause(size_t clause, const Activation& activation, Arena& arena) const {
  Frame frame = MakeFrame(*parts_, activation, arena);
  return Eval(parts_->clauses[clause].root, frame);
}

std::span<const std::string> Program::clause_reads(size_t clause) const {
  return parts_->clauses[clause].reads;
}

const Type& Program::type() const { return parts_->type; }
std::string_view Program::text() const { return parts_->text; }

}  // namespace reeve::cel

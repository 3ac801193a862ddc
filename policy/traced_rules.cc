#include "policy/traced_rules.h"

#include "policy/cel/compile.h"
#include "policy/compiled.h"

namespace reeve::policy {
namespace {

// A part and the trace point that tells what came of it.
struct PartPoint {
  ConditionPart part;
  uint32_t point = 0;
};

// The parts in the order of the text. Points below a macro repeat, and are no parts.
void AddParts(const cel::Expr& expr, const cel::Program& program, std::vector<PartPoint>* parts) {
  if (expr.trace_point != 0) {
    const cel::TracePoint& point = program.trace_points()[expr.trace_point - 1];
    if (point.repeats) return;
    if (expr.type == cel::Type::Bool()) {
      ConditionPart part;
      part.text = point.span.Of(program.text());
      part.offset = point.span.offset;
      part.depth = point.depth;
      part.constant = expr.kind == cel::ExprKind::kLiteral;
      parts->push_back({std::move(part), expr.trace_point - 1});
    }
  }
  for (const cel::ExprPtr& operand : expr.operands) AddParts(*operand, program, parts);
}

std::vector<PartPoint> PartsOf(const cel::Program& program) {
  std::vector<PartPoint> parts;
  AddParts(program.tree(), program, &parts);
  return parts;
}

// The facts, bound for the rules of one view after the other.
class Binding {
 public:
  Binding(const Bundle::Compiled& compiled, const Facts& facts)
      : compiled_(compiled), facts_(facts) {
    BindCommon(facts_, kAllNeeds, arena_, &slots_);
  }

  cel::Activation For(uint32_t view) {
    compiled_.views[view]->Bind(facts_, kAllNeeds, arena_, &slots_);
    return cel::Activation{slots_};
  }
  cel::Arena& arena() { return arena_; }

 private:
  static constexpr unsigned kAllNeeds =
      kNeedArguments | kNeedMessages | kNeedFindings | kNeedContext;

  const Bundle::Compiled& compiled_;
  const Facts& facts_;
  cel::Arena arena_;
  Slots slots_;
};

}  // namespace

struct TracedRules::Traced {
  cel::Program program;
  std::vector<PartPoint> parts;
};

size_t ConditionPart::SeenCount() const {
  if (constant) return seen.evaluated() ? 1 : 0;
  return (seen.was_true() ? 1 : 0) + (seen.was_false() ? 1 : 0);
}

size_t Coverage::PossibleCount() const {
  size_t count = 0;
  for (const RuleCoverage& rule : rules) {
    for (const ConditionPart& part : rule.parts) count += part.PossibleCount();
  }
  return count;
}

size_t Coverage::SeenCount() const {
  size_t count = 0;
  for (const RuleCoverage& rule : rules) {
    for (const ConditionPart& part : rule.parts) count += part.SeenCount();
  }
  return count;
}

TracedRules::TracedRules(std::shared_ptr<const Bundle> bundle) : bundle_(std::move(bundle)) {
  const Bundle::Compiled& compiled = bundle_->compiled();
  for (const Rule& rule : bundle_->rules()) {
    const FactView& view = *compiled.views[compiled.programs[rule.index].view];
    cel::CompileResult result =
        cel::Compile(compiled.programs[rule.index].program.text(), view.environment(),
                     {.expected_type = cel::Type::Bool(), .trace = true});
    if (!result.ok()) Panic("a rule of a bundle does not compile again");
    cel::Program program = std::move(result).program();
    std::vector<PartPoint> parts = PartsOf(program);
    rules_.push_back({std::move(program), std::move(parts)});
  }
}

TracedRules::~TracedRules() = default;

Coverage TracedRules::EmptyCoverage() const {
  Coverage coverage;
  for (const Rule& rule : bundle_->rules()) {
    RuleCoverage entry;
    entry.rule = &rule;
    for (const PartPoint& part : rules_[rule.index].parts) entry.parts.push_back(part.part);
    coverage.rules.push_back(std::move(entry));
  }
  return coverage;
}

void TracedRules::Observe(size_t policy, const Facts& facts, Coverage* coverage) const {
  std::vector<uint32_t> rules;
  bundle_->compiled().index.Find(facts, &rules);
  Binding binding(bundle_->compiled(), facts);
  for (const uint32_t index : rules) {
    if (!bundle_->Sees(policy, index)) continue;
    const Traced& traced = rules_[index];
    cel::TraceBits bits(traced.program.trace_points().size());
    const cel::Activation activation = binding.For(bundle_->compiled().programs[index].view);
    traced.program.Evaluate(activation, binding.arena(), bits);
    RuleCoverage& entry = coverage->rules[index];
    entry.in_scope = true;
    for (size_t i = 0; i < traced.parts.size(); ++i) {
      entry.parts[i].seen.bits |= bits.At(traced.parts[i].point).bits;
    }
  }
}

std::vector<RuleExplanation> TracedRules::Explain(const Facts& facts) const {
  std::vector<uint32_t> rules;
  bundle_->compiled().index.Find(facts, &rules);
  Binding binding(bundle_->compiled(), facts);
  std::vector<RuleExplanation> out;
  for (const uint32_t index : rules) {
    const uint32_t view = bundle_->compiled().programs[index].view;
    cel::Explanation explanation = cel::Explain(
        rules_[index].program, bundle_->compiled().views[view]->environment(), binding.For(view));
    RuleExplanation entry;
    entry.rule = &bundle_->rules()[index];
    entry.outcome = explanation.points.front().outcomes;
    entry.points = std::move(explanation.points);
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace reeve::policy

#include "policy/review.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "policy/cel/render.h"
#include "policy/compiled.h"
#include "policy/rule_source.h"
#include "policy/scoped_constants.h"

namespace reeve::policy {
namespace {

bool IsTrue(const cel::Expr& expr) {
  return expr.kind == cel::ExprKind::kLiteral && expr.literal.is_true();
}

std::string NameOf(const Rule& rule) { return "`" + rule.policy + "/" + rule.id + "`"; }

// Whether what `strong` asks of people and takes away is at least what `weak` does.
bool TermsCover(const Rule& strong, const Rule& weak) {
  if (strong.effect == Effect::kHold) {
    const HoldTerms& a = strong.hold;
    const HoldTerms& b = weak.hold;
    // How two escalations meet is not worked out here.
    if (a.escalation || b.escalation || a.on_timeout < b.on_timeout) return false;
    // The roles of an extension's hold limit those of others, and else they add up.
    const auto& all = weak.of_extension ? b.roles : a.roles;
    const auto& some = weak.of_extension ? a.roles : b.roles;
    return a.quorum >= b.quorum && a.deadline <= b.deadline &&
           std::includes(all.begin(), all.end(), some.begin(), some.end());
  }
  if (strong.effect != Effect::kRedact) return true;
  const RedactTerms& a = strong.redact;
  const RedactTerms& b = weak.redact;
  return RedactsAtLeast(a.Method(), b.Method()) &&
         std::includes(a.entities.begin(), a.entities.end(), b.entities.begin(), b.entities.end());
}

// Whether an answer in which `strong` applies is the same with `weak` and without it, but for its
// reasons. What a hold releases is still redacted.
bool Outweighs(const Rule& strong, const Rule& weak) {
  // Under a default of deny, only rules of no extension let anything pass.
  if (strong.of_extension && !weak.of_extension) return false;
  if (strong.effect < weak.effect) return false;
  if (strong.effect == weak.effect && !TermsCover(strong, weak)) return false;
  if (strong.effect == Effect::kHold && weak.effect == Effect::kRedact) return false;
  const auto& has = strong.obligations;
  return std::all_of(weak.obligations.begin(), weak.obligations.end(), [&has](const Obligation& o) {
    return std::find(has.begin(), has.end(), o) != has.end();
  });
}

class Reviewer {
 public:
  Reviewer(const std::vector<SourceFile>& sources, const Bundle& bundle) : bundle_(bundle) {
    for (const SourceFile& file : sources) files_.emplace(file.name, &file);
  }

  void ReviewConditions() {
    for (const Rule& rule : bundle_.rules()) ReviewCondition(rule);
  }

  void ReviewShadows() {
    std::vector<const Rule*> unconditional;
    std::map<std::pair<uint32_t, std::string>, std::vector<const Rule*>> alike;
    for (const Rule& rule : bundle_.rules()) {
      const CompiledRule& compiled = CompiledOf(rule);
      if (rule.mode != Mode::kEnforce) continue;
      if (IsTrue(compiled.program.tree())) {
        unconditional.push_back(&rule);
      } else {
        alike[{compiled.view, cel::RenderSource(compiled.program.tree())}].push_back(&rule);
      }
    }
    for (const Rule& rule : bundle_.rules()) {
      if (rule.mode == Mode::kEnforce) ReportShadow(rule, unconditional);
    }
    for (const auto& [condition, rules] : alike) {
      for (const Rule* rule : rules) ReportShadow(*rule, rules);
    }
  }

  void ReviewTests(const Coverage& coverage) {
    for (const Policy& policy : bundle_.policies()) {
      if (policy.rule_count == 0) continue;
      if (policy.tests.empty()) {
        ReportNoTests(policy);
        continue;
      }
      for (size_t i = policy.first_rule; i < policy.first_rule + policy.rule_count; ++i) {
        ReviewCoverage(coverage.rules[i]);
      }
    }
  }

  std::vector<Finding> Take() {
    SortFindings(&findings_);
    return std::move(findings_);
  }

 private:
  const CompiledRule& CompiledOf(const Rule& rule) const {
    return bundle_.compiled().programs[rule.index];
  }

  // Null where the rule's file is not among the sources.
  RuleSource* SourceOf(const std::string& file) {
    const auto found = files_.find(file);
    if (found == files_.end()) return nullptr;
    std::unique_ptr<RuleSource>& read = read_[file];
    if (read == nullptr) read = std::make_unique<RuleSource>(*found->second, &diagnostics_);
    return read.get();
  }

  void Add(RuleSource& source, std::string_view code, Span span, std::string message,
           const std::string& remedy) {
    diagnostics_.clear();
    source.reporter().Warning(code, span, std::move(message));
    for (Diagnostic& diagnostic : diagnostics_) {
      findings_.push_back({std::move(diagnostic), remedy});
    }
    diagnostics_.clear();
  }

  void Report(const Rule& rule, std::string_view code, std::string message,
              const std::string& remedy) {
    RuleSource* source = SourceOf(rule.file);
    if (source == nullptr) return;
    Add(*source, code, source->IdOf(rule), std::move(message), remedy);
  }

  void ReportPart(const Rule& rule, cel::Span part, std::string_view code, std::string message,
                  const std::string& remedy) {
    RuleSource* source = SourceOf(rule.file);
    if (source == nullptr) return;
    Add(*source, code, source->PartOf(rule, part.offset, part.length), std::move(message), remedy);
  }

  void ReviewCondition(const Rule& rule) {
    const CompiledRule& compiled = CompiledOf(rule);
    const cel::Expr& tree = compiled.program.tree();
    if (IsTrue(tree)) return;
    const ScopedConstants constants(compiled.scope, *bundle_.compiled().views[compiled.view]);
    const Always always = constants.Of(tree);
    if (always == Always::kFalse) {
      ReportPart(rule, tree.span, "policy.rule_unreachable",
                 "the rule never applies: its condition is false for every request in its scope",
                 "correct the condition or the scope, or remove the rule");
    } else if (always == Always::kTrue) {
      ReportPart(rule, tree.span, "policy.condition_constant",
                 "the condition is true for every request in the rule's scope",
                 "write `when: true`, or correct the condition");
    } else {
      ReviewParts(rule, tree, constants);
    }
  }

  // Operands that decide nothing, of a condition that is not constant itself.
  void ReviewParts(const Rule& rule, const cel::Expr& expr, const ScopedConstants& constants) {
    if (expr.kind == cel::ExprKind::kComprehension) return;
    for (const cel::ExprPtr& operand : expr.operands) {
      const Always always =
          expr.kind == cel::ExprKind::kLogic ? constants.Of(*operand) : Always::kUnknown;
      if (always == Always::kUnknown) {
        ReviewParts(rule, *operand, constants);
        continue;
      }
      const std::string outcome = always == Always::kTrue ? "true" : "false";
      ReportPart(rule, operand->span, "policy.part_constant",
                 "this part is " + outcome + " for every request in the rule's scope",
                 "leave it out, or correct it");
    }
  }

  void ReportShadow(const Rule& rule, const std::vector<const Rule*>& others) {
    for (const Rule* other : others) {
      if (other == &rule || !Wider(*other, rule) || !Outweighs(*other, rule)) continue;
      if (!AsksNoLess(*other, rule)) continue;
      // Of two that outweigh each other the first stays.
      const bool mutual =
          Wider(rule, *other) && Outweighs(rule, *other) && SameCondition(rule, *other);
      if (mutual && rule.index < other->index) continue;
      Report(rule, "policy.rule_shadowed",
             "the rule changes no answer: " + NameOf(*other) + " on line " +
                 std::to_string(other->line) + " of " + other->file +
                 " applies whenever it does, with effect `" +
                 std::string(EffectName(other->effect)) + "`",
             "remove one of them, or narrow the scope or the condition of " + NameOf(*other));
      return;
    }
  }

  bool Wider(const Rule& a, const Rule& b) const {
    return Covers(CompiledOf(a).scope, CompiledOf(b).scope);
  }

  // Of approvals, where both hold.
  bool AsksNoLess(const Rule& strong, const Rule& weak) const {
    return strong.effect != Effect::kHold || weak.effect != Effect::kHold ||
           IsAtLeastAsStrict(ApprovalTermsOf(bundle_, strong), ApprovalTermsOf(bundle_, weak));
  }

  bool SameCondition(const Rule& a, const Rule& b) const {
    return cel::RenderSource(CompiledOf(a).program.tree()) ==
           cel::RenderSource(CompiledOf(b).program.tree());
  }

  void ReportNoTests(const Policy& policy) {
    RuleSource* source = SourceOf(policy.file);
    if (source == nullptr) return;
    Add(*source, "policy.no_tests", {},
        "the policy `" + policy.id + "` has no tests, so nobody has seen its rules apply",
        "add `tests:` with a request for each rule, and one that passes");
  }

  void ReviewCoverage(const RuleCoverage& covered) {
    const Rule& rule = *covered.rule;
    const cel::Outcomes whole = covered.parts.front().seen;
    if (!whole.was_true() && !whole.was_error()) {
      Report(rule, "policy.rule_untested",
             "the rule applies in no test" +
                 std::string(covered.in_scope ? "" : ", and none is in its scope"),
             "add a test whose request it applies to");
      return;
    }
    for (const ConditionPart& part : covered.parts) {
      if (part.seen.evaluated()) continue;
      ReportPart(rule,
                 {static_cast<uint32_t>(part.offset), static_cast<uint32_t>(part.text.size())},
                 "policy.part_untested",
                 "no test comes to this part of the condition: one before it always decides",
                 "add a test in which the parts before it leave it open");
    }
  }

  const Bundle& bundle_;
  std::map<std::string, const SourceFile*> files_;
  std::map<std::string, std::unique_ptr<RuleSource>> read_;
  std::vector<Diagnostic> diagnostics_;  // of the reporters; taken after each
  std::vector<Finding> findings_;
};

}  // namespace

std::string Render(const Finding& finding) {
  const std::string out = Render(finding.diagnostic);
  return finding.remedy.empty() ? out : out + "       = " + finding.remedy + "\n";
}

json::Value ToJson(const Finding& finding) {
  json::Value out = ToJson(finding.diagnostic);
  if (!finding.remedy.empty()) out.as_object()->Add("remedy", finding.remedy);
  return out;
}

void SortFindings(std::vector<Finding>* findings) {
  const auto key = [](const Finding& finding) {
    const Diagnostic& d = finding.diagnostic;
    return std::tie(d.file, d.line, d.column, d.code, d.message);
  };
  std::stable_sort(findings->begin(), findings->end(),
                   [&key](const Finding& a, const Finding& b) { return key(a) < key(b); });
  findings->erase(
      std::unique(findings->begin(), findings->end(),
                  [&key](const Finding& a, const Finding& b) { return key(a) == key(b); }),
      findings->end());
}

std::vector<Finding> Review(const std::vector<SourceFile>& sources, const Bundle& bundle,
                            const Coverage& coverage) {
  Reviewer reviewer(sources, bundle);
  reviewer.ReviewConditions();
  reviewer.ReviewShadows();
  reviewer.ReviewTests(coverage);
  return reviewer.Take();
}

}  // namespace reeve::policy

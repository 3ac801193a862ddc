#include "policy/cel_policy_rules.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "policy/cel/compile.h"
#include "policy/cel/limits.h"
#include "policy/cel/parser.h"
#include "policy/cel/render.h"

namespace reeve::policy {
namespace {

constexpr size_t kMaxReason = 1000;

// `(a && b) && c` as `a && b && c`, which are three clauses.
void Flatten(cel::Expr* expr) {
  for (cel::ExprPtr& operand : expr->operands) Flatten(operand.get());
  if (expr->kind != cel::ExprKind::kLogic) return;
  std::vector<cel::ExprPtr> operands;
  for (cel::ExprPtr& operand : expr->operands) {
    if (operand->kind != expr->kind || operand->op != expr->op) {
      operands.push_back(std::move(operand));
      continue;
    }
    std::move(operand->operands.begin(), operand->operands.end(), std::back_inserter(operands));
  }
  expr->operands = std::move(operands);
}

Result<std::string> Flattened(const std::string& condition) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, cel::FormatSource(condition));
  cel::Arena arena;
  std::vector<cel::CompileError> errors;
  const cel::ExprPtr tree = Parse(text, arena, &errors);
  if (!tree) return Error{errors.front().code, errors.front().message};
  Flatten(tree.get());
  return cel::RenderSource(*tree);
}

// Whether the condition asks if something is there: what stands behind it relies on that.
bool AsksPresence(const std::string& condition) {
  return condition.find("has(") != std::string::npos;
}

// One part of a rule's condition.
struct Guard {
  std::string text;
  // Of a match before: that it does not hold. The rest is of these alone.
  bool blocks = false;
  std::optional<Effect> weakest;  // that the match may have
  std::optional<Effect> uniform;  // that it always has
  bool left_out = false;          // wholly or in part
  bool unknown = false;           // when it holds cannot be said; there is no text
};

Guard Guarding(std::string condition) {
  Guard guard;
  guard.text = std::move(condition);
  return guard;
}

// Whether a rule of the effect may do without the guard: the match before is at least as strong, so
// that where both hold it does not matter which decides. One that was left out decides nothing any
// more: then only a rule that does what it would have done may.
bool MayOmit(const Guard& guard, Effect effect) {
  if (!guard.blocks || !guard.weakest || *guard.weakest < effect) return false;
  if (guard.left_out) return guard.uniform == effect;
  return !AsksPresence(guard.text);
}

class RuleWriter {
 public:
  RuleWriter(const CelPolicyDocument& document, const CelInputs& inputs, CelImportedRules* out)
      : document_(document), inputs_(inputs), out_(out) {}

  // Marks as broken what it has to leave out.
  void Write(CelRuleNode& rule) {
    const size_t outer = guards_.size();
    const size_t rules_before = out_->rules.size();
    for (CelMatchNode& node : rule.matches) {
      if (!node.broken) {
        guards_.push_back(Guarding(node.condition));
        if (node.nested) Write(*node.nested);
        bool written = true;
        for (const CelOutcome& outcome : node.outcomes) {
          written = WriteOutcome(node, outcome) && written;
        }
        node.broken = !written;
        guards_.pop_back();
      }
      if (!rule.aggregate) guards_.push_back(BlockerOf(node));
    }
    guards_.resize(outer);
    const auto& matches = rule.matches;
    if (rule.aggregate && std::any_of(matches.begin(), matches.end(), IsLeftOut)) {
      KeepDenials(rules_before);
    }
  }

  // The rule for when there is no output.
  void WriteNone(const CelRuleNode& root, const CelOutputMap& map, Span span) {
    if (!root.may_be_none && !root.aggregate) return;
    const auto none = map.effects.find("none");
    if (none == map.effects.end()) {
      out_->notes.push_back({false, span,
                             "where no match holds, no rule applies and the bundle's default "
                             "decides; to decide it here, add --map none=deny (or allow)"});
      return;
    }
    const auto weakest = Weakest(root);
    std::optional<std::string> produced = "false";
    const bool whole = std::none_of(root.matches.begin(), root.matches.end(), IsLeftOut);
    if (!whole || !weakest || *weakest < none->second) produced = Produced(root);
    if (!produced) {
      out_->notes.push_back({true, span,
                             "the rule for when no match holds is left out: a condition before it "
                             "is"});
      return;
    }
    guards_ = {Guarding(Not(*produced))};
    CelOutcome outcome;
    outcome.effect = none->second;
    outcome.reason = "No match of the policy applies.";
    CelMatchNode node;
    node.match = nullptr;
    node.rule = &document_.rule;
    node.id = "no-output";
    WriteOutcome(node, outcome);
  }

 private:
  static Guard BlockerOf(const CelMatchNode& node) {
    Guard guard{Not(node.condition), true,           Weakest(node),
                Uniform(node),       IsBroken(node), node.broken};
    if (!node.nested) return guard;
    const CelRuleNode& nested = *node.nested;
    if (node.always && nested.may_be_none) {
      const auto produced = Produced(nested);
      guard.unknown = guard.unknown || !produced;
      guard.text = produced ? Not(*produced) : "";
    } else if (nested.may_be_none || nested.aggregate) {
      guard.weakest.reset();  // it may also end here with nothing
    }
    return guard;
  }

  // Of an aggregate of which a part was left out: all of its outputs count, and that part may have
  // been a denial.
  void KeepDenials(size_t from) {
    std::vector<CelImportedRule> kept;
    for (size_t i = from; i < out_->rules.size(); ++i) {
      CelImportedRule& rule = out_->rules[i];
      if (rule.effect == Effect::kDeny) {
        kept.push_back(std::move(rule));
      } else {
        LeaveOut(rule.span, "another of its aggregate is, which may have been stronger");
      }
    }
    out_->rules.resize(from);
    std::move(kept.begin(), kept.end(), std::back_inserter(out_->rules));
  }

  // False when it has to be left out, which is noted.
  bool WriteOutcome(const CelMatchNode& node, const CelOutcome& outcome) {
    if (!outcome.effect) return true;  // none, or noted
    const Span span = node.match == nullptr ? node.rule->span : node.match->span;
    std::vector<std::string> parts;
    size_t length = 0;
    for (const Guard& guard : guards_) {
      if (MayOmit(guard, *outcome.effect)) continue;
      if (guard.unknown) {
        return LeaveOut(span,
                        "it stands behind one that is, and applies only where that one does "
                        "not");
      }
      if (std::find(parts.begin(), parts.end(), guard.text) != parts.end()) continue;
      length += guard.text.size() + 8;
      parts.push_back(guard.text);
    }
    if (!outcome.when.empty()) parts.push_back(outcome.when);
    if (length + outcome.when.size() > cel::kMaxExpressionLength) {
      return LeaveOut(span, "its condition, with those before it, is too long; divide the policy");
    }
    std::string when = "true";
    for (const std::string& part : parts) when = And(when, part);
    return Add(node, outcome, when, span);
  }

  bool LeaveOut(Span span, const std::string& why) {
    out_->notes.push_back({true, span, "the match is left out: " + why});
    return false;
  }

  bool Add(const CelMatchNode& node, const CelOutcome& outcome, const std::string& when,
           Span span) {
    const Result<std::string> text = AsCondition(when);
    if (!text.ok()) return LeaveOut(span, text.error().message);
    if (*text == "false") return true;
    if (!HasGoodCharacters(*text)) {
      return LeaveOut(span, "its condition holds a character that a policy may not");
    }
    CelImportedRule rule{UniqueId(node.id), *text, *outcome.effect, ReasonOf(node, outcome), span};
    out_->rules.push_back(std::move(rule));
    return true;
  }

  // Of type bool, as a rule wants it: what is only known at run time fails there if it is none.
  Result<std::string> AsCondition(const std::string& when) const {
    REEVE_ASSIGN_OR_RETURN(std::string text, Flattened(when));
    cel::CompileResult compiled = cel::Compile(text, inputs_.environment());
    if (compiled.ok() && compiled.program().type().IsOpen()) {
      REEVE_ASSIGN_OR_RETURN(text, cel::FormatSource("(" + text + ") ? true : false"));
      compiled = cel::Compile(text, inputs_.environment());
    }
    if (!compiled.ok()) return Error{"cel_policy.condition", compiled.errors().front().message};
    return text;
  }

  std::string ReasonOf(const CelMatchNode& node, const CelOutcome& outcome) const {
    if (!node.explanation.empty()) return node.explanation;
    if (!outcome.reason.empty()) return outcome.reason;
    std::string text = node.rule->description.text;
    if (text.empty()) text = "The policy " + document_.name.text + " says " + outcome.shown + ".";
    return OneLine(text, kMaxReason);
  }

  std::string UniqueId(const std::string& id) {
    for (int i = 0;; ++i) {
      std::string out = i == 0 ? id : id + "." + std::to_string(i + 1);
      if (ids_.insert(out).second) return out;
    }
  }

  const CelPolicyDocument& document_;
  const CelInputs& inputs_;
  CelImportedRules* out_;
  std::vector<Guard> guards_;
  std::set<std::string> ids_;
};

}  // namespace

CelImportedRules ImportCelRules(const CelPolicyDocument& document,
                                const CelPolicyEnvironment& environment, const CelInputs& inputs,
                                std::span<const CelFunction> definitions, const CelOutputMap& map) {
  CelImportedRules out;
  CelRuleNode root = ReadCelTree(document, environment, inputs, definitions, map, &out.notes);
  RuleWriter writer(document, inputs, &out);
  writer.Write(root);
  writer.WriteNone(root, map, document.rule.span);
  return out;
}

}  // namespace reeve::policy

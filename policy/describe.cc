#include "policy/describe.h"

#include <algorithm>
#include <map>

#include "policy/compiled.h"

namespace reeve::policy {
namespace {

// A longer text of a condition, such as a pattern, is shortened: the condition stands below.
constexpr size_t kShownText = 60;
constexpr size_t kConditionWidth = 80;

bool Same(const Scope& a, const Scope& b) {
  return a.stages == b.stages && a.risk_classes == b.risk_classes && a.values == b.values;
}

bool IsTrue(const cel::Expr& expr) {
  return expr.kind == cel::ExprKind::kLiteral && expr.literal.is_true();
}

// The comment lines that a document begins with, but for those that speak to programs.
std::string CommentAbove(std::string_view text) {
  std::string out;
  while (text.starts_with("#")) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(1, end - 1);
    while (line.starts_with(' ') || line.starts_with('#')) line.remove_prefix(1);
    const bool to_programs = line.starts_with("yaml-language-server:") || line.starts_with("file:");
    if (!line.empty() && !to_programs) (out += out.empty() ? "" : " ") += line;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

class PolicyDescriber {
 public:
  PolicyDescriber(const Bundle& bundle, const Policy& policy, const EntityTitle& title)
      : bundle_(bundle), policy_(policy), title_(title) {
    english_.max_text = kShownText;
    english_.phrase = [&policy](std::string_view path) {
      return PhraseOfFact(path, policy.parameters);
    };
    english_.found = [&title](std::string_view path, const std::vector<std::string>& entities,
                              bool found) -> std::optional<std::string> {
      if (path != "findings.entity") return std::nullopt;
      return FoundWords(entities, found, title);
    };
  }

  PolicyDescription Describe(std::string about) const {
    PolicyDescription out;
    out.policy = &policy_;
    out.about = std::move(about);
    const bool together = RulesShareScope();
    if (together) out.where = ScopeWords(ProgramOf(policy_.first_rule).scope);
    for (const std::string& entity : policy_.entities) out.looks_for.push_back(Titled(entity));
    for (const OwnEntity& entity : bundle_.own_entities()) {
      if (entity.policy == policy_.id) out.entities.push_back(OwnEntityWords(entity));
    }
    DescribeInputs(&out);
    for (size_t i = 0; i < policy_.rule_count; ++i) {
      out.rules.push_back(DescribeRule(policy_.first_rule + i, together));
    }
    for (const PolicyTest& test : policy_.tests) out.examples.push_back(Example(test));
    return out;
  }

 private:
  const CompiledRule& ProgramOf(size_t rule) const { return bundle_.compiled().programs[rule]; }

  bool RulesShareScope() const {
    for (size_t i = 1; i < policy_.rule_count; ++i) {
      const size_t first = policy_.first_rule;
      if (!Same(ProgramOf(first).scope, ProgramOf(first + i).scope)) return false;
    }
    return policy_.rule_count > 0;
  }

  std::string Titled(const std::string& entity) const {
    const std::string title = title_(entity);
    return title.empty() ? entity : title + " (" + entity + ")";
  }

  void DescribeInputs(PolicyDescription* out) const {
    if (policy_.rule_count > 0) {  // an extension may have none
      const FactView& view = *bundle_.compiled().views[ProgramOf(policy_.first_rule).view];
      for (const Attribute& attribute : view.key().attributes) {
        out->attributes.push_back(AttributeWords(attribute));
      }
    }
    for (const Parameter& parameter : policy_.parameters) {
      out->parameters.push_back(ParameterWords(parameter));
    }
    for (const List& list : bundle_.lists()) {
      if (!std::binary_search(policy_.lists.begin(), policy_.lists.end(), list.name)) continue;
      out->lists.push_back(list.name + ": " + std::to_string(list.entries) +
                           (list.entries == 1 ? " entry" : " entries") + ", in " + list.file);
    }
  }

  static std::string AttributeWords(const Attribute& attribute) {
    std::string out = attribute.name + ": " + TypeWords(AttributeTypeName(attribute.type));
    switch (attribute.recorded) {
      case Recorded::kValue:
        return out + "; its value is recorded";
      case Recorded::kDigest:
        return out + "; a keyed digest of it is recorded";
      case Recorded::kNothing:
        break;
    }
    return out + "; nothing of it is recorded";
  }

  static std::string ParameterWords(const Parameter& parameter) {
    std::string out = parameter.name + " is " + ParameterText(parameter.value);
    if (parameter.value != parameter.declared) {
      out += "; the policy's own value is " + ParameterText(parameter.declared);
    }
    if (parameter.min) out += "; at least " + ParameterText(*parameter.min);
    if (parameter.max) out += "; at most " + ParameterText(*parameter.max);
    if (parameter.stricter != Stricter::kUndeclared) {
      out += "; an extension may only set what is stricter: " +
             std::string(StricterName(parameter.stricter));
    }
    out += " (" + TypeWords(ParameterTypeName(parameter.type)) + ")";
    return parameter.description.empty() ? out : out + ". " + parameter.description;
  }

  RuleDescription DescribeRule(size_t index, bool together) const {
    const CompiledRule& compiled = ProgramOf(index);
    RuleDescription out;
    out.rule = &bundle_.rules()[index];
    if (!together) out.where = ScopeWords(compiled.scope);
    out.what = NounOf(compiled.scope);
    const cel::Expr& tree = compiled.program.tree();
    out.conditions = Conditions(tree);
    out.any = tree.kind == cel::ExprKind::kLogic && tree.op == cel::Operator::kOr;
    out.exact = cel::RenderSource(tree, {kConditionWidth});
    out.outcome = OutcomeWords(*out.rule, title_);
    out.details = Details(*out.rule);
    if (out.rule->effect == Effect::kHold) {
      AddApprovalTerms(ApprovalTermsOf(bundle_, *out.rule), &out.details);
    }
    for (const Obligation& obligation : out.rule->obligations) {
      out.duties.push_back(ObligationWords(obligation));
    }
    return out;
  }

  std::vector<std::string> Conditions(const cel::Expr& tree) const {
    std::vector<std::string> out;
    if (IsTrue(tree)) return out;
    if (tree.kind != cel::ExprKind::kLogic) return {cel::RenderEnglish(tree, english_)};
    for (const cel::ExprPtr& operand : tree.operands) {
      out.push_back(cel::RenderEnglish(*operand, english_));
    }
    return out;
  }

  static std::vector<std::string> Details(const Rule& rule) {
    std::vector<std::string> out;
    if (rule.effect == Effect::kHold) AddHold(rule.hold, &out);
    if (rule.mode == Mode::kShadow) {
      out.emplace_back(
          "The rule is in shadow: what it would do is recorded, and nothing is changed by it.");
    }
    if (!rule.tightens.empty()) {
      out.push_back("It is a stricter form of the rule " + rule.tightens +
                    ", which stays in force.");
    } else if (rule.of_extension) {
      out.emplace_back("It adds to the policy that this one extends, and permits nothing.");
    }
    if (rule.waivable) out.emplace_back("A waiver may suspend the rule.");
    const bool opaque = std::any_of(rule.clauses.begin(), rule.clauses.end(),
                                    [](const Clause& clause) { return clause.opaque; });
    if (opaque) {
      out.emplace_back(
          "Something that it reads is not kept on record; only whether that condition held.");
    }
    return out;
  }

  static void AddHold(const HoldTerms& hold, std::vector<std::string>* out) {
    if (hold.escalation) {
      out->push_back("After " + DurationWords(hold.escalation->after) + ", persons with the role " +
                     Joined(hold.escalation->roles, "or") + " may approve as well.");
    }
    const bool allows = hold.on_timeout == OnTimeout::kAllow;
    out->push_back("If it is not decided within " + DurationWords(hold.deadline) + ", it is " +
                   std::string(allows ? "allowed" : "refused") + ".");
  }

  // What is not the default.
  static void AddApprovalTerms(const ApprovalTerms& terms, std::vector<std::string>* out) {
    const ApprovalTerms usual;
    if (terms.uses != usual.uses || terms.validity != usual.validity) {
      out->push_back("Approved, it passes " +
                     (terms.uses == 1 ? "once" : std::to_string(terms.uses) + " times at most") +
                     ", within " + DurationWords(terms.validity) + ".");
    }
    if (terms.distinct_units) {
      out->emplace_back("The persons must be of different units of the organisation.");
    }
    if (terms.exclude_author) {
      out->emplace_back("Who proposed the policies in force does not decide.");
    }
    if (terms.blind) out->emplace_back("Nobody sees a vote of another before all are cast.");
    if (!terms.veto.empty()) {
      out->push_back("Persons with the role " + Joined(terms.veto, "or") +
                     " may reject it, and not approve.");
    }
  }

  static std::string Example(const PolicyTest& test) {
    std::string out = test.name + " (" + std::string(EffectWord(test.expect.effect));
    if (test.expect.rules && test.expect.rules->empty()) out += "; no rule applies";
    if (test.expect.rules && !test.expect.rules->empty()) {
      out += " by " + Joined(*test.expect.rules, "and");
    }
    if (test.expect.findings && !test.expect.findings->empty()) {
      out += "; " + Joined(*test.expect.findings, "and") + " found";
    }
    out += ")";
    return test.expect.redacted ? out + ", which reads: " + *test.expect.redacted : out;
  }

  const Bundle& bundle_;
  const Policy& policy_;
  const EntityTitle& title_;
  cel::EnglishOptions english_;
};

std::string DefaultWords(const Bundle& bundle) {
  std::string out =
      "A request to which no rule applies is " + std::string(EffectWord(bundle.default_effect()));
  if (!bundle.default_is_declared()) out += ", since no bundle document says otherwise";
  return out + ".";
}

}  // namespace

BundleDescription Describe(const Bundle& bundle, const std::vector<SourceFile>& sources,
                           const EntityTitle& title) {
  std::map<std::string_view, std::string_view> texts;
  for (const SourceFile& source : sources) texts.emplace(source.name, source.text);
  const EntityTitle own_title = [&](std::string_view entity) {
    const OwnEntity* own = bundle.FindOwnEntity(entity);
    return own == nullptr ? title(entity) : own->title;
  };
  BundleDescription out;
  out.bundle = &bundle;
  out.by_default = DefaultWords(bundle);
  for (const Policy& policy : bundle.policies()) {
    const auto text = texts.find(policy.file);
    std::string about = text == texts.end() ? "" : CommentAbove(text->second);
    out.policies.push_back(PolicyDescriber(bundle, policy, own_title).Describe(std::move(about)));
  }
  return out;
}

}  // namespace reeve::policy

#include "policy/extension_rule.h"

#include <algorithm>
#include <map>
#include <set>

#include "policy/compiled.h"
#include "policy/implication.h"

namespace reeve::policy {
namespace {

std::string Quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string Named(const std::vector<std::string>& words) { return OneOf(words); }

// Those of `some` that are not in `all`; both are sorted.
std::vector<std::string> Missing(const std::vector<std::string>& some,
                                 const std::vector<std::string>& all) {
  std::vector<std::string> out;
  std::set_difference(some.begin(), some.end(), all.begin(), all.end(), std::back_inserter(out));
  return out;
}

std::set<std::string> EntitiesOf(const std::vector<std::string>& words,
                                 const std::set<std::string>& own, const Entities& entities) {
  std::set<std::string> out;
  for (const std::string& word : words) out.merge(entities.MembersOf(word, own));
  return out;
}

class Check {
 public:
  Check(const RuleInForce& base, const RuleInForce& own, const Entities& entities,
        Reporter& reporter)
      : base_(base), own_(own), entities_(entities), reporter_(reporter) {}

  void Run() {
    CheckEffect();
    if (own_rule().mode == Mode::kShadow && base_rule().mode == Mode::kEnforce) {
      Refuse("mode",
             Quoted(base_.name) +
                 " is enforced, and this one would only be in shadow; leave `mode` out, or give "
                 "the rule an id of its own");
    }
    if (own_rule().effect != base_rule().effect) return;
    if (own_rule().effect == Effect::kHold) CheckHold();
    if (own_rule().effect == Effect::kRedact) CheckRedact();
  }

 private:
  const Rule& base_rule() const { return base_.document->rule; }
  const Rule& own_rule() const { return own_.document->rule; }

  void Refuse(std::string_view key, std::string message) {
    reporter_.Error("policy.loosens", own_.document->SpanOf(key), std::move(message));
  }

  void CheckEffect() {
    if (own_rule().effect >= base_rule().effect) return;
    std::vector<std::string> words;
    for (const std::string& word : EffectWords()) {
      if (*EffectFromName(word) >= base_rule().effect) words.push_back(word);
    }
    Refuse("effect", Quoted(base_.name) + " is of effect " +
                         Quoted(EffectName(base_rule().effect)) + ", and " +
                         Quoted(EffectName(own_rule().effect)) + " is weaker; write " +
                         Named(words));
  }

  void CheckHold() {
    const HoldTerms& base = base_rule().hold;
    const HoldTerms& own = own_rule().hold;
    const std::string by = " of " + Quoted(base_.name) + " is ";
    if (own.quorum < base.quorum) {
      Refuse("hold", "the `quorum`" + by + std::to_string(base.quorum) + ", and " +
                         std::to_string(own.quorum) + " is weaker; write at least " +
                         std::to_string(base.quorum));
    }
    if (own.on_timeout == OnTimeout::kAllow && own.deadline < base.deadline) {
      Refuse("hold", "the `deadline`" + by + ParameterText(base.deadline) +
                         ", and to be allowed after " + ParameterText(own.deadline) +
                         " is weaker; write at least " + ParameterText(base.deadline) +
                         ", or `on_timeout: deny`");
    } else if (own.on_timeout == OnTimeout::kDeny && own.deadline > base.deadline) {
      Refuse("hold", "the `deadline`" + by + ParameterText(base.deadline) + ", and " +
                         ParameterText(own.deadline) + " is longer; write at most " +
                         ParameterText(base.deadline));
    }
    if (own.on_timeout < base.on_timeout) {
      Refuse("hold", "`on_timeout`" + by + "`deny`; leave it out, or write `deny`");
    }
    if (const auto more = Missing(own.roles, base.roles); !more.empty()) {
      Refuse("hold", Named(more) + " may not approve by " + Quoted(base_.name) + "; name " +
                         Named(base.roles));
    }
    if (own.escalation) CheckEscalation(base, *own.escalation);
  }

  void CheckEscalation(const HoldTerms& base, const Escalation& own) {
    const auto escalated = Missing(own.roles, base.roles);
    if (escalated.empty()) return;
    if (!base.escalation) {
      Refuse("hold", Quoted(base_.name) + " has no `escalation`, and this one adds " +
                         Named(escalated) + "; leave it out");
      return;
    }
    if (const auto more = Missing(escalated, base.escalation->roles); !more.empty()) {
      Refuse("hold", Named(more) + " may not approve by " + Quoted(base_.name) +
                         ", nor by its `escalation`; name " + Named(base.escalation->roles));
    }
    if (own.after < base.escalation->after) {
      Refuse("hold", "the `escalation` of " + Quoted(base_.name) + " comes after " +
                         ParameterText(base.escalation->after) + ", and this one after " +
                         ParameterText(own.after) + "; write at least " +
                         ParameterText(base.escalation->after));
    }
  }

  std::set<std::string> Redacted(const RuleInForce& rule) const {
    std::vector<std::string> words;
    for (const Located& word : rule.document->redact_entities) words.push_back(word.text);
    return EntitiesOf(words.empty() ? rule.words->detect : words, rule.words->own_entities,
                      entities_);
  }

  void CheckRedact() {
    const std::set<std::string> base = Redacted(base_);
    const std::set<std::string> own = Redacted(own_);
    const auto left = Missing({base.begin(), base.end()}, {own.begin(), own.end()});
    if (!left.empty()) {
      Refuse("redact", Quoted(base_.name) + " also redacts " + Named(left) +
                           "; add it to `entities`, or leave that key out");
    }
    const RedactMethod by_base = base_rule().redact.Method();
    const RedactMethod by_own = own_rule().redact.Method();
    if (!RedactsAtLeast(by_own, by_base)) {
      std::vector<std::string> enough = {MethodText(by_base)};
      const std::string least = MethodText(StricterOf(by_own, by_base));
      if (least != enough.front()) enough.push_back(least);
      Refuse("redact", Quoted(base_.name) + " redacts by " + Quoted(enough.front()) + ", and " +
                           Quoted(MethodText(by_own)) + " may tell more of the text; write " +
                           Named(enough));
    }
  }

  const RuleInForce& base_;
  const RuleInForce& own_;
  const Entities& entities_;
  Reporter& reporter_;
};

}  // namespace

void CheckTightens(const RuleInForce& base, const RuleInForce& own, const Entities& entities,
                   Reporter& reporter) {
  Check(base, own, entities, reporter).Run();
}

void CheckConditions(const Bundle& bundle, const std::vector<Restatement>& restatements) {
  std::map<std::string, const Rule*> by_name;
  if (restatements.empty()) return;
  for (const Rule& rule : bundle.rules()) by_name.emplace(rule.policy + "/" + rule.id, &rule);
  for (const Restatement& restatement : restatements) {
    const Rule& own = bundle.rules()[restatement.rule];
    const Rule& base = *by_name.at(own.tightens);
    const auto scope = Intersection(bundle.compiled().programs[base.index].scope,
                                    bundle.compiled().programs[own.index].scope);
    if (!scope || Implies(Holding::kPossible, ConditionIn(*scope, bundle, base),
                          ConditionIn(Scope(), bundle, own))) {
      continue;
    }
    restatement.reporter->Error(
        "policy.loosens", restatement.when,
        "this condition may be false where that of " + Quoted(own.tightens) +
            " is true; write the same one, leave out some of what it joins by `&&`, or add to it "
            "by `||`; a rule of another condition needs an id of its own");
  }
}

}  // namespace reeve::policy

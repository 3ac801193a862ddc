#include "policy/strictness.h"

#include <algorithm>

#include "policy/implication.h"

namespace reeve::policy {
namespace {

template <typename A, typename B>
bool Includes(const A& whole, const B& part) {
  return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

// Of HoldTerms and HoldRequirement alike.
template <typename Terms>
bool EscalatesNoMore(const Terms& terms, const Terms& than) {
  if (!terms.escalation) return true;
  return than.escalation && terms.escalation->after >= than.escalation->after &&
         Includes(than.escalation->roles, terms.escalation->roles);
}

// A hold that lapses into an allowance is not stricter for lapsing sooner, nor, since others may
// hold as well and deny at their deadline, for lapsing later.
template <typename Terms>
bool LapsesNoLooser(const Terms& terms, const Terms& than) {
  if (terms.on_timeout == OnTimeout::kDeny) return terms.deadline <= than.deadline;
  return than.on_timeout == OnTimeout::kAllow && terms.deadline == than.deadline;
}

template <typename Terms>
bool HoldsAtLeast(const Terms& terms, const Terms& than) {
  return terms.quorum >= than.quorum && Includes(than.roles, terms.roles) &&
         EscalatesNoMore(terms, than) && LapsesNoLooser(terms, than);
}

bool RedactsAll(const std::vector<EntityRedaction>& redactions,
                const std::vector<EntityRedaction>& than) {
  return std::all_of(than.begin(), than.end(), [&](const EntityRedaction& needed) {
    return std::any_of(redactions.begin(), redactions.end(), [&](const EntityRedaction& has) {
      return has.entity == needed.entity && RedactsAtLeast(has.method, needed.method);
    });
  });
}

bool Obliges(const std::vector<Obligation>& obligations, const std::vector<Obligation>& than) {
  return std::all_of(than.begin(), than.end(), [&](const Obligation& needed) {
    return std::find(obligations.begin(), obligations.end(), needed) != obligations.end();
  });
}

// Of two rules that apply, what the second asks beside what the first did.
bool AsksAtLeast(const Rule& rule, const Rule& than) {
  if (rule.effect < than.effect || !Obliges(rule.obligations, than.obligations)) return false;
  if (rule.effect == Effect::kDeny || than.effect == Effect::kAllow) return true;
  if (rule.effect != than.effect) return false;  // what is held is released without redaction
  if (rule.effect == Effect::kHold) return HoldsAtLeast(rule.hold, than.hold);
  return RedactsAtLeast(rule.redact.Method(), than.redact.Method()) &&
         Includes(rule.redact.entities, than.redact.entities);
}

// Holds that apply together name the roles of all, and end with the first: one more is not always
// one harder.
bool IsHarmlessBeside(const HoldTerms& hold, const HoldTerms& other) {
  const bool lapses_sooner = hold.deadline < other.deadline &&
                             hold.on_timeout == OnTimeout::kAllow &&
                             other.on_timeout == OnTimeout::kAllow;
  return Includes(other.roles, hold.roles) && EscalatesNoMore(hold, other) && !lapses_sooner;
}

bool IsHarmlessBesideAll(const Contribution& held, const OtherHolds& others) {
  return std::all_of(others.begin(), others.end(), [&](const Contribution* other) {
    return IsHarmlessBeside(held.rule->hold, other->rule->hold) ||
           AreDisjoint(held.where, other->where);
  });
}

bool AsksNothing(const Rule& rule) {
  return rule.effect == Effect::kAllow && rule.obligations.empty();
}

}  // namespace

bool IsAtLeastAsStrict(const Verdict& verdict, const Verdict& than) {
  if (verdict.effect < than.effect) return false;
  for (const Obligation* needed : than.obligations) {
    const auto same = [needed](const Obligation* has) { return *has == *needed; };
    if (std::none_of(verdict.obligations.begin(), verdict.obligations.end(), same)) return false;
  }
  if (verdict.effect == Effect::kDeny) return true;
  if (!RedactsAll(verdict.redactions, than.redactions)) return false;
  if (than.effect != Effect::kHold || !than.hold) return true;
  return verdict.hold && HoldsAtLeast(*verdict.hold, *than.hold);
}

Application ProveApplication(const Contribution& before, const Contribution& after) {
  const auto implies = [](Holding holding, const Contribution& a, const Contribution& b) {
    if (a.rule == nullptr) return true;
    return b.rule != nullptr && Implies(holding, a.where, b.where);
  };
  return {implies(Holding::kCertain, before, after), implies(Holding::kPossible, before, after),
          implies(Holding::kCertain, after, before), implies(Holding::kPossible, after, before)};
}

bool NeverLooser(const Contribution& before, const Contribution& after,
                 const Application& application, Effect default_effect, const OtherHolds& others) {
  // Without the rule the answer is that of the others, or the default.
  if (before.rule != nullptr && !AsksNothing(*before.rule)) {
    if (after.rule == nullptr) return false;
    const bool was_allow = before.rule->effect == Effect::kAllow;
    const bool is_allow = after.rule->effect == Effect::kAllow;
    if (!AsksAtLeast(*after.rule, *before.rule)) return false;
    // A rule of effect allow applies where its condition is certain, any other where it is
    // possible.
    const bool kept = is_allow    ? application.certain_kept
                      : was_allow ? application.certain_kept || application.possible_kept
                                  : application.possible_kept;
    if (!kept) return false;
  }
  if (after.rule == nullptr || after.rule->effect == Effect::kDeny) return true;
  const bool was_there = before.rule != nullptr;
  if (after.rule->of_extension) {
    // It only adds to what others decide (decide.h), with or without a rule in its place before.
    return !was_there || before.rule->effect != Effect::kHold ||
           after.rule->hold.on_timeout == OnTimeout::kDeny || application.certain_only;
  }
  // What only added would now also permit, and its roles no longer limit those of others.
  if (was_there && before.rule->of_extension) return false;
  if (default_effect == Effect::kDeny) {
    // Where no other rule applies, this one takes the place of the denial.
    const bool same_kind = was_there && (before.rule->effect == Effect::kAllow) ==
                                            (after.rule->effect == Effect::kAllow);
    const bool only =
        after.rule->effect == Effect::kAllow ? application.certain_only : application.possible_only;
    if (!same_kind || !only) return false;
  }
  if (after.rule->effect != Effect::kHold) return true;
  const bool was_hold = was_there && before.rule->effect == Effect::kHold;
  // Where it could not be evaluated before, its timeout was a denial.
  if (was_hold && after.rule->hold.on_timeout == OnTimeout::kAllow && !application.certain_only) {
    return false;
  }
  return (was_hold && application.possible_only) || IsHarmlessBesideAll(after, others);
}

}  // namespace reeve::policy

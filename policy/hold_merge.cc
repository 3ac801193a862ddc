#include "policy/hold_merge.h"

#include <algorithm>
#include <utility>

namespace reeve::policy {
namespace {

using Roles = std::vector<std::string_view>;

Roles Union(const Roles& a, const Roles& b) {
  Roles out;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

Roles Common(const Roles& a, const Roles& b) {
  Roles out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

Roles Without(const Roles& a, const Roles& b) {
  Roles out;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

Roles Views(const std::vector<std::string>& roles) { return {roles.begin(), roles.end()}; }

HoldRequirement RequirementOf(const HoldTerms& terms) {
  HoldRequirement out{Views(terms.roles), terms.quorum, terms.deadline, {}, terms.on_timeout};
  if (terms.escalation) {
    out.escalation = {terms.escalation->after, Views(terms.escalation->roles)};
  }
  return out;
}

void TightenTerms(const HoldRequirement& by, HoldRequirement* hold) {
  hold->quorum = std::max(hold->quorum, by.quorum);
  hold->deadline = std::min(hold->deadline, by.deadline);
  hold->on_timeout = std::max(hold->on_timeout, by.on_timeout);
}

void AddTo(const HoldRequirement& more, HoldRequirement* sum) {
  TightenTerms(more, sum);
  sum->roles = Union(sum->roles, more.roles);
  if (!more.escalation) return;
  if (!sum->escalation) {
    sum->escalation = more.escalation;
    return;
  }
  sum->escalation->after = std::min(sum->escalation->after, more.escalation->after);
  sum->escalation->roles = Union(sum->escalation->roles, more.escalation->roles);
}

// From naming who may approve as well to naming all who may by then.
void NameAllEscalated(HoldRequirement* hold) {
  if (hold->escalation) hold->escalation->roles = Union(hold->escalation->roles, hold->roles);
}

const Roles& Escalated(const HoldRequirement& hold) {
  return hold.escalation ? hold.escalation->roles : hold.roles;
}

// Of requirements that name all who may by then.
void LimitTo(const HoldRequirement& other, HoldRequirement* limit) {
  TightenTerms(other, limit);
  std::optional<EscalationRequirement> escalation;
  if (limit->escalation || other.escalation) {
    escalation.emplace().roles = Common(Escalated(*limit), Escalated(other));
    if (limit->escalation) escalation->after = limit->escalation->after;
    if (other.escalation) escalation->after = std::max(escalation->after, other.escalation->after);
  }
  limit->escalation = std::move(escalation);
  limit->roles = Common(limit->roles, other.roles);
}

}  // namespace

void HoldMerge::Add(const Rule& rule, bool error) {
  HoldRequirement hold = RequirementOf(rule.hold);
  if (error) hold.on_timeout = OnTimeout::kDeny;
  if (rule.of_extension) {
    NameAllEscalated(&hold);
    latest_ = std::max(latest_, hold.deadline);
  }
  std::optional<HoldRequirement>& merged = rule.of_extension ? limit_ : sum_;
  if (!merged) {
    merged = std::move(hold);
  } else if (rule.of_extension) {
    LimitTo(hold, &*merged);
  } else {
    AddTo(hold, &*merged);
  }
}

std::optional<HoldRequirement> HoldMerge::Merged() && {
  if (limit_) {
    if (sum_) {
      NameAllEscalated(&*sum_);
      latest_ = std::max(latest_, sum_->deadline);
      LimitTo(*sum_, &*limit_);
    }
    if (limit_->on_timeout == OnTimeout::kAllow) limit_->deadline = latest_;
    sum_ = std::move(limit_);
    if (sum_->escalation) {
      sum_->escalation->roles = Without(sum_->escalation->roles, sum_->roles);
      if (sum_->escalation->roles.empty()) sum_->escalation.reset();
    }
  }
  // A deadline of another rule may come before the escalation.
  if (sum_ && sum_->escalation && sum_->escalation->after >= sum_->deadline) {
    sum_->escalation.reset();
  }
  return std::move(sum_);
}

}  // namespace reeve::policy

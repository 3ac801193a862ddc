#include "policy/diff_reasons.h"

#include <algorithm>
#include <array>
#include <set>

#include "policy/compiled.h"

namespace reeve::policy {
namespace {

using Texts = std::vector<std::string>;

constexpr std::array<std::string_view, kScopeKeyCount> kScopeWords = {"systems", "actions", "tools",
                                                                      "tenants", "channels"};

std::string Joined(const Texts& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "`" : ", `") + text + "`";
  return out;
}

Texts Minus(const Texts& a, const Texts& b) {
  Texts out;
  for (const std::string& text : a) {
    if (std::find(b.begin(), b.end(), text) == b.end()) out.push_back(text);
  }
  return out;
}

template <typename T>
void AddMove(const std::string& what, const T& from, const T& to, Texts* out) {
  if (from != to) out->push_back(what + " " + std::string(from) + " -> " + std::string(to));
}

// "roles: also `x`, no longer `y`"
void AddSets(const std::string& what, const Texts& from, const Texts& to, Texts* out) {
  const Texts more = Minus(to, from);
  const Texts fewer = Minus(from, to);
  if (more.empty() && fewer.empty()) return;
  std::string text = what + ":";
  if (!more.empty()) text += " also " + Joined(more);
  if (!fewer.empty()) text += std::string(more.empty() ? "" : ",") + " no longer " + Joined(fewer);
  out->push_back(std::move(text));
}

Texts StagesOf(const Scope& scope) {
  Texts out;
  for (size_t i = 0; i < kStageCount; ++i) {
    if ((scope.stages >> i & 1u) != 0) out.emplace_back(StageName(static_cast<Stage>(i)));
  }
  return out;
}

Texts RiskClassesOf(const Scope& scope) {
  Texts out;
  for (size_t i = 0; i < kRiskClassCount; ++i) {
    if ((scope.risk_classes >> i & 1u) != 0) {
      out.emplace_back(RiskClassName(static_cast<RiskClass>(i)));
    }
  }
  return out;
}

void AddScope(const Scope& from, const Scope& to, Texts* out) {
  AddSets("scope, stages", StagesOf(from), StagesOf(to), out);
  AddSets("scope, risk classes", RiskClassesOf(from), RiskClassesOf(to), out);
  for (size_t key = 0; key < kScopeKeyCount; ++key) {
    const std::string what = "scope, " + std::string(kScopeWords[key]) + ":";
    const Texts& a = from.values[key];
    const Texts& b = to.values[key];
    if (a.empty() != b.empty()) {
      out->push_back(what +
                     (b.empty() ? " any, no longer only " + Joined(a) : " only " + Joined(b)));
    } else {
      AddSets("scope, " + std::string(kScopeWords[key]), a, b, out);
    }
  }
}

std::string Span(std::chrono::seconds seconds) { return ParameterText(ParameterValue(seconds)); }

void AddHold(const HoldTerms& from, const HoldTerms& to, Texts* out) {
  AddMove("quorum", std::to_string(from.quorum), std::to_string(to.quorum), out);
  AddSets("roles", from.roles, to.roles, out);
  AddMove("deadline", Span(from.deadline), Span(to.deadline), out);
  AddMove("on timeout", OnTimeoutName(from.on_timeout), OnTimeoutName(to.on_timeout), out);
  if (from.escalation.has_value() != to.escalation.has_value()) {
    const Escalation& one = to.escalation ? *to.escalation : *from.escalation;
    out->push_back((to.escalation ? "escalates now after " : "no longer escalates after ") +
                   Span(one.after) + " to " + Joined(one.roles));
  } else if (from.escalation) {
    AddMove("escalation after", Span(from.escalation->after), Span(to.escalation->after), out);
    AddSets("escalation roles", from.escalation->roles, to.escalation->roles, out);
  }
}

void AddFlag(const char* what, bool from, bool to, Texts* out) {
  if (from != to) out->push_back(std::string(what) + (to ? " from now on" : " no longer"));
}

void AddApprovalTerms(const ApprovalTerms& from, const ApprovalTerms& to, Texts* out) {
  AddMove("uses", std::to_string(from.uses), std::to_string(to.uses), out);
  AddMove("valid", Span(from.validity), Span(to.validity), out);
  AddFlag("approvals from distinct units", from.distinct_units, to.distinct_units, out);
  AddFlag("without the author of the bundle", from.exclude_author, to.exclude_author, out);
  AddFlag("blind votes", from.blind, to.blind, out);
  AddSets("veto", from.veto, to.veto, out);
}

std::string ObligationText(const Obligation& obligation) {
  const std::string type(ObligationTypeName(obligation.type));
  return obligation.value.empty() ? type : type + ": " + obligation.value;
}

void AddObligations(const Rule& from, const Rule& to, Texts* out) {
  Texts a;
  Texts b;
  for (const Obligation& obligation : from.obligations) a.push_back(ObligationText(obligation));
  for (const Obligation& obligation : to.obligations) b.push_back(ObligationText(obligation));
  AddSets("obligations", a, b, out);
}

const Policy* PolicyOf(const Bundle& bundle, const Rule& rule) {
  for (const Policy& policy : bundle.policies()) {
    if (policy.id == rule.policy) return &policy;
  }
  return nullptr;
}

bool Reads(const Bundle& bundle, const Rule& rule, std::string_view path) {
  const cel::Program& program = bundle.compiled().programs[rule.index].program;
  for (size_t clause = 0; clause < program.clause_count(); ++clause) {
    const auto reads = program.clause_reads(clause);
    if (std::find(reads.begin(), reads.end(), path) != reads.end()) return true;
  }
  return false;
}

void AddParameters(const Bundle& before, const Rule& from, const Bundle& after, const Rule& to,
                   Texts* out) {
  const Policy* a = PolicyOf(before, from);
  const Policy* b = PolicyOf(after, to);
  if (a == nullptr || b == nullptr) return;
  for (const Parameter& parameter : b->parameters) {
    const std::string path = "parameters." + parameter.name;
    if (!Reads(after, to, path) || !Reads(before, from, path)) continue;
    const auto old = std::find_if(a->parameters.begin(), a->parameters.end(),
                                  [&](const Parameter& p) { return p.name == parameter.name; });
    if (old == a->parameters.end() || old->value == parameter.value) continue;
    out->push_back("parameter " + parameter.name + " " + ParameterText(old->value) + " -> " +
                   ParameterText(parameter.value));
  }
}

// How many texts of `a` are not in `b`.
size_t CountMissing(const cel::TextSet& a, const cel::TextSet& b) {
  size_t count = 0;
  for (size_t i = 0; i < a.size(); ++i) count += b.Contains(a.text(i)) ? 0 : 1;
  return count;
}

void AddLists(const Bundle& before, const Rule& from, const Bundle& after, const Rule& to,
              Texts* out) {
  for (const auto& [name, texts] : after.compiled().list_texts) {
    const auto old = before.compiled().list_texts.find(name);
    if (old == before.compiled().list_texts.end()) continue;
    if (!Reads(after, to, "lists." + name) && !Reads(before, from, "lists." + name)) continue;
    const size_t added = CountMissing(*texts, *old->second);
    const size_t removed = CountMissing(*old->second, *texts);
    if (added + removed == 0) continue;
    out->push_back("list " + name + ": " + std::to_string(added) +
                   (added == 1 ? " entry added, " : " entries added, ") + std::to_string(removed) +
                   " removed");
  }
}

Texts ClausesOf(const Bundle& bundle, const Rule& rule) {
  const cel::Expr& tree = bundle.compiled().programs[rule.index].program.tree();
  if (tree.kind != cel::ExprKind::kLogic || tree.op != cel::Operator::kAnd) {
    return {CanonicalText(bundle, rule, tree)};
  }
  Texts out;
  for (const cel::ExprPtr& clause : tree.operands) {
    out.push_back(CanonicalText(bundle, rule, *clause));
  }
  return out;
}

bool ChangesText(const Rule& from, const Rule& to) { return from.when != to.when; }

void AddCondition(const Bundle& before, const Rule& from, const Bundle& after, const Rule& to,
                  Texts* out) {
  if (!ChangesText(from, to)) return;
  const Texts a = ClausesOf(before, from);
  const Texts b = ClausesOf(after, to);
  const Texts dropped = Minus(a, b);
  const Texts added = Minus(b, a);
  if (dropped.size() == 1 && added.size() == 1) {
    out->push_back("condition `" + dropped[0] + "` -> `" + added[0] + "`");
    return;
  }
  for (const std::string& clause : dropped)
    out->push_back("a clause was dropped: `" + clause + "`");
  for (const std::string& clause : added) out->push_back("a clause was added: `" + clause + "`");
}

void AddDetected(const Bundle& before, const Rule& from, const Bundle& after, const Rule& to,
                 Texts* out) {
  const Policy* a = PolicyOf(before, from);
  const Policy* b = PolicyOf(after, to);
  if (a == nullptr || b == nullptr) return;
  if (!Reads(before, from, "findings") && !Reads(after, to, "findings")) return;
  AddSets("the policy detects", a->entities, b->entities, out);
}

std::string AllWords(const Reason& reason) {
  return reason.user + "\n" + reason.operator_ + "\n" + reason.auditor;
}

}  // namespace

std::vector<std::string> DecisiveReasons(const Bundle& before, const Rule& from,
                                         const Bundle& after, const Rule& to,
                                         const std::string& often) {
  Texts out;
  if (from.mode != to.mode) {
    out.emplace_back(to.mode == Mode::kShadow ? "now in shadow" : "no longer in shadow");
  }
  AddMove("effect", EffectName(from.effect), EffectName(to.effect), &out);
  const size_t before_where = out.size();
  AddScope(before.compiled().programs[from.index].scope, after.compiled().programs[to.index].scope,
           &out);
  AddCondition(before, from, after, to, &out);
  AddParameters(before, from, after, to, &out);
  AddLists(before, from, after, to, &out);
  AddDetected(before, from, after, to, &out);
  if (out.size() > before_where && !often.empty()) out.back() += ", " + often;
  if (from.effect == Effect::kHold && to.effect == Effect::kHold) {
    AddHold(from.hold, to.hold, &out);
    AddApprovalTerms(ApprovalTermsOf(before, from), ApprovalTermsOf(after, to), &out);
  }
  if (from.effect == Effect::kRedact && to.effect == Effect::kRedact) {
    AddSets("redacts", from.redact.entities, to.redact.entities, &out);
    AddMove("operator", MethodText(from.redact.Method()), MethodText(to.redact.Method()), &out);
  }
  AddObligations(from, to, &out);
  if (from.waivable != to.waivable) {
    out.emplace_back(to.waivable ? "may be waived now" : "may not be waived any more");
  }
  return out;
}

std::vector<std::string> WordingReasons(const Rule& from, const Rule& to) {
  Texts out;
  if (from.title != to.title) out.emplace_back("title");
  if (AllWords(from.reason) != AllWords(to.reason)) out.emplace_back("reason");
  AddMove("severity", SeverityName(from.severity), SeverityName(to.severity), &out);
  AddSets("references", from.references, to.references, &out);
  if (ChangesText(from, to)) out.emplace_back("the condition is written in another way");
  return out;
}

}  // namespace reeve::policy

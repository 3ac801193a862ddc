#include "engine/approval_pass.h"

#include <algorithm>

#include "base/encoding.h"
#include "oversight/control_record.h"
#include "policy/approval_terms.h"

namespace reeve::engine {
namespace {

using oversight::Approval;
using oversight::ApprovalEntry;

std::optional<oversight::ApprovalEscalation> EscalationOf(const policy::HoldRequirement& hold,
                                                          Timestamp opened) {
  if (!hold.escalation) return std::nullopt;
  const auto& roles = hold.escalation->roles;
  return oversight::ApprovalEscalation{opened + hold.escalation->after,
                                       {roles.begin(), roles.end()}};
}

std::string NameOf(const policy::Rule& rule) { return rule.policy + "/" + rule.id; }

oversight::ApprovalMatter MatterOf(const Decision& decision) {
  const Action& action = decision.request->action;
  oversight::ApprovalMatter out{
      .action = action.kind,
      .amount = action.amount,
      .currency = action.currency,
      .risk_class = std::string(policy::RiskClassName(decision.system->risk_class)),
      .severity = {},
      .rules = {}};
  policy::Severity severity = policy::Severity::kLow;
  for (const policy::Hit& hit : decision.evaluation.verdict.hits) {
    if (hit.rule->effect != policy::Effect::kHold) continue;
    severity = std::max(severity, hit.rule->severity);
    out.rules.push_back(NameOf(*hit.rule));
  }
  out.severity = policy::SeverityName(severity);
  std::sort(out.rules.begin(), out.rules.end());
  return out;
}

// Of content that is kept, the commitments have random bytes that lie in the vault beside it; once
// they are gone nothing can be compared.
Result<std::string> NonceOf(const ledger::Ledger& ledger, ledger::Vault* vault,
                            const std::string& decision) {
  REEVE_ASSIGN_OR_RETURN(const ledger::Record record, ledger.FindById(decision));
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  if (body->Find("kept") == nullptr) return std::string();
  if (vault == nullptr) return Error{"vault.none", "there is no content vault"};
  REEVE_ASSIGN_OR_RETURN(const auto kept, vault->Read(decision));
  REEVE_ASSIGN_OR_RETURN(const json::Value text, json::Parse(kept.text));
  const json::Value* nonce = text.Find("nonce");
  if (nonce == nullptr || nonce->as_string() == nullptr) {
    return Error{"vault.damaged", "what is kept of `" + decision + "` has no nonce"};
  }
  return HexDecode(*nonce->as_string());
}

Status CheckRules(const policy::Verdict& verdict, const Approval& approval) {
  const auto& answered = approval.matter.rules;
  for (const policy::Hit& hit : verdict.hits) {
    if (hit.rule->effect != policy::Effect::kHold) continue;
    if (std::binary_search(answered.begin(), answered.end(), NameOf(*hit.rule))) continue;
    return Error{"approval.other_rules", "the rule `" + NameOf(*hit.rule) +
                                             "` holds now, which the approval `" + approval.id +
                                             "` does not answer: repeat the request without it "
                                             "to ask anew"};
  }
  return {};
}

// As the verdict is without its holds: nothing of it denies, or it would not hold.
policy::Effect EffectWithoutHolds(const policy::Verdict& verdict) {
  const bool redacts = std::any_of(
      verdict.hits.begin(), verdict.hits.end(),
      [](const policy::Hit& hit) { return hit.rule->effect == policy::Effect::kRedact; });
  return redacts ? policy::Effect::kRedact : policy::Effect::kAllow;
}

Result<ApprovedPass> Judge(const ledger::Ledger& ledger, ledger::Vault* vault,
                           const Commitments& commitments, const Decision& decision) {
  const ledger::ProjectionReader approvals = ledger.State("approvals");
  const std::string& id = decision.request->approval;
  REEVE_ASSIGN_OR_RETURN(const ApprovalEntry entry, oversight::FindApprovalEntry(approvals, id));
  if (entry.approval.tenant != decision.system->tenant) {
    return Error{"approval.not_found", "there is no approval `" + id + "`"};
  }
  REEVE_ASSIGN_OR_RETURN(const oversight::LiveBundles bundles,
                         oversight::FindLiveBundles(approvals));
  Result<std::string> nonce = NonceOf(ledger, vault, entry.approval.decision);
  if (!nonce.ok()) {
    return Error{"approval.content_gone",
                 "what the approval `" + id +
                     "` is bound to can no longer be compared, for its content is gone: repeat "
                     "the request without it to ask anew"};
  }
  ApprovedPass pass;
  pass.approval = id;
  pass.use = entry.used + 1;
  pass.request = commitments.Commit("request", decision.request->bound_form(), *nonce);
  REEVE_RETURN_IF_ERROR(oversight::CheckPass(entry, bundles, pass.request, decision.time));
  if (decision.system->risk_class == policy::RiskClass::kProhibited) {
    return Error{"approval.prohibited",
                 "the system is of a prohibited class: no approval lets it pass"};
  }
  if (entry.approval.bundle != decision.bundle->digest()) {
    return Error{"approval.void",
                 "another bundle decides this request than the one that held it: "
                 "repeat the request without the approval to ask anew"};
  }
  REEVE_RETURN_IF_ERROR(CheckRules(decision.evaluation.verdict, entry.approval));
  for (const oversight::Vote& vote : entry.votes) {
    pass.conditions.insert(pass.conditions.end(), vote.conditions.begin(), vote.conditions.end());
  }
  pass.effect = EffectWithoutHolds(decision.evaluation.verdict);
  return pass;
}

}  // namespace

uint64_t WordsToRead(const json::Value& shown) {
  uint64_t words = 0;
  if (const std::string* text = shown.as_string()) {
    bool within = false;
    for (const char c : *text) {
      const bool is_blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
      if (!is_blank && !within) ++words;
      within = !is_blank;
    }
  } else if (const json::Array* items = shown.as_array()) {
    for (const json::Value& item : *items) words += WordsToRead(item);
  } else if (const json::Object* object = shown.as_object()) {
    for (const json::Member& member : *object) words += WordsToRead(member.value);
  }
  return words;
}

Result<Approval> ApprovalOf(const Decision& decision, const Commitments& commitments,
                            const Random& random) {
  const policy::HoldRequirement& hold = *decision.evaluation.verdict.hold;
  policy::ApprovalTerms terms =
      policy::ApprovalTermsOf(*decision.bundle, decision.evaluation.verdict);
  REEVE_ASSIGN_OR_RETURN(const std::string shown, json::Canonical(decision.evaluation.payload));
  return Approval{
      .id = NewId("ap-", decision.time, random),
      .tenant = decision.system->tenant,
      .decision = decision.id,
      .interaction = decision.request->interaction,
      .system = decision.system->id,
      .request = commitments.Commit("request", decision.request->bound_form(), decision.nonce()),
      .bundle = decision.bundle->digest(),
      .shown = commitments.Commit("payload", shown, decision.nonce()),
      .roles = {hold.roles.begin(), hold.roles.end()},
      .quorum = hold.quorum,
      .opened = decision.time,
      .deadline = decision.time + hold.deadline,
      .escalation = EscalationOf(hold, decision.time),
      .allow_on_timeout = hold.on_timeout == policy::OnTimeout::kAllow,
      .requester = PersonDigest(commitments, decision.request->actor.id),
      .matter = MatterOf(decision),
      .uses = terms.uses,
      .validity = terms.validity,
      .distinct_units = terms.distinct_units,
      .exclude_author = terms.exclude_author,
      .blind = terms.blind,
      .veto = std::move(terms.veto),
      .words = WordsToRead(decision.evaluation.payload)};
}

Status PassByApproval(const ledger::Ledger& ledger, ledger::Vault* vault,
                      const Commitments& commitments, Decision* decision) {
  Result<ApprovedPass> pass = Judge(ledger, vault, commitments, *decision);
  if (pass.ok()) {
    decision->pass = *std::move(pass);
  } else if (IsAboutApproval(pass.error())) {
    decision->not_passed = std::move(pass).error();
  } else {
    return std::move(pass).error();
  }
  return {};
}

Result<ledger::NewRecord> UseRecord(const Decision& decision, const Random& random) {
  const ApprovedPass& pass = *decision.pass;
  return oversight::ControlRecord(oversight::kApprovalUsed, NewId("au-", decision.time, random),
                                  decision.system->tenant,
                                  json::Object{{"approval", pass.approval},
                                               {"decision", decision.id},
                                               {"request", pass.request},
                                               {"use", uint64_t{pass.use}},
                                               {"principal", decision.principal}});
}

bool IsHeldBy(const ledger::Ledger& ledger, const policy::Bundle& bundle,
              std::string_view approval) {
  const auto known = oversight::FindApproval(ledger.State("approvals"), approval);
  return known.ok() && known->bundle == bundle.digest();
}

bool IsAboutApproval(const Error& error) { return error.code.starts_with("approval."); }

}  // namespace reeve::engine

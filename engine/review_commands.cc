#include "engine/review_commands.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "engine/decision_voters.h"
#include "engine/find_decision.h"
#include "oversight/approvals.h"
#include "oversight/grants.h"
#include "policy/review_terms.h"

namespace reeve::engine {
namespace {

constexpr std::string_view kDomain = "review";
constexpr std::string_view kPrefix = "rv-";
constexpr size_t kDrawnDigits = 8;  // of the digest, in hex: 32 bits

// By a grant of one of its roles that is in force, and reaches what was decided.
Status CheckRight(const oversight::Review& review, const oversight::PersonRights& rights,
                  const std::string& person, Timestamp now) {
  std::string roles;
  for (const std::string& role : review.roles) roles += (roles.empty() ? "`" : ", `") + role + "`";
  Status why = Error{"review.no_right",
                     "`" + person + "` has no grant of a role that this review is for: " + roles};
  oversight::Approval reached;
  reached.system = review.system;
  reached.matter = review.matter;
  for (const oversight::GrantEntry& entry : rights.grants) {
    if (!std::binary_search(review.roles.begin(), review.roles.end(), entry.grant.role)) continue;
    Status usable = CheckReach(entry.grant, reached);
    if (!usable.ok()) {
      usable = Error{"review.no_right", usable.error().message};
    } else {
      usable = rights.Check(entry, now);
    }
    if (usable.ok()) return usable;
    why = std::move(usable);
  }
  return why;
}

}  // namespace

bool IsDrawn(const Commitments& commitments, std::string_view decision, uint32_t share) {
  const std::string digest = commitments.Commit(kDomain, decision);
  const std::string_view digits =
      std::string_view(digest).substr(digest.find(':') + 1, kDrawnDigits);
  uint64_t drawn = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), drawn, 16);
  return drawn * policy::kWholeShare < uint64_t{share} << 32;
}

Result<std::optional<oversight::Review>> ReviewOf(const Decision& decision,
                                                  const Commitments& commitments) {
  std::set<std::string> roles;
  std::optional<std::chrono::seconds> within;
  for (const policy::Obligation* obligation : decision.evaluation.verdict.obligations) {
    if (obligation->type != policy::ObligationType::kReview) continue;
    const auto terms = policy::ParseReviewTerms(obligation->value);
    if (!terms || !IsDrawn(commitments, decision.id, terms->share)) continue;
    roles.insert(terms->role);
    within = within ? std::min(*within, terms->within) : terms->within;
  }
  if (!within) return std::optional<oversight::Review>();
  REEVE_ASSIGN_OR_RETURN(const std::string shown, json::Canonical(decision.evaluation.payload));
  const Action& action = decision.request->action;
  return std::optional<oversight::Review>(oversight::Review{
      .id = std::string(kPrefix) + decision.id.substr(decision.id.find('-') + 1),
      .tenant = decision.system->tenant,
      .decision = decision.id,
      .interaction = decision.request->interaction,
      .system = decision.system->id,
      .request = commitments.Commit("request", decision.request->canonical, decision.nonce()),
      .requester = PersonDigest(commitments, decision.request->actor.id),
      .bundle = decision.bundle->digest(),
      .matter = {.action = action.kind,
                 .amount = action.amount,
                 .currency = action.currency,
                 .risk_class = std::string(policy::RiskClassName(decision.system->risk_class)),
                 .severity = {},
                 .rules = {}},
      .shown = commitments.Commit("payload", shown, decision.nonce()),
      .roles = {roles.begin(), roles.end()},
      .opened = decision.time,
      .due = decision.time + *within});
}

Result<json::Object> ReviewCommands::Find(std::string_view tenant, std::string_view id) const {
  REEVE_ASSIGN_OR_RETURN(
      const oversight::ReviewEntry entry,
      oversight::FindReview(ledger_.State(oversight::ReviewProjection().name()), tenant, id));
  return ToJson(entry, clock_.Now());
}

Result<json::Object> ReviewCommands::List(const oversight::ReviewQuery& query) const {
  REEVE_ASSIGN_OR_RETURN(
      const auto entries,
      oversight::ListReviews(ledger_.State(oversight::ReviewProjection().name()), query));
  json::Array out;
  out.reserve(entries.size());
  for (const oversight::ReviewEntry& entry : entries) out.push_back(ToJson(entry, clock_.Now()));
  return json::Object{{"reviews", std::move(out)}};
}

Status ReviewCommands::CheckIsAnother(const oversight::Review& review,
                                      const oversight::PersonRights& rights,
                                      const oversight::ActingPerson& by) const {
  for (const oversight::GrantEntry& entry : rights.grants) {
    const auto& known_as = entry.grant.known_as;
    if (std::find(known_as.begin(), known_as.end(), review.requester) == known_as.end()) continue;
    return Error{"review.own_request",
                 "`" + by.name + "` made the request: another person must review it"};
  }
  REEVE_ASSIGN_OR_RETURN(const ledger::Record decision,
                         FindDecision(ledger_, review.tenant, review.decision));
  REEVE_ASSIGN_OR_RETURN(const bool voted, HasVotedOn(ledger_, decision, by.name));
  if (!voted) return {};
  return Error{"review.voted",
               "`" + by.name + "` voted on this decision: another person must review it"};
}

Result<json::Object> ReviewCommands::Decide(std::string_view id, oversight::Finding finding,
                                            const std::string& reason,
                                            const oversight::ActingPerson& by) {
  REEVE_ASSIGN_OR_RETURN(
      const oversight::ReviewEntry entry,
      oversight::FindReview(ledger_.State(oversight::ReviewProjection().name()), by.tenant, id));
  const ledger::ProjectionReader state = ledger_.State("approvals");
  REEVE_ASSIGN_OR_RETURN(const oversight::PersonRights rights,
                         oversight::RightsOf([&](std::string_view key) { return state.Get(key); },
                                             by.tenant, by.name));
  REEVE_RETURN_IF_ERROR(CheckIsAnother(entry.review, rights, by));
  REEVE_RETURN_IF_ERROR(CheckRight(entry.review, rights, by.name, clock_.Now()));
  const oversight::ReviewVerdict verdict{.finding = finding,
                                         .by = by.name,
                                         .reviewer = PersonDigest(commitments_, by.name),
                                         .reason = reason,
                                         .time = clock_.Now()};
  REEVE_ASSIGN_OR_RETURN(ledger::NewRecord record,
                         oversight::VerdictRecord(entry.review, verdict, by.principal,
                                                  NewId("rd-", clock_.Now(), random_)));
  if (const auto appended = ledger_.Append({std::move(record)}); !appended.ok()) {
    return appended.error();
  }
  return Find(by.tenant, id);
}

}  // namespace reeve::engine

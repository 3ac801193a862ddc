#include "engine/override_commands.h"

#include "base/log.h"
#include "engine/attached_text.h"
#include "engine/decision_voters.h"
#include "engine/find_decision.h"
#include "oversight/control_record.h"
#include "oversight/outcome.h"

namespace reeve::engine {
namespace {

using oversight::ActingPerson;
using oversight::Appeal;
using oversight::CountedBy;

// What is counted of a decision.
struct Counted {
  std::string system;
  std::vector<std::string> rules;
};

Result<Counted> CountedOf(const ledger::Record& decision) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, decision.Body());
  Counted out;
  for (const std::string_view place : {"/facts/system/id", "/system"}) {
    const json::Value* system = json::Resolve(*body, place);
    if (out.system.empty() && system != nullptr && system->as_string() != nullptr) {
      out.system = *system->as_string();
    }
  }
  const json::Value* hits = json::Resolve(*body, "/verdict/hits");
  if (hits == nullptr || hits->as_array() == nullptr) return out;
  for (const json::Value& hit : *hits->as_array()) {
    const json::Value* policy = hit.Find("policy");
    const json::Value* rule = hit.Find("rule");
    if (policy == nullptr || rule == nullptr || !policy->as_string() || !rule->as_string()) {
      continue;
    }
    if (out.rules.size() == oversight::kMaxOverrideRules) break;
    out.rules.push_back(*policy->as_string() + "/" + *rule->as_string());
  }
  return out;
}

json::Array RatesJson(const std::map<std::string, oversight::ResponseCounts>& counts,
                      const char* key, std::string_view only) {
  json::Array out;
  for (const auto& [name, one] : counts) {
    if (!only.empty() && name != only) continue;
    json::Object entry = oversight::ToJson(one);
    entry.Add(key, name);
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace

Status OverrideCommands::Record(std::vector<oversight::Override> overrides, const Principal& by) {
  std::vector<ledger::NewRecord> unit;
  unit.reserve(overrides.size());
  for (size_t i = 0; i < overrides.size(); ++i) {
    oversight::Override& one = overrides[i];
    const Result<ledger::Record> decision = FindDecision(ledger_, by, one.decision);
    if (!decision.ok() && decision.error().code != "ledger.not_found") return decision.error();
    if (!decision.ok()) {
      return Error{"override.unknown_decision",
                   "there is no decision `" + one.decision + "`; nothing was recorded",
                   "/overrides/" + std::to_string(i) + "/decision"};
    }
    REEVE_ASSIGN_OR_RETURN(Counted counted, CountedOf(*decision));
    one.system = std::move(counted.system);
    one.rules = std::move(counted.rules);
    if (!one.person.empty()) one.person = commitments_.Commit("fact", one.person);
    json::Object body = oversight::ToJson(one);
    body.Add("principal", by.name);
    REEVE_ASSIGN_OR_RETURN(
        unit.emplace_back(),
        oversight::ControlRecord(oversight::kOverrideRecorded, NewId("ov-", clock_.Now(), random_),
                                 by.tenant, std::move(body)));
  }
  if (const auto appended = ledger_.Append(unit); !appended.ok()) return appended.error();
  return {};
}

Result<json::Object> OverrideCommands::Rates(std::string_view tenant,
                                             std::string_view system) const {
  REEVE_ASSIGN_OR_RETURN(const auto systems,
                         oversight::CountResponses(ledger_, tenant, CountedBy::kSystem));
  json::Object out{{"systems", RatesJson(systems, "system", system)}};
  if (!system.empty()) return out;
  REEVE_ASSIGN_OR_RETURN(const auto rules,
                         oversight::CountResponses(ledger_, tenant, CountedBy::kRule));
  out.Add("rules", RatesJson(rules, "rule", ""));
  return out;
}

// ----------------------------------------------------------------------------------------- appeals

Result<json::Object> OverrideCommands::OpenAppeal(AppealTerms terms, const ActingPerson& by) {
  Appeal& appeal = terms.appeal;
  const Result<ledger::Record> decision = FindDecision(ledger_, by.tenant, appeal.decision);
  if (!decision.ok() && decision.error().code != "ledger.not_found") return decision.error();
  if (!decision.ok()) {
    return Error{"appeal.unknown_decision",
                 "there is no decision `" + appeal.decision + "`; nothing was recorded",
                 "/decision"};
  }
  REEVE_ASSIGN_OR_RETURN(const Counted counted, CountedOf(*decision));
  json::Object body{
      {"decision", appeal.decision}, {"kind", appeal.kind}, {"grounds", appeal.grounds},
      {"system", counted.system},    {"by", by.name},       {"principal", by.principal}};
  if (!counted.rules.empty()) {
    body.Add("rules", json::Array(counted.rules.begin(), counted.rules.end()));
  }
  if (!terms.statement.empty()) {
    REEVE_ASSIGN_OR_RETURN(std::string digest,
                           AttachText(ledger_.blobs(), terms.statement, random_));
    body.Add("statement", std::move(digest));
  }
  if (!terms.person.empty()) body.Add("person", commitments_.Commit("fact", terms.person));
  const std::string id = NewId("al-", clock_.Now(), random_);
  std::vector<ledger::NewRecord> unit(1);
  REEVE_ASSIGN_OR_RETURN(
      unit[0], oversight::ControlRecord(oversight::kAppealOpened, id, by.tenant, std::move(body)));
  if (const auto appended = ledger_.Append(unit); !appended.ok()) return appended.error();
  return FindAppeal(by.tenant, id);
}

Result<json::Object> OverrideCommands::DecideAppeal(std::string_view id, const AppealRuling& ruling,
                                                    const ActingPerson& by) {
  REEVE_ASSIGN_OR_RETURN(const Appeal appeal, oversight::FindAppeal(ledger_, by.tenant, id));
  const bool reversed = ruling.result == "reversed";
  if (!reversed && !ruling.outcome.empty()) {
    return Error{"appeal.outcome", "what became of a decision is said of one that is reversed",
                 "/outcome"};
  }
  REEVE_ASSIGN_OR_RETURN(const ledger::Record decided,
                         FindDecision(ledger_, appeal.tenant, appeal.decision));
  REEVE_ASSIGN_OR_RETURN(const bool voted, HasVotedOn(ledger_, decided, by.name));
  if (voted) {
    return Error{"appeal.voted",
                 "`" + by.name + "` voted on this decision: another person must decide the appeal"};
  }
  const Timestamp now = clock_.Now();
  const std::string outcome = ruling.outcome.empty() ? "reversed" : ruling.outcome;
  json::Object body{{"appeal", id},
                    {"decision", appeal.decision},
                    {"result", ruling.result},
                    {"reason", ruling.reason},
                    {"by", by.name},
                    {"principal", by.principal}};
  if (reversed) body.Add("outcome", outcome);
  std::vector<ledger::NewRecord> unit(reversed ? 2 : 1);
  REEVE_ASSIGN_OR_RETURN(
      unit[0], oversight::ControlRecord(oversight::kAppealDecided, NewId("ad-", now, random_),
                                        by.tenant, std::move(body)));
  if (reversed) {
    REEVE_ASSIGN_OR_RETURN(unit[1], oversight::ControlRecord(oversight::kOutcomeRecorded,
                                                             NewId("o-", now, random_), by.tenant,
                                                             {{"decision", appeal.decision},
                                                              {"outcome", outcome},
                                                              {"appeal", id},
                                                              {"principal", by.principal}}));
  }
  if (const auto appended = ledger_.Append(unit); !appended.ok()) return appended.error();
  // The ruling stands, whatever comes of that.
  if (const Status judged = quality_.RaiseAlarms(by.tenant); !judged.ok()) {
    Log(LogLevel::kError, "oversight.not_judged", {{"code", judged.error().code}});
  }
  return FindAppeal(by.tenant, id);
}

Result<json::Object> OverrideCommands::FindAppeal(std::string_view tenant,
                                                  std::string_view id) const {
  REEVE_ASSIGN_OR_RETURN(const Appeal appeal, oversight::FindAppeal(ledger_, tenant, id));
  return oversight::ToJson(appeal);
}

Result<json::Object> OverrideCommands::ListAppeals(std::string_view tenant, bool only_open) const {
  REEVE_ASSIGN_OR_RETURN(std::vector<Appeal> appeals, oversight::ListAppeals(ledger_, tenant));
  if (only_open) {
    std::erase_if(appeals, [](const Appeal& appeal) { return appeal.decided.has_value(); });
  }
  json::Array out;
  for (const Appeal& appeal : appeals) {
    if (out.size() == kMaxListedAppeals) break;
    out.push_back(oversight::ToJson(appeal));
  }
  return json::Object{{"appeals", std::move(out)}, {"total", uint64_t{appeals.size()}}};
}

}  // namespace reeve::engine

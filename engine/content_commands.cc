#include "engine/content_commands.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/encoding.h"
#include "base/text.h"
#include "ledger/layout.h"

namespace reeve::engine {
namespace {

using ledger::KeptHeader;
using oversight::ActingPerson;
using oversight::LegalHold;

constexpr std::string_view kReeve = "reeve";  // who acts where nobody does

json::Object By(const ActingPerson& by, std::string_view reason) {
  return {{"by", by.name}, {"principal", by.principal}, {"reason", reason}};
}

bool IsExpired(const KeptHeader& header, const oversight::RetentionTerms& terms, Timestamp now) {
  const auto risk_class = policy::RiskClassFromName(header.retention_class);
  if (!risk_class) return false;
  return header.at + terms[static_cast<size_t>(*risk_class)].content <= now;
}

// The retention of every tenant that is met, each asked for once.
class TermsOfTenants {
 public:
  explicit TermsOfTenants(const ledger::Ledger& ledger) : ledger_(ledger) {}
  Result<const oversight::RetentionTerms*> Of(const std::string& tenant) {
    const auto known = terms_.find(tenant);
    if (known != terms_.end()) return &known->second;
    REEVE_ASSIGN_OR_RETURN(oversight::RetentionTerms terms,
                           oversight::RetentionOf(ledger_, tenant));
    return &terms_.emplace(tenant, terms).first->second;
  }

 private:
  const ledger::Ledger& ledger_;
  std::map<std::string, oversight::RetentionTerms> terms_;
};

struct Expired {
  std::vector<KeptHeader> headers;  // of at most kMaxExpiredAtOnce
  uint64_t held = 0;                // expired, and covered by a legal hold
};

Result<Expired> FindExpired(const ledger::Ledger& ledger, const ledger::Vault& vault,
                            Timestamp now) {
  REEVE_ASSIGN_OR_RETURN(const auto covered, oversight::CoveredByHolds::Load(ledger));
  REEVE_ASSIGN_OR_RETURN(const oversight::Days shortest,
                         oversight::ShortestContentRetention(ledger));
  TermsOfTenants terms(ledger);
  Expired out;
  Status asked;
  REEVE_RETURN_IF_ERROR(vault.Scan([&](const KeptHeader& header) {
    if (header.at + shortest > now) return false;  // and so of all that come after
    const auto of_tenant = terms.Of(header.tenant);
    if (!of_tenant.ok()) {
      asked = of_tenant.error();
      return false;
    }
    if (!IsExpired(header, **of_tenant, now)) return true;
    if (covered.Covers(header.tenant, header.subject, header.system)) {
      ++out.held;
      return true;
    }
    out.headers.push_back(header);
    return out.headers.size() < kMaxExpiredAtOnce;
  }));
  REEVE_RETURN_IF_ERROR(asked);
  return out;
}

}  // namespace

Result<ledger::Vault*> ContentCommands::TheVault() const {
  if (vault_ != nullptr) return vault_;
  return Error{"vault.none", "this engine has no content vault"};
}

Result<std::string> ContentCommands::SubjectOf(std::string_view pseudonym) const {
  if (!pseudonym.empty() && pseudonym.size() <= kMaxPseudonymBytes && IsValidUtf8(pseudonym)) {
    return commitments_.Commit("fact", pseudonym);
  }
  return Error{"subject.name",
               "a pseudonym has 1 to " + std::to_string(kMaxPseudonymBytes) + " bytes of UTF-8",
               "/subject"};
}

Result<ledger::Appended> ContentCommands::Record(std::string_view kind, std::string id,
                                                 json::Object body, std::string_view tenant) {
  REEVE_ASSIGN_OR_RETURN(std::string text, json::Canonical(std::move(body)));
  REEVE_ASSIGN_OR_RETURN(const auto appended, ledger_.Append({{.kind = std::string(kind),
                                                               .log = ledger::LogRole::kControl,
                                                               .tenant = std::string(tenant),
                                                               .id = std::move(id),
                                                               .body = std::move(text)}}));
  return appended.front();
}

// ------------------------------------------------------------------------------------------ access

Result<json::Object> ContentCommands::ReadChecked(std::string_view decision,
                                                  std::string_view tenant) {
  REEVE_ASSIGN_OR_RETURN(ledger::Vault * vault, TheVault());
  REEVE_ASSIGN_OR_RETURN(const ledger::Vault::Kept kept, vault->Read(decision));
  if (kept.header.tenant != tenant) {
    return Error{"vault.not_kept", "no content is kept of `" + std::string(decision) + "`"};
  }
  REEVE_ASSIGN_OR_RETURN(const ledger::Record record, ledger_.FindById(decision));
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  const json::Value* commitment = json::Resolve(*body, "/kept/commitment");
  const std::string expected = commitments_.Commit(kKeptDomain, kept.text);
  if (commitment == nullptr || commitment->as_string() == nullptr ||
      !ConstantTimeEqual(*commitment->as_string(), expected)) {
    return Error{"vault.damaged", "what is kept of `" + std::string(decision) +
                                      "` is not what its record commits to"};
  }
  REEVE_ASSIGN_OR_RETURN(const json::Value text, json::Parse(kept.text));
  json::Object out{{"decision", decision},
                   {"class", kept.header.retention_class},
                   {"at", FormatTimestamp(kept.header.at)},
                   {"commitment", expected},
                   {"nonce", *text.Find("nonce")},
                   {"request", *text.Find("request")}};
  if (const json::Value* released = text.Find("released")) out.Add("released", *released);
  return out;
}

Result<json::Object> ContentCommands::Read(std::string_view decision, std::string_view reason,
                                           const ActingPerson& by) {
  REEVE_ASSIGN_OR_RETURN(json::Object kept, ReadChecked(decision, by.tenant));
  json::Object body = By(by, reason);
  body.Add("decision", decision);
  REEVE_ASSIGN_OR_RETURN(
      [[maybe_unused]] const auto recorded,
      Record(kContentRead, NewId("cr-", clock_.Now(), random_), std::move(body), by.tenant));
  return kept;
}

Result<json::Object> ContentCommands::PageEntry(const ledger::Record& record,
                                                std::string_view tenant) {
  REEVE_ASSIGN_OR_RETURN(std::string receipt, ledger_.Receipt(record.index()));
  json::Object entry{{"index", record.index()},
                     {"record", record.bytes()},
                     {"leaf_hash", HexEncode(AsBytes(record.leaf()))},
                     {"receipt", std::move(receipt)}};
  if (record.kind() != kDecisionKind || vault_ == nullptr) return entry;
  Result<json::Object> kept = ReadChecked(record.id(), tenant);
  if (kept.ok()) {
    entry.Add("content", *std::move(kept));
  } else if (kept.error().code != "vault.not_kept" && kept.error().code != "vault.erased") {
    return kept.error();
  }
  return entry;
}

Result<json::Object> ContentCommands::Export(std::string_view pseudonym, uint64_t after,
                                             std::string_view reason, const ActingPerson& by) {
  REEVE_ASSIGN_OR_RETURN(const std::string subject, SubjectOf(pseudonym));
  if (after == 0) {
    json::Object body = By(by, reason);
    body.Add("subject", subject);
    REEVE_ASSIGN_OR_RETURN(
        [[maybe_unused]] const auto recorded,
        Record(kSubjectExported, NewId("sx-", clock_.Now(), random_), std::move(body), by.tenant));
  }
  const uint64_t size = ledger_.size();
  const uint64_t end = std::min(size, after + kMaxPageScan);
  json::Array records;
  size_t bytes = 0;
  uint64_t at = after;
  ledger::RecordScan scan(ledger_.store(), at);
  while (at < end && records.size() < kMaxPageRecords && bytes < kMaxPageBytes) {
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string_view> text, scan.Next());
    if (!text) break;
    ++at;
    // A digest has 64 hex digits: where they stand, the record is about the subject.
    if (text->find(subject) == std::string_view::npos) continue;
    REEVE_ASSIGN_OR_RETURN(const ledger::Record record, ledger::Record::Parse(std::string(*text)));
    if (record.tenant() != by.tenant) continue;
    REEVE_ASSIGN_OR_RETURN(json::Object entry, PageEntry(record, by.tenant));
    bytes += json::Compact(entry).size();
    records.push_back(std::move(entry));
  }
  json::Object page{{"subject", subject},
                    {"origin", ledger_.vkey().name},
                    {"vkey", ledger_.vkey().Text()},
                    {"size", size},
                    {"records", std::move(records)}};
  if (at < size) page.Add("next", at);
  return page;
}

// ----------------------------------------------------------------------------------------- erasure

Result<json::Object> ContentCommands::Erase(std::string_view pseudonym, std::string_view reason,
                                            const ActingPerson& by) {
  REEVE_ASSIGN_OR_RETURN(ledger::Vault * vault, TheVault());
  REEVE_ASSIGN_OR_RETURN(const std::string subject, SubjectOf(pseudonym));
  REEVE_ASSIGN_OR_RETURN(const std::string key, vault->CurrentKey(by.tenant, subject));
  if (key.empty()) {
    return Error{"subject.nothing_kept",
                 "no content is kept of this subject, so there is no key to destroy; the pseudonym "
                 "must be as the requests had it"};
  }
  REEVE_ASSIGN_OR_RETURN(const auto headers, vault->HeadersOf(by.tenant, subject));
  std::set<std::string> systems;
  uint64_t contents = 0;
  for (const KeptHeader& header : headers) {
    if (header.key != key) continue;
    systems.insert(header.system);
    ++contents;
  }
  if (systems.size() > oversight::kMaxErasedSystems) {
    return Error{"subject.too_many_systems", "content of more than 1,000 systems is kept"};
  }
  json::Object body = By(by, reason);
  body.Add("subject", subject)
      .Add("key", key)
      .Add("contents", contents)
      .Add("systems", json::Array(systems.begin(), systems.end()));
  // The record first: what is on record and was not yet done is done at the next start. Or here, if
  // it was recorded before and the destruction failed.
  const Result<ledger::Appended> recorded = Record(
      oversight::kSubjectErased, NewId("se-", clock_.Now(), random_), std::move(body), by.tenant);
  if (!recorded.ok() && recorded.error().code != "subject.erased") return recorded.error();
  REEVE_ASSIGN_OR_RETURN(const uint64_t removed, vault->Destroy(by.tenant, subject, key));
  json::Object out{{"subject", subject}, {"key", key}, {"contents", removed}};
  if (recorded.ok()) out.Add("index", recorded->index);
  return out;
}

Status FinishErasures(const ledger::Ledger& ledger, ledger::Vault& vault) {
  REEVE_ASSIGN_OR_RETURN(const auto erasures, oversight::ListErasures(ledger));
  for (const oversight::Erasure& erasure : erasures) {
    REEVE_ASSIGN_OR_RETURN([[maybe_unused]] const uint64_t removed,
                           vault.Destroy(erasure.tenant, erasure.subject, erasure.key));
  }
  return {};
}

// ------------------------------------------------------------------------------------- legal holds

Result<json::Object> ContentCommands::PlaceHold(LegalHold terms, const ActingPerson& by) {
  if (terms.scope == oversight::HoldScope::kSubject) {
    REEVE_ASSIGN_OR_RETURN(terms.value, SubjectOf(terms.value));
  }
  terms.by = by.name;
  json::Object body = oversight::TermsJson(terms);
  body.Add("principal", by.principal);
  const std::string id = NewId("lh-", clock_.Now(), random_);
  REEVE_ASSIGN_OR_RETURN([[maybe_unused]] const auto recorded,
                         Record(oversight::kLegalHoldPlaced, id, std::move(body), by.tenant));
  REEVE_ASSIGN_OR_RETURN(const LegalHold hold, oversight::FindLegalHold(ledger_, by.tenant, id));
  return oversight::ToJson(hold);
}

Result<json::Object> ContentCommands::LiftHold(std::string_view id, std::string_view reason,
                                               const ActingPerson& by) {
  json::Object body = By(by, reason);
  body.Add("legal_hold", id);
  REEVE_ASSIGN_OR_RETURN([[maybe_unused]] const auto recorded,
                         Record(oversight::kLegalHoldLifted, NewId("ll-", clock_.Now(), random_),
                                std::move(body), by.tenant));
  REEVE_ASSIGN_OR_RETURN(const LegalHold hold, oversight::FindLegalHold(ledger_, by.tenant, id));
  return oversight::ToJson(hold);
}

Result<json::Object> ContentCommands::ListHolds(std::string_view tenant, bool lifted) const {
  REEVE_ASSIGN_OR_RETURN(const auto holds, oversight::ListLegalHolds(ledger_, tenant));
  json::Array out;
  for (const LegalHold& hold : holds) {
    if (lifted || !hold.lifted) out.push_back(oversight::ToJson(hold));
  }
  return json::Object{{"legal_holds", std::move(out)}};
}

// --------------------------------------------------------------------------------------- retention

Result<json::Object> ContentCommands::SetRetention(const RetentionChange& change,
                                                   const ActingPerson& by) {
  if (!change.content_days && !change.records_days) {
    return Error{"retention.nothing", "say `content_days`, `records_days` or both"};
  }
  json::Object body = By(by, change.reason);
  body.Add("class", change.risk_class);
  if (change.content_days) body.Add("content_days", *change.content_days);
  if (change.records_days) body.Add("records_days", *change.records_days);
  REEVE_ASSIGN_OR_RETURN([[maybe_unused]] const auto recorded,
                         Record(oversight::kRetentionSet, NewId("rt-", clock_.Now(), random_),
                                std::move(body), by.tenant));
  return ShowRetention(by.tenant);
}

Result<json::Object> ContentCommands::ShowRetention(std::string_view tenant) const {
  REEVE_ASSIGN_OR_RETURN(const auto terms, oversight::RetentionOf(ledger_, tenant));
  json::Array out;
  for (size_t i = 0; i < terms.size(); ++i) {
    out.push_back(oversight::ToJson(static_cast<policy::RiskClass>(i), terms[i]));
  }
  return json::Object{{"retention", std::move(out)}};
}

Status ContentCommands::RecordExpired(const std::vector<KeptHeader>& expired) {
  std::map<std::string, json::Array> by_tenant;
  for (const KeptHeader& header : expired) by_tenant[header.tenant].emplace_back(header.id);
  for (auto& [tenant, decisions] : by_tenant) {
    json::Object body{{"by", kReeve}, {"decisions", std::move(decisions)}};
    REEVE_ASSIGN_OR_RETURN(
        [[maybe_unused]] const auto recorded,
        Record(kContentExpired, NewId("cx-", clock_.Now(), random_), std::move(body), tenant));
  }
  return {};
}

Result<json::Object> ContentCommands::Sweep() {
  REEVE_ASSIGN_OR_RETURN(ledger::Vault * vault, TheVault());
  uint64_t gone = 0;
  while (true) {
    REEVE_ASSIGN_OR_RETURN(const Expired expired, FindExpired(ledger_, *vault, clock_.Now()));
    if (!expired.headers.empty()) {
      REEVE_RETURN_IF_ERROR(RecordExpired(expired.headers));
      REEVE_RETURN_IF_ERROR(vault->Remove(expired.headers));
      gone += expired.headers.size();
    }
    if (expired.headers.size() < kMaxExpiredAtOnce) {
      return json::Object{{"expired", gone}, {"held", expired.held}};
    }
  }
}

}  // namespace reeve::engine

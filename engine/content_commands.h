// Kept content as commands and questions: reading it, a person's access and erasure, legal holds,
// retention. docs/privacy.md.
//
// Who asks for a person's data names the pseudonym; records and answers have its keyed digest.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/decision.h"
#include "ledger/ledger.h"
#include "ledger/vault.h"
#include "oversight/acting_person.h"
#include "oversight/content_register.h"

namespace reeve::engine {

inline constexpr std::string_view kContentRead = "content.read";
inline constexpr std::string_view kContentExpired = "content.expired";
inline constexpr std::string_view kSubjectExported = "subject.exported";

inline constexpr size_t kMaxPseudonymBytes = kMaxIdBytes;
// Of one page of an export: what is found, its bytes, and what is looked through for it.
inline constexpr size_t kMaxPageRecords = 100;
inline constexpr size_t kMaxPageBytes = size_t{4} << 20;
inline constexpr uint64_t kMaxPageScan = 50'000;
// Of one record `content.expired`; more are several.
inline constexpr size_t kMaxExpiredAtOnce = 1'000;

class ContentCommands {
 public:
  // All must outlive it; the ledger was opened with AllProjections(). Without a vault (null), what
  // needs one fails: vault.none.
  ContentCommands(ledger::Ledger& ledger, ledger::Vault* vault, const Commitments& commitments,
                  const Clock& clock, const Random& random)
      : ledger_(ledger), vault_(vault), commitments_(commitments), clock_(clock), random_(random) {}

  // What was kept of that decision, checked against its record; that it was read, by whom and why,
  // is recorded first. vault.not_kept, vault.erased, vault.damaged
  Result<json::Object> Read(std::string_view decision, std::string_view reason,
                            const oversight::ActingPerson& by);

  // Everything on a pseudonym: records from `after` on that have its digest, each as the log has it
  // with a receipt, and what is kept of it. {"subject","origin","vkey","records":[{"index",
  // "record","leaf_hash","receipt","content"}],"size"}, and `next` while there may be more. The
  // first page (after 0) is recorded. subject.name
  Result<json::Object> Export(std::string_view pseudonym, uint64_t after, std::string_view reason,
                              const oversight::ActingPerson& by);

  // Destroys the subject's key, once the erasure is on record. {"subject","key","contents"}, and
  // `index` of the record where it was not there before.
  // subject.nothing_kept, subject.legal_hold, subject.name
  Result<json::Object> Erase(std::string_view pseudonym, std::string_view reason,
                             const oversight::ActingPerson& by);

  // `terms.value` of a hold on a subject is the pseudonym. The hold, as oversight::ToJson has it.
  Result<json::Object> PlaceHold(oversight::LegalHold terms, const oversight::ActingPerson& by);
  // legal_hold.not_found, legal_hold.state
  Result<json::Object> LiftHold(std::string_view id, std::string_view reason,
                                const oversight::ActingPerson& by);
  // {"legal_holds":[...]}; without `lifted`, those that stand.
  Result<json::Object> ListHolds(std::string_view tenant, bool lifted) const;

  struct RetentionChange {
    std::string risk_class;
    std::optional<uint64_t> content_days;
    std::optional<uint64_t> records_days;
    std::string reason;
  };
  // retention.floor, retention.ceiling, retention.nothing, json.value
  Result<json::Object> SetRetention(const RetentionChange& change,
                                    const oversight::ActingPerson& by);
  // {"retention":[{"class","content_days","records_days","floor_days",...}]}
  Result<json::Object> ShowRetention(std::string_view tenant) const;

  // Takes out content whose time is over, of all tenants, and that no legal hold covers; records
  // first which. {"expired":n,"held":n}
  Result<json::Object> Sweep();

 private:
  Result<ledger::Appended> Record(std::string_view kind, std::string id, json::Object body,
                                  std::string_view tenant);
  Result<ledger::Vault*> TheVault() const;
  Result<std::string> SubjectOf(std::string_view pseudonym) const;
  // The kept text, if it is what the record of the decision says was kept.
  Result<json::Object> ReadChecked(std::string_view decision, std::string_view tenant);
  Result<json::Object> PageEntry(const ledger::Record& record, std::string_view tenant);
  Status RecordExpired(const std::vector<ledger::KeptHeader>& expired);

  ledger::Ledger& ledger_;
  ledger::Vault* const vault_;
  const Commitments& commitments_;
  const Clock& clock_;
  const Random& random_;
};

// For the start of an engine: destroys keys whose erasure is on record and that a crash left.
Status FinishErasures(const ledger::Ledger& ledger, ledger::Vault& vault);

}  // namespace reeve::engine

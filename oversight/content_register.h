// What is decided about kept content: legal holds, erasures, retention. A fold over the records
// `legal_hold.placed`, `legal_hold.lifted`, `subject.erased` and `retention.set` (docs/privacy.md).
//
// What holds, because the fold refuses a record that would break it before it is written:
//   - nothing is erased that a legal hold covers, by subject, by system, or with everything;
//   - a hold is lifted once, by a record that says who and why; one of an incident (incidents.h)
//     not before that is closed;
//   - no retention is shorter than the floor of its class, or longer than the ceiling.
//
// A subject is named by a keyed digest of the pseudonym, the one that decisions have in their
// facts.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/projection.h"
#include "oversight/legal_hold.h"
#include "oversight/retention.h"

namespace reeve::oversight {

inline constexpr std::string_view kLegalHoldPlaced = "legal_hold.placed";
inline constexpr std::string_view kLegalHoldLifted = "legal_hold.lifted";
inline constexpr std::string_view kSubjectErased = "subject.erased";
inline constexpr std::string_view kRetentionSet = "retention.set";

inline constexpr size_t kMaxErasedSystems = 1'000;

// Keys "hold/ID", "cover/TENANT 0 SCOPE 0 VALUE" (how many holds stand there),
// "erased/TENANT 0 SUBJECT 0 KEY", "retention/TENANT 0 CLASS", "incident_closed/ID".
class ContentProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "content"; }
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

// legal_hold.not_found: also where it is another tenant's.
Result<LegalHold> FindLegalHold(const ledger::Ledger& ledger, std::string_view tenant,
                                std::string_view id);
// All of a tenant, the last placed first.
Result<std::vector<LegalHold>> ListLegalHolds(const ledger::Ledger& ledger,
                                              std::string_view tenant);

// What is covered at one moment, of all tenants.
class CoveredByHolds {
 public:
  static Result<CoveredByHolds> Load(const ledger::Ledger& ledger);
  bool Covers(std::string_view tenant, std::string_view subject, std::string_view system) const;
  bool any() const { return !covered_.empty(); }

 private:
  std::set<std::string, std::less<>> covered_;
};

struct Erasure {
  std::string tenant;
  std::string subject;
  std::string key;
};
// All that were recorded: a key that is still there was to be destroyed when the process ended.
Result<std::vector<Erasure>> ListErasures(const ledger::Ledger& ledger);

Result<RetentionTerms> RetentionOf(const ledger::Ledger& ledger, std::string_view tenant);
// Of all classes and tenants: content that is younger has not expired, whosever it is.
Result<Days> ShortestContentRetention(const ledger::Ledger& ledger);

}  // namespace reeve::oversight

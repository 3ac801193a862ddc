// Purpose drift: a system is used for a purpose that it does not declare, so that it may have
// become another system in law (Art. 25(1)(c) of the EU AI Act). docs/registering.md.
//
// The record `system.purpose_drift` is written with the decision that saw it: for each system and
// purpose once on a day (UTC), and for at most kMaxDriftAlarms purposes of a system on a day. What
// is past that is denied, or passes, as ever, and is found in the decisions' own records.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/mutex.h"
#include "base/random.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/projection.h"
#include "oversight/system.h"

namespace reeve::oversight {

inline constexpr std::string_view kPurposeDrift = "system.purpose_drift";
inline constexpr size_t kMaxDriftAlarms = 100;  // of a system on a day

// Key: tenant, 0x1F, system, 0x1F, purpose. Value: SeenPurpose as JSON.
class PurposeDriftProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "purpose_drift"; }
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

struct SeenPurpose {
  std::string tenant;
  std::string system;
  std::string purpose;  // empty: the request named none
  uint64_t days = 0;    // on which it was seen
  Timestamp first;
  Timestamp last;
  std::string decision;  // the first of the last day
};
json::Object ToJson(const SeenPurpose& seen);

// Undeclared purposes that a system was used for, the last seen first.
Result<std::vector<SeenPurpose>> ListPurposeDrift(const ledger::Ledger& ledger,
                                                  std::string_view tenant, std::string_view system);

struct DriftSighting {
  const System& system;
  std::string_view purpose;
  std::string_view decision;
  std::string_view principal;  // who called
  Timestamp time;
};
Result<ledger::NewRecord> DriftRecord(const DriftSighting& sighting, const Random& random);

// Which alarms of the day are written. Thread-safety: any thread.
class DriftAlarms {
 public:
  // With those of the day that are on record. ledger.damaged
  static Result<std::unique_ptr<DriftAlarms>> Open(const ledger::Ledger& ledger, Timestamp now);

  // Whether an alarm is due, which is then taken: nobody else gets it on that day.
  bool Take(const System& system, std::string_view purpose, Timestamp now);
  // What was taken could not be recorded.
  void GiveBack(const System& system, std::string_view purpose, Timestamp now);

 private:
  static std::string SystemKey(const System& system);

  Mutex mutex_;
  int64_t day_ REEVE_GUARDED_BY(mutex_) = 0;
  std::map<std::string, std::set<std::string, std::less<>>> seen_ REEVE_GUARDED_BY(mutex_);
};

}  // namespace reeve::oversight

// The usage of budgets on record: what a decision says that it was charged, and the fold of that.
// docs/records.md, `charged`.
//
// The state has one entry for each count that ever was, and of reservations that are not settled a
// bounded number: kReservationSlots lists by a digest of the interaction, each of at most
// kMaxSlotReservations, of which the oldest goes first. What is dropped stays counted as reserved.
//
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/json.h"
#include "base/result.h"
#include "engine/usage_counters.h"
#include "ledger/ledger.h"
#include "ledger/projection.h"

namespace reeve::engine {

inline constexpr size_t kReservationSlots = 4096;
inline constexpr size_t kMaxSlotReservations = 16;
static_assert(kReservationSlots * kMaxSlotReservations == kMaxReservations);

// An entry of the member `charged` of a decision: of a call, or of an answer that settles one.
json::Object ChargedJson(const UsageEntry& entry, bool is_call);

// What has not ended at `now`, in seconds since 1970; at most as much as UsageCounters keeps.
Status ReadUsageState(const ledger::Ledger& ledger, int64_t now, UsageCounters::Counters* counters,
                      UsageCounters::Reservations* reserved);

// Key: a count's. Value: {"until","used"}. And key: "r/" and the slot. Value: a list of
// {"amount","interaction","key","until"}, the oldest first.
class UsageProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "usage"; }
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

}  // namespace reeve::engine

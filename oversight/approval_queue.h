// Queues: the approvals that are open, of one role or of all, in an order; and those that are over.
// A listing reads a range of an index that the fold keeps, and not all approvals.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "ledger/projection.h"
#include "oversight/approvals.h"

namespace reeve::oversight {

inline constexpr size_t kMaxListedApprovals = 1'000;

enum class QueueOrder : uint8_t {
  kAge,       // the first opened first
  kDue,       // the nearest deadline first
  kPriority,  // the greatest severity first, of one severity the first opened
};
std::string_view QueueOrderName(QueueOrder order);  // "age", "due", "priority"
std::optional<QueueOrder> QueueOrderFromName(std::string_view name);

struct QueueQuery {
  std::string tenant = {};
  ApprovalState state = ApprovalState::kOpen;
  // Empty for all. Of what is open: those on which the role may vote now.
  std::string role = {};
  std::string system = {};
  QueueOrder order = QueueOrder::kAge;  // of what is open; what is over comes the last opened first
  size_t limit = 100;                   // at most kMaxListedApprovals
  std::string after = {};               // QueuePage::next of the page before
};

struct QueuePage {
  std::vector<ApprovalEntry> entries;  // each in that state as of `now`
  std::string next;                    // empty: there are no more
};

Result<QueuePage> ReadQueue(const ledger::ProjectionReader& approvals, const QueueQuery& query,
                            const LiveBundles& bundles, Timestamp now);

// Ids of what is recorded as open and is past its deadline, the earliest first.
Result<std::vector<std::string>> PastDeadline(const ledger::ProjectionReader& approvals,
                                              Timestamp now, size_t limit);
// Ids of what is recorded as open or approved, of all tenants, for who looks for what is void.
Result<std::vector<std::string>> Undecided(const ledger::ProjectionReader& approvals);

}  // namespace reeve::oversight

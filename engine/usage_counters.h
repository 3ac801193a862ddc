// What was used of the budgets of a bundle (policy/budget.h): a count for each actor, system,
// tenant and model that the budget tells apart, in the window of the time. docs/budgets.md.
//
// A count is read, the verdict is made by it, and the call is added, in one step under one lock: so
// callers that race for the last call of a budget cannot both read that it is there. What was added
// is given back where the call does not pass after all, or has no record. A decision that passed
// has its counts on record (`charged`), and the counts of the windows that have not ended are those
// of the records again when a ledger is opened.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/mutex.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/projection.h"
#include "policy/budget.h"

namespace reeve::engine {

// Past it, a count that is not there yet reads as used up, until windows of others end.
inline constexpr size_t kMaxUsageCounters = 100'000;

// Who is counted.
struct CountedCall {
  std::string actor;  // keyed digest
  std::string_view system;
  std::string_view tenant;
  std::string_view model;
};

// The count of a budget that one call falls on.
struct UsageCount {
  json::Object name;   // what tells it from other counts
  std::string key;     // the same, canonical
  int64_t until = 0;   // when its window ends, in seconds since 1970
  uint64_t limit = 0;  // of the budget
};

UsageCount CountOf(const policy::Budget& budget, const CountedCall& call, Timestamp now);

class UsageCounters;

// One call on each of its counts; given back at its end, unless it is kept. It must not outlive the
// counters. Thread-safety: one thread.
class UsageCharge {
 public:
  UsageCharge(UsageCounters& counters, std::vector<UsageCount> counts)
      : counters_(counters), counts_(std::move(counts)) {}
  ~UsageCharge();
  UsageCharge(const UsageCharge&) = delete;
  UsageCharge& operator=(const UsageCharge&) = delete;

  // Its record is durable.
  void Keep() { kept_ = true; }
  // The member `charged` of a decision's body.
  json::Array Json() const;

 private:
  UsageCounters& counters_;
  std::vector<UsageCount> counts_;
  bool kept_ = false;
};

// Thread-safety: every method, from any thread.
class UsageCounters {
 public:
  // The counts of the windows that have not ended.
  static Result<std::unique_ptr<UsageCounters>> Open(const ledger::Ledger& ledger, Timestamp now);

  // By count, what was used.
  std::vector<uint64_t> Used(const std::vector<UsageCount>& counts, Timestamp now);
  // Calls `judge` with what was used; where it says that the call passes, the call is added before
  // anybody else can read. Null where it does not pass. `judge` must not call back.
  using Judge = std::function<bool(const std::vector<uint64_t>& used)>;
  std::shared_ptr<UsageCharge> Charge(std::vector<UsageCount> counts, Timestamp now,
                                      const Judge& judge);

 private:
  friend class UsageCharge;
  struct Counter {
    uint64_t used = 0;
    int64_t until = 0;
  };
  explicit UsageCounters(std::unordered_map<std::string, Counter> counters)
      : counters_(std::move(counters)) {}
  std::vector<uint64_t> Read(const std::vector<UsageCount>& counts, int64_t now)
      REEVE_REQUIRES(mutex_);
  bool HasRoom(int64_t now) REEVE_REQUIRES(mutex_);
  void Add(const UsageCount& count) REEVE_REQUIRES(mutex_);
  void GiveBack(const std::vector<UsageCount>& counts);

  Mutex mutex_;
  std::unordered_map<std::string, Counter> counters_ REEVE_GUARDED_BY(mutex_);
  int64_t first_end_ REEVE_GUARDED_BY(mutex_) = 0;  // before it, no window of a full map ends
};

// Key: the count's. Value: {"until","used"}.
class UsageProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "usage"; }
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

}  // namespace reeve::engine

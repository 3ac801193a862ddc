// What was used of the budgets of a bundle (policy/budget.h): a count for each actor, system,
// tenant and model that the budget tells apart, in the window of the time. docs/budgets.md.
//
// A count is read, the verdict is made by it, and what the call asks for is added, in one step
// under one lock: so callers that race for the last of a budget cannot both read that it is there.
// What was added is given back where the call does not pass after all, or has no record.
//
// Of tokens and cost a call only says what it may use: that is reserved until an answer of the same
// interaction says what was used, which settles it. A reservation that nobody settles stays.
//
// A decision has its charges on record (`charged`), and the counts and reservations of the windows
// that have not ended are those of the records again when a ledger is opened (usage_projection.h).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/mutex.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "policy/budget.h"

namespace reeve::engine {

// Past it, a count that is not there yet reads as used up, until windows of others end.
inline constexpr size_t kMaxUsageCounters = 100'000;
// Past it, and of one interaction past the other, what a further call reserves is not settled, but
// stays as it is.
inline constexpr size_t kMaxReservations = 65'536;
inline constexpr size_t kMaxReservationsEach = 64;
// Where a count stops, for all that is added: beyond any limit, and a whole number to every reader.
inline constexpr uint64_t kMaxUsed = 1'000'000'000'000'000;

// Who is counted.
struct CountedCall {
  std::string actor;  // keyed digest
  std::string_view system;
  std::string_view tenant;
  std::string_view model;
};

// By unit, how much; nothing where the caller does not say.
using UsageAmounts = std::array<std::optional<uint64_t>, policy::kBudgetUnitCount>;

// The count of a budget that one call falls on.
struct UsageCount {
  json::Object name;   // what tells it from other counts
  std::string key;     // the same, canonical
  int64_t until = 0;   // when its window ends, in seconds since 1970
  uint64_t limit = 0;  // of the budget
  policy::BudgetUnit unit = policy::BudgetUnit::kCalls;
};

UsageCount CountOf(const policy::Budget& budget, const CountedCall& call, Timestamp now);

// What one decision adds to a count.
struct UsageEntry {
  UsageCount count;
  int64_t amount = 0;
  // Of an answer, the reservation that is part of the amount with a minus sign: it is settled.
  uint64_t settled = 0;
};

// An interaction of a system; other systems have others of the same name.
std::string InteractionKey(std::string_view tenant, std::string_view system,
                           std::string_view interaction);

class UsageCounters;

// What one decision adds, given back at its end unless it is kept. It must not outlive the
// counters. Thread-safety: one thread.
class UsageCharge {
 public:
  enum class Kind : uint8_t { kCall, kSettlement };
  UsageCharge(UsageCounters& counters, Kind kind, std::string interaction, int64_t at,
              std::vector<UsageEntry> entries)
      : counters_(counters),
        kind_(kind),
        interaction_(std::move(interaction)),
        at_(at),
        entries_(std::move(entries)) {}
  ~UsageCharge();
  UsageCharge(const UsageCharge&) = delete;
  UsageCharge& operator=(const UsageCharge&) = delete;

  Kind kind() const { return kind_; }
  // Its record is durable: from now on an answer may settle it.
  void Keep();
  // The member `charged` of a decision's body.
  json::Array Json() const;

 private:
  friend class UsageCounters;
  UsageCounters& counters_;
  const Kind kind_;
  const std::string interaction_;
  const int64_t at_;  // seconds since 1970
  const std::vector<UsageEntry> entries_;
  bool kept_ = false;
};

// What is used after an amount of either sign: from 0 to kMaxUsed.
uint64_t Changed(uint64_t used, int64_t amount);

// Thread-safety: every method, from any thread.
class UsageCounters {
 public:
  struct Counter {
    uint64_t used = 0;
    int64_t until = 0;
  };
  using Counters = std::unordered_map<std::string, Counter>;
  // By interaction: of each count what is reserved; `amount` of each is above 0.
  using Reservations = std::unordered_map<std::string, std::vector<UsageEntry>>;

  // The counts and reservations of the windows that have not ended.
  static Result<std::unique_ptr<UsageCounters>> Open(const ledger::Ledger& ledger, Timestamp now);

  // By count, what was used.
  std::vector<uint64_t> Used(const std::vector<UsageCount>& counts, Timestamp now);
  // Calls `judge` with what was used; where it says that the call passes, what is asked is added
  // before anybody else can read. Null where it does not pass. `judge` must not call back.
  using Judge = std::function<bool(const std::vector<uint64_t>& used)>;
  std::shared_ptr<UsageCharge> Charge(std::vector<UsageCount> counts, const UsageAmounts& asked,
                                      std::string interaction, Timestamp now, const Judge& judge);
  // An answer says what was used: what its interaction has reserved of these units is given back,
  // and what was used is added to the windows of the reservations, or where there are none to the
  // counts. Null where nothing changes.
  std::shared_ptr<UsageCharge> Settle(std::vector<UsageCount> counts, const UsageAmounts& used,
                                      std::string interaction, Timestamp now);

  // Every count of a window that has not ended, under the lock: for a list and for metrics.
  using Visitor = std::function<void(const std::string& key, const Counter& counter)>;
  void Visit(Timestamp now, const Visitor& visitor);

 private:
  friend class UsageCharge;
  UsageCounters(Counters counters, Reservations reserved);
  std::vector<uint64_t> Read(const std::vector<UsageCount>& counts, int64_t now)
      REEVE_REQUIRES(mutex_);
  bool HasRoom(int64_t now) REEVE_REQUIRES(mutex_);
  // The window of the entry becomes that in which it is counted.
  void Add(UsageEntry* entry) REEVE_REQUIRES(mutex_);
  // To a window that is over by now nothing is added.
  void Change(const UsageCount& count, int64_t amount) REEVE_REQUIRES(mutex_);
  bool HasRoomToReserve(size_t entries, int64_t now) REEVE_REQUIRES(mutex_);
  void Reserve(const std::string& interaction, const std::vector<UsageEntry>& entries, int64_t now)
      REEVE_REQUIRES(mutex_);
  void Keep(const UsageCharge& charge);
  void GiveBack(const UsageCharge& charge);

  Mutex mutex_;
  Counters counters_ REEVE_GUARDED_BY(mutex_);
  Reservations reserved_ REEVE_GUARDED_BY(mutex_);
  size_t reserved_size_ REEVE_GUARDED_BY(mutex_) = 0;  // entries of all interactions
  // Before these, no window of a full map ends.
  int64_t first_end_ REEVE_GUARDED_BY(mutex_) = 0;
  int64_t first_reserved_end_ REEVE_GUARDED_BY(mutex_) = 0;
};

}  // namespace reeve::engine

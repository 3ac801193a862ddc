#include "engine/usage_counters.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include "engine/usage_projection.h"

namespace reeve::engine {
namespace {

int64_t SecondsOf(Timestamp time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

// When the last of the windows ends.
int64_t EndOf(const std::vector<UsageEntry>& entries) {
  int64_t end = 0;
  for (const UsageEntry& entry : entries) end = std::max(end, entry.count.until);
  return end;
}

// Whether both are counts of one budget, for whomever.
bool IsOfBudget(const UsageCount& count, const UsageCount& other) {
  for (const char* key : {"budget", "of", "window"}) {
    const json::Value* one = count.name.Find(key);
    const json::Value* two = other.name.Find(key);
    if (one == nullptr || two == nullptr || !(*one == *two)) return false;
  }
  return true;
}

// What is reserved of the count's budget, as entries that give it back.
void TakeReserved(const UsageCount& count, std::vector<UsageEntry>* reserved,
                  std::vector<UsageEntry>* out) {
  const auto others = std::stable_partition(
      reserved->begin(), reserved->end(),
      [&count](const UsageEntry& entry) { return !IsOfBudget(entry.count, count); });
  for (auto entry = others; entry != reserved->end(); ++entry) {
    const int64_t amount = entry->amount;
    out->push_back({std::move(entry->count), -amount, static_cast<uint64_t>(amount)});
  }
  reserved->erase(others, reserved->end());
}

}  // namespace

UsageCount CountOf(const policy::Budget& budget, const CountedCall& call, Timestamp now) {
  UsageCount out;
  const int64_t window = budget.window.count();
  if (budget.per_actor) out.name.Add("actor", call.actor);
  out.name.Add("budget", budget.name);
  if (budget.per_model) out.name.Add("model", call.model);
  out.name.Add("of", policy::BudgetUnitName(budget.unit));
  if (budget.per_system) out.name.Add("system", call.system);
  // Another tenant may have a system of the same id.
  if (budget.per_tenant || budget.per_system) out.name.Add("tenant", call.tenant);
  out.name.Add("window", window);
  // Texts of a request that was read, and whole numbers.
  out.key = json::Canonical(json::Value(out.name)).value();
  const int64_t seconds = SecondsOf(now);
  out.until = seconds - seconds % window + window;
  out.limit = budget.limit;
  out.unit = budget.unit;
  return out;
}

uint64_t Changed(uint64_t used, int64_t amount) {
  const auto size = static_cast<uint64_t>(amount < 0 ? -amount : amount);
  return amount < 0 ? used - std::min(used, size) : std::min(used + size, kMaxUsed);
}

std::string InteractionKey(std::string_view tenant, std::string_view system,
                           std::string_view interaction) {
  std::string key(tenant);
  key.append("/").append(system).append("/").append(interaction);
  return key;
}

UsageCharge::~UsageCharge() {
  if (!kept_) counters_.GiveBack(*this);
}

void UsageCharge::Keep() {
  if (!kept_) counters_.Keep(*this);
  kept_ = true;
}

json::Array UsageCharge::Json() const {
  json::Array out;
  out.reserve(entries_.size());
  for (const UsageEntry& entry : entries_) {
    out.emplace_back(ChargedJson(entry, kind_ == Kind::kCall));
  }
  return out;
}

UsageCounters::UsageCounters(Counters counters, Reservations reserved)
    : counters_(std::move(counters)), reserved_(std::move(reserved)) {
  for (const auto& interaction : reserved_) reserved_size_ += interaction.second.size();
}

Result<std::unique_ptr<UsageCounters>> UsageCounters::Open(const ledger::Ledger& ledger,
                                                           Timestamp now) {
  Counters counters;
  Reservations reserved;
  REEVE_RETURN_IF_ERROR(ReadUsageState(ledger, SecondsOf(now), &counters, &reserved));
  return std::unique_ptr<UsageCounters>(
      new UsageCounters(std::move(counters), std::move(reserved)));
}

std::vector<uint64_t> UsageCounters::Used(const std::vector<UsageCount>& counts, Timestamp now) {
  MutexLock lock(mutex_);
  return Read(counts, SecondsOf(now));
}

std::shared_ptr<UsageCharge> UsageCounters::Charge(std::vector<UsageCount> counts,
                                                   const UsageAmounts& asked,
                                                   std::string interaction, Timestamp now,
                                                   const Judge& judge) {
  std::vector<UsageEntry> entries;
  MutexLock lock(mutex_);
  if (!judge(Read(counts, SecondsOf(now)))) return nullptr;
  entries.reserve(counts.size());
  for (UsageCount& count : counts) {
    const uint64_t amount = asked[static_cast<size_t>(count.unit)].value_or(0);
    if (amount == 0) continue;
    entries.push_back({std::move(count), static_cast<int64_t>(amount), 0});
    Add(&entries.back());
  }
  if (entries.empty()) return nullptr;
  return std::make_shared<UsageCharge>(*this, UsageCharge::Kind::kCall, std::move(interaction),
                                       SecondsOf(now), std::move(entries));
}

std::shared_ptr<UsageCharge> UsageCounters::Settle(std::vector<UsageCount> counts,
                                                   const UsageAmounts& used,
                                                   std::string interaction, Timestamp now) {
  std::vector<UsageEntry> entries;
  MutexLock lock(mutex_);
  const auto found = reserved_.find(interaction);
  for (UsageCount& count : counts) {
    const std::optional<uint64_t>& amount = used[static_cast<size_t>(count.unit)];
    if (!amount) continue;
    const size_t before = entries.size();
    if (found != reserved_.end()) TakeReserved(count, &found->second, &entries);
    reserved_size_ -= entries.size() - before;
    if (entries.size() > before) {
      entries.back().amount += static_cast<int64_t>(*amount);
    } else if (*amount > 0) {
      entries.push_back({std::move(count), static_cast<int64_t>(*amount), 0});
    }
  }
  if (found != reserved_.end() && found->second.empty()) reserved_.erase(found);
  for (UsageEntry& entry : entries) {
    if (entry.settled != 0) {
      Change(entry.count, entry.amount);
    } else {
      Add(&entry);
    }
  }
  if (entries.empty()) return nullptr;
  return std::make_shared<UsageCharge>(*this, UsageCharge::Kind::kSettlement,
                                       std::move(interaction), SecondsOf(now), std::move(entries));
}

void UsageCounters::Visit(Timestamp now, const Visitor& visitor) {
  const int64_t seconds = SecondsOf(now);
  MutexLock lock(mutex_);
  for (const auto& [key, counter] : counters_) {
    if (counter.until > seconds) visitor(key, counter);
  }
}

std::vector<uint64_t> UsageCounters::Read(const std::vector<UsageCount>& counts, int64_t now) {
  std::vector<uint64_t> out;
  out.reserve(counts.size());
  for (const UsageCount& count : counts) {
    const auto found = counters_.find(count.key);
    if (found == counters_.end()) {
      out.push_back(HasRoom(now) ? 0 : count.limit);
    } else {
      // By a clock that was set back, the later window goes on.
      out.push_back(found->second.until >= count.until ? found->second.used : 0);
    }
  }
  return out;
}

bool UsageCounters::HasRoom(int64_t now) {
  if (counters_.size() < kMaxUsageCounters) return true;
  if (now < first_end_) return false;
  std::erase_if(counters_, [now](const auto& counter) { return counter.second.until <= now; });
  first_end_ = std::numeric_limits<int64_t>::max();
  for (const auto& counter : counters_) {
    first_end_ = std::min(first_end_, counter.second.until);
  }
  return counters_.size() < kMaxUsageCounters;
}

void UsageCounters::Add(UsageEntry* entry) {
  UsageCount& count = entry->count;
  const auto found = counters_.find(count.key);
  if (found == counters_.end()) {
    if (counters_.size() >= kMaxUsageCounters) return;  // it reads as used up
    counters_.emplace(count.key, Counter{Changed(0, entry->amount), count.until});
    first_end_ = std::min(first_end_, count.until);
    return;
  }
  Counter& counter = found->second;
  if (counter.until < count.until) counter = {0, count.until};
  count.until = counter.until;
  counter.used = Changed(counter.used, entry->amount);
}

void UsageCounters::Change(const UsageCount& count, int64_t amount) {
  const auto found = counters_.find(count.key);
  if (found == counters_.end() || found->second.until != count.until) return;
  found->second.used = Changed(found->second.used, amount);
}

bool UsageCounters::HasRoomToReserve(size_t entries, int64_t now) {
  if (reserved_size_ + entries <= kMaxReservations) return true;
  if (now < first_reserved_end_) return false;
  first_reserved_end_ = std::numeric_limits<int64_t>::max();
  std::erase_if(reserved_, [&](const auto& interaction) REEVE_REQUIRES(mutex_) {
    const int64_t end = EndOf(interaction.second);
    if (end <= now) {
      reserved_size_ -= interaction.second.size();
      return true;
    }
    first_reserved_end_ = std::min(first_reserved_end_, end);
    return false;
  });
  return reserved_size_ + entries <= kMaxReservations;
}

void UsageCounters::Reserve(const std::string& interaction, const std::vector<UsageEntry>& entries,
                            int64_t now) {
  if (!HasRoomToReserve(entries.size(), now)) return;
  std::vector<UsageEntry>& reserved = reserved_[interaction];
  if (reserved.size() + entries.size() > kMaxReservationsEach) return;
  reserved.insert(reserved.end(), entries.begin(), entries.end());
  reserved_size_ += entries.size();
  first_reserved_end_ = std::min(first_reserved_end_, EndOf(reserved));
}

void UsageCounters::Keep(const UsageCharge& charge) {
  if (charge.kind() != UsageCharge::Kind::kCall) return;
  std::vector<UsageEntry> reserved;
  std::copy_if(
      charge.entries_.begin(), charge.entries_.end(), std::back_inserter(reserved),
      [](const UsageEntry& entry) { return entry.count.unit != policy::BudgetUnit::kCalls; });
  if (reserved.empty()) return;
  MutexLock lock(mutex_);
  Reserve(charge.interaction_, reserved, charge.at_);
}

void UsageCounters::GiveBack(const UsageCharge& charge) {
  std::vector<UsageEntry> reserved;
  MutexLock lock(mutex_);
  for (const UsageEntry& entry : charge.entries_) {
    Change(entry.count, -entry.amount);
    if (entry.settled == 0) continue;
    reserved.push_back({entry.count, static_cast<int64_t>(entry.settled), 0});
  }
  if (!reserved.empty()) Reserve(charge.interaction_, reserved, charge.at_);
}

}  // namespace reeve::engine

#include "engine/usage_counters.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include "base/json_reader.h"
#include "engine/decision.h"

namespace reeve::engine {
namespace {

// Members stand by name in a canonical body, and before this one only ids, a time and a digest.
constexpr std::string_view kChargedMember = "\"charged\":[";
constexpr size_t kChargedWithin = 512;

int64_t SecondsOf(Timestamp time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

struct Stored {
  uint64_t used = 0;
  int64_t until = 0;
};

Result<Stored> ParseStored(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  json::ObjectReader reader(value, "");
  Stored out;
  out.used = reader.Unsigned("used").value_or(0);
  out.until = static_cast<int64_t>(reader.Unsigned("until").value_or(0));
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return out;
}

Status FoldCharge(const json::Value& charge, ledger::ProjectionWriter& state) {
  const json::Value* until = charge.Find("until");
  if (until == nullptr || until->as_int() == nullptr) return {};
  json::Object name;
  for (const json::Member& member : *charge.as_object()) {
    if (member.key != "until") name.Add(member.key, member.value);
  }
  REEVE_ASSIGN_OR_RETURN(const std::string key, json::Canonical(json::Value(std::move(name))));
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> known, state.Get(key));
  Stored count{0, *until->as_int()};
  if (known) {
    REEVE_ASSIGN_OR_RETURN(const Stored before, ParseStored(*known));
    // A call of the window before may come to the log after the first of the next: it counts there.
    if (before.until >= count.until) count = before;
  }
  REEVE_ASSIGN_OR_RETURN(
      const std::string text,
      json::Canonical(json::Object{{"until", count.until}, {"used", count.used + 1}}));
  state.Put(key, text);
  return {};
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
  if (budget.per_tenant) out.name.Add("tenant", call.tenant);
  out.name.Add("window", window);
  // Texts of a request that was read, and whole numbers.
  out.key = json::Canonical(json::Value(out.name)).value();
  const int64_t seconds = SecondsOf(now);
  out.until = seconds - seconds % window + window;
  out.limit = budget.limit;
  return out;
}

UsageCharge::~UsageCharge() {
  if (!kept_) counters_.GiveBack(counts_);
}

json::Array UsageCharge::Json() const {
  json::Array out;
  out.reserve(counts_.size());
  for (const UsageCount& count : counts_) {
    json::Object entry = count.name;
    entry.Add("until", count.until);
    out.emplace_back(std::move(entry));
  }
  return out;
}

Result<std::unique_ptr<UsageCounters>> UsageCounters::Open(const ledger::Ledger& ledger,
                                                           Timestamp now) {
  const int64_t seconds = SecondsOf(now);
  Status wrong;
  std::unordered_map<std::string, Counter> counters;
  REEVE_RETURN_IF_ERROR(
      ledger.State("usage").Scan("", [&](std::string_view key, std::string_view value) {
        const Result<Stored> stored = ParseStored(value);
        if (!stored.ok()) {
          wrong = stored.error();
          return false;
        }
        if (stored->until > seconds) {
          counters.emplace(std::string(key), Counter{stored->used, stored->until});
        }
        return counters.size() < kMaxUsageCounters;
      }));
  REEVE_RETURN_IF_ERROR(wrong);
  return std::unique_ptr<UsageCounters>(new UsageCounters(std::move(counters)));
}

std::vector<uint64_t> UsageCounters::Used(const std::vector<UsageCount>& counts, Timestamp now) {
  MutexLock lock(mutex_);
  return Read(counts, SecondsOf(now));
}

std::shared_ptr<UsageCharge> UsageCounters::Charge(std::vector<UsageCount> counts, Timestamp now,
                                                   const Judge& judge) {
  MutexLock lock(mutex_);
  if (!judge(Read(counts, SecondsOf(now)))) return nullptr;
  for (const UsageCount& count : counts) Add(count);
  return std::make_shared<UsageCharge>(*this, std::move(counts));
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

void UsageCounters::Add(const UsageCount& count) {
  const auto found = counters_.find(count.key);
  if (found == counters_.end()) {
    if (counters_.size() >= kMaxUsageCounters) return;  // it reads as used up
    counters_.emplace(count.key, Counter{1, count.until});
    first_end_ = std::min(first_end_, count.until);
    return;
  }
  Counter& counter = found->second;
  if (counter.until < count.until) counter = {0, count.until};
  ++counter.used;
}

void UsageCounters::GiveBack(const std::vector<UsageCount>& counts) {
  MutexLock lock(mutex_);
  for (const UsageCount& count : counts) {
    const auto found = counters_.find(count.key);
    if (found == counters_.end() || found->second.used == 0) continue;
    // What was added to a window that is over by now went with it.
    if (found->second.until == count.until) --found->second.used;
  }
}

Status UsageProjection::Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const {
  if (record.kind() != kDecisionKind ||
      record.body_text().substr(0, kChargedWithin).find(kChargedMember) == std::string_view::npos) {
    return {};
  }
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  const json::Value* charged = body->Find("charged");
  if (charged == nullptr || charged->as_array() == nullptr) return {};  // an attribute's name
  for (const json::Value& charge : *charged->as_array()) {
    if (charge.as_object() == nullptr) continue;
    REEVE_RETURN_IF_ERROR(FoldCharge(charge, state));
  }
  return {};
}

}  // namespace reeve::engine

#include "oversight/purpose_drift.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "base/json_reader.h"
#include "oversight/bundle_register.h"
#include "oversight/read_time.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

constexpr char kBorder = '\x1F';
constexpr size_t kMaxPurposeBytes = 256;  // as a request may have it

int64_t DayOf(Timestamp time) {
  return std::chrono::floor<std::chrono::days>(time).time_since_epoch().count();
}

std::string PrefixOf(std::string_view tenant, std::string_view system) {
  return std::string(tenant).append(1, kBorder).append(system).append(1, kBorder);
}

Result<SeenPurpose> ParseSeen(std::string_view key, std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  SeenPurpose seen;
  ObjectReader reader(value, "");
  seen.days = reader.Unsigned("days").value_or(0);
  seen.first = ReadTime(reader, "first");
  seen.last = ReadTime(reader, "last");
  seen.decision = reader.String("decision", Need::kRequired, ledger::kMaxIdBytes);
  seen.purpose = reader.String("purpose", Need::kOptional, kMaxPurposeBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  const size_t first = key.find(kBorder);
  const size_t second = first == std::string_view::npos ? first : key.find(kBorder, first + 1);
  if (second == std::string_view::npos) return Error{"ledger.damaged", "a key of purpose_drift"};
  seen.tenant = key.substr(0, first);
  seen.system = key.substr(first + 1, second - first - 1);
  return seen;
}

Status Scan(const ledger::Ledger& ledger, std::string_view prefix,
            const std::function<void(SeenPurpose)>& take) {
  Status read;
  REEVE_RETURN_IF_ERROR(
      ledger.State("purpose_drift").Scan(prefix, [&](std::string_view key, std::string_view text) {
        Result<SeenPurpose> seen = ParseSeen(key, text);
        if (seen.ok()) {
          take(*std::move(seen));
        } else {
          read = std::move(seen).error();
        }
        return read.ok();
      }));
  return read;
}

}  // namespace

json::Object ToJson(const SeenPurpose& seen) {
  return {{"purpose", seen.purpose},
          {"days", seen.days},
          {"first", FormatTimestamp(seen.first)},
          {"last", FormatTimestamp(seen.last)},
          {"decision", seen.decision}};
}

Status PurposeDriftProjection::Fold(const ledger::Record& record,
                                    ledger::ProjectionWriter& state) const {
  if (record.kind() != kPurposeDrift) return {};
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  ObjectReader reader(*body, "/body");
  SeenPurpose seen;
  seen.system = reader.String("system", Need::kRequired, kMaxSystemFieldBytes);
  seen.purpose = reader.String("purpose", Need::kOptional, kMaxPurposeBytes);
  seen.decision = reader.String("decision", Need::kRequired, ledger::kMaxIdBytes);
  seen.last = ReadTime(reader, "at");
  for (const char* key : {"principal", "effect", "articles", "declared"}) reader.Any(key);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  const std::string key = PrefixOf(record.tenant(), seen.system) + seen.purpose;
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text, state.Get(key));
  seen.first = seen.last;
  if (text) {
    REEVE_ASSIGN_OR_RETURN(const SeenPurpose before, ParseSeen(key, *text));
    seen.first = before.first;
    seen.days = before.days;
  }
  ++seen.days;
  REEVE_ASSIGN_OR_RETURN(const std::string canonical, json::Canonical(ToJson(seen)));
  state.Put(key, canonical);
  return {};
}

Result<std::vector<SeenPurpose>> ListPurposeDrift(const ledger::Ledger& ledger,
                                                  std::string_view tenant,
                                                  std::string_view system) {
  std::vector<SeenPurpose> out;
  REEVE_RETURN_IF_ERROR(Scan(ledger, PrefixOf(tenant, system),
                             [&](SeenPurpose seen) { out.push_back(std::move(seen)); }));
  std::sort(out.begin(), out.end(), [](const SeenPurpose& a, const SeenPurpose& b) {
    return std::tie(b.last, a.purpose) < std::tie(a.last, b.purpose);
  });
  return out;
}

Result<ledger::NewRecord> DriftRecord(const DriftSighting& sighting, const Random& random) {
  const System& system = sighting.system;
  json::Object body{{"system", system.id},
                    {"purpose", sighting.purpose},
                    {"declared", json::Array(system.purposes.begin(), system.purposes.end())},
                    {"effect", PurposeDriftName(system.purpose_drift)},
                    {"articles", json::Array{"Art. 25(1)(c)"}},
                    {"decision", sighting.decision},
                    {"principal", sighting.principal},
                    {"at", FormatTimestamp(sighting.time)}};
  REEVE_ASSIGN_OR_RETURN(std::string text, json::Canonical(std::move(body)));
  return ledger::NewRecord{.kind = std::string(kPurposeDrift),
                           .log = ledger::LogRole::kControl,
                           .tenant = system.tenant,
                           .id = NewId("pd-", sighting.time, random),
                           .body = std::move(text)};
}

Result<std::unique_ptr<DriftAlarms>> DriftAlarms::Open(const ledger::Ledger& ledger,
                                                       Timestamp now) {
  auto alarms = std::make_unique<DriftAlarms>();
  const MutexLock lock(alarms->mutex_);
  alarms->day_ = DayOf(now);
  std::vector<SeenPurpose> today;
  REEVE_RETURN_IF_ERROR(Scan(ledger, "", [&](SeenPurpose seen) {
    if (DayOf(seen.last) == DayOf(now)) today.push_back(std::move(seen));
  }));
  for (SeenPurpose& seen : today) {
    alarms->seen_[PrefixOf(seen.tenant, seen.system)].insert(std::move(seen.purpose));
  }
  return alarms;
}

std::string DriftAlarms::SystemKey(const System& system) {
  return PrefixOf(system.tenant, system.id);
}

bool DriftAlarms::Take(const System& system, std::string_view purpose, Timestamp now) {
  const MutexLock lock(mutex_);
  // A clock that is set back does not bring an earlier day's alarms again.
  if (DayOf(now) > day_) {
    day_ = DayOf(now);
    seen_.clear();
  }
  auto& seen = seen_[SystemKey(system)];
  if (seen.size() >= kMaxDriftAlarms) return false;
  return seen.emplace(purpose).second;
}

void DriftAlarms::GiveBack(const System& system, std::string_view purpose, Timestamp now) {
  const MutexLock lock(mutex_);
  const auto seen = seen_.find(SystemKey(system));
  if (DayOf(now) != day_ || seen == seen_.end()) return;
  const auto found = seen->second.find(purpose);
  if (found != seen->second.end()) seen->second.erase(found);
}

}  // namespace reeve::oversight

#include "engine/usage_projection.h"

#include <algorithm>
#include <chrono>

#include "base/encoding.h"
#include "base/json_reader.h"
#include "base/sha256.h"
#include "engine/decision.h"

namespace reeve::engine {
namespace {

// Members stand by name in a canonical body, and before this one only ids, a time and a digest.
constexpr std::string_view kChargedMember = "\"charged\":[";
constexpr size_t kChargedWithin = 512;
constexpr std::string_view kCountPrefix = "{";
constexpr std::string_view kSlotPrefix = "r/";
constexpr size_t kSlotDigits = 3;  // hexadecimal: kReservationSlots

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

std::string TextOf(const json::Value& value, std::string_view pointer) {
  const json::Value* found = json::Resolve(value, pointer);
  const std::string* text = found == nullptr ? nullptr : found->as_string();
  return text == nullptr ? "" : *text;
}

int64_t IntOf(const json::Value& value, std::string_view key, int64_t absent = 0) {
  const json::Value* found = value.Find(key);
  const int64_t* number = found == nullptr ? nullptr : found->as_int();
  return number == nullptr ? absent : *number;
}

// An entry of `charged`.
struct Charged {
  std::string key;
  int64_t until = 0;
  int64_t amount = 0;
  bool reserves = false;
  bool settles = false;
};

Result<Charged> ReadCharged(const json::Value& value) {
  Charged out;
  json::Object name;
  for (const json::Member& member : *value.as_object()) {
    const bool is_name = member.key != "until" && member.key != "amount" &&
                         member.key != "reserves" && member.key != "settles";
    if (is_name) name.Add(member.key, member.value);
  }
  REEVE_ASSIGN_OR_RETURN(out.key, json::Canonical(json::Value(std::move(name))));
  out.until = IntOf(value, "until");
  out.amount = IntOf(value, "amount", 1);
  out.reserves = value.Find("reserves") != nullptr;
  out.settles = value.Find("settles") != nullptr;
  return out;
}

Status FoldCount(const Charged& charged, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> known, state.Get(charged.key));
  uint64_t used = 0;
  if (known) {
    REEVE_ASSIGN_OR_RETURN(const Stored before, ParseStored(*known));
    if (before.until > charged.until) return {};  // of a window that is over
    if (before.until == charged.until) used = before.used;
  }
  used = Changed(used, charged.amount);
  REEVE_ASSIGN_OR_RETURN(const std::string text,
                         json::Canonical(json::Object{{"until", charged.until}, {"used", used}}));
  state.Put(charged.key, text);
  return {};
}

std::string SlotOf(const std::string& interaction) {
  return std::string(kSlotPrefix) + HexEncode(AsBytes(Sha256(interaction))).substr(0, kSlotDigits);
}

Status FoldReservation(const Charged& charged, const std::string& interaction, int64_t now,
                       ledger::ProjectionWriter& state) {
  const std::string slot = SlotOf(interaction);
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> known, state.Get(slot));
  json::Array kept;
  if (known) {
    REEVE_ASSIGN_OR_RETURN(const json::Value before, json::Parse(*known));
    for (const json::Value& entry : *before.as_array()) {
      const bool is_settled = charged.settles && TextOf(entry, "/interaction") == interaction &&
                              TextOf(entry, "/key") == charged.key &&
                              IntOf(entry, "until") == charged.until;
      if (!is_settled && IntOf(entry, "until") > now) kept.push_back(entry);
    }
  }
  if (charged.reserves) {
    if (kept.size() == kMaxSlotReservations) kept.erase(kept.begin());
    kept.push_back(json::Object{{"amount", charged.amount},
                                {"interaction", interaction},
                                {"key", charged.key},
                                {"until", charged.until}});
  }
  if (kept.empty()) {
    state.Delete(slot);
    return {};
  }
  REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(json::Value(std::move(kept))));
  state.Put(slot, text);
  return {};
}

// A count's name gives back all of it but the limit, which nobody asks of a reservation.
Result<UsageEntry> ReadReservation(const json::Value& value) {
  UsageEntry out;
  out.count.key = TextOf(value, "/key");
  REEVE_ASSIGN_OR_RETURN(const json::Value name, json::Parse(out.count.key));
  out.count.name = *name.as_object();
  out.count.until = IntOf(value, "until");
  out.count.unit = TextOf(name, "/of") == policy::BudgetUnitName(policy::BudgetUnit::kCost)
                       ? policy::BudgetUnit::kCost
                       : policy::BudgetUnit::kTokens;
  out.amount = IntOf(value, "amount");
  return out;
}

Status ReadSlot(std::string_view text, int64_t now, UsageCounters::Reservations* reserved) {
  REEVE_ASSIGN_OR_RETURN(const json::Value list, json::Parse(text));
  for (const json::Value& value : *list.as_array()) {
    if (IntOf(value, "until") <= now) continue;
    REEVE_ASSIGN_OR_RETURN(UsageEntry entry, ReadReservation(value));
    (*reserved)[TextOf(value, "/interaction")].push_back(std::move(entry));
  }
  return {};
}

}  // namespace

json::Object ChargedJson(const UsageEntry& entry, bool is_call) {
  json::Object out = entry.count.name;
  out.Add("until", entry.count.until).Add("amount", entry.amount);
  if (entry.settled != 0) out.Add("settles", entry.settled);
  if (is_call && entry.count.unit != policy::BudgetUnit::kCalls) out.Add("reserves", true);
  return out;
}

Status ReadUsageState(const ledger::Ledger& ledger, int64_t now, UsageCounters::Counters* counters,
                      UsageCounters::Reservations* reserved) {
  const ledger::ProjectionReader state = ledger.State("usage");
  Status wrong;
  const auto read_count = [&](std::string_view key, std::string_view value) {
    const Result<Stored> stored = ParseStored(value);
    if (!stored.ok()) wrong = stored.error();
    if (stored.ok() && stored->until > now) {
      counters->emplace(std::string(key), UsageCounters::Counter{stored->used, stored->until});
    }
    return wrong.ok() && counters->size() < kMaxUsageCounters;
  };
  REEVE_RETURN_IF_ERROR(state.Scan(kCountPrefix, read_count));
  REEVE_RETURN_IF_ERROR(wrong);
  REEVE_RETURN_IF_ERROR(state.Scan(kSlotPrefix, [&](std::string_view, std::string_view value) {
    wrong = ReadSlot(value, now, reserved);
    return wrong.ok();
  }));
  return wrong;
}

Status UsageProjection::Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const {
  if (record.kind() != kDecisionKind ||
      record.body_text().substr(0, kChargedWithin).find(kChargedMember) == std::string_view::npos) {
    return {};
  }
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  const json::Value* charged = body->Find("charged");
  if (charged == nullptr || charged->as_array() == nullptr) return {};  // an attribute's name
  const std::string interaction = InteractionKey(record.tenant(), TextOf(*body, "/facts/system/id"),
                                                 TextOf(*body, "/facts/interaction"));
  const int64_t now =
      std::chrono::floor<std::chrono::seconds>(record.time()).time_since_epoch().count();
  for (const json::Value& value : *charged->as_array()) {
    if (value.as_object() == nullptr) continue;
    REEVE_ASSIGN_OR_RETURN(const Charged entry, ReadCharged(value));
    REEVE_RETURN_IF_ERROR(FoldCount(entry, state));
    if (!entry.reserves && !entry.settles) continue;
    REEVE_RETURN_IF_ERROR(FoldReservation(entry, interaction, now, state));
  }
  return {};
}

}  // namespace reeve::engine

#include "oversight/system_entry.h"

#include <algorithm>
#include <utility>

#include "base/json_reader.h"
#include "oversight/bundle_register.h"
#include "oversight/read_time.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;
using policy::RiskClass;

constexpr size_t kMaxWordBytes = 64;

struct StepRow {
  std::string_view name;
  std::string_view kind;
};
constexpr std::array<StepRow, kSystemStepCount> kSteps = {{{"review", "system.reviewed"},
                                                           {"approve", "system.approved"},
                                                           {"activate", "system.activated"},
                                                           {"restrict", "system.restricted"},
                                                           {"suspend", "system.suspended"},
                                                           {"retire", "system.retired"}}};

// --------------------------------------------------------------------------------------- as JSON

json::Object ToJson(const SystemAct& act) {
  return {{"by", act.by}, {"reason", act.reason}, {"time", FormatTimestamp(act.time)}};
}

SystemAct ReadAct(ObjectReader& reader) {
  return {reader.String("by", Need::kRequired, kMaxPersonBytes),
          reader.String("reason", Need::kOptional, kMaxReasonBytes), ReadTime(reader, "time")};
}

std::optional<SystemAct> ReadActMember(ObjectReader& reader, std::string_view key) {
  const json::Value* value = reader.ObjectMember(key, Need::kOptional);
  if (value == nullptr) return std::nullopt;
  ObjectReader inner(*value, reader.PointerOf(key));
  SystemAct act = ReadAct(inner);
  reader.Absorb(inner.Finish());
  return act;
}

void ReadClassification(ObjectReader& reader, SystemEntry* entry) {
  const json::Value* value = reader.ObjectMember("classified", Need::kOptional);
  if (value == nullptr) return;
  ObjectReader inner(*value, reader.PointerOf("classified"));
  SystemClassification classified;
  classified.record = inner.String("record", Need::kRequired, ledger::kMaxIdBytes);
  classified.word = inner.String("class", Need::kRequired, kMaxWordBytes);
  classified.as_of = inner.String("as_of", Need::kOptional, kMaxWordBytes);
  classified.act = ReadAct(inner);
  reader.Absorb(inner.Finish());
  entry->classified = std::move(classified);
}

}  // namespace

std::string_view SystemStepName(SystemStep step) { return kSteps[static_cast<size_t>(step)].name; }
std::string_view SystemStepKind(SystemStep step) { return kSteps[static_cast<size_t>(step)].kind; }

std::optional<SystemStep> SystemStepFromName(std::string_view name) {
  for (size_t i = 0; i < kSystemStepCount; ++i) {
    if (kSteps[i].name == name) return static_cast<SystemStep>(i);
  }
  return std::nullopt;
}

std::optional<SystemStep> SystemStepOfKind(std::string_view kind) {
  for (size_t i = 0; i < kSystemStepCount; ++i) {
    if (kSteps[i].kind == kind) return static_cast<SystemStep>(i);
  }
  return std::nullopt;
}

json::Object ToJson(const SystemEntry& entry) {
  json::Object out{{"system", oversight::ToJson(entry.system)}};
  if (entry.governed) out.Add("governed", true);
  if (!entry.authors.empty()) {
    out.Add("authors", json::Array(entry.authors.begin(), entry.authors.end()));
  }
  out.Add("approved_class", policy::RiskClassName(entry.approved_class));
  if (entry.proposed) out.Add("proposed", ToJson(*entry.proposed));
  if (entry.reviewed) out.Add("reviewed", ToJson(*entry.reviewed));
  if (entry.approved) out.Add("approved", ToJson(*entry.approved));
  if (entry.stopped) out.Add("stopped", ToJson(*entry.stopped));
  if (entry.classified) {
    json::Object classified = ToJson(entry.classified->act);
    classified.Add("record", entry.classified->record).Add("class", entry.classified->word);
    if (!entry.classified->as_of.empty()) classified.Add("as_of", entry.classified->as_of);
    out.Add("classified", std::move(classified));
  }
  return out;
}

Result<SystemEntry> SystemEntryFromJson(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  SystemEntry entry;
  ObjectReader reader(value, "");
  const json::Value* system = reader.ObjectMember("system", Need::kRequired);
  entry.governed = reader.Bool("governed");
  entry.authors = reader.Strings("authors", kMaxSystemAuthors, kMaxPersonBytes);
  const std::string approved_class =
      reader.String("approved_class", Need::kRequired, kMaxWordBytes);
  entry.proposed = ReadActMember(reader, "proposed");
  entry.reviewed = ReadActMember(reader, "reviewed");
  entry.approved = ReadActMember(reader, "approved");
  entry.stopped = ReadActMember(reader, "stopped");
  ReadClassification(reader, &entry);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_ASSIGN_OR_RETURN(entry.system, SystemFromJson(*system, "/system"));
  const std::optional<RiskClass> known = policy::RiskClassFromName(approved_class);
  if (!known) return Error{"json.value", "the approved class is none", "/approved_class"};
  entry.approved_class = *known;
  return entry;
}

}  // namespace reeve::oversight

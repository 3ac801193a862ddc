#include "oversight/system_register.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace reeve::oversight {
namespace {

std::string KeyOf(std::string_view tenant, std::string_view id) {
  std::string key(tenant);
  key += '\x1F';  // no id holds a control character that could blur the border
  key += id;
  return key;
}

}  // namespace

Status SystemProjection::Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const {
  if (!IsAboutSystem(record.kind())) return {};
  REEVE_ASSIGN_OR_RETURN(const SystemName name, SystemNameOf(record));
  const std::string key = KeyOf(name.tenant, name.id);
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text, state.Get(key));
  std::optional<SystemEntry> known;
  if (text) {
    REEVE_ASSIGN_OR_RETURN(known, SystemEntryFromJson(*text));
  }
  REEVE_ASSIGN_OR_RETURN(const SystemEntry entry, Apply(known ? &*known : nullptr, record));
  REEVE_ASSIGN_OR_RETURN(const std::string canonical, json::Canonical(ToJson(entry)));
  state.Put(key, canonical);
  return {};
}

Result<std::unique_ptr<SystemRegister>> SystemRegister::Open(ledger::Ledger& ledger) {
  std::unique_ptr<SystemRegister> systems(new SystemRegister(ledger));
  const MutexLock one_at_a_time(systems->changing_);
  REEVE_RETURN_IF_ERROR(systems->Reload());
  return systems;
}

Status SystemRegister::Reload() {
  auto systems = std::make_shared<Systems>();
  Status read;
  REEVE_RETURN_IF_ERROR(
      ledger_.State("systems").Scan("", [&](std::string_view key, std::string_view text) {
        Result<SystemEntry> entry = SystemEntryFromJson(text);
        if (!entry.ok()) {
          read = std::move(entry).error();
          return false;
        }
        systems->emplace(key, std::make_shared<const SystemEntry>(*std::move(entry)));
        return true;
      }));
  REEVE_RETURN_IF_ERROR(read);
  const MutexLock lock(mutex_);
  systems_ = std::move(systems);
  return {};
}

Status SystemRegister::Refresh(const std::string& key) {
  auto systems = std::make_shared<Systems>(*Snapshot());
  const Result<std::optional<std::string>> text = ledger_.State("systems").Get(key);
  Status read;
  if (!text.ok()) {
    read = text.error();
  } else if (Result<SystemEntry> entry = SystemEntryFromJson(text->value_or("")); entry.ok()) {
    (*systems)[key] = std::make_shared<const SystemEntry>(*std::move(entry));
  } else {
    read = std::move(entry).error();
  }
  // What was just recorded may have stopped it: it is unknown, and denied, until it can be read.
  if (!read.ok()) systems->erase(key);
  const MutexLock lock(mutex_);
  systems_ = std::move(systems);
  return read;
}

Status SystemRegister::Register(std::span<const System> systems, Timestamp now,
                                const Random& random, std::vector<std::string>* governed) {
  const MutexLock one_at_a_time(changing_);
  std::vector<ledger::NewRecord> unit;
  for (const System& system : systems) {
    const auto known = FindEntry(system.tenant, system.id);
    if (known != nullptr && known->system == system) continue;
    if (known != nullptr && known->governed) {
      if (governed != nullptr) governed->push_back(system.id);
      continue;
    }
    REEVE_ASSIGN_OR_RETURN(std::string body, json::Canonical(ToJson(system)));
    unit.push_back({.kind = std::string(kSystemRegistered),
                    .log = ledger::LogRole::kControl,
                    .tenant = system.tenant,
                    .id = NewId("sys-", now, random),
                    .body = std::move(body)});
  }
  if (unit.empty()) return {};
  Result<std::vector<ledger::Appended>> appended = ledger_.Append(unit);
  if (!appended.ok()) return std::move(appended).error();
  return Reload();
}

Result<std::shared_ptr<const SystemEntry>> SystemRegister::Need(std::string_view tenant,
                                                                std::string_view id) const {
  auto entry = FindEntry(tenant, id);
  if (entry != nullptr) return entry;
  return Error{"system.not_found",
               "no system `" + std::string(id) + "` is registered: see `reeve system list`"};
}

Status SystemRegister::Append(std::string_view kind, std::string_view id, SystemState from,
                              SystemState to, json::Object body, const SystemCommand& command) {
  body.Add("system", id)
      .Add("by", command.by.name)
      .Add("reason", command.reason)
      .Add("principal", command.by.principal);
  if (kind != kSystemProposed) {
    body.Add("from", SystemStateName(from)).Add("to", SystemStateName(to));
  }
  REEVE_ASSIGN_OR_RETURN(std::string text, json::Canonical(std::move(body)));
  std::vector<ledger::NewRecord> unit;
  unit.push_back({.kind = std::string(kind),
                  .log = ledger::LogRole::kControl,
                  .tenant = command.by.tenant,
                  .id = NewId("sys-", command.now, command.random),
                  .body = std::move(text)});
  const auto appended = ledger_.Append(unit);
  if (!appended.ok()) return appended.error();
  return Refresh(KeyOf(command.by.tenant, id));
}

Status SystemRegister::Propose(std::string_view id, const json::Object& facts,
                               const SystemCommand& command) {
  const MutexLock one_at_a_time(changing_);
  return Append(kSystemProposed, id, {}, SystemState::kProposed, json::Object{{"facts", facts}},
                command);
}

Status SystemRegister::Change(std::string_view id, const json::Object& changes,
                              const SystemCommand& command) {
  const MutexLock one_at_a_time(changing_);
  REEVE_ASSIGN_OR_RETURN(const auto entry, Need(command.by.tenant, id));
  const json::Value value(changes);
  json::ObjectReader reader(value, "");
  System changed = entry->system;
  ReadSystemFacts(reader, &changed);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  const SystemChange change = ChangeOf(entry->system, std::move(changed));
  return Append(kSystemChanged, id, entry->system.state, change.changed.state,
                json::Object{{"changes", changes}, {"reopens", change.reopens}}, command);
}

Status SystemRegister::Take(SystemStep step, std::string_view id, std::string_view review_due,
                            const SystemCommand& command) {
  const MutexLock one_at_a_time(changing_);
  REEVE_ASSIGN_OR_RETURN(const auto entry, Need(command.by.tenant, id));
  REEVE_ASSIGN_OR_RETURN(const SystemState next, StateAfter(step, *entry));
  json::Object body;
  if (!review_due.empty()) body.Add("review_due", review_due);
  return Append(SystemStepKind(step), id, entry->system.state, next, std::move(body), command);
}

Status SystemRegister::AddDocument(std::string_view id, const SystemDocument& document,
                                   const SystemCommand& command) {
  const MutexLock one_at_a_time(changing_);
  REEVE_ASSIGN_OR_RETURN(const auto entry, Need(command.by.tenant, id));
  return Append(kSystemDocumentAdded, id, entry->system.state, entry->system.state,
                json::Object{{"document", ToJson(document)}}, command);
}

Status SystemRegister::Classify(std::string_view id, Classified classified,
                                const SystemCommand& command) {
  const MutexLock one_at_a_time(changing_);
  REEVE_ASSIGN_OR_RETURN(const auto entry, Need(command.by.tenant, id));
  json::Object body{{"risk_class", policy::RiskClassName(classified.risk_class)},
                    {"facts", std::move(classified.facts)},
                    {"result", std::move(classified.result)},
                    {"table", std::move(classified.table)}};
  if (!classified.as_of.empty()) body.Add("as_of", std::move(classified.as_of));
  return Append(kSystemClassified, id, entry->system.state,
                StateAfterClass(*entry, classified.risk_class), std::move(body), command);
}

std::shared_ptr<const SystemRegister::Systems> SystemRegister::Snapshot() const {
  const MutexLock lock(mutex_);
  return systems_;
}

std::shared_ptr<const SystemEntry> SystemRegister::FindEntry(std::string_view tenant,
                                                             std::string_view id) const {
  const std::shared_ptr<const Systems> systems = Snapshot();
  const auto found = systems->find(KeyOf(tenant, id));
  return found == systems->end() ? nullptr : found->second;
}

std::shared_ptr<const System> SystemRegister::Find(std::string_view tenant,
                                                   std::string_view id) const {
  const std::shared_ptr<const SystemEntry> entry = FindEntry(tenant, id);
  return entry == nullptr ? nullptr : std::shared_ptr<const System>(entry, &entry->system);
}

std::vector<std::shared_ptr<const SystemEntry>> SystemRegister::Entries() const {
  std::vector<std::shared_ptr<const SystemEntry>> out;
  const std::shared_ptr<const Systems> systems = Snapshot();
  out.reserve(systems->size());
  for (const auto& [key, entry] : *systems) out.push_back(entry);
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    return std::tie(a->system.tenant, a->system.id) < std::tie(b->system.tenant, b->system.id);
  });
  return out;
}

std::vector<System> SystemRegister::All() const {
  std::vector<System> out;
  const auto entries = Entries();
  out.reserve(entries.size());
  for (const auto& entry : entries) out.push_back(entry->system);
  return out;
}

}  // namespace reeve::oversight

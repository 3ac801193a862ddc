#include "oversight/system_register.h"

#include <algorithm>

namespace reeve::oversight {
namespace {

std::string KeyOf(std::string_view tenant, std::string_view id) {
  std::string key(tenant);
  key += '\x1F';  // no id holds a control character that could blur the border
  key += id;
  return key;
}

Result<System> ReadSystem(std::string_view body) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(body));
  return SystemFromJson(value, "/body");
}

}  // namespace

Status SystemProjection::Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const {
  if (record.kind() != kSystemRegistered) return {};
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  REEVE_ASSIGN_OR_RETURN(const System system, SystemFromJson(*body, "/body"));
  state.Put(KeyOf(system.tenant, system.id), record.body_text());
  return {};
}

Result<std::unique_ptr<SystemRegister>> SystemRegister::Open(ledger::Ledger& ledger) {
  std::unique_ptr<SystemRegister> systems(new SystemRegister(ledger));
  REEVE_RETURN_IF_ERROR(systems->Reload());
  return systems;
}

Status SystemRegister::Reload() {
  const MutexLock one_at_a_time(reloading_);
  auto systems = std::make_shared<Systems>();
  Status read;
  REEVE_RETURN_IF_ERROR(
      ledger_.State("systems").Scan("", [&](std::string_view key, std::string_view body) {
        Result<System> system = ReadSystem(body);
        if (!system.ok()) {
          read = std::move(system).error();
          return false;
        }
        systems->emplace(key, std::make_shared<const System>(*std::move(system)));
        return true;
      }));
  REEVE_RETURN_IF_ERROR(read);
  const MutexLock lock(mutex_);
  systems_ = std::move(systems);
  return {};
}

Status SystemRegister::Register(std::span<const System> systems, Timestamp now,
                                const Random& random) {
  std::vector<ledger::NewRecord> unit;
  for (const System& system : systems) {
    const std::shared_ptr<const System> known = Find(system.tenant, system.id);
    if (known != nullptr && *known == system) continue;
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

std::shared_ptr<const SystemRegister::Systems> SystemRegister::Snapshot() const {
  const MutexLock lock(mutex_);
  return systems_;
}

std::shared_ptr<const System> SystemRegister::Find(std::string_view tenant,
                                                   std::string_view id) const {
  const std::shared_ptr<const Systems> systems = Snapshot();
  const auto found = systems->find(KeyOf(tenant, id));
  return found == systems->end() ? nullptr : found->second;
}

std::vector<System> SystemRegister::All() const {
  std::vector<System> out;
  for (const auto& [key, system] : *Snapshot()) out.push_back(*system);
  std::sort(out.begin(), out.end(), [](const System& a, const System& b) {
    return std::tie(a.tenant, a.id) < std::tie(b.tenant, b.id);
  });
  return out;
}

}  // namespace reeve::oversight

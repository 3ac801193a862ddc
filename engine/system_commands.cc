#include "engine/system_commands.h"

#include <utility>
#include <vector>

#include "base/text.h"
#include "oversight/purpose_drift.h"

namespace reeve::engine {
namespace {

using oversight::ActingPerson;
using oversight::SystemEntry;

json::Object View(const SystemEntry& entry, Timestamp now) {
  json::Object out = oversight::ToJson(entry.system);
  const json::Object all = oversight::ToJson(entry);
  for (const json::Member& member : all) {
    const bool own =
        member.key == "system" || member.key == "authors" || member.key == "approved_class";
    if (!own) out.Add(member.key, member.value);
  }
  // For a use that nothing forbids: of a declared purpose, without consequence.
  const oversight::System& system = entry.system;
  const oversight::SystemUse use{.purpose = system.purposes.empty() ? std::string_view()
                                                                    : system.purposes.front()};
  const std::optional<Error> standstill = oversight::Standstill(system, use, now);
  out.Add("runs", !standstill.has_value());
  if (standstill) {
    out.Add("stands_still",
            json::Object{{"code", standstill->code}, {"message", standstill->message}});
  }
  return out;
}

}  // namespace

Result<json::Object> SystemCommands::Propose(std::string_view id, const json::Object& facts,
                                             std::string_view reason, const ActingPerson& by) {
  REEVE_RETURN_IF_ERROR(register_.Propose(id, facts, Command(reason, by)));
  return Find(by.tenant, id);
}

Result<json::Object> SystemCommands::Change(std::string_view id, const json::Object& changes,
                                            std::string_view reason, const ActingPerson& by) {
  REEVE_RETURN_IF_ERROR(register_.Change(id, changes, Command(reason, by)));
  return Find(by.tenant, id);
}

Result<json::Object> SystemCommands::Take(oversight::SystemStep step, std::string_view id,
                                          std::string_view review_due, std::string_view reason,
                                          const ActingPerson& by) {
  REEVE_RETURN_IF_ERROR(register_.Take(step, id, review_due, Command(reason, by)));
  return Find(by.tenant, id);
}

Result<json::Object> SystemCommands::AddDocument(std::string_view id,
                                                 const oversight::SystemDocument& document,
                                                 std::string_view reason, const ActingPerson& by) {
  REEVE_RETURN_IF_ERROR(register_.AddDocument(id, document, Command(reason, by)));
  return Find(by.tenant, id);
}

Result<json::Object> SystemCommands::Classify(std::string_view id,
                                              oversight::SystemRegister::Classified classified,
                                              std::string_view reason, const ActingPerson& by) {
  REEVE_RETURN_IF_ERROR(register_.Classify(id, std::move(classified), Command(reason, by)));
  return Find(by.tenant, id);
}

Result<json::Object> SystemCommands::Find(std::string_view tenant, std::string_view id) const {
  const auto entry = register_.FindEntry(tenant, id);
  if (entry == nullptr) {
    std::vector<std::string> known;
    for (const auto& other : register_.Entries()) {
      if (other->system.tenant == tenant) known.push_back(other->system.id);
    }
    return Error{"system.not_found",
                 "no system `" + std::string(id) + "` is registered" + DidYouMeanSuffix(id, known)};
  }
  json::Object out = View(*entry, clock_.Now());
  REEVE_ASSIGN_OR_RETURN(const std::vector<oversight::SeenPurpose> drift,
                         oversight::ListPurposeDrift(ledger_, tenant, id));
  if (drift.empty()) return out;
  json::Array seen;
  seen.reserve(drift.size());
  for (const oversight::SeenPurpose& purpose : drift) seen.push_back(oversight::ToJson(purpose));
  out.Add("drift", std::move(seen));
  return out;
}

json::Object SystemCommands::List(std::string_view tenant,
                                  std::optional<oversight::SystemState> state) const {
  const Timestamp now = clock_.Now();
  json::Array out;
  uint64_t total = 0;
  for (const auto& entry : register_.Entries()) {
    const oversight::System& system = entry->system;
    if (system.tenant != tenant || (state && system.state != *state)) continue;
    if (++total <= kMaxListedSystems) out.push_back(View(*entry, now));
  }
  return json::Object{{"systems", std::move(out)}, {"total", total}};
}

json::Object SystemCommands::Unknown(std::string_view tenant) const {
  json::Array rows;
  for (const UnknownSystem& row : unknown_.List(tenant)) {
    if (register_.FindEntry(tenant, row.system) != nullptr) continue;
    rows.push_back(json::Object{{"system", row.system},
                                {"principal", row.principal},
                                {"calls", row.calls},
                                {"first", FormatTimestamp(row.first)},
                                {"last", FormatTimestamp(row.last)}});
  }
  return json::Object{{"unknown", std::move(rows)},
                      {"since", FormatTimestamp(unknown_.since())},
                      {"not_listed", unknown_.not_listed()}};
}

}  // namespace reeve::engine

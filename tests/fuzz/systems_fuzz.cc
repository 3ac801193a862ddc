// room: oversight
//
// Arbitrary bytes as a file of systems, and as the JSON of a system, of an entry of the register,
// of a halt, an approval or a grant. Whatever is accepted is the same after it was written and read
// again.
#include <cstdint>
#include <set>
#include <string_view>

#include "oversight/approvals.h"
#include "oversight/halt.h"
#include "oversight/system_entry.h"
#include "oversight/system_file.h"

namespace {

using reeve::Result;
namespace json = reeve::json;
namespace oversight = reeve::oversight;
namespace policy = reeve::policy;

void Require(bool holds, std::string_view what) {
  if (!holds) reeve::Panic(what);
}

void CheckSystem(const oversight::System& system) {
  Require(!system.id.empty() && !system.owner.empty() && !system.tenant.empty(), "an empty name");
  const Result<oversight::System> again = oversight::SystemFromJson(oversight::ToJson(system), "");
  Require(again.ok() && *again == system, "a system changed on its way through JSON");
}

void CheckFile(std::string_view input) {
  const oversight::SystemFile file = oversight::ReadSystemFile("systems.yaml", input);
  for (const policy::Diagnostic& diagnostic : file.diagnostics) {
    Require(!diagnostic.message.empty() && !diagnostic.code.empty(), "an empty diagnostic");
  }
  (void)policy::Render(file.diagnostics);
  if (policy::HasErrors(file.diagnostics)) return;
  std::set<std::pair<std::string, std::string>> seen;
  for (const oversight::System& system : file.systems) {
    CheckSystem(system);
    Require(seen.insert({system.tenant, system.id}).second, "a system stands twice");
  }
}

void CheckGrant(std::string_view input) {
  const Result<oversight::GrantEntry> grant = oversight::ParseGrantEntry(input);
  if (!grant.ok()) return;
  const Result<std::string> text = json::Canonical(oversight::ToJson(*grant));
  if (!text.ok()) return;  // a name that is no UTF-8
  const Result<oversight::GrantEntry> again = oversight::ParseGrantEntry(*text);
  Require(again.ok(), "a grant does not come back from its JSON");
  Require(*json::Canonical(oversight::ToJson(*again)) == *text, "a grant changed on its way");
  Require(oversight::CheckWithin(again->grant, grant->grant).ok(), "a grant reaches beyond itself");
}

void CheckEntry(std::string_view input) {
  const Result<oversight::SystemEntry> entry = oversight::SystemEntryFromJson(input);
  if (!entry.ok()) return;
  const auto again = oversight::SystemEntryFromJson(json::Compact(oversight::ToJson(*entry)));
  Require(again.ok() && *again == *entry, "an entry changed on its way through JSON");
}

bool ReadTerms(const json::Value& value, oversight::Halt* halt) {
  json::ObjectReader reader(value, "");
  oversight::ReadHaltTerms(reader, halt);
  return reader.Finish().ok();
}

void CheckHalt(const json::Value& value) {
  oversight::Halt halt;
  if (!ReadTerms(value, &halt)) return;
  Require((halt.scope == oversight::HaltScope::kAll) == halt.value.empty(), "a halt of nothing");
  oversight::Halt again;
  Require(ReadTerms(oversight::TermsJson(halt), &again), "terms that were accepted are refused");
  Require(again.scope == halt.scope && again.value == halt.value && again.reason == halt.reason,
          "a halt changed on its way through JSON");
}

void CheckJson(std::string_view input) {
  CheckEntry(input);
  const Result<json::Value> value = json::Parse(input);
  if (!value.ok()) return;
  const Result<oversight::System> system = oversight::SystemFromJson(*value, "");
  if (system.ok()) CheckSystem(*system);
  CheckGrant(input);
  CheckHalt(*value);
  const Result<oversight::Approval> approval = oversight::ApprovalFromJson(*value, "default");
  if (!approval.ok()) return;
  Require(approval->quorum > 0, "a quorum of nobody");
  const auto again = oversight::ApprovalFromJson(oversight::ToJson(*approval), "default");
  Require(again.ok() && *again == *approval, "an approval changed on its way through JSON");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  CheckFile(input);
  CheckJson(input);
  return 0;
}

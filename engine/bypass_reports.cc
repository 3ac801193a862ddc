#include "engine/bypass_reports.h"

#include <set>
#include <utility>

#include "base/encoding.h"
#include "base/json.h"
#include "base/sha256.h"
#include "oversight/control_record.h"

namespace reeve::engine {
namespace {

// The tenant is in the digest, so that no caller takes the id of another tenant's report.
std::string IdOf(const BypassReport& report, const Principal& by) {
  constexpr size_t kDigits = 32;
  const std::string named = by.tenant + '\0' + report.key;
  return "br-" + HexEncode(AsBytes(Sha256(named))).substr(0, kDigits);
}

}  // namespace

Status RecordBypasses(Engine& engine, const std::vector<BypassReport>& reports,
                      const Principal& by) {
  std::vector<ledger::NewRecord> unit;
  unit.reserve(reports.size());
  std::set<std::string> ids;
  for (size_t i = 0; i < reports.size(); ++i) {
    const BypassReport& report = reports[i];
    if (!by.MaySpeakFor(report.system)) {
      return Error{"identity.system",
                   "this token does not speak for the system that is named; nothing was recorded",
                   "/bypasses/" + std::to_string(i) + "/system"};
    }
    const std::string id = IdOf(report, by);
    if (!ids.insert(id).second) {
      return Error{"bypass.twice", "a key is drawn once for each pass; nothing was recorded",
                   "/bypasses/" + std::to_string(i) + "/key"};
    }
    const auto known = engine.ledger().FindById(id);
    if (known.ok()) continue;
    if (known.error().code != "ledger.not_found") return known.error();
    REEVE_ASSIGN_OR_RETURN(unit.emplace_back(),
                           oversight::ControlRecord(kBypassReported, id, by.tenant,
                                                    {{"cause", report.cause},
                                                     {"interaction", report.interaction},
                                                     {"passed", FormatTimestamp(report.passed)},
                                                     {"principal", by.name},
                                                     {"stage", report.stage},
                                                     {"system", report.system}}));
  }
  if (unit.empty()) return {};
  if (const auto appended = engine.log().Append(unit); !appended.ok()) return appended.error();
  return {};
}

}  // namespace reeve::engine

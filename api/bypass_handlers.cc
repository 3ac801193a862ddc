#include "api/bypass_handlers.h"

#include <string>
#include <vector>

#include "base/json_reader.h"
#include "engine/bypass_reports.h"
#include "engine/request.h"

namespace reeve::api {
namespace {

using engine::BypassReport;
using json::Need;

constexpr size_t kMaxBypassBodyBytes = size_t{1} << 18;
constexpr size_t kMaxDepth = 4;
constexpr size_t kMaxWordBytes = 64;
constexpr size_t kMaxTimeBytes = 40;

Result<BypassReport> ReadReport(const json::Value& value, const std::string& pointer) {
  static const std::vector<std::string> kStages = {"input", "output", "tool_call", "tool_result"};
  json::ObjectReader reader(value, pointer);
  BypassReport report;
  report.key = reader.String("key", Need::kRequired, kMaxWordBytes);
  report.system = reader.String("system", Need::kRequired, engine::kMaxIdBytes);
  report.interaction = reader.String("interaction", Need::kRequired, engine::kMaxIdBytes);
  report.stage = reader.OneOf("stage", Need::kRequired, kStages);
  report.cause = reader.String("cause", Need::kRequired, kMaxWordBytes);
  const std::string passed = reader.String("passed", Need::kRequired, kMaxTimeBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  const Result<Timestamp> time = ParseTimestamp(passed);
  if (!time.ok()) return Error{"json.value", time.error().message, pointer + "/passed"};
  report.passed = *time;
  return report;
}

Result<std::vector<BypassReport>> ReadReports(std::string_view body) {
  REEVE_ASSIGN_OR_RETURN(
      const json::Value value,
      json::Parse(body, {.max_bytes = kMaxBypassBodyBytes, .max_depth = kMaxDepth}));
  json::ObjectReader reader(value, "");
  const json::Array* list = reader.ArrayMember("bypasses", Need::kRequired);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  if (list->empty() || list->size() > engine::kMaxBypassReports) {
    return Error{"json.value",
                 "`bypasses` has 1 to " + std::to_string(engine::kMaxBypassReports) + " members",
                 "/bypasses"};
  }
  std::vector<BypassReport> reports;
  reports.reserve(list->size());
  for (size_t i = 0; i < list->size(); ++i) {
    REEVE_ASSIGN_OR_RETURN(reports.emplace_back(),
                           ReadReport((*list)[i], "/bypasses/" + std::to_string(i)));
  }
  return reports;
}

}  // namespace

Reply ReportBypasses(engine::Engine& engine, const engine::Principal& principal,
                     std::string_view body) {
  const Result<std::vector<BypassReport>> reports = ReadReports(body);
  if (!reports.ok()) return ProblemReply(reports.error());
  const Status recorded = engine::RecordBypasses(engine, *reports, principal);
  if (!recorded.ok()) return ProblemReply(recorded.error());
  return {.body = json::Compact(json::Object{{"recorded", uint64_t{reports->size()}}})};
}

}  // namespace reeve::api

#include "oversight/retention.h"

namespace reeve::oversight {
namespace {

Status CheckDays(policy::RiskClass risk_class, std::string_view what, Days days,
                 std::string_view field) {
  const Days floor = RetentionFloor(risk_class);
  if (days < floor) {
    return Error{"retention.floor",
                 std::string(what) + " of systems of class `" +
                     std::string(policy::RiskClassName(risk_class)) + "` stay for " +
                     std::to_string(floor.count()) + " days at the least",
                 std::string(field)};
  }
  if (days <= kRetentionCeiling) return {};
  return Error{"retention.ceiling",
               std::string(what) + " stay for " + std::to_string(kRetentionCeiling.count()) +
                   " days at the most; what a case needs for longer is kept by a legal hold",
               std::string(field)};
}

}  // namespace

Days RetentionFloor(policy::RiskClass risk_class) {
  return risk_class == policy::RiskClass::kHigh ? kSixMonths : Days{1};
}

Status CheckRetention(policy::RiskClass risk_class, const Retention& retention) {
  REEVE_RETURN_IF_ERROR(CheckDays(risk_class, "contents", retention.content, "/content_days"));
  return CheckDays(risk_class, "records", retention.records, "/records_days");
}

json::Object ToJson(policy::RiskClass risk_class, const Retention& retention) {
  json::Object out{{"class", policy::RiskClassName(risk_class)},
                   {"content_days", retention.content.count()},
                   {"records_days", retention.records.count()},
                   {"floor_days", RetentionFloor(risk_class).count()}};
  if (!retention.by.empty()) {
    out.Add("by", retention.by)
        .Add("reason", retention.reason)
        .Add("time", FormatTimestamp(retention.set));
  }
  return out;
}

}  // namespace reeve::oversight

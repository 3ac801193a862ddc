#include "oversight/bias/monitors.h"

#include <algorithm>
#include <array>

#include "base/cron.h"
#include "oversight/bias/judge.h"
#include "oversight/bias/monitor_fold.h"

namespace reeve::oversight::bias {
namespace {

using json::Need;
using json::ObjectReader;

constexpr std::array<std::string_view, 2> kActNames = {"tell", "halt"};
constexpr size_t kMaxScheduleBytes = 200;
constexpr size_t kMaxWordBytes = 32;

bool IsName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

void ReadAlarm(ObjectReader& reader, MonitorTerms* terms) {
  const std::string metric = reader.String("metric", Need::kOptional, kMaxWordBytes);
  if (!metric.empty()) {
    const auto parsed = ParseMetric(metric);
    if (parsed) terms->metric = *parsed;
    if (!parsed) {
      reader.Fail("bias.monitor_terms", "metric",
                  "`" + metric + "` is no metric: selection_rate, tpr, fpr, and so on");
    }
  }
  if (reader.Any("raise_below") != nullptr) terms->raise_below = reader.Number("raise_below");
  terms->clear_at = reader.Any("clear_at") != nullptr ? reader.Number("clear_at")
                                                      : std::max(terms->raise_below, 0.85);
  if (!(terms->raise_below > 0 && terms->raise_below <= terms->clear_at && terms->clear_at <= 1)) {
    reader.Fail(
        "bias.monitor_terms", "raise_below",
        "an alarm is raised below a ratio above 0, and cleared at the same or a higher one, "
        "1 at most");
  }
  const std::string act = reader.String("act", Need::kOptional, kMaxWordBytes);
  if (act == kActNames[1]) terms->act = AlarmAct::kHalt;
  if (!act.empty() && std::find(kActNames.begin(), kActNames.end(), act) == kActNames.end()) {
    reader.Fail("bias.monitor_terms", "act", "an alarm may `tell`, or `halt` the system");
  }
}

}  // namespace

std::string_view AlarmActName(AlarmAct act) { return kActNames[static_cast<size_t>(act)]; }

MonitorTerms ReadMonitorTerms(ObjectReader& reader) {
  MonitorTerms terms;
  terms.name = reader.String("name", Need::kRequired, kMaxMonitorNameBytes);
  if (!IsName(terms.name)) {
    reader.Fail("bias.monitor_terms", "name",
                "a monitor's name is made of a to z, 0 to 9 and hyphens");
  }
  terms.schedule = reader.String("schedule", Need::kRequired, kMaxScheduleBytes);
  if (const auto cron = Cron::Parse(terms.schedule); !cron.ok()) {
    reader.Fail(cron.error().code, "schedule", cron.error().message);
  }
  terms.window_days = reader.Unsigned("window_days").value_or(0);
  if (terms.window_days > kMaxWindowDays) {
    reader.Fail("bias.monitor_terms", "window_days", "a window has 3,660 days at most");
  }
  if (const json::Value* alarm = reader.ObjectMember("alarm", Need::kOptional)) {
    ObjectReader inner(*alarm, reader.PointerOf("alarm"));
    ReadAlarm(inner, &terms);
    reader.Absorb(inner.Finish());
  }
  return terms;
}

json::Object TermsJson(const MonitorTerms& terms) {
  return {{"name", terms.name},
          {"schedule", terms.schedule},
          {"window_days", terms.window_days},
          {"alarm", json::Object{{"metric", MetricName(terms.metric)},
                                 {"raise_below", terms.raise_below},
                                 {"clear_at", terms.clear_at},
                                 {"act", AlarmActName(terms.act)}}}};
}

bool Monitor::IsDue(Timestamp now) const {
  const auto cron = Cron::Parse(terms.schedule);
  return !ended && cron.ok() && cron->NextAfter(last) <= now;
}

Result<Monitor> FindMonitor(const ledger::Ledger& ledger, std::string_view tenant,
                            std::string_view name) {
  REEVE_ASSIGN_OR_RETURN(const auto text,
                         ledger.State("bias_monitors").Get(MonitorKey(tenant, name)));
  if (!text) return MonitorNotFound(name);
  return ParseMonitor(*text);
}

Result<std::vector<Monitor>> AllMonitors(const ledger::Ledger& ledger) {
  std::vector<Monitor> all;
  Status parsed;
  REEVE_RETURN_IF_ERROR(
      ledger.State("bias_monitors").Scan("", [&](std::string_view, std::string_view value) {
        Result<Monitor> one = ParseMonitor(value);
        if (!one.ok()) {
          parsed = one.error();
          return false;
        }
        all.push_back(*std::move(one));
        return true;
      }));
  REEVE_RETURN_IF_ERROR(parsed);
  return all;
}

std::optional<double> WorstRatio(const Report& report, Metric metric) {
  std::optional<double> worst;
  for (const GroupTable& table : report.tables) {
    for (const Group& group : table.groups) {
      for (const Judgement& one : group.judgements) {
        const uint64_t least = std::min(one.rate.whole, one.reference.whole);
        if (one.metric != metric || least < report.conventions.min_verdict) continue;
        const auto ratio = AdverseRatio(one);
        if (ratio) worst = std::min(worst.value_or(*ratio), *ratio);
      }
    }
  }
  return worst;
}

std::optional<std::string_view> AlarmChange(const Monitor& monitor, double value) {
  if (!monitor.raised && value < monitor.terms.raise_below) return kAlarmRaised;
  if (monitor.raised && value >= monitor.terms.clear_at) return kAlarmCleared;
  return std::nullopt;
}

}  // namespace reeve::oversight::bias

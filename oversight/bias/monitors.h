// Monitors: audits that come again on a schedule, with an alarm, and what people do about it. A
// fold over
//
//   bias.monitor_set       a person orders it: system, schedule, what is audited (by digest), alarm
//   bias.monitor_ended     a person ends it
//   bias.audit_started     with `monitor`: its time had come
//   bias.monitor_missed    its time had come, and no audit could be started
//   bias.audited           with `monitored`: what the metric came to
//   bias.alarm_raised, bias.alarm_cleared
//   bias.correction_opened, bias.correction_done   a measure, with an owner and a date
//
// What holds, because the fold refuses a record that would break it:
//   - one monitor of a name stands at a time in a tenant;
//   - it starts an audit, or misses one, only when its time has come since the last, so two that
//     watch the clock cannot both start one;
//   - an alarm is raised when it is quiet and the value is below `raise_below`, and cleared when it
//     is raised and the value is `clear_at` or above. Between the two nothing changes: a value that
//     wavers about one mark does not ring again and again;
//   - a correction has a date in the future of its opening, and is done once.
//
// The value is the worst ratio of the metric over all groups that an audit judged (WorstRatio). A
// correction's effect is the value of the first audit that was started after it was done.
// docs/bias-audits.md
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/projection.h"
#include "oversight/bias/audit.h"

namespace reeve::oversight::bias {

inline constexpr std::string_view kMonitorSet = "bias.monitor_set";
inline constexpr std::string_view kMonitorEnded = "bias.monitor_ended";
inline constexpr std::string_view kMonitorMissed = "bias.monitor_missed";
inline constexpr std::string_view kAlarmRaised = "bias.alarm_raised";
inline constexpr std::string_view kAlarmCleared = "bias.alarm_cleared";
inline constexpr std::string_view kCorrectionOpened = "bias.correction_opened";
inline constexpr std::string_view kCorrectionDone = "bias.correction_done";

inline constexpr size_t kMaxMonitorNameBytes = 64;
inline constexpr size_t kMaxCorrections = 100;  // of a monitor
inline constexpr uint64_t kMaxWindowDays = 3'660;
inline constexpr std::chrono::hours kMaxCorrectionTime{24 * 731};

// What an alarm does, beside being told.
enum class AlarmAct : uint8_t { kTell, kHalt };
std::string_view AlarmActName(AlarmAct act);  // "tell", "halt"

struct MonitorTerms {
  std::string name;  // [a-z0-9-]
  std::string system;
  std::string schedule;      // base/cron.h
  uint64_t window_days = 0;  // of records before each audit; 0: all
  Metric metric = Metric::kSelectionRate;
  double raise_below = 0.8;
  double clear_at = 0.85;
  AlarmAct act = AlarmAct::kTell;
};

// Takes {"name","schedule","window_days","alarm":{"metric","raise_below","clear_at","act"}} off a
// reader; the system is the request's. Faults: json.*, cron.syntax, bias.monitor_terms
MonitorTerms ReadMonitorTerms(json::ObjectReader& reader);
json::Object TermsJson(const MonitorTerms& terms);

struct Monitor {
  std::string tenant;
  MonitorTerms terms;
  std::string request;  // digest of what is audited: a blob, for it may name categories of people
  bool ended = false;
  bool raised = false;
  Timestamp last;  // it was set, or its time had come
  // For people: the terms, by, set, last, and where there are any run, missed, value, report,
  // alarm {raised, value, report, record}, ended, corrections.
  json::Object members;

  bool IsDue(Timestamp now) const;
};

// Key: tenant and name.
class MonitorProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "bias_monitors"; }
  // bias.monitor_exists, bias.monitor_not_found, bias.monitor_not_due, bias.alarm_state,
  // bias.correction_terms, bias.correction_not_found, bias.correction_state
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

// bias.monitor_not_found
Result<Monitor> FindMonitor(const ledger::Ledger& ledger, std::string_view tenant,
                            std::string_view name);
// Of all tenants, by tenant and name; ended ones too.
Result<std::vector<Monitor>> AllMonitors(const ledger::Ledger& ledger);

// The least ratio of the metric to its reference, seen so that below 1 is worse, over all groups
// that were judged of enough people (conventions.min_verdict). Nothing where none was.
std::optional<double> WorstRatio(const Report& report, Metric metric);
// What a report with that value does to the alarm: kAlarmRaised, kAlarmCleared, or nothing.
std::optional<std::string_view> AlarmChange(const Monitor& monitor, double value);

}  // namespace reeve::oversight::bias

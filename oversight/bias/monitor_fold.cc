#include "oversight/bias/monitor_fold.h"

#include "oversight/bias/audit_runs.h"
#include "oversight/read_time.h"

namespace reeve::oversight::bias {
namespace {

using json::Need;
using json::ObjectReader;

std::string TextOf(const json::Value* value) {
  return value == nullptr || value->as_string() == nullptr ? "" : *value->as_string();
}

double NumberOf(const json::Value* value) {
  if (value == nullptr) return 0;
  if (value->as_int() != nullptr) return static_cast<double>(*value->as_int());
  return value->as_double() == nullptr ? 0 : *value->as_double();
}

Status Put(const Monitor& monitor, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, MonitorText(monitor));
  state.Put(MonitorKey(monitor.tenant, monitor.terms.name), text);
  return {};
}

Status FoldSet(const ledger::Record& record, const json::Value& body,
               ledger::ProjectionWriter& state) {
  ObjectReader reader(body, "/body");
  Monitor monitor;
  monitor.terms = ReadMonitorTerms(reader);
  monitor.terms.system = reader.String("system", Need::kRequired, ledger::kMaxIdBytes);
  monitor.request = reader.String("request", Need::kRequired, ledger::kMaxIdBytes);
  reader.Any("by");
  reader.Any("principal");
  REEVE_RETURN_IF_ERROR(reader.Finish());
  monitor.tenant = record.tenant();
  monitor.last = record.time();
  REEVE_ASSIGN_OR_RETURN(const auto known,
                         state.Get(MonitorKey(monitor.tenant, monitor.terms.name)));
  if (known) {
    REEVE_ASSIGN_OR_RETURN(const Monitor earlier, ParseMonitor(*known));
    if (!earlier.ended) {
      return Error{"bias.monitor_exists", "a monitor `" + monitor.terms.name +
                                              "` stands: end it first, or take another name"};
    }
  }
  monitor.members = {{"by", TextOf(body.Find("by"))}, {"set", FormatTimestamp(record.time())}};
  return Put(monitor, state);
}

Status FoldTime(const ledger::Record& record, const json::Value& body, Monitor* monitor) {
  if (!monitor->IsDue(record.time())) {
    return Error{"bias.monitor_not_due", "the time of the monitor `" + monitor->terms.name +
                                             "` has not come since the last"};
  }
  monitor->last = record.time();
  if (record.kind() == kAuditStarted) {
    monitor->members.Set("run", record.id());
    monitor->members.Set("missed", nullptr);
  } else {
    monitor->members.Set("missed", json::Object{{"code", TextOf(body.Find("code"))},
                                                {"time", FormatTimestamp(record.time())}});
  }
  return {};
}

// The effect of what was done before this audit was started.
void TellEffects(const std::string& started, double value, const std::string& report,
                 json::Array* corrections) {
  for (json::Value& one : *corrections) {
    const json::Value* done = json::Resolve(one, "/done/time");
    if (done == nullptr || one.Find("effect") != nullptr || TextOf(done) > started) continue;
    one.as_object()->Add("effect", json::Object{{"value", value}, {"report", report}});
  }
}

Status FoldAudited(const json::Value& body, const json::Value& monitored, Monitor* monitor) {
  const double value = NumberOf(monitored.Find("value"));
  const std::string report = TextOf(body.Find("report"));
  monitor->members.Set("value", value);
  monitor->members.Set("report", report);
  json::Value* corrections = monitor->members.Find("corrections");
  if (corrections != nullptr) {
    // FormatTimestamp has one width, so that texts compare as their times do.
    TellEffects(TextOf(monitored.Find("started")), value, report, corrections->as_array());
  }
  return {};
}

Status FoldAlarm(const ledger::Record& record, const json::Value& body, Monitor* monitor) {
  const double value = NumberOf(body.Find("ratio"));
  const auto change = AlarmChange(*monitor, value);
  if (change != record.kind()) {
    return Error{"bias.alarm_state",
                 "the alarm of `" + monitor->terms.name + "` does not change with that value"};
  }
  monitor->raised = record.kind() == kAlarmRaised;
  json::Object alarm{{"record", record.id()},
                     {"value", value},
                     {"report", TextOf(body.Find("report"))},
                     {"time", FormatTimestamp(record.time())}};
  monitor->members.Set(monitor->raised ? "alarm" : "cleared", std::move(alarm));
  if (monitor->raised) monitor->members.Set("cleared", nullptr);
  return {};
}

Status FoldCorrection(const ledger::Record& record, const json::Value& body, Monitor* monitor) {
  ObjectReader reader(body, "/body");
  const Timestamp due = ReadTime(reader, "due");
  if (due <= record.time() || due - record.time() > kMaxCorrectionTime) {
    return Error{"bias.correction_terms",
                 "a correction is due in the future, within two years: name such a date", "/due"};
  }
  if (monitor->members.Find("corrections") == nullptr) {
    monitor->members.Add("corrections", json::Array());
  }
  json::Array& corrections = *monitor->members.Find("corrections")->as_array();
  if (corrections.size() == kMaxCorrections) {
    return Error{"bias.correction_terms",
                 "a monitor has 100 corrections at most: end it, and set "
                 "another"};
  }
  json::Object correction{{"correction", record.id()}, {"opened", FormatTimestamp(record.time())}};
  for (const char* member : {"measure", "owner", "due", "by"}) {
    correction.Add(member, TextOf(body.Find(member)));
  }
  if (const json::Value* value = monitor->members.Find("value")) correction.Add("before", *value);
  corrections.emplace_back(std::move(correction));
  return {};
}

Status FoldDone(const ledger::Record& record, const json::Value& body, Monitor* monitor) {
  const std::string id = TextOf(body.Find("correction"));
  json::Value* corrections = monitor->members.Find("corrections");
  if (corrections != nullptr) {
    for (json::Value& one : *corrections->as_array()) {
      if (TextOf(one.Find("correction")) != id) continue;
      if (one.Find("done") != nullptr) {
        return Error{"bias.correction_state", "the correction `" + id + "` is done already"};
      }
      one.as_object()->Add("done", json::Object{{"by", TextOf(body.Find("by"))},
                                                {"note", TextOf(body.Find("note"))},
                                                {"time", FormatTimestamp(record.time())}});
      return {};
    }
  }
  return Error{"bias.correction_not_found",
               "the monitor `" + monitor->terms.name + "` has no correction `" + id + "`"};
}

Status FoldEnd(const ledger::Record& record, const json::Value& body, Monitor* monitor) {
  monitor->ended = true;
  monitor->members.Set("ended", json::Object{{"by", TextOf(body.Find("by"))},
                                             {"reason", TextOf(body.Find("reason"))},
                                             {"time", FormatTimestamp(record.time())}});
  return {};
}

// What a record of that kind changes; null where it is about no monitor.
using Change = Status (*)(const ledger::Record&, const json::Value& body, Monitor*);
Change ChangeOf(std::string_view kind) {
  if (kind == kAuditStarted || kind == kMonitorMissed) return FoldTime;
  if (kind == kAlarmRaised || kind == kAlarmCleared) return FoldAlarm;
  if (kind == kCorrectionOpened) return FoldCorrection;
  if (kind == kCorrectionDone) return FoldDone;
  if (kind == kMonitorEnded) return FoldEnd;
  return nullptr;
}

}  // namespace

std::string MonitorKey(std::string_view tenant, std::string_view name) {
  std::string key(tenant);
  return key.append(1, '\x1F').append(name);  // no name holds a control character
}

Error MonitorNotFound(std::string_view name) {
  return {"bias.monitor_not_found", "no monitor `" + std::string(name.substr(0, 100)) +
                                        "` stands: `reeve bias monitor list` shows those that do"};
}

Result<std::string> MonitorText(const Monitor& monitor) {
  return json::Canonical(json::Object{{"tenant", monitor.tenant},
                                      {"terms", TermsJson(monitor.terms)},
                                      {"system", monitor.terms.system},
                                      {"request", monitor.request},
                                      {"ended", monitor.ended},
                                      {"raised", monitor.raised},
                                      {"last", FormatTimestamp(monitor.last)},
                                      {"members", monitor.members}});
}

Result<Monitor> ParseMonitor(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  ObjectReader reader(value, "");
  Monitor monitor;
  monitor.tenant = reader.String("tenant", Need::kRequired, ledger::kMaxIdBytes);
  monitor.terms.system = reader.String("system", Need::kRequired, ledger::kMaxIdBytes);
  monitor.request = reader.String("request", Need::kRequired, ledger::kMaxIdBytes);
  monitor.ended = reader.Bool("ended");
  monitor.raised = reader.Bool("raised");
  monitor.last = ReadTime(reader, "last");
  const json::Value* members = reader.ObjectMember("members", Need::kRequired);
  if (const json::Value* terms = reader.ObjectMember("terms", Need::kRequired)) {
    ObjectReader inner(*terms, "/terms");
    const std::string system = monitor.terms.system;
    monitor.terms = ReadMonitorTerms(inner);
    monitor.terms.system = system;
    reader.Absorb(inner.Finish());
  }
  if (const Status read = reader.Finish(); !read.ok()) {
    return Error{"ledger.damaged",
                 "the state of a monitor cannot be read: " + read.error().message};
  }
  monitor.members = *members->as_object();
  return monitor;
}

Status MonitorProjection::Fold(const ledger::Record& record,
                               ledger::ProjectionWriter& state) const {
  const bool is_set = record.kind() == kMonitorSet;
  const bool is_report = record.kind() == kAudited;
  const Change change = ChangeOf(record.kind());
  if (!is_set && !is_report && change == nullptr) return {};
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  if (is_set) return FoldSet(record, *body, state);
  const json::Value* monitored = body->Find("monitored");
  const json::Value* from = is_report ? monitored : body;
  const std::string name = from == nullptr ? "" : TextOf(from->Find("monitor"));
  // Most audits, and all that were made elsewhere, are nobody's but who started them.
  if (name.empty() && (is_report || record.kind() == kAuditStarted)) return {};
  REEVE_ASSIGN_OR_RETURN(const auto known, state.Get(MonitorKey(record.tenant(), name)));
  if (!known) return MonitorNotFound(name);
  REEVE_ASSIGN_OR_RETURN(Monitor monitor, ParseMonitor(*known));
  if (monitor.ended) return is_report ? Status() : MonitorNotFound(name);
  REEVE_RETURN_IF_ERROR(is_report ? FoldAudited(*body, *monitored, &monitor)
                                  : change(record, *body, &monitor));
  return Put(monitor, state);
}

}  // namespace reeve::oversight::bias

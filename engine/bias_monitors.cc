#include "engine/bias_monitors.h"

#include "base/cron.h"
#include "base/encoding.h"
#include "base/log.h"
#include "base/sha256.h"
#include "engine/record_range.h"

namespace reeve::engine {
namespace {

namespace bias = oversight::bias;
using oversight::ActingPerson;

constexpr std::string_view kReeve = "reeve";  // who acts where nobody does
constexpr std::string_view kDigestPrefix = "sha256:";

ActingPerson Itself(const std::string& tenant) {
  return {std::string(kReeve), std::string(kReeve), tenant};
}

std::string_view StateOf(const bias::Monitor& monitor) {
  if (monitor.ended) return "ended";
  return monitor.raised ? "raised" : "quiet";
}

json::Value Corrections(const json::Value& corrections, Timestamp now) {
  json::Array out;
  for (const json::Value& one : *corrections.as_array()) {
    json::Object correction = *one.as_object();
    const json::Value* due = one.Find("due");
    const auto time = ParseTimestamp(due == nullptr || due->as_string() == nullptr
                                         ? std::string_view()
                                         : std::string_view(*due->as_string()));
    const bool done = one.Find("done") != nullptr;
    correction.Add("overdue", !done && time.ok() && *time < now);
    out.emplace_back(std::move(correction));
  }
  return out;
}

json::Object View(const bias::Monitor& monitor, Timestamp now) {
  json::Object out = bias::TermsJson(monitor.terms);
  out.Add("system", monitor.terms.system)
      .Add("state", StateOf(monitor))
      .Add("request", monitor.request);
  const auto cron = Cron::Parse(monitor.terms.schedule);
  if (!monitor.ended && cron.ok()) {
    out.Add("next", FormatTimestamp(cron->NextAfter(monitor.last)));
  }
  for (const json::Member& member : monitor.members) {
    if (member.value.is_null()) continue;
    // The terms have an `alarm` already.
    const std::string key = member.key == "alarm" ? "raised" : member.key;
    out.Add(key, key == "corrections" ? Corrections(member.value, now) : member.value);
  }
  return out;
}

// One that a person's request may not fix, for each audit takes what is there then.
Status CheckOpen(const bias::AuditRequest& request) {
  if (request.attributes.empty() && request.records.first == 0 && !request.records.end &&
      request.earlier.empty()) {
    return {};
  }
  return Error{"bias.monitor_terms",
               "a monitor's request names no attributes, first, end or earlier report: each audit "
               "takes the newest attributes, and the records of `window_days`",
               "/request"};
}

Status CheckJudged(const bias::AuditRequest& request, const bias::MonitorTerms& terms) {
  for (const bias::Metric metric : request.conventions.judged) {
    if (metric == terms.metric) return {};
  }
  return Error{"bias.monitor_terms",
               "the metric `" + std::string(bias::MetricName(terms.metric)) +
                   "` is not judged by these conventions: name it in `conventions.judged`",
               "/alarm/metric"};
}

}  // namespace

Status BiasMonitors::Append(std::string_view kind, json::Object body, const ActingPerson& by,
                            std::string id) {
  body.Add("by", by.name).Add("principal", by.principal);
  if (id.empty()) id = NewId("bm-", clock_.Now(), random_);
  ledger::NewRecord record{.kind = std::string(kind),
                           .log = ledger::LogRole::kControl,
                           .tenant = by.tenant,
                           .id = std::move(id),
                           .body = {}};
  REEVE_ASSIGN_OR_RETURN(record.body, json::Canonical(std::move(body)));
  const auto appended = ledger_.Append({std::move(record)});
  return appended.ok() ? Status() : Status(appended.error());
}

Result<json::Object> BiasMonitors::Set(bias::MonitorTerms terms, const json::Value& request,
                                       const ActingPerson& by) {
  REEVE_ASSIGN_OR_RETURN(const bias::AuditRequest read, bias::ReadAuditRequest(request));
  REEVE_RETURN_IF_ERROR(CheckOpen(read));
  REEVE_RETURN_IF_ERROR(CheckJudged(read, terms));
  terms.system = read.records.system;
  if (systems_.Find(by.tenant, terms.system) == nullptr) {
    return Error{"engine.unknown_system", "no system is registered as `" + terms.system + "`",
                 "/request/system"};
  }
  REEVE_ASSIGN_OR_RETURN(const auto all, bias::AllMonitors(ledger_));
  size_t standing = 0;
  for (const bias::Monitor& one : all) standing += one.tenant == by.tenant && !one.ended;
  if (standing >= kMaxMonitors) {
    return Error{"bias.too_many_monitors", "100 monitors stand: end one that nobody needs"};
  }
  REEVE_ASSIGN_OR_RETURN(const std::string bytes, json::Canonical(request));
  REEVE_ASSIGN_OR_RETURN(const Hash digest, ledger_.blobs().Put(bytes));
  json::Object body = bias::TermsJson(terms);
  body.Add("system", terms.system).Add("request", DigestName(digest));
  REEVE_RETURN_IF_ERROR(Append(bias::kMonitorSet, std::move(body), by));
  return Find(by.tenant, terms.name);
}

Result<json::Object> BiasMonitors::End(const std::string& name, std::string_view reason,
                                       const ActingPerson& by) {
  REEVE_RETURN_IF_ERROR(
      Append(bias::kMonitorEnded, json::Object{{"monitor", name}, {"reason", reason}}, by));
  return Find(by.tenant, name);
}

Result<json::Object> BiasMonitors::OpenCorrection(const std::string& name,
                                                  const CorrectionTerms& terms,
                                                  const ActingPerson& by) {
  REEVE_ASSIGN_OR_RETURN(const Timestamp due, ParseTimestamp(terms.due));
  json::Object body{{"monitor", name},
                    {"measure", terms.measure},
                    {"owner", terms.owner},
                    {"due", FormatTimestamp(due)}};
  REEVE_RETURN_IF_ERROR(
      Append(bias::kCorrectionOpened, std::move(body), by, NewId("bc-", clock_.Now(), random_)));
  return Find(by.tenant, name);
}

Result<json::Object> BiasMonitors::FinishCorrection(const std::string& name,
                                                    const std::string& correction,
                                                    std::string_view note, const ActingPerson& by) {
  json::Object body{{"monitor", name}, {"correction", correction}, {"note", note}};
  REEVE_RETURN_IF_ERROR(Append(bias::kCorrectionDone, std::move(body), by));
  return Find(by.tenant, name);
}

Result<json::Object> BiasMonitors::Find(std::string_view tenant, std::string_view name) const {
  REEVE_ASSIGN_OR_RETURN(const bias::Monitor monitor, bias::FindMonitor(ledger_, tenant, name));
  return View(monitor, clock_.Now());
}

Result<json::Object> BiasMonitors::List(std::string_view tenant, bool all) const {
  REEVE_ASSIGN_OR_RETURN(const auto monitors, bias::AllMonitors(ledger_));
  json::Array list;
  for (const bias::Monitor& one : monitors) {
    if (one.tenant == tenant && (all || !one.ended)) list.emplace_back(View(one, clock_.Now()));
  }
  return json::Object{{"monitors", std::move(list)}};
}

// ---------------------------------------------------------------------------------------- watch

Result<bias::AuditRequest> BiasMonitors::RequestOf(const bias::Monitor& monitor) const {
  REEVE_ASSIGN_OR_RETURN(const std::string digest,
                         HexDecode(std::string_view(monitor.request).substr(kDigestPrefix.size())));
  REEVE_ASSIGN_OR_RETURN(const std::string text, ledger_.blobs().Get(HashFromBytes(digest)));
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  REEVE_ASSIGN_OR_RETURN(bias::AuditRequest request, bias::ReadAuditRequest(value));
  if (monitor.terms.window_days > 0) {
    RecordRange range;
    range.from = clock_.Now() - std::chrono::hours(24) * monitor.terms.window_days;
    REEVE_ASSIGN_OR_RETURN(const RecordIndexes found, FindRecords(ledger_.store(), range));
    request.records.first = found.first;
  }
  return request;
}

Result<bool> BiasMonitors::StartDue(const bias::Monitor& monitor) {
  const ActingPerson itself = Itself(monitor.tenant);
  Result<bias::AuditRequest> request = RequestOf(monitor);
  Error why;
  if (request.ok()) {
    const auto run = runs_.Start(*std::move(request), itself, monitor.terms.name);
    if (run.ok()) return true;
    why = run.error();
  } else {
    why = request.error();
  }
  if (why.code == "bias.closed" || why.code == "bias.busy") return false;  // at the next look
  Log(LogLevel::kWarning, "bias.monitor_missed",
      {{"monitor", monitor.terms.name}, {"code", why.code}});
  REEVE_RETURN_IF_ERROR(Append(bias::kMonitorMissed,
                               json::Object{{"monitor", monitor.terms.name}, {"code", why.code}},
                               itself));
  return false;
}

// The halt's reason names the record of the alarm: where one that does stands or was lifted, the
// alarm was acted on.
Status BiasMonitors::ActOnAlarm(const bias::Monitor& monitor) {
  const json::Value* alarm = monitor.members.Find("alarm");
  const json::Value* record = alarm == nullptr ? nullptr : alarm->Find("record");
  if (!monitor.raised || monitor.ended || monitor.terms.act != bias::AlarmAct::kHalt ||
      record == nullptr || record->as_string() == nullptr) {
    return {};
  }
  const std::string reason =
      "the bias monitor " + monitor.terms.name + " raised the alarm " + *record->as_string();
  REEVE_ASSIGN_OR_RETURN(const auto halts,
                         oversight::ListHalts(ledger_, monitor.tenant, /*lifted=*/true));
  for (const oversight::Halt& halt : halts) {
    if (halt.reason == reason) return {};
  }
  const auto placed = halts_.Place(
      {.scope = oversight::HaltScope::kSystem, .value = monitor.terms.system, .reason = reason},
      Itself(monitor.tenant));
  return placed.ok() ? Status() : Status(placed.error());
}

Result<uint64_t> BiasMonitors::Watch() {
  REEVE_ASSIGN_OR_RETURN(const auto monitors, bias::AllMonitors(ledger_));
  uint64_t started = 0;
  for (const bias::Monitor& monitor : monitors) {
    REEVE_RETURN_IF_ERROR(ActOnAlarm(monitor));
    if (!monitor.IsDue(clock_.Now())) continue;
    REEVE_ASSIGN_OR_RETURN(const bool is_started, StartDue(monitor));
    if (is_started) ++started;
  }
  return started;
}

}  // namespace reeve::engine

#include "engine/bias_report_commands.h"

#include <map>

#include "base/encoding.h"
#include "oversight/bias/audit_runs.h"
#include "oversight/bias/monitors.h"
#include "oversight/bias/report.h"
#include "oversight/bias/report_check.h"

namespace reeve::engine {
namespace {

namespace bias = oversight::bias;

constexpr std::string_view kDigestPrefix = "sha256:";

json::Object VerdictCounts(const json::Value& report) {
  std::map<std::string, uint64_t> counts = {{"flag", 0}, {"insufficient_data", 0}, {"no_flag", 0}};
  const auto items = [](const json::Value* list) {
    return list == nullptr || list->as_array() == nullptr ? json::Array() : *list->as_array();
  };
  for (const json::Value& table : items(report.Find("tables"))) {
    for (const json::Value& group : items(table.Find("groups"))) {
      for (const json::Value& judgement : items(group.Find("judgements"))) {
        const json::Value* verdict = judgement.Find("verdict");
        if (verdict == nullptr || verdict->as_string() == nullptr) continue;
        const auto found = counts.find(*verdict->as_string());
        if (found != counts.end()) ++found->second;
      }
    }
  }
  json::Object object;
  for (const auto& [verdict, count] : counts) object.Add(verdict, count);
  return object;
}

Status CheckLog(const bias::ReportPlan& plan, const json::Value& report, std::string_view tenant,
                const ledger::Ledger& ledger) {
  const json::Value* origin = json::Resolve(report, "/source/origin");
  if (origin == nullptr || *origin != json::Value(ledger.Latest().origin)) {
    return Error{"bias.other_log",
                 "the report is of another log than `" + ledger.Latest().origin + "`"};
  }
  if (plan.tenant != tenant) {
    return Error{"bias.other_tenant", "the report is of another tenant's decisions"};
  }
  if (plan.end > ledger.size()) {
    return Error{"bias.range", "the report is of records up to " + std::to_string(plan.end) +
                                   ", and this log has " + std::to_string(ledger.size())};
  }
  return {};
}

}  // namespace

Result<RecordedReport> BiasReportCommands::Record(const json::Value& report,
                                                  const oversight::ActingPerson& by) {
  return Append(report, {}, {}, by);
}

Result<json::Object> BiasReportCommands::FormsOf(const bias::Report& report,
                                                 const RunOfReport& made) {
  REEVE_ASSIGN_OR_RETURN(const Hash html, ledger_.blobs().Put(bias::ReportHtml(report)));
  REEVE_ASSIGN_OR_RETURN(const Hash csv, ledger_.blobs().Put(bias::ReportCsv(report)));
  json::Object forms{{"html", DigestName(html)}, {"csv", DigestName(csv)}};
  json::Object further{{"run", made.run}};
  if (made.summary) {
    REEVE_ASSIGN_OR_RETURN(const std::string page, bias::SummaryPage(report, *made.summary));
    REEVE_ASSIGN_OR_RETURN(const Hash digest, ledger_.blobs().Put(page));
    forms.Add("summary", DigestName(digest));
    further.Add("summary", json::Object{{"tool", made.summary->tool},
                                        {"auditor", made.summary->auditor},
                                        {"audit_date", made.summary->audit_date},
                                        {"used_from", made.summary->distribution_date}});
  }
  further.Add("forms", std::move(forms));
  return further;
}

Result<BiasReportCommands::Monitored> BiasReportCommands::MonitoredBy(
    const bias::Report& report, const std::string& digest, const RunOfReport& made,
    const oversight::ActingPerson& by) const {
  Monitored monitored;
  if (made.monitor.empty()) return monitored;
  REEVE_ASSIGN_OR_RETURN(const bias::Monitor monitor,
                         bias::FindMonitor(ledger_, by.tenant, made.monitor));
  REEVE_ASSIGN_OR_RETURN(const bias::AuditRun run,
                         bias::FindAuditRun(ledger_, by.tenant, made.run));
  const auto value = bias::WorstRatio(report, monitor.terms.metric);
  const json::Value* started = run.members.Find("started");
  if (!value || monitor.ended || started == nullptr) return monitored;
  monitored.value =
      json::Object{{"monitor", made.monitor}, {"value", *value}, {"started", *started}};
  const auto change = bias::AlarmChange(monitor, *value);
  if (!change) return monitored;
  json::Object body{{"monitor", made.monitor},
                    {"system", monitor.terms.system},
                    {"metric", bias::MetricName(monitor.terms.metric)},
                    {"ratio", *value},
                    {"raise_below", monitor.terms.raise_below},
                    {"clear_at", monitor.terms.clear_at},
                    {"report", digest}};
  ledger::NewRecord alarm{.kind = std::string(*change),
                          .log = ledger::LogRole::kControl,
                          .tenant = by.tenant,
                          .id = NewId("ba-", clock_.Now(), random_),
                          .body = {}};
  REEVE_ASSIGN_OR_RETURN(alarm.body, json::Canonical(std::move(body)));
  monitored.alarm.push_back(std::move(alarm));
  return monitored;
}

Result<RecordedReport> BiasReportCommands::RecordRun(const bias::Report& report,
                                                     const RunOfReport& made,
                                                     const oversight::ActingPerson& by) {
  const json::Value value = bias::ReportJson(report);
  REEVE_ASSIGN_OR_RETURN(const std::string digest, bias::ReportDigest(value));
  REEVE_ASSIGN_OR_RETURN(json::Object further, FormsOf(report, made));
  REEVE_ASSIGN_OR_RETURN(Monitored monitored, MonitoredBy(report, digest, made, by));
  if (monitored.value) further.Add("monitored", *std::move(monitored.value));
  return Append(value, std::move(further), std::move(monitored.alarm), by);
}

Result<RecordedReport> BiasReportCommands::Append(const json::Value& report, json::Object further,
                                                  std::vector<ledger::NewRecord> alarm,
                                                  const oversight::ActingPerson& by) {
  REEVE_ASSIGN_OR_RETURN(const bias::ReportPlan plan, bias::ReadPlan(report));
  const bool of_ledger = plan.kind == bias::SourceKind::kLedger;
  if (of_ledger) REEVE_RETURN_IF_ERROR(CheckLog(plan, report, by.tenant, ledger_));
  REEVE_ASSIGN_OR_RETURN(const std::string bytes, json::Canonical(report));
  REEVE_ASSIGN_OR_RETURN(const Hash digest, ledger_.blobs().Put(bytes));
  RecordedReport recorded{DigestName(digest), 0};
  json::Object body = std::move(further);
  body.Add("report", recorded.digest)
      .Add("verdicts", VerdictCounts(report))
      .Add("by", by.name)
      .Add("principal", by.principal);
  if (!plan.conventions.preset.empty()) body.Add("preset", plan.conventions.preset);
  if (of_ledger) {
    body.Add("system", plan.system).Add("first", plan.first).Add("end", plan.end);
  }
  ledger::NewRecord record;
  record.kind = bias::kAudited;
  record.log = ledger::LogRole::kControl;
  record.tenant = by.tenant;
  record.id = NewId("ba-", clock_.Now(), random_);
  REEVE_ASSIGN_OR_RETURN(record.body, json::Canonical(std::move(body)));
  std::vector<ledger::NewRecord> unit;
  unit.push_back(std::move(record));
  for (ledger::NewRecord& one : alarm) unit.push_back(std::move(one));
  REEVE_ASSIGN_OR_RETURN(const auto appended, ledger_.Append(std::move(unit)));
  recorded.index = appended.front().index;
  return recorded;
}

Result<std::string> BiasReportCommands::Find(std::string_view tenant, std::string_view digest,
                                             std::string_view form) const {
  REEVE_ASSIGN_OR_RETURN(const std::string name, bias::FormOfReport(ledger_, tenant, digest, form));
  return Bytes(name);
}

Result<std::string> BiasReportCommands::Bytes(std::string_view digest) const {
  if (!digest.starts_with(kDigestPrefix)) {
    return Error{"bias.not_found", "`" + std::string(digest) + "` is no digest"};
  }
  REEVE_ASSIGN_OR_RETURN(const std::string bytes, HexDecode(digest.substr(kDigestPrefix.size())));
  return ledger_.blobs().Get(HashFromBytes(bytes));
}

}  // namespace reeve::engine

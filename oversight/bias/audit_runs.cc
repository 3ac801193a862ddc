#include "oversight/bias/audit_runs.h"

#include <algorithm>
#include <array>

namespace reeve::oversight::bias {
namespace {

// By RunState.
constexpr std::array<std::string_view, 4> kStateNames = {"started", "done", "failed", "cancelled"};

Error NotFound(std::string_view id) {
  return {"bias.run_not_found",
          "no audit was started as `" + std::string(id) + "`: `reeve bias runs` lists them"};
}

std::string TextOf(const json::Value& value, std::string_view key) {
  const json::Value* found = value.Find(key);
  return found == nullptr || found->as_string() == nullptr ? "" : *found->as_string();
}

std::string ReportKey(std::string_view tenant, std::string_view report) {
  std::string key(tenant);
  return key.append(1, '\x1F').append(report);  // no id holds a control character
}

Result<AuditRun> ParseRun(std::string_view id, std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(json::Value value, json::Parse(text));
  const json::Value* members = value.Find("members");
  const auto state = std::find(kStateNames.begin(), kStateNames.end(), TextOf(value, "state"));
  if (members == nullptr || members->as_object() == nullptr || state == kStateNames.end()) {
    return Error{"ledger.damaged",
                 "the state of the audit `" + std::string(id) + "` cannot be read"};
  }
  return AuditRun{std::string(id), TextOf(value, "tenant"),
                  static_cast<RunState>(state - kStateNames.begin()), *members->as_object()};
}

Status Put(const AuditRun& run, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(
      const std::string text,
      json::Canonical(json::Object{
          {"tenant", run.tenant}, {"state", RunStateName(run.state)}, {"members", run.members}}));
  state.Put(run.id, text);
  return {};
}

Status FoldStart(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  AuditRun run{std::string(record.id()), std::string(record.tenant()), RunState::kStarted,
               *body->as_object()};
  run.members.Set("started", FormatTimestamp(record.time()));
  return Put(run, state);
}

// The end of a run that has not ended.
Status FoldEnd(const ledger::Record& record, const json::Value& body, const std::string& id,
               ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const auto known, state.Get(id));
  if (!known) return NotFound(id);
  REEVE_ASSIGN_OR_RETURN(AuditRun run, ParseRun(id, *known));
  if (run.tenant != record.tenant()) return NotFound(id);
  if (run.state != RunState::kStarted) {
    return Error{"bias.run_state",
                 "the audit `" + id + "` is " + std::string(RunStateName(run.state)) + " already"};
  }
  run.members.Set("ended", FormatTimestamp(record.time()));
  if (record.kind() == kAudited) {
    run.state = RunState::kDone;
    run.members.Set("report", TextOf(body, "report"));
    if (const json::Value* verdicts = body.Find("verdicts")) run.members.Set("verdicts", *verdicts);
  } else if (TextOf(body, "outcome") == RunStateName(RunState::kCancelled)) {
    run.state = RunState::kCancelled;
    run.members.Set("cancelled_by", TextOf(body, "by"));
  } else {
    run.state = RunState::kFailed;
    run.members.Set("code", TextOf(body, "code"));
  }
  return Put(run, state);
}

}  // namespace

std::string_view RunStateName(RunState state) { return kStateNames[static_cast<size_t>(state)]; }

Status AuditRunProjection::Fold(const ledger::Record& record,
                                ledger::ProjectionWriter& state) const {
  if (record.kind() == kAuditStarted) return FoldStart(record, state);
  if (record.kind() != kAudited && record.kind() != kAuditEnded) return {};
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  const std::string run = TextOf(*body, "run");
  if (run.empty() && record.kind() == kAudited) return {};  // made elsewhere
  return FoldEnd(record, *body, run, state);
}

Status AuditReportProjection::Fold(const ledger::Record& record,
                                   ledger::ProjectionWriter& state) const {
  if (record.kind() != kAudited) return {};
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  const std::string key = ReportKey(record.tenant(), TextOf(*body, "report"));
  json::Object value{{"index", record.index()}};
  json::Value from = *body;
  if (body->Find("forms") == nullptr) {  // those of an equal report that a run made are still good
    REEVE_ASSIGN_OR_RETURN(const auto known, state.Get(key));
    if (known) {
      REEVE_ASSIGN_OR_RETURN(from, json::Parse(*known));
    }
  }
  for (const char* member : {"forms", "summary"}) {
    if (const json::Value* found = from.Find(member)) value.Add(member, *found);
  }
  REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(std::move(value)));
  state.Put(key, text);
  return {};
}

Result<AuditRun> FindAuditRun(const ledger::Ledger& ledger, std::string_view tenant,
                              std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(const auto text, ledger.State("bias_runs").Get(id));
  if (!text) return NotFound(id);
  REEVE_ASSIGN_OR_RETURN(AuditRun run, ParseRun(id, *text));
  if (run.tenant != tenant) return NotFound(id);
  return run;
}

Result<std::vector<AuditRun>> ListAuditRuns(const ledger::Ledger& ledger, std::string_view tenant) {
  std::vector<AuditRun> runs;
  Status parsed;
  REEVE_RETURN_IF_ERROR(
      ledger.State("bias_runs").Scan("", [&](std::string_view key, std::string_view value) {
        Result<AuditRun> run = ParseRun(key, value);
        if (!run.ok()) {
          parsed = run.error();
          return false;
        }
        if (run->tenant == tenant) runs.push_back(*std::move(run));
        return true;
      }));
  REEVE_RETURN_IF_ERROR(parsed);
  std::reverse(runs.begin(), runs.end());  // ids begin with their time
  return runs;
}

Result<json::Value> FindReport(const ledger::Ledger& ledger, std::string_view tenant,
                               std::string_view report) {
  REEVE_ASSIGN_OR_RETURN(const auto text,
                         ledger.State("bias_reports").Get(ReportKey(tenant, report)));
  if (!text) return Error{"bias.not_found", "no report of a bias audit has that digest"};
  return json::Parse(*text);
}

Result<std::string> FormOfReport(const ledger::Ledger& ledger, std::string_view tenant,
                                 std::string_view report, std::string_view form) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, FindReport(ledger, tenant, report));
  if (form == "json") return std::string(report);
  const json::Value* forms = value.Find("forms");
  std::string digest = forms == nullptr ? "" : TextOf(*forms, form);
  if (!digest.empty()) return digest;
  if (form == "summary") {
    return Error{"bias.no_such_form",
                 "this report has no page for the public: run the audit again with --tool, "
                 "--auditor, --audit-date, --used-from and --data-source"};
  }
  return Error{"bias.no_such_form",
               "of this report, which was not made in this server, only the JSON is kept: ask for "
               "format=json"};
}

}  // namespace reeve::oversight::bias

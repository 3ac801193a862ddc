#include "engine/bias_runs.h"

#include <algorithm>

#include "base/log.h"
#include "base/text.h"
#include "ledger/checkpoint.h"
#include "oversight/bias/audit_source.h"
#include "oversight/bias/drift.h"

namespace reeve::engine {
namespace {

namespace bias = oversight::bias;
using oversight::ActingPerson;

constexpr size_t kKeptFailures = 100;

Status CheckRange(const bias::RecordsQuery& records, uint64_t size) {
  const uint64_t end = records.end.value_or(size);
  if (records.first < end && end <= size) return {};
  return Error{"bias.range", "the log has records 0 to " + std::to_string(size) +
                                 ", the last not included; the range must lie within"};
}

Status CheckColumns(const bias::RowLayout& layout, const bias::AttributeSet& set) {
  for (const std::string& column : bias::AttributeColumns(layout)) {
    if (std::find(set.columns.begin(), set.columns.end(), column) != set.columns.end()) continue;
    return Error{"bias.no_such_column", "the attributes `" + set.id + "` have no column `" +
                                            column + "`" + DidYouMeanSuffix(column, set.columns)};
  }
  return {};
}

}  // namespace

BiasRuns::BiasRuns(ledger::Ledger& ledger, const oversight::SystemRegister& systems,
                   const BiasAttributeCommands& attributes, BiasReportCommands& reports,
                   const Clock& clock, const Random& random)
    : ledger_(ledger),
      systems_(systems),
      attributes_(attributes),
      reports_(reports),
      clock_(clock),
      random_(random),
      worker_([this](const std::stop_token& stop) { Work(stop); }) {}

BiasRuns::~BiasRuns() { Close(); }

void BiasRuns::Close() {
  {
    const MutexLock lock(mutex_);
    closed_ = true;
    worker_.request_stop();
    for (const auto& one : live_) one.second->stop.request_stop();
  }
  if (worker_.joinable()) worker_.join();
}

// -------------------------------------------------------------------------------- start, cancel

Status BiasRuns::Check(Run& run) const {
  bias::AuditRequest& request = run.request;
  if (systems_.Find(run.by.tenant, request.records.system) == nullptr) {
    return Error{"engine.unknown_system",
                 "no system is registered as `" + request.records.system + "`", "/system"};
  }
  if (request.attributes.empty()) {
    REEVE_ASSIGN_OR_RETURN(const bias::AttributeSet newest,
                           attributes_.Newest(run.by.tenant, request.records.system,
                                              bias::AttributeColumns(request.layout)));
    request.attributes = newest.id;
  }
  REEVE_ASSIGN_OR_RETURN(const bias::AttributeSet set,
                         attributes_.Readable(run.by.tenant, request.attributes));
  if (set.system != request.records.system) {
    return Error{"bias.attributes_system",
                 "the attributes `" + set.id + "` were uploaded for the system `" + set.system +
                     "`, and may be read for no other",
                 "/attributes"};
  }
  REEVE_RETURN_IF_ERROR(CheckColumns(request.layout, set));
  if (request.earlier.empty()) return {};
  const auto earlier = bias::FindReport(ledger_, run.by.tenant, request.earlier);
  return earlier.ok() ? Status() : Status(earlier.error());
}

Status BiasRuns::Admit(const std::shared_ptr<Run>& run) {
  const MutexLock lock(mutex_);
  if (closed_) return Error{"bias.closed", "the server is ending: ask when it runs again"};
  if (live_.size() > kMaxWaitingRuns) {
    return Error{"bias.busy", "16 audits wait already: ask again when some of them are done"};
  }
  live_.emplace(run->id, run);
  return {};
}

void BiasRuns::Withdraw(const std::string& id) {
  const MutexLock lock(mutex_);
  live_.erase(id);
}

Result<std::string> BiasRuns::Start(bias::AuditRequest request, const ActingPerson& by,
                                    const std::string& monitor) {
  auto run = std::make_shared<Run>();
  run->id = NewId("br-", clock_.Now(), random_);
  run->request = std::move(request);
  run->request.records.tenant = by.tenant;
  run->by = by;
  run->monitor = monitor;
  run->checkpoint = ledger_.LatestCheckpoint();
  REEVE_RETURN_IF_ERROR(Check(*run));
  REEVE_ASSIGN_OR_RETURN(const ledger::Checkpoint pin,
                         ledger::OpenCheckpoint(run->checkpoint, ledger_.vkey()));
  REEVE_RETURN_IF_ERROR(CheckRange(run->request.records, pin.size));
  run->request.records.end = run->request.records.end.value_or(pin.size);
  REEVE_RETURN_IF_ERROR(Admit(run));
  if (const Status recorded = RecordStart(*run); !recorded.ok()) {
    Withdraw(run->id);
    return recorded.error();
  }
  {
    const MutexLock lock(mutex_);
    waiting_.push_back(run);
  }
  alarm_.Ring();
  return run->id;
}

Status BiasRuns::Cancel(const std::string& id, const ActingPerson& by) {
  REEVE_RETURN_IF_ERROR(RecordEnd(id, bias::RunStateName(bias::RunState::kCancelled), "", by));
  const MutexLock lock(mutex_);
  const auto found = live_.find(id);
  if (found == live_.end()) return {};
  found->second->stop.request_stop();
  const auto waiting = std::find(waiting_.begin(), waiting_.end(), found->second);
  if (waiting == waiting_.end()) return {};  // it runs, and its worker takes it out
  waiting_.erase(waiting);
  live_.erase(found);
  return {};
}

Status BiasRuns::RecordStart(const Run& run) {
  REEVE_ASSIGN_OR_RETURN(json::Object body, bias::RecordedRequest(run.request));
  body.Add("by", run.by.name).Add("principal", run.by.principal);
  if (!run.monitor.empty()) body.Add("monitor", run.monitor);
  ledger::NewRecord record{.kind = std::string(bias::kAuditStarted),
                           .log = ledger::LogRole::kControl,
                           .tenant = run.by.tenant,
                           .id = run.id,
                           .body = {}};
  REEVE_ASSIGN_OR_RETURN(record.body, json::Canonical(std::move(body)));
  const auto appended = ledger_.Append({std::move(record)});
  return appended.ok() ? Status() : Status(appended.error());
}

Status BiasRuns::RecordEnd(const std::string& id, std::string_view outcome, std::string_view code,
                           const ActingPerson& by) {
  json::Object body{
      {"run", id}, {"outcome", outcome}, {"by", by.name}, {"principal", by.principal}};
  if (!code.empty()) body.Add("code", code);
  ledger::NewRecord record{.kind = std::string(bias::kAuditEnded),
                           .log = ledger::LogRole::kControl,
                           .tenant = by.tenant,
                           .id = NewId("br-", clock_.Now(), random_),
                           .body = {}};
  REEVE_ASSIGN_OR_RETURN(record.body, json::Canonical(std::move(body)));
  const auto appended = ledger_.Append({std::move(record)});
  return appended.ok() ? Status() : Status(appended.error());
}

// --------------------------------------------------------------------------------------- worker

void BiasRuns::Work(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const std::shared_ptr<Run> run = NextRun();
    if (run == nullptr) {
      alarm_.Wait(stop, std::nullopt);
      continue;
    }
    Execute(*run, stop);
    Withdraw(run->id);
  }
}

std::shared_ptr<BiasRuns::Run> BiasRuns::NextRun() {
  const MutexLock lock(mutex_);
  if (waiting_.empty()) return nullptr;
  std::shared_ptr<Run> run = std::move(waiting_.front());
  waiting_.pop_front();
  run->running = true;
  return run;
}

void BiasRuns::Execute(Run& run, const std::stop_token& stop) {
  const Result<RecordedReport> report = Audit(run);
  if (report.ok()) {
    Log(LogLevel::kInfo, "bias.audited", {{"run", run.id}, {"report", report->digest}});
    return;
  }
  // Cancelled: the record is there already. The server ends: there is to be none.
  if (run.stop.stop_requested() || stop.stop_requested()) return;
  Log(LogLevel::kWarning, "bias.audit_failed", {{"run", run.id}, {"code", report.error().code}});
  {
    const MutexLock lock(mutex_);
    if (failures_.size() >= kKeptFailures) failures_.erase(failures_.begin());
    failures_.emplace(run.id, report.error().message);
  }
  const Status recorded =
      RecordEnd(run.id, bias::RunStateName(bias::RunState::kFailed), report.error().code, run.by);
  if (!recorded.ok()) {
    Log(LogLevel::kError, "bias.end_not_recorded",
        {{"run", run.id}, {"code", recorded.error().code}});
  }
}

Result<RecordedReport> BiasRuns::Audit(Run& run) {
  const bias::AuditRequest& request = run.request;
  REEVE_ASSIGN_OR_RETURN(std::string rows, attributes_.Read(run.by.tenant, request.attributes));
  const auto source = bias::MakeTextSource(std::move(rows));
  REEVE_ASSIGN_OR_RETURN(const auto records,
                         bias::OpenLog(ledger_.store(), run.checkpoint, ledger_.vkey()));
  bias::ReadOptions options;
  options.stop = run.stop.get_token();
  options.progress = [&run](uint64_t done, uint64_t total) {
    run.done = done;
    run.total = total;
  };
  REEVE_ASSIGN_OR_RETURN(bias::Report report,
                         bias::AuditRecords(*records, request.records, *source, request.layout,
                                            request.conventions, options));
  if (!request.earlier.empty()) {
    REEVE_ASSIGN_OR_RETURN(const std::string text,
                           reports_.Find(run.by.tenant, request.earlier, "json"));
    REEVE_ASSIGN_OR_RETURN(const json::Value earlier, json::Parse(text));
    REEVE_RETURN_IF_ERROR(bias::AddDrift(earlier, &report));
  }
  return reports_.RecordRun(report, {run.id, run.monitor, request.summary}, run.by);
}

// ---------------------------------------------------------------------------------------- views

BiasRuns::Live BiasRuns::LiveRuns() const {
  const MutexLock lock(mutex_);
  return live_;
}

json::Object BiasRuns::View(const bias::AuditRun& run, const Live& live) const {
  json::Object out{{"id", run.id}};
  for (const json::Member& member : run.members) {
    if (member.key != "principal") out.Add(member.key, member.value);
  }
  if (run.state != bias::RunState::kStarted) {
    out.Add("state", bias::RunStateName(run.state));
    const MutexLock lock(mutex_);
    const auto message = failures_.find(run.id);
    if (message != failures_.end()) out.Add("message", message->second);
    return out;
  }
  const auto found = live.find(run.id);
  if (found == live.end()) {
    out.Add("state", "interrupted");
    return out;
  }
  const Run& here = *found->second;
  out.Add("state", here.running ? "running" : "queued");
  if (here.running) {
    const uint64_t done = here.done;
    const uint64_t total = here.total;
    const bool read = total > 0 && done == total;
    out.Add(
        "progress",
        json::Object{{"stage", read ? "computing" : "reading"}, {"done", done}, {"total", total}});
  }
  return out;
}

// A run is alive before its start is recorded, and until its end is: so one that was alive before
// the state was read, or is so behind it, was not cut off.
Result<json::Object> BiasRuns::Find(std::string_view tenant, const std::string& id) {
  Live live = LiveRuns();
  REEVE_ASSIGN_OR_RETURN(const bias::AuditRun run, bias::FindAuditRun(ledger_, tenant, id));
  live.merge(LiveRuns());
  return View(run, live);
}

Result<json::Object> BiasRuns::List(std::string_view tenant) {
  Live live = LiveRuns();
  REEVE_ASSIGN_OR_RETURN(const auto runs, bias::ListAuditRuns(ledger_, tenant));
  live.merge(LiveRuns());
  json::Array list;
  for (const bias::AuditRun& run : runs) {
    if (list.size() == kMaxListedRuns) break;
    list.emplace_back(View(run, live));
  }
  return json::Object{{"audits", std::move(list)}, {"total", uint64_t{runs.size()}}};
}

}  // namespace reeve::engine

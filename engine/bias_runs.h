// Audits inside the server: one at a time, on a thread of its own, of the log that it keeps.
//
// A run is pinned when it is started: to the newest checkpoint, and to records before it. So its
// report is the one that `reeve bias audit` gives of an export of the same range, and what is
// appended meanwhile changes nothing. Its start, and its end, are records
// (oversight/bias/audit_runs.h); a run that the end of its server cut off has none of its end, and
// is `interrupted`.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

#include "base/alarm.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/mutex.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/bias_attribute_commands.h"
#include "engine/bias_report_commands.h"
#include "ledger/ledger.h"
#include "oversight/acting_person.h"
#include "oversight/bias/audit_request.h"
#include "oversight/bias/audit_runs.h"
#include "oversight/system_register.h"

namespace reeve::engine {

inline constexpr size_t kMaxWaitingRuns = 16;
inline constexpr size_t kMaxListedRuns = 1'000;

class BiasRuns {
 public:
  // All must outlive it; the ledger was opened with AllProjections().
  BiasRuns(ledger::Ledger& ledger, const oversight::SystemRegister& systems,
           const BiasAttributeCommands& attributes, BiasReportCommands& reports, const Clock& clock,
           const Random& random);
  ~BiasRuns();
  BiasRuns(const BiasRuns&) = delete;
  BiasRuns& operator=(const BiasRuns&) = delete;

  // Recorded, and waiting, on return: its id. `monitor` names the one that orders it, or nothing:
  // where its time has not come, bias.monitor_not_due. engine.unknown_system, bias.attributes_*,
  // bias.no_such_column, bias.range, bias.not_found (the earlier report), bias.busy, bias.closed
  Result<std::string> Start(oversight::bias::AuditRequest request,
                            const oversight::ActingPerson& by, const std::string& monitor = {});
  // Recorded on return; the audit stops soon. bias.run_not_found, bias.run_state
  Status Cancel(const std::string& id, const oversight::ActingPerson& by);

  // What AuditRun has, and `state`: queued, running (with `progress` {stage, done, total}), done,
  // failed (with `message` while this server runs), cancelled or interrupted. bias.run_not_found
  Result<json::Object> Find(std::string_view tenant, const std::string& id);
  // {"audits":[...],"total":n}: the last started first; at most kMaxListedRuns, of `total`.
  Result<json::Object> List(std::string_view tenant);

  // Stops the audit under way, and starts no more. Idempotent.
  void Close();

 private:
  struct Run {
    std::string id;
    oversight::bias::AuditRequest request;
    oversight::ActingPerson by;
    std::string monitor;
    std::string checkpoint;
    std::stop_source stop = {};
    std::atomic<bool> running = false;
    std::atomic<uint64_t> done = 0;  // records read, of `total`
    std::atomic<uint64_t> total = 0;
  };
  using Live = std::map<std::string, std::shared_ptr<Run>, std::less<>>;

  // Names the set that is to be read, where the request names none.
  Status Check(Run& run) const;
  Status Admit(const std::shared_ptr<Run>& run);
  void Withdraw(const std::string& id);
  Status RecordStart(const Run& run);
  Status RecordEnd(const std::string& id, std::string_view outcome, std::string_view code,
                   const oversight::ActingPerson& by);
  void Work(const std::stop_token& stop);
  std::shared_ptr<Run> NextRun();
  void Execute(Run& run, const std::stop_token& stop);
  Result<RecordedReport> Audit(Run& run);
  Live LiveRuns() const;
  json::Object View(const oversight::bias::AuditRun& run, const Live& live) const;

  ledger::Ledger& ledger_;
  const oversight::SystemRegister& systems_;
  const BiasAttributeCommands& attributes_;
  BiasReportCommands& reports_;
  const Clock& clock_;
  const Random& random_;

  mutable Mutex mutex_;
  std::deque<std::shared_ptr<Run>> waiting_ REEVE_GUARDED_BY(mutex_);
  Live live_ REEVE_GUARDED_BY(mutex_);  // waiting ones, and the one that runs
  std::map<std::string, std::string, std::less<>> failures_ REEVE_GUARDED_BY(mutex_);  // messages
  bool closed_ REEVE_GUARDED_BY(mutex_) = false;

  Alarm alarm_;
  std::jthread worker_;  // the last, for it uses all above
};

}  // namespace reeve::engine

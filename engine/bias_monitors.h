// Monitors of bias as commands and questions: set, end, corrections; and Watch, which starts the
// audits whose time has come and acts on alarms. oversight/bias/monitors.h, docs/bias-audits.md.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/bias_runs.h"
#include "engine/halt_commands.h"
#include "ledger/ledger.h"
#include "oversight/acting_person.h"
#include "oversight/bias/monitors.h"

namespace reeve::engine {

inline constexpr size_t kMaxMonitors = 100;  // of a tenant, that stand

class BiasMonitors {
 public:
  // All must outlive it; the ledger was opened with AllProjections().
  BiasMonitors(ledger::Ledger& ledger, const oversight::SystemRegister& systems, BiasRuns& runs,
               HaltCommands& halts, const Clock& clock, const Random& random)
      : ledger_(ledger),
        systems_(systems),
        runs_(runs),
        halts_(halts),
        clock_(clock),
        random_(random) {}

  // `request` is one of an audit (audit_request.h), without attributes, first and end: each audit
  // takes the newest attributes of the system, and the records of the window before it.
  // bias.monitor_terms, bias.monitor_exists, bias.too_many_monitors, engine.unknown_system, those
  // of ReadAuditRequest
  Result<json::Object> Set(oversight::bias::MonitorTerms terms, const json::Value& request,
                           const oversight::ActingPerson& by);
  // bias.monitor_not_found
  Result<json::Object> End(const std::string& name, std::string_view reason,
                           const oversight::ActingPerson& by);

  struct CorrectionTerms {
    std::string measure;
    std::string owner;  // the person who answers for it
    std::string due;    // RFC 3339
  };
  // bias.monitor_not_found, bias.correction_terms, time.syntax
  Result<json::Object> OpenCorrection(const std::string& name, const CorrectionTerms& terms,
                                      const oversight::ActingPerson& by);
  // Its effect is told by the next audit. bias.correction_not_found, bias.correction_state
  Result<json::Object> FinishCorrection(const std::string& name, const std::string& correction,
                                        std::string_view note, const oversight::ActingPerson& by);

  // `state` (quiet, raised, ended), the terms, `next` (when it audits again), what became of it,
  // and `overdue` among its corrections. bias.monitor_not_found
  Result<json::Object> Find(std::string_view tenant, std::string_view name) const;
  // {"monitors":[...]}, by name; ended ones too where `all`.
  Result<json::Object> List(std::string_view tenant, bool all) const;

  // Starts what is due, records what is due and cannot be started, and halts the systems of alarms
  // that are to. How many audits were started.
  Result<uint64_t> Watch();

 private:
  Status Append(std::string_view kind, json::Object body, const oversight::ActingPerson& by,
                std::string id = {});
  Result<oversight::bias::AuditRequest> RequestOf(const oversight::bias::Monitor& monitor) const;
  Result<bool> StartDue(const oversight::bias::Monitor& monitor);
  Status ActOnAlarm(const oversight::bias::Monitor& monitor);

  ledger::Ledger& ledger_;
  const oversight::SystemRegister& systems_;
  BiasRuns& runs_;
  HaltCommands& halts_;
  const Clock& clock_;
  const Random& random_;
};

}  // namespace reeve::engine

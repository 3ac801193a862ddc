// Reports of bias audits on the record: the log holds a report's digest and what it pins, the blob
// store its bytes. A report is made by a run of the server (bias_runs.h), or elsewhere, of an
// export; docs/bias-audits.md.
//
// Thread-safety: any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "oversight/acting_person.h"
#include "oversight/bias/audit.h"
#include "oversight/bias/summary_page.h"

namespace reeve::engine {

struct RecordedReport {
  std::string digest;
  uint64_t index = 0;
};

// What is known of a report that a run of the server made.
struct RunOfReport {
  std::string run;
  std::string monitor;  // that ordered it, or empty
  std::optional<oversight::bias::SummaryItems> summary;
};

class BiasReportCommands {
 public:
  // All must outlive it; the ledger was opened with AllProjections().
  BiasReportCommands(ledger::Ledger& ledger, const Clock& clock, const Random& random)
      : ledger_(ledger), clock_(clock), random_(random) {}

  // Keeps the canonical bytes and records their digest. A report of a ledger must be of this log
  // and of records that it has. bias.report_format, bias.other_log, bias.other_tenant, bias.range
  Result<RecordedReport> Record(const json::Value& report, const oversight::ActingPerson& by);
  // The same of what a run made, whose page and table are kept beside, and where there are items
  // for it the summary. An alarm that a monitor's report raises or clears is recorded with it.
  // bias.run_state: it was cancelled meanwhile.
  Result<RecordedReport> RecordRun(const oversight::bias::Report& report, const RunOfReport& made,
                                   const oversight::ActingPerson& by);
  // The bytes in that form: json (canonical), html, csv, summary. bias.not_found,
  // bias.no_such_form
  Result<std::string> Find(std::string_view tenant, std::string_view digest,
                           std::string_view form) const;
  // Of a form, by the digest that FormOfReport gave.
  Result<std::string> Bytes(std::string_view digest) const;

 private:
  // What the record of a run's report has beside what all have.
  Result<json::Object> FormsOf(const oversight::bias::Report& report, const RunOfReport& made);
  // What the report comes to for the monitor, and the record of an alarm that changes by it.
  struct Monitored {
    std::optional<json::Object> value;
    std::vector<ledger::NewRecord> alarm;
  };
  Result<Monitored> MonitoredBy(const oversight::bias::Report& report, const std::string& digest,
                                const RunOfReport& made, const oversight::ActingPerson& by) const;
  Result<RecordedReport> Append(const json::Value& report, json::Object further,
                                std::vector<ledger::NewRecord> alarm,
                                const oversight::ActingPerson& by);

  ledger::Ledger& ledger_;
  const Clock& clock_;
  const Random& random_;
};

}  // namespace reeve::engine

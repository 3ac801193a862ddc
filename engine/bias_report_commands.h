// Reports of bias audits on the record: the log holds a report's digest and what it pins, the blob
// store its bytes. A report is made by a run of the server (bias_runs.h), or elsewhere, of an
// export; docs/bias-audits.md.
//
// Thread-safety: any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "oversight/acting_person.h"
#include "oversight/bias/audit.h"

namespace reeve::engine {

struct RecordedReport {
  std::string digest;
  uint64_t index = 0;
};

class BiasReportCommands {
 public:
  // All must outlive it; the ledger was opened with AllProjections().
  BiasReportCommands(ledger::Ledger& ledger, const Clock& clock, const Random& random)
      : ledger_(ledger), clock_(clock), random_(random) {}

  // Keeps the canonical bytes and records their digest. A report of a ledger must be of this log
  // and of records that it has. bias.report_format, bias.other_log, bias.range
  Result<RecordedReport> Record(const json::Value& report, const oversight::ActingPerson& by);
  // The same of what a run made, whose page and table are kept beside. bias.run_state: it was
  // cancelled meanwhile.
  Result<RecordedReport> RecordRun(const oversight::bias::Report& report, const std::string& run,
                                   const oversight::ActingPerson& by);
  // The bytes in that form: json (canonical), html, csv. bias.not_found, bias.no_such_form
  Result<std::string> Find(std::string_view digest, std::string_view form) const;

 private:
  Result<RecordedReport> Append(const json::Value& report, json::Object further,
                                const oversight::ActingPerson& by);

  ledger::Ledger& ledger_;
  const Clock& clock_;
  const Random& random_;
};

}  // namespace reeve::engine

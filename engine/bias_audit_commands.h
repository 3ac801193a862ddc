// Reports of bias audits on the record: the log holds a report's digest and what it pins, the blob
// store its bytes. The report itself is made elsewhere, of an export; docs/bias-audits.md.
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

namespace reeve::engine {

inline constexpr std::string_view kBiasAudited = "bias.audited";

struct RecordedAudit {
  std::string digest;
  uint64_t index = 0;
};

class BiasAuditCommands {
 public:
  // All must outlive it.
  BiasAuditCommands(ledger::Ledger& ledger, const Clock& clock, const Random& random)
      : ledger_(ledger), clock_(clock), random_(random) {}

  // Keeps the canonical bytes and records their digest. A report of a ledger must be of this log
  // and of records that it has. bias.report_format, bias.other_log, bias.range
  Result<RecordedAudit> Record(const json::Value& report, const oversight::ActingPerson& by);
  // The canonical bytes. bias.not_found
  Result<std::string> Find(std::string_view digest) const;

 private:
  ledger::Ledger& ledger_;
  const Clock& clock_;
  const Random& random_;
};

}  // namespace reeve::engine

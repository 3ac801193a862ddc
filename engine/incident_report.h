// The report of an incident, made from the records alone: facts, clock, timeline, decisions
// concerned, versions, halts, and who knew when. docs/incidents.md has its members.
//
// Two reports of the same log and the same moment are the same bytes.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "oversight/system_register.h"

namespace reeve::engine {

inline constexpr std::string_view kIncidentReportFormat = "reeve-incident-report/1";
inline constexpr size_t kMaxTimeline = 1'000;         // entries; more are said to be left out
inline constexpr uint64_t kMaxTimelineScan = 20'000;  // records of those kinds looked at

struct IncidentReportTerms {
  std::string_view tenant;
  std::string_view incident;
  std::string_view kind;  // "draft", "partial", "full"
  std::string_view to;    // empty of a draft
  std::string_view by;    // likewise
  Timestamp now;
};

// incident.not_found; errors of the ledger.
Result<json::Object> MakeIncidentReport(const ledger::Ledger& ledger,
                                        const oversight::SystemRegister& systems,
                                        const IncidentReportTerms& terms);

}  // namespace reeve::engine

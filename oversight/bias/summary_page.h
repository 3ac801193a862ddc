// The summary of results that New York City's Local Law 144 wants on a public page before a tool is
// used, with every item of 6 RCNY 5-303: dates, source and explanation of the data, how many people
// are of no known category, and for each category people, rate and impact ratio.
#pragma once

#include <string>

#include "base/result.h"
#include "oversight/bias/audit.h"

namespace reeve::oversight::bias {

struct SummaryItems {
  std::string tool;               // what was audited, and its version
  std::string auditor;            // who made the audit, independent of the tool
  std::string audit_date;         // "2026-11-27"
  std::string distribution_date;  // from which the tool is used
  std::string data;               // source and explanation of the data
};

// bias.summary: an item is missing, a date is none.
Status CheckSummaryItems(const SummaryItems& items);

// One HTML page as ReportHtml's. Both impact ratios stand in it: against the highest rate of all
// categories, and of those of the conventions' minimum share. Those of
// CheckSummaryItems.
Result<std::string> SummaryPage(const Report& report, const SummaryItems& items);

}  // namespace reeve::oversight::bias

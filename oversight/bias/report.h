// A report in its forms: JSON for machines (and for verification), CSV for a spreadsheet, text for
// a terminal, one HTML page for people. All say the same.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "oversight/bias/audit.h"

namespace reeve::oversight::bias {

inline constexpr std::string_view kReportFormat = "reeve-bias-audit/1";

// What is not defined is null; docs/bias-audits.md lists the members.
json::Value ReportJson(const Report& report);
// One row a table, group and metric.
std::string ReportCsv(const Report& report);
std::string ReportText(const Report& report);
// Self-contained: no script, no address that is fetched.
std::string ReportHtml(const Report& report);

// What a manager must know, in sentences, the gravest first.
struct Finding {
  Verdict kind = Verdict::kNoFlag;
  std::string text;
};
std::vector<Finding> Findings(const Report& report);

// "sha256:..." of the canonical JSON: what the ledger records of a report.
Result<std::string> ReportDigest(const json::Value& report);

}  // namespace reeve::oversight::bias

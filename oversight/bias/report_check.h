// A report made again from its inputs by somebody else: equal to the last digit, or where not.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "oversight/bias/audit_source.h"

namespace reeve::oversight::bias {

inline constexpr size_t kMaxDifferences = 32;

struct Difference {
  std::string at;  // JSON pointer
  std::string reported;
  std::string computed;
};

struct ReportCheck {
  std::string digest;                   // of the report as it was given
  std::vector<Difference> differences;  // the first kMaxDifferences, in the report's order
  bool equal() const { return differences.empty(); }
};

// What a report says that it was made of: its columns, conventions, and for records system, range
// and checkpoint. bias.report_format
struct ReportPlan {
  SourceKind kind = SourceKind::kCsv;
  RowLayout layout;
  Conventions conventions;
  std::string tenant;
  std::string system;
  uint64_t first = 0;
  uint64_t end = 0;
  std::string checkpoint;
  char delimiter = ',';
};
Result<ReportPlan> ReadPlan(const json::Value& report);

// Computes the report again from `rows` (of a ledger the attributes) and, for a ledger, the export
// in `folder`. bias.report_format, bias.not_verified, those of AuditFrom.
Result<ReportCheck> CheckReport(const json::Value& report, const std::filesystem::path& rows,
                                const std::filesystem::path& folder,
                                const std::optional<std::string>& vkey);

}  // namespace reeve::oversight::bias

// Where an audit's rows come from, and an audit from there to a report that says so: what makes a
// report, and what makes it again (report_check.h).
#pragma once

#include <filesystem>
#include <string>

#include "oversight/bias/audit.h"
#include "oversight/bias/ledger_rows.h"
#include "oversight/bias/table_reader.h"

namespace reeve::oversight::bias {

enum class SourceKind : uint8_t { kCsv, kJsonLines, kLedger };

struct AuditSource {
  SourceKind kind = SourceKind::kCsv;
  std::filesystem::path rows;  // the file; for kLedger that of the attributes
  ExportOf ledger;             // for kLedger, and which of its records
  RecordsQuery records;
};

// Reads, computes, and sets the report's `source`: the digest and size of the file; for kLedger
// also origin, signed checkpoint, range, system and how the join went. No path and no time is in
// it, so equal inputs give equal reports.
Result<Report> AuditFrom(const AuditSource& source, const RowLayout& layout,
                         const Conventions& conventions, const ReadOptions& options = {});

// The same over records that are open already, joined with `attributes`.
Result<Report> AuditRecords(SignedRecords& records, const RecordsQuery& query,
                            const ByteSource& attributes, const RowLayout& layout,
                            const Conventions& conventions, const ReadOptions& options = {});

// The same over a source that is open already; not for kLedger.
Result<Report> AuditRows(SourceKind kind, const ByteSource& rows, const RowLayout& layout,
                         const Conventions& conventions, const ReadOptions& options = {});

}  // namespace reeve::oversight::bias

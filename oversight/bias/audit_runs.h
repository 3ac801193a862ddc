// Runs of audits inside the server, and reports on the record: folds over
//
//   bias.audit_started   a run was asked for
//   bias.audited         a report is on the record: of a run, or made elsewhere
//   bias.audit_ended     a run failed or was cancelled
//
// What holds, because the fold refuses a record that would break it: a run ends once. So a run that
// is done can not be cancelled, and the report of one that was cancelled is not recorded.
//
// That a run waits, goes on, or was cut off by the end of its server is no record: of a run that
// has not ended, the server that began it knows (engine/bias_runs.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/projection.h"

namespace reeve::oversight::bias {

inline constexpr std::string_view kAuditStarted = "bias.audit_started";
inline constexpr std::string_view kAudited = "bias.audited";
inline constexpr std::string_view kAuditEnded = "bias.audit_ended";

enum class RunState : uint8_t { kStarted, kDone, kFailed, kCancelled };
std::string_view RunStateName(RunState state);  // "started", "done", "failed", "cancelled"

struct AuditRun {
  std::string id;
  std::string tenant;
  RunState state = RunState::kStarted;
  // What the record of its start has, with `started`; behind its end `ended`, and `report`,
  // `code` or `cancelled_by`.
  json::Object members;
};

// Key: the run's id, which is that of the record of its start.
class AuditRunProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "bias_runs"; }
  // bias.run_not_found, bias.run_state
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

// Key: the tenant and the report's digest. Value: {"index"} of its last record, the digests of the
// `forms` that a run of the server keeps beside it (html, csv, and summary where it was asked for),
// and what that `summary` says of itself: tool, auditor, audit_date, used_from.
class AuditReportProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "bias_reports"; }
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

// bias.run_not_found: also where it is another tenant's.
Result<AuditRun> FindAuditRun(const ledger::Ledger& ledger, std::string_view tenant,
                              std::string_view id);
// Of a tenant, the last started first.
Result<std::vector<AuditRun>> ListAuditRuns(const ledger::Ledger& ledger, std::string_view tenant);

// The value of AuditReportProjection. bias.not_found: also where it is another tenant's.
Result<json::Value> FindReport(const ledger::Ledger& ledger, std::string_view tenant,
                               std::string_view report);
// The digest of a report's bytes in that form (json, html, csv, summary). bias.not_found: no such
// report is on the record. bias.no_such_form: it was made elsewhere, or without a summary.
Result<std::string> FormOfReport(const ledger::Ledger& ledger, std::string_view tenant,
                                 std::string_view report, std::string_view form);

}  // namespace reeve::oversight::bias

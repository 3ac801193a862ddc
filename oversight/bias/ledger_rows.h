// Rows out of signed records: the decisions of one system, joined with attributes of the people,
// which were kept apart, by the decision's id.
//
// Records that are not those that were signed give no rows. What the report pins (RecordsSource) is
// enough for another to compute it again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "oversight/bias/signed_records.h"
#include "oversight/bias/table_reader.h"

namespace reeve::oversight::bias {

// The column of rows out of the ledger that holds the decision's effect: allow, redact, hold, deny.
inline constexpr char kEffectColumn[] = "effect";
// And the one of what callers reported to have come of it (oversight/outcome.h), the last where
// there are several. As the layout's outcome or as its label.
inline constexpr char kOutcomeColumn[] = "outcome";
// The column of the attributes by which they are joined.
inline constexpr char kDecisionColumn[] = "decision";
inline constexpr size_t kMaxJoinedRows = 20'000'000;

inline constexpr char kDefaultTenant[] = "default";

struct RecordsQuery {
  std::string system;
  uint64_t first = 0;
  std::optional<uint64_t> end;          // behind the last; nothing: all that the checkpoint covers
  std::string tenant = kDefaultTenant;  // whose records; others' are passed over
};

// What the rows came from, for the report.
struct RecordsSource {
  std::string origin;
  std::string checkpoint;  // the signed note
  uint64_t first = 0;
  uint64_t end = 0;
  uint64_t decisions = 0;           // of the system in the range
  uint64_t without_attributes = 0;  // among them
  uint64_t outcomes = 0;            // records of outcomes in the range, of any system of the tenant
  uint64_t unread = 0;              // decision records that name no system: too large for facts
  uint64_t attributes_unused = 0;   // rows of attributes whose decision is not in the range
};

struct RecordsPopulation {
  Population population;
  RecordsSource source;
};

// bias.conventions: the outcome is none that records have.
Status CheckRecordsLayout(const RowLayout& layout);

// `attributes` is a CSV with a column `decision`, the attributes of the layout and, where the
// layout names them, label, score and stratum. The layout's outcome is kEffectColumn or
// kOutcomeColumn; a label named kOutcomeColumn is read from the records, not from the attributes.
// Codes: bias.not_verified, bias.no_such_column, bias.duplicate_decision, bias.range, and those of
// ReadCsv and PopulationBuilder. Precondition: nothing of `records` was read.
Result<RecordsPopulation> ReadRecords(SignedRecords& records, const RecordsQuery& query,
                                      const ByteSource& attributes, const RowLayout& layout,
                                      const ReadOptions& options = {});

}  // namespace reeve::oversight::bias

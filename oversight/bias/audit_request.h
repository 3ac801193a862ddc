// What is asked of an audit inside the server: whose decisions, which attributes, how they are read
// and by which conventions. docs/bias-audits.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/json.h"
#include "base/result.h"
#include "oversight/bias/conventions.h"
#include "oversight/bias/ledger_rows.h"
#include "oversight/bias/population.h"
#include "oversight/bias/summary_page.h"

namespace reeve::oversight::bias {

struct AuditRequest {
  RecordsQuery records;
  std::string attributes;  // id of the set; empty: the newest of the system that has the columns
  RowLayout layout;
  Conventions conventions;
  std::string earlier;  // digest of a report on the record that this is compared with; or empty
  std::optional<SummaryItems> summary;  // what a page for the public must say beside the numbers
};

// {"system","attributes","group":[..],"outcome","label","score","stratum","favourable":[..],
//  "unknown":[..],"preset","conventions":{..},"first","end","earlier",
//  "summary":{"tool","auditor","audit_date","used_from","data_source"}}
// `conventions` says what differs from the preset's. json.*, bias.preset, bias.conventions,
// bias.summary.
Result<AuditRequest> ReadAuditRequest(const json::Value& value);

// What a record may hold of it: no category of people, for which the conventions stand by digest.
Result<json::Object> RecordedRequest(const AuditRequest& request);

// The columns that the attributes must have: the groups, and label, score and stratum where they
// are no outcome of the records.
std::vector<std::string> AttributeColumns(const RowLayout& layout);

}  // namespace reeve::oversight::bias

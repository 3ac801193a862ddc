// Overrides and appeals: a fold over `override.recorded`, `appeal.opened` and `appeal.decided`
// (docs/overrides.md), with how often each system and each rule met which.
//
// What holds, because the fold refuses a record that would break it before it is written:
//   - of a decision the last override counts, and no earlier one;
//   - one appeal of a decision is open at a time, and it is decided once;
//   - who took an appeal in does not decide it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/projection.h"
#include "oversight/appeal.h"
#include "oversight/override.h"

namespace reeve::oversight {

// Keys "last/DECISION" (the override that counts), "appeal/ID", "open/DECISION" (id of the appeal),
// "count/system/TENANT 0 SYSTEM" and "count/rule/TENANT 0 POLICY/RULE" (ResponseCounts as JSON).
class OverrideProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "overrides"; }
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

struct ResponseCounts {
  std::array<uint64_t, kResponseCount> responses{};  // by ResponseToOutput, one of each decision
  uint64_t appeals = 0;
  uint64_t upheld = 0;
  uint64_t reversed = 0;
};
// {"followed",...,"appeals","upheld","reversed"}, and where there is something to divide by
// "override_rate" (all but followed, of all), "reversal_rate" (of what was decided on appeal).
json::Object ToJson(const ResponseCounts& counts);

// By system, or by POLICY/RULE, of a tenant.
enum class CountedBy : uint8_t { kSystem, kRule };
Result<std::map<std::string, ResponseCounts>> CountResponses(const ledger::Ledger& ledger,
                                                             std::string_view tenant, CountedBy by);

// appeal.not_found: also where it is another tenant's.
Result<Appeal> FindAppeal(const ledger::Ledger& ledger, std::string_view tenant,
                          std::string_view id);
// All of a tenant, the last opened first.
Result<std::vector<Appeal>> ListAppeals(const ledger::Ledger& ledger, std::string_view tenant);

}  // namespace reeve::oversight

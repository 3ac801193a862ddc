// How often each waiver was used: a fold over the decisions whose verdict has `waived`.
//
// It costs a decision without waivers a look at the end of its body, and where a shadow rule
// applied a search of its last bytes; the body is not parsed. docs/waivers.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/projection.h"

namespace reeve::engine {

// Key: the waiver's id. Value: the use as JSON (WaiverUse).
class WaiverUseProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "waiver_uses"; }
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

struct WaiverUse {
  uint64_t count = 0;
  std::string first;          // time of the decision
  std::string last;           // likewise
  std::string last_decision;  // its id
};

// Nothing used: a count of 0.
Result<WaiverUse> UseOfWaiver(const ledger::Ledger& ledger, std::string_view id);

// {"count","first","last","last_decision"}, the last three only after a use.
json::Object ToJson(const WaiverUse& use);

}  // namespace reeve::engine

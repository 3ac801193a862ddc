// room: ledger
// Paths of tiles, trust policies, receipts: whatever is accepted has one spelling, or opens nothing
// that no key signed.
#include <cstdlib>

#include "ledger/tiles.h"
#include "ledger/trust_policy.h"

using reeve::ledger::TileName;
using reeve::ledger::TrustPolicy;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto tile = TileName::Parse(input);
  if (tile.ok() && tile->Path() != input) std::abort();
  if (tile.ok() && tile->IsWithin(0)) std::abort();
  const auto policy = TrustPolicy::Parse(input);
  if (policy.ok() && policy->needs_witnesses() && policy->IsQuorum({})) std::abort();
  return 0;
}

// room: ledger
// Receipts and proofs: a receipt prints as it was read; a proof made of the input never leads to a
// root that was not computed from it.
#include <cstdlib>
#include <cstring>
#include <vector>

#include "ledger/merkle.h"
#include "ledger/receipt.h"

using reeve::Hash;

namespace {

void TryProofs(std::string_view input) {
  uint64_t index = 0, size = 0;
  if (input.size() < sizeof index + sizeof size) return;
  std::memcpy(&index, input.data(), sizeof index);
  std::memcpy(&size, input.data() + sizeof index, sizeof size);
  input.remove_prefix(sizeof index + sizeof size);
  std::vector<Hash> proof;
  for (; input.size() >= 32; input.remove_prefix(32)) {
    proof.push_back(reeve::HashFromBytes(input.substr(0, 32)));
  }
  const Hash leaf = reeve::ledger::LeafHash("leaf");
  const Hash root = reeve::ledger::LeafHash("some root that no proof of the input leads to");
  if (reeve::ledger::VerifyInclusion(index, size, leaf, root, proof).ok()) std::abort();
  if (reeve::ledger::VerifyConsistency(index, size, leaf, root, proof).ok()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto receipt = reeve::ledger::Receipt::Parse(input);
  if (receipt.ok() && receipt->Format() != input) std::abort();
  TryProofs(input);
  return 0;
}

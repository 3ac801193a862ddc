// A receipt: proof that a record is in the log, verified offline with the log's vkey alone.
//
// Format c2sp.org/tlog-proof@v1: the leaf's index, its inclusion proof, and a signed checkpoint:
//   c2sp.org/tlog-proof@v1\n  [extra BASE64\n]  index N\n  BASE64(hash)\n ...  \n  CHECKPOINT
// `extra` is not authenticated by itself; ours holds the record, which the proof then proves.
// Thread-safety: all functions are pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sha256.h"
#include "ledger/checkpoint.h"
#include "ledger/trust_policy.h"

namespace reeve::ledger {

struct Receipt {
  std::optional<std::string> extra;
  uint64_t index = 0;
  std::vector<Hash> path;  // from the leaf to the root
  std::string checkpoint;  // the signed note, verbatim

  std::string Format() const;
  // ledger.receipt: not of that form, over 1 MiB, or a path of more than 63 hashes.
  static Result<Receipt> Parse(std::string_view text);
};

// The checkpoint under which the record is proven. `leaf` is LeafHash(record bytes).
// ledger.note, ledger.signature, ledger.checkpoint, ledger.proof
Result<Checkpoint> VerifyReceipt(const Receipt& receipt, const Hash& leaf, const VerifierKey& key);

// The same under a policy: a log and as many witnesses as it asks for. Also ledger.quorum.
Result<WitnessedCheckpoint> VerifyReceipt(const Receipt& receipt, const Hash& leaf,
                                          const TrustPolicy& policy);

}  // namespace reeve::ledger

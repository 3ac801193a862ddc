// Proofs from a store, for a published checkpoint: what a receipt is made of, by whatever the
// record is known. merkle.h has the proofs, receipt.h the form.
//
// Thread-safety: any thread, as the store's reads are.
#pragma once

#include <cstdint>
#include <string>

#include "base/json.h"
#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/receipt.h"
#include "ledger/store.h"

namespace reeve::ledger {

// A signed checkpoint and what it says.
struct SignedCheckpoint {
  Checkpoint checkpoint;
  std::string note;
};

// The checkpoint of the store's head, whose signature is the store's own key's. ledger.damaged,
// ledger.store
Result<SignedCheckpoint> NewestCheckpoint(const Store& store);

// The last checkpoint that a quorum of witnesses cosigned, with their lines (anchors.h).
// ledger.not_cosigned, ledger.damaged, ledger.store
Result<SignedCheckpoint> NewestCosigned(const Store& store);

// The receipt of a record. With `with_record` its `extra` line holds the record itself, so that one
// file proves everything. ledger.not_found: the checkpoint does not cover the index.
Result<Receipt> ProveRecord(const Store& store, uint64_t index, const SignedCheckpoint& under,
                            bool with_record);

// The index of the record whose leaf hash that is, among the first `size`. There is no index of
// leaves, which every append would pay for: this reads the stored tree, 64 bytes a record.
// ledger.not_found, ledger.damaged, ledger.store
Result<uint64_t> FindLeaf(const Store& store, const Hash& leaf, uint64_t size);

// {"old_size":N,"size":M,"old_root":"<hex>","root":"<hex>","proof":["<base64>",...]}, and
// "checkpoint" where the signed one of that size is kept: RFC 9162 section 2.1.4, for any two sizes
// of a published log. ledger.out_of_range
Result<json::Object> ConsistencyJson(const Store& store, uint64_t old_size, uint64_t size);

}  // namespace reeve::ledger

#include "ledger/prove.h"

#include "base/encoding.h"
#include "ledger/anchors.h"
#include "ledger/key_history.h"
#include "ledger/layout.h"
#include "ledger/merkle.h"

namespace reeve::ledger {

Result<SignedCheckpoint> NewestCheckpoint(const Store& store) {
  REEVE_ASSIGN_OR_RETURN(const Head head, store.ReadHead());
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> note, ReadCheckpoint(store, head.size));
  if (!note) return Error{"ledger.damaged", "the store has no checkpoint of its head"};
  REEVE_ASSIGN_OR_RETURN(const KeyHistory keys, ReadKeyHistory(store));
  REEVE_ASSIGN_OR_RETURN(Checkpoint checkpoint, OpenCheckpoint(*note, keys));
  if (checkpoint.size != head.size || checkpoint.root != head.root) {
    return Error{"ledger.damaged", "the store's last checkpoint is not of its head"};
  }
  return SignedCheckpoint{std::move(checkpoint), *note};
}

Result<SignedCheckpoint> NewestCosigned(const Store& store) {
  REEVE_ASSIGN_OR_RETURN(const auto last, FindLastAnchor(store, kCosignedKind));
  if (!last) {
    return Error{"ledger.not_cosigned",
                 "no quorum of witnesses has cosigned a checkpoint of this log yet"};
  }
  REEVE_ASSIGN_OR_RETURN(Anchor anchor, ReadAnchor(store, *last));
  REEVE_ASSIGN_OR_RETURN(const Note note, Note::Parse(anchor.checkpoint));
  REEVE_ASSIGN_OR_RETURN(Checkpoint checkpoint, Checkpoint::ParseText(note.text));
  return SignedCheckpoint{std::move(checkpoint), std::move(anchor.checkpoint)};
}

Result<Receipt> ProveRecord(const Store& store, uint64_t index, const SignedCheckpoint& under,
                            bool with_record) {
  const uint64_t size = under.checkpoint.size;
  if (index >= size) {
    return Error{"ledger.not_found",
                 "the checkpoint has no record `" + std::to_string(index) + "`"};
  }
  Receipt receipt;
  receipt.index = index;
  REEVE_ASSIGN_OR_RETURN(receipt.path, InclusionProof(index, size, StoreHashReader(store)));
  receipt.checkpoint = under.note;
  if (!with_record) return receipt;
  REEVE_ASSIGN_OR_RETURN(receipt.extra, ReadRecordBytes(store, index));
  return receipt;
}

Result<uint64_t> FindLeaf(const Store& store, const Hash& leaf, uint64_t size) {
  HashScan scan(store);
  for (uint64_t index = 0; index < size; ++index) {
    while (scan.index() < StoredHashCount(index)) {
      REEVE_ASSIGN_OR_RETURN(const std::optional<Hash> inner, scan.Next());
      if (!inner) return Error{"ledger.damaged", "the stored tree ends too early"};
    }
    REEVE_ASSIGN_OR_RETURN(const std::optional<Hash> found, scan.Next());
    if (!found) return Error{"ledger.damaged", "the stored tree ends too early"};
    if (*found == leaf) return index;
  }
  return Error{"ledger.not_found",
               "there is no record with the leaf hash `" + HexEncode(AsBytes(leaf)) + "`"};
}

Result<json::Object> ConsistencyJson(const Store& store, uint64_t old_size, uint64_t size) {
  const StoreHashReader reader(store);
  REEVE_ASSIGN_OR_RETURN(const std::vector<Hash> proof, ConsistencyProof(old_size, size, reader));
  REEVE_ASSIGN_OR_RETURN(const Hash old_root, RootAt(old_size, reader));
  REEVE_ASSIGN_OR_RETURN(const Hash root, RootAt(size, reader));
  json::Array hashes;
  for (const Hash& hash : proof) hashes.push_back(Base64Encode(AsBytes(hash)));
  json::Object out{{"old_size", old_size},
                   {"size", size},
                   {"old_root", HexEncode(AsBytes(old_root))},
                   {"root", HexEncode(AsBytes(root))},
                   {"proof", std::move(hashes)}};
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> note, ReadCheckpoint(store, size));
  if (note) out.Add("checkpoint", *note);
  return out;
}

}  // namespace reeve::ledger

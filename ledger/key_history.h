// The keys of a log, one after the other, as the log itself tells them.
//
// A log begins under one key. A record of kind `key.rotated` names the next: the checkpoint that
// closes that record's group is the last of the old key, and the new key signs that very size again
// and all that follow. The record holds a statement, a signed note, that both keys signed:
//
//   ORIGIN\nreeve key rotation\nNUMBER\nOLD VKEY\nNEW VKEY\n
//
// so that who trusts any one key of a log can follow to the others from the records alone. A record
// of kind `key.revoked` says from when to when a key was perhaps in other hands: what it signed in
// that time proves nothing by itself, but may be confirmed by a later key's checkpoint.
//
// Records about keys have the ids `key-1`, `key-2`, ... in their order, in the control log.
// docs/ledger-format.md. Thread-safety: a value.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ed25519.h"
#include "base/json.h"
#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "ledger/record.h"
#include "ledger/store.h"

namespace reeve::ledger {

inline constexpr std::string_view kKeyRotatedKind = "key.rotated";
inline constexpr std::string_view kKeyRevokedKind = "key.revoked";
inline constexpr size_t kMaxKeyRecords = 10'000;

// From when to when a key was perhaps in other hands.
struct CompromiseWindow {
  Timestamp from;
  std::optional<Timestamp> until;  // nothing: until it was replaced
};

struct LogKey {
  VerifierKey key;
  uint64_t from_size = 0;                   // of the first checkpoint that it signs
  std::optional<uint64_t> until_size = {};  // of the last; nothing while it is the log's key
  std::optional<uint64_t> rotated_at =
      {};  // index of the record that brought it; nothing: the first
  std::optional<uint64_t> revoked_at = {};  // index of the record that revoked it
  std::string reason = {};                  // of its revocation
  std::optional<CompromiseWindow> compromise = {};
};

class KeyHistory {
 public:
  KeyHistory() = default;
  explicit KeyHistory(VerifierKey first) { keys_.push_back({.key = std::move(first)}); }

  // Takes a record of one of the two kinds. key.record (malformed), key.sequence (its id is not the
  // next), key.statement (not signed by both keys, or of other keys), key.unknown (revokes a key
  // that the log does not have), key.known (rotates to a key that the log had), key.active
  // (revokes the key that signs: rotate first)
  Status Apply(const Record& record);

  // In order; the last is the log's key. Empty for a history without a first key.
  const std::vector<LogKey>& keys() const { return keys_; }
  const VerifierKey& active() const { return keys_.back().key; }
  const LogKey* Find(const VerifierKey& key) const;
  // Number of the next record about keys, from 1.
  uint64_t next_number() const { return records_ + 1; }
  // Those that may sign a checkpoint of that size: one, or two where one takes over.
  std::vector<VerifierKey> At(uint64_t size) const;

 private:
  Status ApplyRotation(const Record& record, const json::Value& body);
  Status ApplyRevocation(const Record& record, const json::Value& body);

  std::vector<LogKey> keys_;
  uint64_t records_ = 0;
};

// Whether the record is about keys.
inline bool IsKeyRecord(const Record& record) {
  return record.kind() == kKeyRotatedKind || record.kind() == kKeyRevokedKind;
}

std::string KeyRecordId(uint64_t number);

// Extends the history by records found by id; `find` gives nothing for an id that there is not. On
// an error, of `find` or of Apply, the history has all that came before it.
using FindRecord = std::function<Result<std::optional<Record>>(std::string_view id)>;
Status ExtendKeyHistory(const FindRecord& find, KeyHistory* history);

// Finds them in a stored log.
FindRecord StoredKeyRecords(const Store& store);
// Of a stored log. ledger.vkey (the store names no first key), those of Apply and of the store
Result<KeyHistory> ReadKeyHistory(const Store& store);

// For a person, several lines, and for a program.
std::string KeyText(const LogKey& key);
json::Object KeyJson(const LogKey& key);

// What a person says of a change of keys.
struct KeyChange {
  std::string by;
  std::string reason;
};

// The record that hands the log over from `old_key`, which `history` ends with, to `new_key`.
// key.known
Result<NewRecord> MakeRotation(const KeyHistory& history, const SigningKey& old_key,
                               const SigningKey& new_key, const KeyChange& change);
// The record that revokes a key which has been replaced. key.unknown, key.active, key.window (ends
// before it begins)
Result<NewRecord> MakeRevocation(const KeyHistory& history, const VerifierKey& key,
                                 const std::optional<CompromiseWindow>& window,
                                 const KeyChange& change);

// Reads a checkpoint that one of the keys which `history` has at its size signed; a line of such a
// key that does not verify rejects it. ledger.note, ledger.signature, ledger.checkpoint
Result<Checkpoint> OpenCheckpoint(std::string_view note, const KeyHistory& history);

}  // namespace reeve::ledger

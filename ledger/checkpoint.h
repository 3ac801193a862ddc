// A checkpoint: the log's name, its size and its root, signed (C2SP tlog-checkpoint).
//
//   ORIGIN\nSIZE\nBASE64(root)\n   then an empty line and the signature lines (note.h).
//
// Whoever holds one can tell later that the log still begins with the same records.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/ed25519.h"
#include "base/result.h"
#include "base/sha256.h"
#include "ledger/note.h"

namespace reeve::ledger {

// The specification allows lines behind the three; our own log has none, others' may.
enum class ExtensionLines { kRefused, kIgnored };

struct Checkpoint {
  std::string origin;
  uint64_t size = 0;
  Hash root{};

  // The text that is signed.
  std::string Text() const;
  // Reads that text; the size in plain decimal. ledger.checkpoint
  static Result<Checkpoint> ParseText(std::string_view text,
                                      ExtensionLines extensions = ExtensionLines::kRefused);

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// The signed note. Precondition: signer is `key`'s vkey.
Result<std::string> SignCheckpoint(const Checkpoint& checkpoint, const VerifierKey& signer,
                                   const SigningKey& key);

// Reads a signed checkpoint of the log that `key` belongs to: the signature is the key's and the
// origin its name. ledger.note, ledger.signature, ledger.checkpoint
Result<Checkpoint> OpenCheckpoint(std::string_view note, const VerifierKey& key);

}  // namespace reeve::ledger

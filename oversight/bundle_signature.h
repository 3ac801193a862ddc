// Signatures of several persons over a bundle file, in a file beside it (docs/bundles.md).
//
// The file is a signed note of C2SP (ledger/note.h). Its text is told by the bundle file alone, so
// persons who sign apart from each other sign the same bytes:
//
//   reeve-bundle-signature/v1
//   bundle sha256:3fa94c...
//   revision 12
//   created 2026-11-27T10:00:00.000000Z
//
// The last two lines stand there where the bundle has them.
//
// Thread-safety: all functions are pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ed25519.h"
#include "base/json.h"
#include "base/result.h"
#include "ledger/note.h"
#include "oversight/bundle_trust.h"
#include "policy/release.h"

namespace reeve::oversight {

inline constexpr size_t kMaxSignatureFileBytes = 65'536;

// What was signed.
struct BundleStatement {
  std::string digest;  // of the file's bytes: "sha256:..."
  policy::Release release;

  std::string Text() const;
  // bundle.signature: not what Text gives.
  static Result<BundleStatement> Parse(std::string_view text);

  friend bool operator==(const BundleStatement&, const BundleStatement&) = default;
};

enum class Standing { kCounts, kUnknown, kRevoked, kOutOfPeriod };

// A line of the file.
struct BundleSignature {
  std::string key_name;
  uint32_t key_id = 0;
  std::string person;  // empty where the key is unknown
  Standing standing = Standing::kUnknown;
  std::string why;  // empty where it counts: "`ada.example` was revoked at ...: Stolen."
};

struct BundleSigner {
  std::string person;
  std::string key;  // "ada.example+5a0e1c22": its name and id

  json::Object ToJson() const { return {{"key", key}, {"name", person}}; }
};

struct CheckedSignatures {
  BundleStatement statement;
  std::vector<BundleSignature> lines;
  std::vector<BundleSigner> persons;  // each once, by the first of their lines that counts
};

// The file's lines, not verified: for who has no trust at hand. bundle.signature
Result<ledger::Note> ParseBundleSignature(std::string_view file);

// The signatures over a bundle file with that digest, as they stand at `now`. Lines of unknown keys
// are told and not counted, as C2SP has it.
// bundle.signature: no such note, or a known key's signature that does not verify.
// bundle.digest: the signatures are over other bytes.
Result<CheckedSignatures> CheckBundleSignatures(std::string_view file, std::string_view digest,
                                                const BundleTrust& trust, Timestamp now);

// bundle.revoked_key, bundle.key_period, bundle.unknown_key, bundle.quorum: by the first of these
// reasons that kept a line from counting, where the persons are fewer than `quorum`.
Status RequireQuorum(const CheckedSignatures& checked, uint64_t quorum);

// The file with one more line, in place of one by the same key; `file` is empty for the first.
// bundle.signature, bundle.digest: the file is over another bundle.
Result<std::string> AddBundleSignature(std::string_view file, const BundleStatement& statement,
                                       const ledger::VerifierKey& signer, const SigningKey& key);

}  // namespace reeve::oversight

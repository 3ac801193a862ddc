// Whose signatures a bundle file needs, declared in a file (docs/bundles.md):
//
//   apiVersion: reeve/v1
//   kind: BundleTrust
//   quorum: 2
//   signers:
//     - { name: Ada Example, key: ada.example+5a0e1c22+AX..., until: 2027-06-30T00:00:00Z }
//     - { name: Ben Example, key: ben.example+..., revoked: 2026-10-02T09:00:00Z, reason: Stolen. }
//
// Read as strictly as a policy: what is misspelt is a diagnostic with line and caret. A quorum that
// the persons named could not reach is refused, for it would let nothing pass.
//
// A key counts by the time at which a bundle is admitted, never by one that the signature claims:
// who has stolen a key may date back.
//
// Thread-safety: values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "ledger/note.h"
#include "policy/diagnostic.h"

namespace reeve::oversight {

inline constexpr size_t kMaxTrustBytes = size_t{1} << 20;
inline constexpr size_t kMaxTrustedKeys = 1000;
inline constexpr uint64_t kMaxSignatureQuorum = 100;

struct TrustedKey {
  std::string person;  // "Ada Example"; a person may have several keys
  ledger::VerifierKey key;
  std::optional<Timestamp> from;     // counts from then on
  std::optional<Timestamp> until;    // and before then
  std::optional<Timestamp> revoked;  // from then on it counts no more
  std::string reason;                // why it was revoked
};

struct BundleTrust {
  uint64_t quorum = 1;            // different persons who must have signed
  uint64_t quorum_to_loosen = 1;  // the same where it loosens the active bundle; never less
  std::vector<TrustedKey> keys;

  // By the name and id in a signature's line. Null when there is none.
  const TrustedKey* Find(std::string_view name, uint32_t key_id) const;
};

struct BundleTrustFile {
  BundleTrust trust;
  std::vector<policy::Diagnostic> diagnostics;  // with an error, `trust` must not be used
};

BundleTrustFile ReadBundleTrust(std::string_view file_name, std::string_view text);

}  // namespace reeve::oversight

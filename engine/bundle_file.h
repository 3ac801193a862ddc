// A bundle file, and whether it may come into force here. The file is the bundle's canonical bytes
// (policy/bundle.h), so `sha256sum FILE` is the bundle's name; signatures lie beside it, in
// FILE.sig (oversight/bundle_signature.h). docs/bundles.md.
//
// The order in which a file is checked: its signatures, over nothing but the SHA-256 of its bytes;
// then the bytes, which are only read when those who signed answer for them; then its release.
//
//   bundle.too_large    over 192 MiB, or the signatures over 64 KiB
//   bundle.unsigned     a trust is asked for, and there are no signatures
//   bundle.signature    no file of signatures, or one of a known key that does not verify
//   bundle.digest       the signatures are over other bytes
//   bundle.unknown_key, bundle.revoked_key, bundle.key_period, bundle.quorum
//                       too few persons have signed; the code says what kept a line from counting
//   bundle.syntax       the bytes are no bundle, or not in canonical form
//   bundle.invalid      its policies do not compile
//   bundle.older        its release is before the active one's, or the same with other content
//
// Thread-safety: pure functions.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "oversight/bundle_signature.h"
#include "oversight/bundle_trust.h"
#include "policy/bundle.h"

namespace reeve::engine {

inline constexpr std::string_view kSignatureSuffix = ".sig";

struct BundleFile {
  std::string bytes;
  std::string signature;  // the bytes of FILE.sig; empty where there is none
};

struct AdmissionRules {
  // Null: signatures are not asked for, nor looked at.
  std::shared_ptr<const oversight::BundleTrust> trust = nullptr;
  bool allow_older = false;
};

struct AdmittedBundle {
  std::shared_ptr<const policy::Bundle> bundle;
  std::vector<oversight::BundleSigner> signed_by;  // empty without a trust
};

// `active` is null where no bundle is in force yet.
Result<AdmittedBundle> CheckBundleFile(const BundleFile& file, const AdmissionRules& rules,
                                       const policy::Bundle* active, Timestamp now);

// What the signatures over a bundle say.
oversight::BundleStatement StatementOf(const policy::Bundle& bundle);

// [{"key","name"}, ...], as records have it.
json::Array SignersJson(const std::vector<oversight::BundleSigner>& signers);

}  // namespace reeve::engine

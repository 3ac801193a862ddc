#include "engine/bundle_file.h"

#include "base/sha256.h"
#include "engine/bundle_changes.h"

namespace reeve::engine {
namespace {

using oversight::CheckedSignatures;

Status CheckSizes(const BundleFile& file) {
  if (file.bytes.size() > policy::kMaxBundleFileBytes) {
    return Error{"bundle.too_large", "a bundle file has at most 192 MiB"};
  }
  if (file.signature.size() > oversight::kMaxSignatureFileBytes) {
    return Error{"bundle.too_large", "a file of signatures has at most 65,536 bytes"};
  }
  return {};
}

Result<CheckedSignatures> CheckSignatures(const BundleFile& file,
                                          const oversight::BundleTrust& trust, Timestamp now) {
  if (file.signature.empty()) {
    return Error{"bundle.unsigned",
                 "the bundle has no signatures: sign it with `reeve bundle sign`, and put the file "
                 "of signatures beside it"};
  }
  REEVE_ASSIGN_OR_RETURN(
      CheckedSignatures checked,
      oversight::CheckBundleSignatures(file.signature, DigestName(Sha256(file.bytes)), trust, now));
  REEVE_RETURN_IF_ERROR(oversight::RequireQuorum(checked, trust.quorum));
  return checked;
}

// The same content again is no step back.
Status CheckNewer(const policy::Bundle& bundle, const policy::Bundle& active) {
  const bool may = bundle.release() > active.release() || bundle.digest() == active.digest() ||
                   !active.release().given();
  if (may) return {};
  const bool same = bundle.release() == active.release();
  return Error{"bundle.older",
               "the bundle has " + bundle.release().Text() + ", " +
                   (same ? "as the active one has, which is another"
                         : "which is before the active one's: " + active.release().Text()) +
                   "; build it with a revision above, or allow older ones with --allow-older"};
}

}  // namespace

Result<AdmittedBundle> CheckBundleFile(const BundleFile& file, const AdmissionRules& rules,
                                       const policy::Bundle* active, Timestamp now) {
  REEVE_RETURN_IF_ERROR(CheckSizes(file));
  CheckedSignatures checked;
  if (rules.trust != nullptr) {
    REEVE_ASSIGN_OR_RETURN(checked, CheckSignatures(file, *rules.trust, now));
  }
  AdmittedBundle admitted;
  REEVE_ASSIGN_OR_RETURN(admitted.bundle, policy::BundleFromBytes(file.bytes));
  const policy::Bundle& bundle = *admitted.bundle;
  if (rules.trust != nullptr) {
    if (checked.statement != StatementOf(bundle)) {
      return Error{"bundle.signature",
                   "those who signed were shown another revision or time than the bundle has: sign "
                   "it anew with `reeve bundle sign`"};
    }
    if (CompareBundles(active, bundle).loosens) {
      REEVE_RETURN_IF_ERROR(oversight::RequireQuorum(checked, rules.trust->quorum_to_loosen));
    }
  }
  if (active != nullptr && !rules.allow_older) {
    REEVE_RETURN_IF_ERROR(CheckNewer(bundle, *active));
  }
  admitted.signed_by = std::move(checked.persons);
  return admitted;
}

oversight::BundleStatement StatementOf(const policy::Bundle& bundle) {
  return {bundle.digest(), bundle.release()};
}

json::Array SignersJson(const std::vector<oversight::BundleSigner>& signers) {
  json::Array out;
  for (const oversight::BundleSigner& signer : signers) out.push_back(signer.ToJson());
  return out;
}

}  // namespace reeve::engine

// room: oversight
//
// Arbitrary bytes as a trust, and as a file of signatures. A trust that is accepted can be
// satisfied; a statement that is accepted has one text; nothing that a fuzzer writes is signed.
#include <cstdint>
#include <string_view>

#include "base/sha256.h"
#include "oversight/bundle_signature.h"
#include "oversight/bundle_trust.h"

namespace {

using reeve::Result;
namespace ledger = reeve::ledger;
namespace oversight = reeve::oversight;
namespace policy = reeve::policy;

void Require(bool holds, std::string_view what) {
  if (!holds) reeve::Panic(what);
}

void CheckTrust(std::string_view input) {
  const oversight::BundleTrustFile file = oversight::ReadBundleTrust("trust.yaml", input);
  for (const policy::Diagnostic& diagnostic : file.diagnostics) {
    Require(!diagnostic.message.empty() && !diagnostic.code.empty(), "an empty diagnostic");
  }
  (void)policy::Render(file.diagnostics);
  if (policy::HasErrors(file.diagnostics)) return;
  const oversight::BundleTrust& trust = file.trust;
  Require(trust.quorum > 0 && trust.quorum <= trust.keys.size(), "a quorum out of reach");
  Require(trust.quorum_to_loosen >= trust.quorum, "loosening needs less");
  for (const oversight::TrustedKey& key : trust.keys) {
    Require(trust.Find(key.key.name, key.key.id) == &key, "a key that is not found");
    Require(!key.revoked || !key.reason.empty(), "revoked without a reason");
  }
}

void CheckSignature(std::string_view input) {
  const Result<ledger::Note> note = oversight::ParseBundleSignature(input);
  if (!note.ok()) return;
  const auto statement = oversight::BundleStatement::Parse(note->text);
  if (!statement.ok()) return;
  Require(statement->Text() == note->text, "two texts of one statement");
  oversight::BundleTrust trust;
  for (const ledger::NoteSignature& line : note->signatures) {
    ledger::VerifierKey key =
        ledger::VerifierKey::Ed25519(line.name, std::string(reeve::kEd25519PublicKeySize, 'k'));
    key.id = line.key_id;
    trust.keys.push_back({"Ada Example", std::move(key), {}, {}, {}, ""});
  }
  const auto checked =
      oversight::CheckBundleSignatures(input, statement->digest, trust, reeve::Timestamp());
  Require(!checked.ok() || !oversight::RequireQuorum(*checked, 1).ok(), "a forged signature");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  CheckTrust(input);
  CheckSignature(input);
  return 0;
}

// Trusts: what is read, and what is refused with its place.
#include "oversight/bundle_trust.h"

#include "base/file.h"
#include "oversight/bundle_signature.h"
#include "tests/oversight/fixture.h"

namespace reeve::oversight::testing {
namespace {

std::string Vkey(const std::string& name, char fill) {
  return ledger::VerifierKey::Ed25519(name, std::string(32, fill)).Text();
}

std::string Trust(const std::string& quorum, const std::vector<std::string>& signers) {
  std::string out = "apiVersion: reeve/v1\nkind: BundleTrust\n" + quorum + "\nsigners:\n";
  for (const std::string& signer : signers) out += "  - { " + signer + " }\n";
  return out;
}

std::string Ada(const std::string& more = "") {
  return "name: Ada Example, key: " + Vkey("ada.example", 'a') + more;
}
std::string Ben(const std::string& more = "") {
  return "name: Ben Example, key: " + Vkey("ben.example", 'b') + more;
}

// "line: message [code]" of the first error, or nothing.
std::string ErrorOf(const std::string& text) {
  const BundleTrustFile read = ReadBundleTrust("trust.yaml", text);
  for (const policy::Diagnostic& diagnostic : read.diagnostics) {
    return std::to_string(diagnostic.line) + ": " + diagnostic.message + " [" + diagnostic.code +
           "]";
  }
  return "";
}

}  // namespace

TEST_CASE("bundle trust: who may sign, with what key, from when until when") {
  const BundleTrustFile read = ReadBundleTrust(
      "trust.yaml", Trust("quorum: 1\nquorum_to_loosen: 2",
                          {Ada(", from: 2026-01-01T00:00:00Z, until: 2027-01-01T00:00:00Z"), Ben(),
                           "name: Cleo Example, key: " + Vkey("cleo.example", 'c') +
                               ", revoked: 2026-05-01T00:00:00Z, reason: Left."}));
  REQUIRE(read.diagnostics.empty());
  CHECK(read.trust.quorum == 1);
  CHECK(read.trust.quorum_to_loosen == 2);
  REQUIRE(read.trust.keys.size() == 3);
  CHECK(read.trust.keys[0].from < read.trust.keys[0].until);
  CHECK(read.trust.keys[2].reason == "Left.");
  const ledger::VerifierKey ben = Must(ledger::VerifierKey::Parse(Vkey("ben.example", 'b')));
  REQUIRE(read.trust.Find("ben.example", ben.id) != nullptr);
  CHECK(read.trust.Find("ben.example", ben.id)->person == "Ben Example");
  CHECK(read.trust.Find("ada.example", ben.id) == nullptr);
}

TEST_CASE("bundle trust: the example of the repository is good") {
  const std::string file = std::string(REEVE_SOURCE_DIR) + "/examples/bundle-trust.yaml";
  const BundleTrustFile read = ReadBundleTrust(file, Must(ReadFile(file)));
  CHECK(policy::Render(read.diagnostics) == "");
  CHECK(read.trust.keys.size() >= 2);
}

TEST_CASE("bundle trust: what is wrong is told with its line and what to do") {
  CHECK(ErrorOf(Trust("quorum: 1", {Ada()})) == "");
  CHECK(ErrorOf(Trust("quorum: 0", {Ada()})) ==
        "3: `quorum` must be a whole number from 1 to 100 [policy.type]");
  CHECK(ErrorOf(Trust("quorum: 2", {Ada()})) ==
        "3: `quorum` asks for 2 persons, but only 1 are named with a key that is not revoked "
        "[trust.quorum]");
  CHECK(ErrorOf(Trust("quorum: 2", {Ada(), "name: ada  example, key: " + Vkey("x", 'x')})) ==
        "3: `quorum` asks for 2 persons, but only 1 are named with a key that is not revoked "
        "[trust.quorum]");
  CHECK(ErrorOf(Trust("quorum: 2\nquorum_to_loosen: 1", {Ada(), Ben()})) ==
        "4: `quorum_to_loosen` must be a whole number from 2 to 100 [policy.type]");
  CHECK(ErrorOf(Trust("quorum: 1", {Ada(), "name: Ben Example, key: " + Vkey("b", 'a')})) ==
        "6: the key `b` stands already, for `Ada Example` [trust.duplicate_key]");
  CHECK(ErrorOf(Trust("quorum: 1", {Ada(", revoked: 2026-01-01T00:00:00Z")})) ==
        "5: say in `reason` why the key was revoked; it stands in refusals [trust.reason]");
  CHECK(ErrorOf(Trust("quorum: 1", {Ada(", reason: Why.")})) ==
        "5: a `reason` is for a key that is revoked: add `revoked` with the time, or remove it "
        "[trust.reason]");
  CHECK(ErrorOf(Trust("quorum: 1", {Ada(", until: tomorrow")})) ==
        "5: `until` must be a time in UTC, like `2026-11-20T09:30:00Z` [trust.time]");
  CHECK(ErrorOf(Trust("quorum: 1",
                      {Ada(", from: 2027-01-01T00:00:00Z, until: 2026-01-01T00:00:00Z")})) ==
        "5: `until` must lie after `from` [trust.period]");
  CHECK(ErrorOf(Trust("quorum: 1", {"name: Ada Example, key: ada.example+00000000+AQ=="})) ==
        "5: the key is not an Ed25519 key; give the line that `reeve key new` printed [trust.key]");
  CHECK(ErrorOf("apiVersion: reeve/v1\nkind: BundleTrust\nquorum: 1\nsigners: []\n") ==
        "4: `signers` must be a list of at least one signer [trust.type]");
}

TEST_CASE("bundle signature: there is one text for one statement") {
  const BundleStatement statement{"sha256:00", {12, kNow}};
  CHECK(statement.Text() == "reeve-bundle-signature/v1\nbundle sha256:00\nrevision 12\ncreated " +
                                FormatTimestamp(kNow) + "\n");
  CHECK(Must(BundleStatement::Parse(statement.Text())) == statement);
  for (const char* text : {"", "reeve-bundle-signature/v1\n", "reeve-bundle-signature/v1\nbundle x",
                           "reeve-bundle-signature/v1\nbundle x\nrevision 0\n",
                           "reeve-bundle-signature/v1\nbundle x\nrevision 01\n",
                           "reeve-bundle-signature/v1\nbundle x\nrevision 1 \n",
                           "reeve-bundle-signature/v1\nbundle x\nrevision 99999999999999999999\n",
                           "reeve-bundle-signature/v1\nbundle x\ncreated 2026-01-01T00:00:00Z\n",
                           "reeve-bundle-signature/v1\nbundle x\nmore\n"}) {
    INFO(text);
    CHECK(BundleStatement::Parse(text).error().code == "bundle.signature");
  }
}

}  // namespace reeve::oversight::testing

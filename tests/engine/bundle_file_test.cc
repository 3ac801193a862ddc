// Bundle files: what lets one in, and what keeps it out; every byte of one that is signed.
#include "engine/bundle_file.h"

#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

using oversight::BundleTrust;

struct Signer {
  explicit Signer(const std::string& person) : name(person), key(Must(SigningKey::Generate())) {}
  ledger::VerifierKey verifier() const {
    return ledger::VerifierKey::Ed25519(name + ".example", key.public_key());
  }
  std::string name;
  SigningKey key;
};

std::shared_ptr<const policy::Bundle> Build(const std::string& word,
                                            const policy::Release& release = {}) {
  policy::Compilation compiled = policy::CompileBundle(
      {{"bundle.yaml", "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n"},
       {"p.yaml",
        "apiVersion: reeve/v1\nkind: Policy\nmetadata: { id: p }\nrules: [ { id: r, when: "
        "'content.text.contains(\"" +
            word + "\")', effect: deny, reason: No. } ]\n"}},
      DetectorVocabulary(), release);
  if (compiled.bundle == nullptr) FAIL(policy::Render(compiled.diagnostics));
  return compiled.bundle;
}

BundleFile SignedBy(const policy::Bundle& bundle, const std::vector<const Signer*>& signers) {
  BundleFile file{bundle.canonical_bytes(), ""};
  for (const Signer* signer : signers) {
    file.signature = Must(oversight::AddBundleSignature(file.signature, StatementOf(bundle),
                                                        signer->verifier(), signer->key));
  }
  return file;
}

AdmissionRules Trusting(const std::vector<const Signer*>& signers, uint64_t quorum = 1,
                        uint64_t quorum_to_loosen = 1) {
  auto trust = std::make_shared<BundleTrust>();
  trust->quorum = quorum;
  trust->quorum_to_loosen = std::max(quorum, quorum_to_loosen);
  for (const Signer* signer : signers) {
    trust->keys.push_back({signer->name, signer->verifier(), {}, {}, {}, ""});
  }
  return {.trust = std::move(trust)};
}

std::string CodeOf(const BundleFile& file, const AdmissionRules& rules,
                   const policy::Bundle* active = nullptr) {
  const auto admitted = CheckBundleFile(file, rules, active, kStart);
  return admitted.ok() ? "" : std::string(admitted.error().code);
}

std::string CodeOfRelease(const policy::Release& offered, const policy::Release& active,
                          bool allow_older = false) {
  return CodeOf({Build("new", offered)->canonical_bytes(), ""}, {.allow_older = allow_older},
                Build("active", active).get());
}

}  // namespace

TEST_CASE("bundle file: a changed, missing or further byte anywhere is refused") {
  const Signer ada("ada");
  const Signer ben("ben");
  const BundleFile whole = SignedBy(*Build("x", {3, kStart}), {&ada, &ben});
  const AdmissionRules rules = Trusting({&ada, &ben}, 2);
  REQUIRE(CodeOf(whole, rules).empty());
  const auto tamper = [&](std::string BundleFile::*part) {
    for (size_t i = 0; i < (whole.*part).size(); ++i) {
      for (const int bit : {1, 32, 128}) {
        BundleFile file = whole;
        (file.*part)[i] = static_cast<char>((file.*part)[i] ^ bit);
        INFO(i << " " << bit);
        CHECK_FALSE(CodeOf(file, rules).empty());
      }
      BundleFile shorter = whole;
      (shorter.*part).resize(i);
      CHECK_FALSE(CodeOf(shorter, rules).empty());
    }
    BundleFile longer = whole;
    longer.*part += "\n";
    CHECK_FALSE(CodeOf(longer, rules).empty());
  };
  tamper(&BundleFile::bytes);
  tamper(&BundleFile::signature);
}

TEST_CASE("bundle file: a changed line that the quorum does not need admits the same bundle") {
  const Signer ada("ada");
  const Signer ben("ben");
  const auto bundle = Build("x");
  const BundleFile whole = SignedBy(*bundle, {&ada, &ben});
  const AdmissionRules rules = Trusting({&ada, &ben}, 1);
  size_t let_in = 0;
  for (size_t i = 0; i < whole.signature.size(); ++i) {
    BundleFile file = whole;
    file.signature[i] = static_cast<char>(file.signature[i] ^ 1);
    const auto admitted = CheckBundleFile(file, rules, nullptr, kStart);
    if (!admitted.ok()) continue;
    // Only a name or a key id: the line is then of a key that nobody knows, and one person is left.
    ++let_in;
    CHECK(admitted->bundle->digest() == bundle->digest());
    CHECK(admitted->signed_by.size() == 1);
  }
  CHECK(let_in > 0);
}

TEST_CASE("bundle file: signatures are of this bundle and no other") {
  const Signer ada("ada");
  BundleFile file = SignedBy(*Build("x"), {&ada});
  file.bytes = Build("y")->canonical_bytes();
  CHECK(CodeOf(file, Trusting({&ada})) == "bundle.digest");
  // Who signed a digest, but another revision than the bytes have, signed something else.
  const auto bundle = Build("x", {2, {}});
  file.bytes = bundle->canonical_bytes();
  file.signature =
      Must(oversight::AddBundleSignature("", {bundle->digest(), {3, {}}}, ada.verifier(), ada.key));
  CHECK(CodeOf(file, Trusting({&ada})) == "bundle.signature");
}

TEST_CASE("bundle file: what loosens may need more persons") {
  const Signer ada("ada");
  const Signer ben("ben");
  const auto active = Build("x");
  const auto changed = Build("y");
  const AdmissionRules rules = Trusting({&ada, &ben}, 1, 2);
  CHECK(CodeOf(SignedBy(*changed, {&ada}), rules).empty());
  CHECK(CodeOf(SignedBy(*changed, {&ada}), rules, active.get()) == "bundle.quorum");
  CHECK(CodeOf(SignedBy(*changed, {&ada, &ben}), rules, active.get()).empty());
}

TEST_CASE("bundle file: releases are ordered by revision, then by time") {
  const Timestamp later = kStart + std::chrono::seconds(1);
  CHECK(CodeOfRelease({}, {}).empty());
  CHECK(CodeOfRelease({1, {}}, {}).empty());
  CHECK(CodeOfRelease({2, {}}, {1, {}}).empty());
  CHECK(CodeOfRelease({2, kStart}, {1, later}).empty());
  CHECK(CodeOfRelease({1, later}, {1, kStart}).empty());
  CHECK(CodeOfRelease({1, kStart}, {1, {}}).empty());
  CHECK(CodeOfRelease({}, {1, {}}) == "bundle.older");
  CHECK(CodeOfRelease({1, {}}, {2, {}}) == "bundle.older");
  CHECK(CodeOfRelease({1, {}}, {1, {}}) == "bundle.older");
  CHECK(CodeOfRelease({1, kStart}, {1, later}) == "bundle.older");
  CHECK(CodeOfRelease({0, kStart}, {1, {}}) == "bundle.older");
  CHECK(CodeOfRelease({1, {}}, {2, {}}, true).empty());
  const auto same = Build("x", {4, {}});
  CHECK(CodeOf({same->canonical_bytes(), ""}, {}, same.get()).empty());
}

TEST_CASE("bundle file: the release stands in the bytes, in one form") {
  const auto bundle = Build("x", {7, kStart});
  const auto again = Must(policy::BundleFromBytes(bundle->canonical_bytes()));
  CHECK(again->release() == bundle->release());
  CHECK(again->digest() == bundle->digest());
  const std::string bytes = bundle->canonical_bytes();
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string out = bytes;
    out.replace(out.find(from), from.size(), to);
    return policy::BundleFromBytes(out).error().code;
  };
  CHECK(changed("\"revision\":7", "\"revision\":0") == "bundle.syntax");
  CHECK(changed("\"revision\":7", "\"revision\":-1") == "bundle.syntax");
  CHECK(changed("\"revision\":7", "\"revision\":9007199254740992") == "bundle.syntax");
  CHECK(changed("\"revision\":7", "\"revisoin\":7") == "bundle.syntax");
  CHECK(changed("123456Z", "1Z") == "bundle.syntax");  // a time, but not in canonical form
}

TEST_CASE("bundle file: a refusal is recorded once a day for each cause and source") {
  const auto first = Build("x", {5, {}});
  TestEngine engine(first);
  const uint64_t size = engine.ledger().size();
  const BundleFile older{Build("y", {4, {}})->canonical_bytes(), ""};
  const auto offer = [&](const char* source) {
    CHECK((*engine).bundles().InstallFile(older, source, engine.principal()).error().code ==
          "bundle.older");
    CHECK(engine->active()->bundle().digest() == first->digest());
    return engine.ledger().size() - size;
  };
  CHECK(offer("a.bundle") == 1);
  CHECK(offer("a.bundle") == 1);
  CHECK(offer("b.bundle") == 2);
  engine.Shut();
  engine.Open();
  Must((*engine).bundles().Resume());
  CHECK(offer("a.bundle") == 2);
  engine.clock().Advance(std::chrono::hours(24));
  CHECK(offer("a.bundle") == 3);
  const json::Value body = Json(Must(engine.ledger().Read(size)).body_text());
  CHECK(Text(body, "/bundle") == DigestName(Sha256(older.bytes)));
  CHECK(Text(body, "/active") == first->digest());
  CHECK(offer("\xFF") == 4);  // a name that no record can have
}

}  // namespace reeve::engine::testing

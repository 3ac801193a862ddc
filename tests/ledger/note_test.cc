#include "ledger/note.h"

#include "base/encoding.h"
#include "ledger/checkpoint.h"
#include "ledger/merkle.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

// The example of golang.org/x/mod/sumdb/note: a public log key, and a note that it signed.
constexpr char kSumDbKey[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr char kSumDbText[] =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr char kSumDbSignature[] =
    "\xE2\x80\x94 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM"
    "=\n";

VerifierKey Fixed() { return VerifierKey::Ed25519(kOrigin, FixedKey().public_key()); }
VerifierKey Other() { return VerifierKey::Ed25519("other.example", OtherKey().public_key()); }

TEST_CASE("note: the published example of the Go implementation opens") {
  const auto key = VerifierKey::Parse(kSumDbKey);
  REQUIRE(key.ok());
  CHECK(key->id == 0xc74f20a3);
  CHECK(key->Text() == kSumDbKey);
  const std::string note = std::string(kSumDbText) + "\n" + kSumDbSignature;
  const auto opened = OpenNote(note, {&*key, 1});
  REQUIRE(opened.ok());
  CHECK(opened->note.text == kSumDbText);
  CHECK(opened->note.Format() == note);
  std::string changed = note;
  changed[3] = 'Y';
  CHECK(OpenNote(changed, {&*key, 1}).error().code == "ledger.signature");
}

TEST_CASE("note: a vkey goes through text and back, and every change of it is refused") {
  const std::string text = Fixed().Text();
  REQUIRE(VerifierKey::Parse(text).ok());
  CHECK(*VerifierKey::Parse(text + "\n") == Fixed());
  for (size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    CHECK(!VerifierKey::Parse(changed).ok());
    CHECK(!VerifierKey::Parse(text.substr(0, i)).ok());
  }
}

TEST_CASE("note: names that would break a note are no key names") {
  for (const char* bad : {"", "a b", "a+b", "a\nb", "a\tb", "\xFF",
                          "a\xC2\xA0"
                          "b",
                          "a\xE2\x80\x83"
                          "b"}) {
    CHECK_FALSE(IsValidKeyName(bad));
  }
  CHECK(IsValidKeyName("example.org/log"));
  CHECK(IsValidKeyName("\xC3\xA9.example"));
}

TEST_CASE("note: lines of unknown keys are ignored, sixteen and more of them") {
  std::string note = *SignNote("hello\n", Fixed(), FixedKey());
  for (int i = 0; i < 30; ++i) {
    note += "\xE2\x80\x94 stranger" + std::to_string(i) + ".example " +
            Base64Encode(std::string(68, static_cast<char>(i))) + "\n";
  }
  const VerifierKey known[] = {Other(), Fixed()};
  const auto opened = OpenNote(note, known);
  REQUIRE(opened.ok());
  CHECK(opened->note.signatures.size() == 31);
  CHECK(opened->verified_by == std::vector<VerifierKey>{Fixed()});
  CHECK(opened->note.Format() == note);
}

TEST_CASE("note: two signatures by known keys both count, once each") {
  Note note = *Note::Parse(*SignNote("hello\n", Fixed(), FixedKey()));
  note.signatures.push_back({Other().name, Other().id, *OtherKey().Sign("hello\n")});
  note.signatures.push_back(note.signatures[0]);
  const VerifierKey known[] = {Other(), Fixed()};
  const auto opened = OpenNote(note.Format(), known);
  REQUIRE(opened.ok());
  CHECK(opened->verified_by.size() == 2);
}

TEST_CASE("note: a bad line of a known key rejects all, and no known key opens nothing") {
  Note note = *Note::Parse(*SignNote("hello\n", Fixed(), FixedKey()));
  note.signatures.push_back({Other().name, Other().id, *OtherKey().Sign("other\n")});
  const VerifierKey known[] = {Fixed(), Other()};
  CHECK(OpenNote(note.Format(), known).error().code == "ledger.signature");
  CHECK(OpenNote(note.Format(), {known, 1}).ok());
  CHECK(OpenNote(note.Format(), {}).error().code == "ledger.signature");
}

TEST_CASE("note: what is not a note is refused") {
  const std::string good = *SignNote("hello\n", Fixed(), FixedKey());
  REQUIRE(Note::Parse(good).ok());
  for (size_t i = 0; i < good.size(); ++i) CHECK(!Note::Parse(good.substr(0, i)).ok());
  for (const std::string& bad :
       {std::string(), std::string("\n\n"), std::string("text\n"), good + "x", good + "\n",
        "tab\there\n" + good.substr(6), "\xFF" + good, good + "- name QUJDREVGRw==\n",
        good + "\xE2\x80\x94 name QUJD\n", good + "\xE2\x80\x94 name\n"}) {
    CHECK(Note::Parse(bad).error().code == "ledger.note");
  }
}

TEST_CASE("checkpoint: it is signed, opened, and refused under another key or name") {
  const Checkpoint checkpoint{kOrigin, 42, LeafHash("x")};
  const std::string note = *SignCheckpoint(checkpoint, Fixed(), FixedKey());
  CHECK(note.starts_with("ledger.example/test\n42\n"));
  const auto opened = OpenCheckpoint(note, Fixed());
  REQUIRE(opened.ok());
  CHECK(*opened == checkpoint);
  CHECK(OpenCheckpoint(note, Other()).error().code == "ledger.signature");
  const Checkpoint foreign{"foreign.example", 42, LeafHash("x")};
  CHECK(OpenCheckpoint(*SignCheckpoint(foreign, Fixed(), FixedKey()), Fixed()).error().code ==
        "ledger.checkpoint");
}

TEST_CASE("checkpoint: every change of one byte is refused") {
  const std::string note = *SignCheckpoint({kOrigin, 42, LeafHash("x")}, Fixed(), FixedKey());
  for (size_t i = 0; i < note.size(); ++i) {
    std::string changed = note;
    changed[i] = static_cast<char>(changed[i] ^ 0x01);
    CHECK_FALSE(OpenCheckpoint(changed, Fixed()).ok());
  }
}

TEST_CASE("checkpoint: sizes and roots have one form") {
  const std::string root = Base64Encode(std::string(32, 'r')) + "\n";
  CHECK(Checkpoint::ParseText("o\n0\n" + root).ok());
  CHECK(Checkpoint::ParseText("o\n9223372036854775807\n" + root).ok());
  for (const std::string& bad :
       {"o\n01\n" + root, "o\n-1\n" + root, "o\n+1\n" + root, "o\n1 \n" + root, "o\n\n" + root,
        "o\n9223372036854775808\n" + root, "\n1\n" + root, "o\n1\n" + root + "more\n",
        std::string("o\n1\nAAAA\n"), std::string("o\n1\n")}) {
    CHECK(Checkpoint::ParseText(bad).error().code == "ledger.checkpoint");
  }
}

}  // namespace
}  // namespace reeve::ledger::testing

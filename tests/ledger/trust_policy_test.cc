#include "ledger/trust_policy.h"

#include "ledger/cosignature.h"
#include "ledger/layout.h"
#include "ledger/merkle.h"
#include "ledger/prove.h"
#include "ledger/receipt.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

struct Witness {
  std::string name;
  SigningKey key = *SigningKey::Generate();
  VerifierKey vkey = VerifierKey::Witness(name + ".example/w", key.public_key());
  std::string Line() const { return "witness " + name + " " + vkey.Text() + "\n"; }
};

struct Parties {
  Witness a{"a"}, b{"b"}, c{"c"}, d{"d"};
  SigningKey log_key = FixedKey();
  VerifierKey log = VerifierKey::Ed25519(kOrigin, log_key.public_key());

  std::string Lines() const {
    return "log " + log.Text() + "\n" + a.Line() + b.Line() + c.Line() + d.Line();
  }
  std::string NoteBy(std::initializer_list<const Witness*> witnesses) const {
    Note note = *Note::Parse(*SignCheckpoint({kOrigin, 0, EmptyRoot()}, log, log_key));
    for (const Witness* witness : witnesses) {
      note.signatures.push_back(*Cosign(note.text, 1'795'000'000, witness->vkey, witness->key));
    }
    return note.Format();
  }
};

std::string CodeOf(const std::string& note, const std::string& policy) {
  const auto parsed = TrustPolicy::Parse(policy);
  REQUIRE(parsed.ok());
  const auto opened = OpenWitnessed(note, *parsed);
  return opened.ok() ? "good" : std::string(opened.error().code);
}

TEST_CASE("cosignature: the specification's example of the signed message, and its time") {
  const Witness witness{"w"};
  const NoteSignature line = *Cosign("log.example\n1\nx\n", 1679315147, witness.vkey, witness.key);
  CHECK(CosignedMessage(1679315147, "log.example\n1\nx\n") ==
        "cosignature/v1\ntime 1679315147\nlog.example\n1\nx\n");
  CHECK(line.signature.size() == 72);
  CHECK(CosignatureTime(line.signature) == 1679315147u);
  CHECK(witness.vkey.Verifies("log.example\n1\nx\n", line.signature));
  for (size_t i = 0; i < line.signature.size(); ++i) {
    std::string changed = line.signature;
    changed[i] ^= 1;
    CHECK_FALSE(witness.vkey.Verifies("log.example\n1\nx\n", changed));
    CHECK_FALSE(witness.vkey.Verifies("log.example\n1\nx\n", line.signature.substr(0, i)));
  }
}

TEST_CASE("cosignature: a witness's key is none of a log, and the other way round") {
  const Witness witness{"w"};
  CHECK(*VerifierKey::ParseWitness(witness.vkey.Text()) == witness.vkey);
  CHECK_FALSE(VerifierKey::Parse(witness.vkey.Text()).ok());
  CHECK_FALSE(VerifierKey::ParseWitness(Parties().log.Text()).ok());
}

TEST_CASE("trust policy: a quorum is met by the witnesses that the groups ask for") {
  const Parties p;
  const std::string two_of_three = p.Lines() + "group g 2 a b c\nquorum g\n";
  CHECK(CodeOf(p.NoteBy({}), two_of_three) == "ledger.quorum");
  CHECK(CodeOf(p.NoteBy({&p.a, &p.d}), two_of_three) == "ledger.quorum");
  CHECK(CodeOf(p.NoteBy({&p.a, &p.a}), two_of_three) == "ledger.quorum");
  CHECK(CodeOf(p.NoteBy({&p.c, &p.a}), two_of_three) == "good");
  const std::string nested = p.Lines() + "group g any a b\ngroup h all g c\nquorum h\n";
  CHECK(CodeOf(p.NoteBy({&p.a, &p.b}), nested) == "ledger.quorum");
  CHECK(CodeOf(p.NoteBy({&p.b, &p.c}), nested) == "good");
  CHECK(CodeOf(p.NoteBy({&p.a}), p.Lines() + "quorum a\n") == "good");
  CHECK(CodeOf(p.NoteBy({&p.b}), p.Lines() + "quorum a\n") == "ledger.quorum");
  CHECK(CodeOf(p.NoteBy({}), p.Lines() + "quorum none\n") == "good");
}

TEST_CASE("trust policy: the log must have signed, whoever cosigned") {
  const Parties p;
  const Witness stranger{"s"};
  const std::string policy = stranger.Line() + "log " +
                             VerifierKey::Ed25519("other.example", OtherKey().public_key()).Text() +
                             "\n" + p.a.Line() + "quorum a\n";
  CHECK(CodeOf(p.NoteBy({&p.a}), policy) == "ledger.signature");
}

TEST_CASE("trust policy: a known witness whose line does not verify rejects all") {
  const Parties p;
  Note note = *Note::Parse(p.NoteBy({&p.a, &p.b}));
  note.signatures[1].signature[20] ^= 1;
  CHECK(CodeOf(note.Format(), p.Lines() + "quorum b\n") == "ledger.signature");
}

TEST_CASE("trust policy: layout is free, and comments are skipped") {
  const Parties p;
  CHECK(TrustPolicy::Parse("# none\n\n \t\n  # indented\n\tquorum \t none \n").ok());
  const auto policy =
      TrustPolicy::Parse(p.a.Line() + "log " + p.log.Text() + " https://log.example/\nquorum a\n");
  REQUIRE(policy.ok());
  CHECK(policy->logs().front().url == "https://log.example/");
  CHECK(policy->witnesses().front().name == "a");
  CHECK(policy->needs_witnesses());
}

TEST_CASE("trust policy: what is wrong is said with its line") {
  const Parties p;
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"", ""},
      {"quorum none", ""},
      {"log " + p.log.Text() + "\n", ""},
      {"quorum none\nquorum none\n", "line 2"},
      {"quorum x\n", "line 1"},
      {"logs x\n", "line 1"},
      {"log\n", "line 1"},
      {"log " + p.a.vkey.Text() + "\n", "line 1"},
      {"witness a " + p.log.Text() + "\n", "line 1"},
      {p.a.Line() + "witness e " + p.a.vkey.Text() + "\n", "line 2"},
      {p.a.Line() + "witness a " + p.b.vkey.Text() + "\n", "line 2"},
      {"witness none " + p.a.vkey.Text() + "\n", "line 1"},
      {p.Lines() + "log " + p.log.Text() + "\n", "line 6"},
      {p.Lines() + "group g 0 a\n", "line 6"},
      {p.Lines() + "group g 3 a b\n", "line 6"},
      {p.Lines() + "group g 01 a b\n", "line 6"},
      {p.Lines() + "group g any\n", "line 6"},
      {p.Lines() + "group g any a a\n", "line 6"},
      {p.Lines() + "group g any none\n", "line 6"},
      {p.Lines() + "group g any later\n", "line 6"},
      {p.Lines() + "group g any a\ngroup h any a\n", "line 7"},
      {p.Lines() + "group a any b\n", "line 6"},
      {"quorum none\r\n", "line 1"},
      {std::string("quorum none\0\n", 13), "line 1"},
      {std::string(kMaxTrustPolicyBytes, '\n'), ""}};
  for (const auto& [text, at] : wrong) {
    INFO(text);
    const auto policy = TrustPolicy::Parse(text);
    REQUIRE_FALSE(policy.ok());
    CHECK(policy.error().code == "ledger.policy");
    CHECK(policy.error().at == at);
  }
}

TEST_CASE("receipt: with its record it proves everything, found by index or by leaf") {
  const TemporaryFolder folder;
  const auto ledger = MustOpen(OptionsFor(folder.path()));
  Fill(*ledger, 21);
  const TrustPolicy policy = TrustPolicy::OfLog(ledger->vkey());
  for (uint64_t i = 0; i < 21; ++i) {
    const Record record = *ledger->Read(i);
    CHECK(*ledger->FindLeaf(record.leaf()) == i);
    const Receipt receipt = *Receipt::Parse(*ledger->Receipt(i, true));
    CHECK(receipt.extra == record.bytes());
    const auto proven = VerifyReceipt(receipt, LeafHash(*receipt.extra), policy);
    REQUIRE(proven.ok());
    CHECK(proven->checkpoint == ledger->Latest());
  }
  CHECK(ledger->FindLeaf(EmptyRoot()).error().code == "ledger.not_found");
}

TEST_CASE("consistency: the proof between any two sizes leads from one root to the other") {
  const TemporaryFolder folder;
  const auto ledger = MustOpen(OptionsFor(folder.path()));
  Fill(*ledger, 20);
  for (uint64_t size = 0; size <= 20; ++size) {
    for (uint64_t old = 0; old <= size; ++old) {
      const auto json = ConsistencyJson(ledger->store(), old, size);
      REQUIRE(json.ok());
      const json::Value value(*json);
      CHECK((value.Find("checkpoint") != nullptr));
      const auto proof = *ledger->Consistency(old, size);
      CHECK(value.Find("proof")->as_array()->size() == proof.size());
      const StoreHashReader reader(ledger->store());
      CHECK(VerifyConsistency(old, size, *RootAt(old, reader), *RootAt(size, reader), proof).ok());
    }
  }
  CHECK(ConsistencyJson(ledger->store(), 5, 4).error().code == "ledger.out_of_range");
}

}  // namespace
}  // namespace reeve::ledger::testing

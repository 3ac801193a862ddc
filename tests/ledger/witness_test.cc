#include "ledger/witness.h"

#include "ledger/anchors.h"
#include "ledger/cosignature.h"
#include "ledger/layout.h"
#include "ledger/merkle.h"
#include "ledger/prove.h"
#include "ledger/rocksdb_store.h"
#include "ledger/verify.h"
#include "ledger/witness_request.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

constexpr char kName[] = "witness.example/w1";

struct Given {
  TemporaryFolder data, state;
  FakeClock clock{kStart};
  std::unique_ptr<Ledger> log = MustOpen(OptionsFor(data.path()));
  std::unique_ptr<Witness> witness = OpenWitness();

  std::unique_ptr<Witness> OpenWitness() {
    auto store = OpenRocksDbStore(state.path() / "state", OpenMode::kReadWrite);
    REQUIRE(store.ok());
    auto opened = Witness::Open(*std::move(store), {kName, OtherKey(), {log->vkey()}, &clock});
    REQUIRE(opened.ok());
    return *std::move(opened);
  }
  std::string Request(uint64_t old_size) const {
    return WitnessRequest{old_size, *log->Consistency(old_size, log->size()),
                          log->LatestCheckpoint()}
        .Format();
  }
  // "cosigned", "conflict N", or the code of an error.
  std::string Say(const std::string& body) {
    const auto answer = witness->AddCheckpoint(body);
    if (!answer.ok()) return std::string(answer.error().code);
    if (answer->conflict) return "conflict " + std::to_string(*answer->conflict);
    return answer->lines.empty() ? "nothing" : "cosigned";
  }
};

TEST_CASE("witness: it cosigns a log that grows, and its line opens under its key") {
  Given given;
  CHECK(given.Say(given.Request(0)) == "cosigned");
  uint64_t old_size = 0;
  for (int round = 0; round < 6; ++round) {
    Fill(*given.log, 3);
    const auto answer = given.witness->AddCheckpoint(given.Request(old_size));
    REQUIRE(answer.ok());
    const std::string note = given.log->LatestCheckpoint() + answer->lines;
    const auto opened = OpenNote(note, {&given.witness->vkey(), 1});
    REQUIRE(opened.ok());
    CHECK(CosignatureTime(opened->note.signatures.back().signature) == 1'795'000'000u);
    old_size = given.log->size();
    CHECK(given.witness->Last(kOrigin)->value() == given.log->Latest());
  }
  CHECK(given.Say(given.Request(old_size)) == "cosigned");  // the same once more
}

TEST_CASE("witness: a question that begins elsewhere is answered with the size it has") {
  Given given;
  Fill(*given.log, 5);
  CHECK(given.Say(given.Request(3)) == "conflict 0");
  CHECK(given.Say(given.Request(0)) == "cosigned");
  Fill(*given.log, 2);
  CHECK(given.Say(given.Request(0)) == "conflict 5");
  CHECK(given.Say(given.Request(4)) == "conflict 5");
  CHECK(given.Say(given.Request(5)) == "cosigned");
}

TEST_CASE("witness: a log with another history is refused, and what was seen stays") {
  Given given;
  Fill(*given.log, 5);
  CHECK(given.Say(given.Request(0)) == "cosigned");
  const Checkpoint seen = given.log->Latest();
  // The same key signs another log: what a witness is there to find.
  const TemporaryFolder other_data;
  const auto other = MustOpen(OptionsFor(other_data.path()));
  for (int i = 0; i < 5; ++i) MustAppend(*other, "forged" + std::to_string(i));
  const auto request = [&](uint64_t old_size) {
    return WitnessRequest{old_size, *other->Consistency(old_size, other->size()),
                          other->LatestCheckpoint()}
        .Format();
  };
  CHECK(given.Say(request(5)) == "conflict 5");  // the same size, another root
  MustAppend(*other, "more");
  CHECK(given.Say(request(5)) == "witness.proof");
  CHECK(given.Say(request(0)) == "conflict 5");
  CHECK(given.witness->Last(kOrigin)->value() == seen);
}

TEST_CASE("witness: what it has seen outlives it, and its folder is nobody else's") {
  Given given;
  Fill(*given.log, 4);
  CHECK(given.Say(given.Request(0)) == "cosigned");
  given.witness.reset();
  given.witness = given.OpenWitness();
  CHECK(given.witness->Last(kOrigin)->value() == given.log->Latest());
  CHECK(given.Say(given.Request(0)) == "conflict 4");
  given.witness.reset();
  auto store = OpenRocksDbStore(given.state.path() / "state", OpenMode::kReadWrite);
  CHECK(Witness::Open(*std::move(store), {"w2", OtherKey(), {}, &given.clock}).error().code ==
        "ledger.wrong_key");
  given.log.reset();
  store = OpenRocksDbStore(StoreFolder(given.data.path()), OpenMode::kReadWrite);
  CHECK(Witness::Open(*std::move(store), {kName, OtherKey(), {}, &given.clock}).error().code ==
        "ledger.wrong_key");
}

TEST_CASE("witness: unknown logs, unsigned checkpoints and malformed requests are told apart") {
  Given given;
  Fill(*given.log, 3);
  const std::string good = given.Request(0);
  CHECK(given.Say("") == "witness.malformed");
  CHECK(given.Say("old 0\n") == "witness.malformed");
  CHECK(given.Say("old 00" + good.substr(5)) == "witness.malformed");
  CHECK(given.Say("old 4" + good.substr(5)) == "witness.malformed");
  const size_t note = good.find("\n\n") + 2;
  const std::string proof = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
  CHECK(given.Say("old 0\n" + proof + "\n" + good.substr(note)) == "witness.proof");
  std::string many = "old 0\n";
  for (int i = 0; i < 64; ++i) many += proof;
  CHECK(given.Say(many + "\n" + good.substr(note)) == "witness.malformed");
  CHECK(given.Say(std::string(kMaxWitnessRequestBytes + 1, 'a')) == "witness.malformed");
  const auto sign = [](const Checkpoint& checkpoint, const char* name, const SigningKey& key) {
    return "old 0\n\n" +
           *SignCheckpoint(checkpoint, VerifierKey::Ed25519(name, key.public_key()), key);
  };
  Checkpoint other = given.log->Latest();
  CHECK(given.Say(sign(other, kOrigin, OtherKey())) == "witness.signature");
  other.origin = "elsewhere.example";
  CHECK(given.Say(sign(other, "elsewhere.example", FixedKey())) == "witness.unknown_log");
  CHECK(given.Say(good) == "cosigned");
}

TEST_CASE("witness: where it cannot remember it does not sign") {
  FakeClock clock(kStart);
  const TemporaryFolder data;
  const auto log = MustOpen(OptionsFor(data.path()));
  auto shared = std::make_shared<FaultyStore::Shared>();
  auto witness = *Witness::Open(std::make_unique<FaultyStore>(shared),
                                {kName, OtherKey(), {log->vkey()}, &clock});
  Fill(*log, 1);
  shared->writes_left = 0;
  const auto answer =
      witness->AddCheckpoint(WitnessRequest{0, {}, log->LatestCheckpoint()}.Format());
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.error().code == "ledger.store");
}

// A log with a cosigned checkpoint in it, by that witness or by one that forges its lines.
struct Anchored {
  TemporaryFolder data;
  SigningKey witness_key = OtherKey();
  VerifierKey witness = VerifierKey::Witness(kName, witness_key.public_key());
  TrustPolicy policy;
  std::unique_ptr<Ledger> log;

  Anchored() {
    Ledger::Options options = OptionsFor(data.path());
    options.projections.push_back(std::make_unique<AnchorProjection>());
    log = MustOpen(std::move(options));
    Fill(*log, 7);
    policy = *TrustPolicy::Parse("log " + log->vkey().Text() + "\nwitness w1 " + witness.Text() +
                                 "\nquorum w1\n");
  }
  void Add(Note note, uint64_t size, const SigningKey& key) {
    note.signatures.push_back(*Cosign(note.text, 1'795'000'000, witness, key));
    Anchor anchor;
    anchor.size = size;
    anchor.checkpoint = note.Format();
    anchor.witnesses = {"w1"};
    REQUIRE(log->Append({anchor.ToRecord("cs-" + std::to_string(log->size()))}).ok());
  }
  Report Verified() {
    VerifyOptions options;
    options.policy = policy;
    return *VerifyStore(log->store(), options);
  }
};

TEST_CASE(
    "anchors: a cosigned checkpoint is recorded, found, verified, and receipts lie under it") {
  Anchored given;
  CHECK(NewestCosigned(given.log->store()).error().code == "ledger.not_cosigned");
  CHECK(given.Verified().faults.front().code == "anchor.missing");
  CHECK(*HasNews(given.log->store(), 0, 7));
  given.Add(*Note::Parse(given.log->LatestCheckpoint()), 7, given.witness_key);
  CHECK_FALSE(*HasNews(given.log->store(), 7, 8));
  const Report report = given.Verified();
  CHECK(report.ok());
  CHECK(report.anchors.cosigned == 1);
  CHECK(report.anchors.cosigned_size == 7);
  CHECK(report.anchors.witnesses_checked);
  CHECK(report.Text().find("by w1, as your policy asks") != std::string::npos);
  const auto cosigned = NewestCosigned(given.log->store());
  REQUIRE(cosigned.ok());
  for (uint64_t i = 0; i < 7; ++i) {
    const Receipt receipt = *ProveRecord(given.log->store(), i, *cosigned, false);
    const auto proven = VerifyReceipt(receipt, given.log->Read(i)->leaf(), given.policy);
    REQUIRE(proven.ok());
    CHECK(proven->cosigned.front().witness == "w1");
    // Under the newest checkpoint, which nobody cosigned, the policy is not met.
    const Receipt newest = *Receipt::Parse(*given.log->Receipt(i));
    CHECK(VerifyReceipt(newest, given.log->Read(i)->leaf(), given.policy).error().code ==
          "ledger.quorum");
  }
  CHECK(ProveRecord(given.log->store(), 7, *cosigned, false).error().code == "ledger.not_found");
}

TEST_CASE("anchors: a cosignature that is none, and a checkpoint of another log, are found") {
  Anchored forged;
  forged.Add(*Note::Parse(forged.log->LatestCheckpoint()), 7, FixedKey());
  CHECK(forged.Verified().faults.front().code == "anchor.quorum");
  CHECK(forged.Verified().FirstWrong() == 7u);

  Anchored other;
  const Checkpoint wrong{kOrigin, 7, EmptyRoot()};
  other.Add(*Note::Parse(*SignCheckpoint(wrong, other.log->vkey(), FixedKey())), 7,
            other.witness_key);
  CHECK(other.Verified().faults.front().code == "anchor.root");

  Anchored size;
  size.Add(*Note::Parse(size.log->LatestCheckpoint()), 6, size.witness_key);
  CHECK(size.Verified().faults.front().code == "anchor.checkpoint");
}

TEST_CASE("anchors: one of records that come after it is refused, and nothing is written") {
  Anchored given;
  Anchor anchor;
  anchor.size = 8;
  anchor.checkpoint = given.log->LatestCheckpoint();
  CHECK(given.log->Append({anchor.ToRecord("cs-late")}).error().code == "ledger.anchor");
  CHECK(given.log->size() == 7);
}

}  // namespace
}  // namespace reeve::ledger::testing

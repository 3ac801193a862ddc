// The formats against vectors that were made without our code: tests/vectors/ledger/README.md.
#include <fstream>

#include "base/encoding.h"
#include "base/file.h"
#include "base/json.h"
#include "ledger/cosignature.h"
#include "ledger/layout.h"
#include "ledger/merkle.h"
#include "ledger/receipt.h"
#include "ledger/tiles.h"
#include "ledger/verify.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

json::Value Vectors(const std::string& name) {
  const auto text =
      ReadFile(std::filesystem::path(REEVE_SOURCE_DIR) / "tests/vectors/ledger" / name);
  REQUIRE(text.ok());
  auto value = json::Parse(*text);
  REQUIRE(value.ok());
  return *std::move(value);
}

const json::Value& At(const json::Value& value, std::string_view key) {
  const json::Value* member = value.Find(key);
  REQUIRE(member != nullptr);
  return *member;
}
const std::string& Text(const json::Value& value, std::string_view key) {
  return *At(value, key).as_string();
}
uint64_t Number(const json::Value& value, std::string_view key) {
  return static_cast<uint64_t>(*At(value, key).as_int());
}
const json::Array& List(const json::Value& value, std::string_view key) {
  return *At(value, key).as_array();
}
Hash HashAt(const json::Value& value, std::string_view key) {
  return HashFromBytes(*HexDecode(Text(value, key)));
}
std::vector<Hash> ProofAt(const json::Value& value) {
  std::vector<Hash> proof;
  for (const json::Value& line : List(value, "proof")) {
    proof.push_back(HashFromBytes(*Base64Decode(*line.as_string())));
  }
  return proof;
}
SigningKey KeyOf(const std::string& seed) {
  const std::string der = *HexDecode("302e020100300506032b657004220420" + seed);
  return *SigningKey::FromPem("-----BEGIN PRIVATE KEY-----\n" + Base64Encode(der) +
                              "\n-----END PRIVATE KEY-----\n");
}
std::string Entry(size_t n) { return "entry " + std::to_string(n); }

// The stored hashes of a tree of entries.
class EntryTree final : public HashReader {
 public:
  explicit EntryTree(size_t size) {
    for (size_t n = 0; n < size; ++n) tree_.Add(LeafHash(Entry(n)), &stored_);
  }
  Result<std::vector<Hash>> ReadHashes(std::span<const uint64_t> indexes) const override {
    std::vector<Hash> hashes;
    for (const uint64_t index : indexes) hashes.push_back(stored_.at(index));
    return hashes;
  }
  const std::vector<Hash>& stored() const { return stored_; }
  const Frontier& tree() const { return tree_; }

 private:
  Frontier tree_;
  std::vector<Hash> stored_;
};

TEST_CASE("vectors: leaves, roots and proofs of the tree") {
  const json::Value given = Vectors("tree.json");
  const EntryTree tree(260);
  size_t n = 0;
  for (const json::Value& leaf : List(given, "leaves")) {
    CHECK(HexEncode(AsBytes(LeafHash(Entry(n++)))) == *leaf.as_string());
  }
  for (const json::Member& root : *At(given, "roots").as_object()) {
    CHECK(HexEncode(AsBytes(*RootAt(std::stoull(root.key), tree))) == *root.value.as_string());
  }
  for (const json::Value& one : List(given, "inclusion")) {
    std::vector<Hash> proof = ProofAt(one);
    const uint64_t index = Number(one, "index"), size = Number(one, "size");
    CHECK(*InclusionProof(index, size, tree) == proof);
    const Hash leaf = HashAt(one, "leaf"), root = HashAt(one, "root");
    CHECK(VerifyInclusion(index, size, leaf, root, proof).ok());
    for (Hash& hash : proof) {
      hash[7] ^= 1;
      CHECK_FALSE(VerifyInclusion(index, size, leaf, root, proof).ok());
      hash[7] ^= 1;
    }
  }
  for (const json::Value& one : List(given, "consistency")) {
    std::vector<Hash> proof = ProofAt(one);
    const uint64_t old_size = Number(one, "old_size"), size = Number(one, "size");
    CHECK(*ConsistencyProof(old_size, size, tree) == proof);
    const Hash old_root = HashAt(one, "old_root"), root = HashAt(one, "root");
    CHECK(VerifyConsistency(old_size, size, old_root, root, proof).ok());
    for (Hash& hash : proof) {
      hash[7] ^= 1;
      CHECK_FALSE(VerifyConsistency(old_size, size, old_root, root, proof).ok());
      hash[7] ^= 1;
    }
  }
}

TEST_CASE("vectors: records that are, and records that are not") {
  const json::Value given = Vectors("records.json");
  for (const json::Value& one : List(given, "accepted")) {
    const auto record = Record::Parse(Text(one, "record"));
    INFO(Text(one, "record"));
    REQUIRE(record.ok());
    CHECK(record->index() == Number(one, "index"));
    CHECK(HexEncode(AsBytes(record->leaf())) == Text(one, "leaf"));
  }
  for (const json::Value& one : List(given, "refused")) {
    INFO(Text(one, "why"));
    CHECK_FALSE(Record::Parse(Text(one, "record")).ok());
  }
}

TEST_CASE("vectors: checkpoints and cosignatures, written and read") {
  const json::Value given = Vectors("notes.json");
  const VerifierKey key = *VerifierKey::Parse(Text(given, "vkey"));
  const SigningKey secret = KeyOf(Text(given, "seed"));
  const json::Value& one = At(given, "checkpoint");
  const Checkpoint checkpoint{Text(one, "origin"), Number(one, "size"), HashAt(one, "root")};
  CHECK(*SignCheckpoint(checkpoint, key, secret) == Text(one, "note"));
  CHECK(*OpenCheckpoint(Text(one, "note"), key) == checkpoint);
  CHECK(OpenCheckpoint(Text(given, "empty"), key)->root == EmptyRoot());
  for (const json::Value& note : List(given, "accepted")) {
    INFO(Text(note, "why"));
    CHECK(*OpenCheckpoint(Text(note, "note"), key) == checkpoint);
  }
  for (const json::Value& note : List(given, "refused")) {
    INFO(Text(note, "why"));
    CHECK_FALSE(OpenCheckpoint(Text(note, "note"), key).ok());
  }
  const json::Value& cosignature = At(given, "cosignature");
  const VerifierKey witness = *VerifierKey::ParseWitness(Text(cosignature, "vkey"));
  const std::string text = Text(cosignature, "text");
  const Note note{
      text,
      {*Cosign(text, Number(cosignature, "time"), witness, KeyOf(Text(cosignature, "seed")))}};
  CHECK(note.Format() == text + "\n" + Text(cosignature, "line"));
  CHECK(OpenNote(note.Format(), {&witness, 1}).ok());
}

TEST_CASE("vectors: receipts under policies") {
  const json::Value given = Vectors("receipts.json");
  for (const json::Value& one : *given.as_array()) {
    INFO(Text(one, "why"));
    const auto policy = TrustPolicy::Parse(Text(one, "policy"));
    REQUIRE(policy.ok());
    const auto receipt = Receipt::Parse(Text(one, "receipt"));
    const bool proven =
        receipt.ok() && VerifyReceipt(*receipt, LeafHash(Text(one, "record")), *policy).ok();
    CHECK(proven == *At(one, "proven").as_bool());
    if (proven) CHECK(receipt->Format() == Text(one, "receipt"));
  }
}

TEST_CASE("vectors: tiles and their paths") {
  const json::Value given = Vectors("tiles.json");
  const EntryTree tree(600);
  CHECK(HexEncode(AsBytes(tree.tree().Root())) == Text(given, "root"));
  MemoryStore store;
  Batch batch;
  std::string run;
  for (size_t n = 0; n < 600; ++n) AppendToRun(Entry(n), &run);
  batch.Put(Space::kRecords, BigEndianKey(0), run);
  std::string hashes;
  for (const Hash& hash : tree.stored()) hashes += AsBytes(hash);
  batch.Put(Space::kHashes, BigEndianKey(0), hashes);
  batch.SetHead(600, tree.tree().Root());
  REQUIRE(store.Append({*store.ClaimEpoch(), 0, EmptyRoot()}, batch).ok());
  for (const json::Value& one : List(given, "tiles")) {
    const auto tile = TileName::Parse(Text(one, "path"));
    REQUIRE(tile.ok());
    CHECK(HexEncode(AsBytes(Sha256(*ReadTile(store, *tile, 600)))) == Text(one, "sha256"));
  }
  for (const json::Value& one : List(given, "paths")) {
    const json::Value& level = At(one, "level");
    const bool is_entries = level.as_string() != nullptr;
    const TileName name{is_entries, is_entries ? 0u : static_cast<unsigned>(*level.as_int()),
                        Number(one, "index"), static_cast<unsigned>(Number(one, "width"))};
    CHECK(name.Path() == Text(one, "path"));
    CHECK(*TileName::Parse(Text(one, "path")) == name);
  }
  for (const json::Value& path : List(given, "refused")) {
    CHECK_FALSE(TileName::Parse(*path.as_string()).ok());
  }
}

TEST_CASE("vectors: exports, whole and wrong, with the index of the first fault") {
  const json::Value given = Vectors("logs.json");
  for (const json::Value& one : *given.as_array()) {
    INFO(Text(one, "why"));
    const TemporaryFolder folder;
    const auto write = [&](const char* name, const std::string& text) {
      std::ofstream(folder.path() / name, std::ios::binary) << text;
    };
    std::string records, leaves;
    for (const json::Value& record : List(one, "records")) records += *record.as_string() + "\n";
    for (const json::Value& leaf : List(one, "leaves")) leaves += *leaf.as_string() + "\n";
    write("records.jsonl", records);
    write("leaves", leaves);
    write("checkpoint", Text(one, "checkpoint"));
    write("vkey", Text(one, "vkey") + "\n");
    const auto report = VerifyFolder(folder.path(), {});
    REQUIRE(report.ok());
    const json::Value& fault = At(one, "fault");
    INFO(report->Text());
    CHECK(report->ok() == fault.is_null());
    if (fault.is_null() || report->ok()) continue;
    CHECK(report->faults.front().code == Text(fault, "code"));
    CHECK(report->FirstWrong().has_value() == !At(fault, "index").is_null());
    if (report->FirstWrong()) CHECK(*report->FirstWrong() == Number(fault, "index"));
  }
}

}  // namespace
}  // namespace reeve::ledger::testing

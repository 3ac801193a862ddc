#include "ledger/verify.h"

#include <fstream>

#include "base/encoding.h"
#include "base/file.h"
#include "ledger/export.h"
#include "ledger/layout.h"
#include "ledger/merkle.h"
#include "ledger/rocksdb_store.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

namespace fs = std::filesystem;

// Anew, for a file cut to nothing and written again is flushed by some file systems when closed.
void WriteText(const fs::path& path, const std::string& text) {
  fs::remove(path);
  std::ofstream(path, std::ios::binary) << text;
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end == std::string::npos ? text.size() : end + 1;
  }
  return lines;
}

std::string Joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

// A small log with a blob, exported; and the means to spoil the export and mend it again.
class Exhibit {
 public:
  static constexpr size_t kSize = 7;

  Exhibit() {
    auto ledger = MustOpen(OptionsFor(data_.path()));
    REQUIRE(ledger->blobs().Put("a bundle").ok());
    Fill(*ledger, 4);
    earlier_ = ledger->LatestCheckpoint();
    REQUIRE(ledger->Append({MakeRecord("r4"), MakeRecord("r5"), MakeRecord("r6")}).ok());
    key_ = ledger->vkey();
    const auto exported = ExportStore(ledger->store(), ledger->blobs(), out());
    REQUIRE(exported.ok());
    CHECK(exported->records == kSize);
    CHECK(exported->blobs == 1);
    ledger->Close();
  }

  fs::path out() const { return export_.path() / "out"; }
  const fs::path& data() const { return data_.path(); }
  const std::string& earlier() const { return earlier_; }
  const VerifierKey& key() const { return key_; }
  std::string Text(const char* file) const { return *ReadFile(out() / file); }

  Report Verify(const VerifyOptions& options) const {
    auto report = VerifyFolder(out(), options);
    REQUIRE(report.ok());
    return *std::move(report);
  }
  Report Verify() const { return Verify({.vkey = key_}); }

  // The report with one file's text replaced for a moment.
  Report With(const char* file, const std::string& text) const {
    const std::string good = Text(file);
    WriteText(out() / file, text);
    Report report = Verify();
    WriteText(out() / file, good);
    return report;
  }

 private:
  TemporaryFolder data_, export_;
  std::string earlier_;
  VerifierKey key_;
};

TEST_CASE("verify: a data folder and its export are whole") {
  const Exhibit exhibit;
  for (const fs::path& folder : {exhibit.out(), exhibit.data()}) {
    const auto report =
        VerifyFolder(folder, {.vkey = exhibit.key(), .earlier_checkpoint = exhibit.earlier()});
    REQUIRE(report.ok());
    INFO(report->Text());
    CHECK(report->ok());
    CHECK(report->key_pinned);
    CHECK(report->size == Exhibit::kSize);
    CHECK(report->records_checked == Exhibit::kSize);
    CHECK(report->blobs_checked == 1);
    CHECK(report->origin == kOrigin);
  }
  CHECK(VerifyFolder(exhibit.data(), {})->checkpoints_checked == 6);
}

TEST_CASE("verify: a key that came from the folder itself is called so") {
  const Exhibit exhibit;
  const Report report = exhibit.Verify({});
  CHECK(report.ok());
  CHECK_FALSE(report.key_pinned);
  CHECK(report.Text().find("from the folder itself") != std::string::npos);
}

TEST_CASE("verify: every change of every byte of every exported record names its index") {
  const Exhibit exhibit;
  const std::string good = exhibit.Text("records.jsonl");
  size_t index = 0;
  for (size_t i = 0; i < good.size(); ++i) {
    for (const char flip : {'\x01', '\x80'}) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ flip);
      const Report report = exhibit.With("records.jsonl", bad);
      if (report.FirstWrong() != index) FAIL("byte " << i << ": " << report.Text());
    }
    if (good[i] == '\n') ++index;
  }
  CHECK(index == Exhibit::kSize);
}

TEST_CASE("verify: the same is told without the file of leaves, by the chain") {
  const Exhibit exhibit;
  fs::remove(exhibit.out() / "leaves");
  const std::string good = exhibit.Text("records.jsonl");
  size_t index = 0;
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 0x01);
    const Report report = exhibit.With("records.jsonl", bad);
    if (report.FirstWrong() != index) FAIL("byte " << i << ": " << report.Text());
    if (good[i] == '\n') ++index;
  }
}

TEST_CASE("verify: one record removed, at every place, names its index") {
  const Exhibit exhibit;
  const std::vector<std::string> records = Lines(exhibit.Text("records.jsonl"));
  const std::vector<std::string> leaves = Lines(exhibit.Text("leaves"));
  for (size_t i = 0; i < records.size(); ++i) {
    std::vector<std::string> fewer = records;
    fewer.erase(fewer.begin() + static_cast<long>(i));
    const Report report = exhibit.With("records.jsonl", Joined(fewer));
    CHECK(report.FirstWrong() == i);
    CHECK(report.faults[0].code == "record.missing");
    // Its leaf removed as well.
    std::vector<std::string> fewer_leaves = leaves;
    fewer_leaves.erase(fewer_leaves.begin() + static_cast<long>(i));
    WriteText(exhibit.out() / "leaves", Joined(fewer_leaves));
    CHECK(exhibit.With("records.jsonl", Joined(fewer)).FirstWrong() == i);
    WriteText(exhibit.out() / "leaves", Joined(leaves));
  }
}

TEST_CASE("verify: the tail cut at every byte names the first record that is not whole") {
  const Exhibit exhibit;
  const std::string good = exhibit.Text("records.jsonl");
  size_t index = 0;
  for (size_t i = 0; i < good.size(); ++i) {
    const Report report = exhibit.With("records.jsonl", good.substr(0, i));
    if (report.FirstWrong() != index) FAIL("cut at " << i << ": " << report.Text());
    if (good[i] == '\n') ++index;
  }
}

TEST_CASE("verify: any two records swapped name the first of them") {
  const Exhibit exhibit;
  const std::vector<std::string> records = Lines(exhibit.Text("records.jsonl"));
  for (size_t i = 0; i < records.size(); ++i) {
    for (size_t j = i + 1; j < records.size(); ++j) {
      std::vector<std::string> swapped = records;
      std::swap(swapped[i], swapped[j]);
      CHECK(exhibit.With("records.jsonl", Joined(swapped)).FirstWrong() == i);
    }
  }
}

TEST_CASE("verify: a record added behind the signed end is refused") {
  const Exhibit exhibit;
  const std::string good = exhibit.Text("records.jsonl");
  const Report report = exhibit.With("records.jsonl", good + Lines(good).back() + "\n");
  CHECK(report.FirstWrong() == Exhibit::kSize);
  CHECK(report.faults[0].code == "record.extra");
}

TEST_CASE("verify: a changed file of leaves is told from changed records") {
  const Exhibit exhibit;
  const std::string good = exhibit.Text("leaves");
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = bad[i] == '0' ? '1' : '0';
    const Report report = exhibit.With("leaves", bad);
    REQUIRE(report.faults.size() == 1);
    CHECK(report.faults[0].code == "leaves.altered");
    CHECK(report.FirstWrong() == i / 65);
  }
}

TEST_CASE("verify: a changed checkpoint, key or blob is refused") {
  const Exhibit exhibit;
  for (const char* file : {"checkpoint", "vkey"}) {
    const std::string good = exhibit.Text(file);
    for (size_t i = 0; i < good.size(); ++i) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ 0x01);
      CHECK_FALSE(exhibit.With(file, bad).ok());
    }
  }
  const fs::path blob = exhibit.out() / "blobs" / HexEncode(AsBytes(Sha256("a bundle")));
  REQUIRE(fs::exists(blob));
  WriteText(blob, "a bundlf");
  CHECK(exhibit.Verify().faults.at(0).code == "blob.damaged");
  fs::remove(exhibit.out() / "checkpoint");
  CHECK_FALSE(exhibit.Verify().ok());
}

TEST_CASE(
    "verify: a log rewritten whole and signed by another key is refused under the known key") {
  const Exhibit exhibit;
  const TemporaryFolder forged;
  Ledger::Options options{forged.path() / "data", kOrigin, OtherKey()};
  const auto ledger = MustOpen(std::move(options));
  Fill(*ledger, 7);
  REQUIRE(ExportStore(ledger->store(), ledger->blobs(), forged.path() / "out").ok());
  CHECK(VerifyFolder(forged.path() / "out", {})->ok());
  const auto report = VerifyFolder(forged.path() / "out", {.vkey = exhibit.key()});
  CHECK_FALSE(report->ok());
}

TEST_CASE("verify: an earlier checkpoint tells a rewritten and a shortened log") {
  const Exhibit exhibit;
  const TemporaryFolder other;
  const auto ledger = MustOpen(OptionsFor(other.path()));
  Fill(*ledger, 2);
  const auto shorter = VerifyStore(ledger->store(), {.earlier_checkpoint = exhibit.earlier()});
  REQUIRE(shorter->faults.size() == 1);
  CHECK(shorter->faults[0].code == "earlier.behind");
  CHECK(shorter->FirstWrong() == 2);
  for (int i = 0; i < 4; ++i) MustAppend(*ledger, "x" + std::to_string(i));
  const auto rewritten = VerifyStore(ledger->store(), {.earlier_checkpoint = exhibit.earlier()});
  REQUIRE(rewritten->faults.size() == 1);
  CHECK(rewritten->faults[0].code == "earlier.root");
  CHECK(VerifyStore(ledger->store(), {.earlier_checkpoint = "nonsense"})->faults.at(0).code ==
        "earlier.signature");
}

TEST_CASE("verify: the head guard tells a data folder that lost its tail") {
  const TemporaryFolder folder;
  {
    const auto ledger = MustOpen(OptionsFor(folder.path()));
    Fill(*ledger, 3);
    ledger->Close();
    fs::copy(folder.path() / "ledger", folder.path() / "old", fs::copy_options::recursive);
    Fill(*ledger, 0);
  }
  {
    const auto ledger = MustOpen(OptionsFor(folder.path()));
    MustAppend(*ledger, "newer");
  }
  fs::remove_all(folder.path() / "ledger");
  fs::rename(folder.path() / "old", folder.path() / "ledger");
  const auto report = VerifyFolder(folder.path(), {});
  REQUIRE(report->faults.size() == 1);
  CHECK(report->faults[0].code == "guard.behind");
  CHECK(report->FirstWrong() == 3);
}

// A store in memory holding a log of nine records, of groups of one and of three.
class StoreExhibit {
 public:
  StoreExhibit() {
    const auto ledger =
        MustOpenOn(std::make_unique<FaultyStore>(shared), OptionsFor(folder_.path()));
    Fill(*ledger, 6);
    REQUIRE(ledger->Append({MakeRecord("a"), MakeRecord("b"), MakeRecord("a")}).ok());
  }
  Report Verify() const { return *VerifyStore(shared->store, {}); }
  // Every entry of a space.
  std::vector<std::pair<std::string, std::string>> Entries(Space space) const {
    std::vector<std::pair<std::string, std::string>> out;
    const auto cursor = shared->store.NewCursor(space);
    for (cursor->Seek(""); cursor->Valid(); cursor->Next()) {
      out.emplace_back(cursor->key(), cursor->value());
    }
    return out;
  }
  std::shared_ptr<FaultyStore::Shared> shared = std::make_shared<FaultyStore::Shared>();

 private:
  TemporaryFolder folder_;
};

TEST_CASE("verify: every byte of every stored record, hash, checkpoint and id is accounted for") {
  StoreExhibit exhibit;
  REQUIRE(exhibit.Verify().ok());
  for (const Space space : {Space::kRecords, Space::kHashes, Space::kCheckpoints, Space::kIds}) {
    for (const auto& [key, value] : exhibit.Entries(space)) {
      for (size_t i = 0; i < value.size(); ++i) {
        std::string bad = value;
        bad[i] = static_cast<char>(bad[i] ^ 0x04);
        Tamper(exhibit.shared->store, space, key, bad);
        const Report report = exhibit.Verify();
        if (report.ok()) FAIL("space " << static_cast<int>(space) << " byte " << i);
        const auto first = ParseBigEndianKey(key);
        if (space == Space::kRecords && report.FirstWrong() < first) FAIL(report.Text());
        if (space == Space::kRecords && first < 6 && report.FirstWrong() != first) {
          FAIL("record " << *first << " byte " << i << ": " << report.Text());
        }
      }
      Tamper(exhibit.shared->store, space, key, std::nullopt);
      // An older checkpoint is evidence that later ones repeat; the newest is needed.
      const bool needed = space != Space::kCheckpoints || key == BigEndianKey(9);
      CHECK(exhibit.Verify().ok() == !needed);
      Tamper(exhibit.shared->store, space, key, value);
    }
  }
  CHECK(exhibit.Verify().ok());
}

TEST_CASE("verify: entries that nothing accounts for are refused") {
  StoreExhibit exhibit;
  Store& store = exhibit.shared->store;
  Tamper(store, Space::kIds, "ghost", BigEndianKey(2));
  CHECK(exhibit.Verify().faults.at(0).code == "id.extra");
  Tamper(store, Space::kIds, "ghost", std::nullopt);
  Tamper(store, Space::kCheckpoints, BigEndianKey(12), "from the future");
  CHECK(exhibit.Verify().faults.at(0).code == "checkpoint.extra");
  Tamper(store, Space::kCheckpoints, BigEndianKey(12), std::nullopt);
  std::string run;
  AppendToRun("{}", &run);
  Tamper(store, Space::kRecords, BigEndianKey(9), run);
  CHECK(exhibit.Verify().faults.at(0).code == "record.extra");
}

TEST_CASE("verify: a folder that is neither data nor export is an error, not a report") {
  const TemporaryFolder folder;
  CHECK(VerifyFolder(folder.path(), {}).error().code == "file.not_found");
  CHECK(VerifyFolder(folder.path() / "none", {}).error().code == "file.not_found");
}

TEST_CASE("export: it does not write over a folder, nor carry on a damaged log") {
  const Exhibit exhibit;
  CHECK(ExportFolder(exhibit.data(), exhibit.out()).error().code == "file.exists");
  const TemporaryFolder folder;
  CHECK(ExportFolder(exhibit.data(), folder.path() / "again")->records == Exhibit::kSize);
  StoreExhibit stored;
  const auto [key, value] = stored.Entries(Space::kRecords).at(2);
  std::string bad = value;
  bad.back() = ' ';
  Tamper(stored.shared->store, Space::kRecords, key, bad);
  const BlobStore blobs = *BlobStore::Open(folder.path() / "blobs");
  CHECK(ExportStore(stored.shared->store, blobs, folder.path() / "bad").error().code ==
        "ledger.damaged");
}

}  // namespace
}  // namespace reeve::ledger::testing

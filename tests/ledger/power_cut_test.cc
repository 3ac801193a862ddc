// Power cuts at any change of any file, round after round on one log. After each: the log opens,
// every acknowledged record is at its index, no checkpoint that was given out is contradicted, and
// the receipts given out before still verify. `ledger_test "[long]"` does 200 cuts.
#include <atomic>
#include <thread>

#include "base/file.h"
#include "ledger/head_guard.h"
#include "ledger/layout.h"
#include "ledger/merkle.h"
#include "ledger/rebuild.h"
#include "ledger/rocksdb_store.h"
#include "ledger/verify.h"
#include "tests/ledger/fault_file_system.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

namespace fs = std::filesystem;

constexpr size_t kCallers = 4;

struct Acknowledged {
  std::string id;
  uint64_t index = 0;
  Hash leaf{};
  std::string receipt;  // empty: none was asked for
};

class Town {
 public:
  explicit Town(uint64_t seed) : random_(seed) {}

  // One life of the log, ended by a power cut.
  void Live() {
    FaultDisk disk(folder_.path() / "grave");
    disk.files->CutAfter(static_cast<int>(random_() % 300));
    {
      const auto ledger = Open(disk);
      if (ledger.ok()) Append(**ledger, *disk.files);
    }
    REQUIRE(disk.files->cut());
    disk.files->Settle(random_);
    fs::remove_all(folder_.path() / "grave");
    LoseGuard();
  }

  // What the next start finds.
  void Check() {
    FaultDisk disk(folder_.path() / "grave");
    const auto opened = Open(disk);
    if (!opened.ok()) FAIL(opened.error().code << ": " << opened.error().message);
    const Ledger& ledger = **opened;
    for (const Acknowledged& a : journal_) {
      const auto record = ledger.Read(a.index);
      if (!record.ok()) FAIL("record " << a.index << " is gone: " << record.error().message);
      if (record->leaf() != a.leaf || record->id() != a.id)
        FAIL("record " << a.index << " differs");
      if (!a.receipt.empty()) CheckReceipt(ledger, a);
    }
    const auto report = VerifyStore(ledger.store(), {.vkey = ledger.vkey()});
    if (!report.ok() || !report->ok()) FAIL(report->Text());
    CHECK(VerifyProjections(ledger.store(), WithKindCounter())->ok());
    SaveGuard();
  }

  size_t acknowledged() const { return journal_.size(); }
  size_t receipts() const { return receipts_; }

 private:
  Result<std::unique_ptr<Ledger>> Open(const FaultDisk& disk) {
    Ledger::Options options = OptionsFor(folder_.path());
    options.projections = WithKindCounter();
    REEVE_ASSIGN_OR_RETURN(const auto published, HeadGuard::Read(GuardPath()));
    REEVE_ASSIGN_OR_RETURN(std::unique_ptr<Store> store,
                           OpenRocksDbStore(StoreFolder(folder_.path()), OpenMode::kReadWrite,
                                            {published ? published->size : 0, disk.env.get()}));
    return Ledger::OpenOn(std::move(store), std::move(options));
  }

  void Append(Ledger& ledger, const FaultFileSystem& files) {
    std::vector<std::vector<Acknowledged>> journals(kCallers);
    {
      std::vector<std::jthread> callers;
      callers.reserve(kCallers);
      for (size_t c = 0; c < kCallers; ++c) {
        callers.emplace_back([&, c, seed = random_()] {
          std::mt19937_64 random(seed);
          while (AppendUnit(ledger, random, &journals[c])) {
          }
        });
      }
    }
    REQUIRE(files.cut());
    for (const auto& journal : journals) {
      journal_.insert(journal_.end(), journal.begin(), journal.end());
      for (const Acknowledged& a : journal) receipts_ += a.receipt.empty() ? 0 : 1;
    }
  }

  // False once nothing is acknowledged any more. Some records are longer than a block of the
  // write-ahead log, so that a write is torn within, too.
  bool AppendUnit(Ledger& ledger, std::mt19937_64& random, std::vector<Acknowledged>* journal) {
    std::vector<NewRecord> unit;
    const size_t records = 1 + random() % 3;
    const size_t padding = random() % 8 == 0 ? 40'000 : random() % 600;
    for (size_t i = 0; i < records; ++i) {
      unit.push_back(MakeRecord("r" + std::to_string(ids_.fetch_add(1)),
                                R"({"x":")" + std::string(padding, 'x') + "\"}"));
    }
    const auto appended = ledger.Append(unit);
    if (!appended.ok()) return false;
    for (size_t i = 0; i < records; ++i) {
      journal->push_back({unit[i].id, (*appended)[i].index, (*appended)[i].leaf, ""});
    }
    const auto receipt = ledger.Receipt(appended->back().index);
    if (receipt.ok()) journal->back().receipt = *receipt;
    return true;
  }

  static void CheckReceipt(const Ledger& ledger, const Acknowledged& a) {
    const auto then = VerifyReceipt(*Receipt::Parse(a.receipt), a.leaf, ledger.vkey());
    REQUIRE(then.ok());
    // The log of today continues the one that was signed then.
    const Checkpoint latest = ledger.Latest();
    const auto proof = ledger.Consistency(then->size, latest.size);
    REQUIRE(proof.ok());
    REQUIRE(VerifyConsistency(then->size, latest.size, then->root, latest.root, *proof).ok());
  }

  fs::path GuardPath() const {
    const Ledger::Options options = OptionsFor(folder_.path());
    return HeadGuard::PathFor(folder_.path(),
                              VerifierKey::Ed25519(options.origin, options.key.public_key()));
  }
  void SaveGuard() { older_guard_ = ReadFile(GuardPath()).ok() ? *ReadFile(GuardPath()) : ""; }
  // The guard is written without a sync: after a cut it is the newest, an older one, or torn.
  void LoseGuard() {
    const size_t what = random_() % 3;
    if (what == 0 || !fs::exists(GuardPath())) return;
    std::string text = older_guard_;
    if (what == 2) text.resize(text.size() / 2);
    REQUIRE(WriteFileDurably(GuardPath(), text, FileMode::kPublic).ok());
  }

  TemporaryFolder folder_;
  std::mt19937_64 random_;
  std::vector<Acknowledged> journal_;
  std::atomic<uint64_t> ids_{0};
  size_t receipts_ = 0;
  std::string older_guard_;
};

void CutPower(int rounds, uint64_t seed) {
  Town town(seed);
  for (int round = 0; round < rounds; ++round) {
    INFO("round " << round << " of seed " << seed);
    town.Live();
    town.Check();
  }
  WARN(rounds << " power cuts, " << town.acknowledged() << " records acknowledged, "
              << town.receipts() << " receipts, all there");
  CHECK(town.acknowledged() > static_cast<size_t>(rounds));
}

TEST_CASE(
    "power cut: what was acknowledged is there, and nothing that was signed is contradicted") {
  CutPower(12, 1);
}

TEST_CASE("power cut: the same, 200 times", "[.][long]") {
  for (uint64_t seed = 100; seed < 110; ++seed) CutPower(20, seed);
}

}  // namespace
}  // namespace reeve::ledger::testing

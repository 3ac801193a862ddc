#include "ledger/salvage.h"

#include "ledger/export.h"
#include "ledger/layout.h"
#include "ledger/rocksdb_store.h"
#include "ledger/tile_files.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

namespace fs = std::filesystem;

// A log of nine records of which three copies were taken when it had five; then its fourth record
// is altered in place.
class Wreck {
 public:
  Wreck() {
    {
      const auto ledger = MustOpen(OptionsFor(data()));
      REQUIRE(ledger->blobs().Put("a bundle").ok());
      Fill(*ledger, 5);
      REQUIRE(ExportStore(ledger->store(), ledger->blobs(), exported()).ok());
      REQUIRE(WriteTileFiles(ledger->store(), tiles(), {}).ok());
    }
    fs::copy(data(), backup(), fs::copy_options::recursive);
    {
      const auto ledger = MustOpen(OptionsFor(data()));
      for (int i = 5; i < 9; ++i) MustAppend(*ledger, "r" + std::to_string(i));
      key_ = ledger->vkey();
    }
    Alter(3);
  }
  void Alter(uint64_t index) const {
    const auto store = OpenRocksDbStore(StoreFolder(data()), OpenMode::kReadWrite);
    REQUIRE(store.ok());
    std::string run = **(*store)->Get(Space::kRecords, BigEndianKey(index));
    run[run.find("decision") + 3] = 'X';
    Tamper(**store, Space::kRecords, BigEndianKey(index), run);
  }
  fs::path data() const { return folder_.path() / "data"; }
  fs::path exported() const { return folder_.path() / "export"; }
  fs::path tiles() const { return folder_.path() / "tiles"; }
  fs::path backup() const { return folder_.path() / "backup"; }
  fs::path out() const { return folder_.path() / "out"; }
  Report VerifyOut() const { return *VerifyFolder(out(), {.vkey = key_}); }

 private:
  TemporaryFolder folder_;
  VerifierKey key_;
};

TEST_CASE("salvage: with any copy from before the damage, all records are there again") {
  const Wreck wreck;
  for (const fs::path& copy : {wreck.exported(), wreck.tiles(), wreck.backup()}) {
    INFO(copy.string());
    const auto salvaged = Salvage(wreck.data(), copy, wreck.out(), {});
    if (!salvaged.ok()) FAIL(salvaged.error().message);
    CHECK(salvaged->head.size == 9);
    CHECK(salvaged->from_copy == 5);
    CHECK(salvaged->lost == 0);
    CHECK(salvaged->blobs == 1);
    const Report report = wreck.VerifyOut();
    INFO(report.Text());
    CHECK(report.ok());
    CHECK(report.records_checked == 9);
    {
      const auto ledger = MustOpen(OptionsFor(wreck.out()));
      CHECK(ledger->FindById("r3")->index() == 3);
      MustAppend(*ledger, "next");
    }
    fs::remove_all(wreck.out());
  }
}

TEST_CASE("salvage: without a copy what stands before the damage is kept, as evidence only") {
  const Wreck wreck;
  const auto salvaged = Salvage(wreck.data(), "", wreck.out(), {});
  REQUIRE(salvaged.ok());
  CHECK(salvaged->head.size == 3);
  CHECK(salvaged->lost == 6);
  // No server goes on with it: it would sign other records under sizes that were published.
  CHECK(Ledger::Open(OptionsFor(wreck.out())).error().code == "ledger.behind");
}

TEST_CASE("salvage: a copy that was altered too gives what it can, never an altered record") {
  const Wreck wreck;
  const auto store = OpenRocksDbStore(StoreFolder(wreck.backup()), OpenMode::kReadWrite);
  std::string run = **(*store)->Get(Space::kRecords, BigEndianKey(1));
  run[run.find("decision") + 3] = 'X';
  Tamper(**store, Space::kRecords, BigEndianKey(1), run);
  const auto salvaged = Salvage(wreck.data(), wreck.backup(), wreck.out(), {});
  REQUIRE(salvaged.ok());
  CHECK(salvaged->head.size == 1);
  for (const Fault& fault : wreck.VerifyOut().faults) CHECK(fault.code.starts_with("guard."));
}

TEST_CASE("salvage: it writes over nothing, and takes no other log's copy") {
  const Wreck wreck;
  CHECK(Salvage(wreck.data(), "", wreck.backup(), {}).error().code == "file.exists");
  const TemporaryFolder other;
  {
    const auto ledger = MustOpen({other.path() / "data", kOrigin, OtherKey()});
    Fill(*ledger, 2);
    REQUIRE(ExportStore(ledger->store(), ledger->blobs(), other.path() / "export").ok());
  }
  CHECK(Salvage(wreck.data(), other.path() / "export", wreck.out(), {}).error().code ==
        "salvage.key");
  CHECK(Salvage(other.path() / "none", "", wreck.out(), {}).error().code == "salvage.key");
}

}  // namespace
}  // namespace reeve::ledger::testing

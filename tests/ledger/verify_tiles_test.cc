#include "ledger/verify_tiles.h"

#include <map>

#include "ledger/key_history.h"
#include "ledger/tile_files.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

using Files = std::map<std::string, std::string>;

// The tiles of a log of 600 records, whose key was replaced after 300, in memory.
class Tiles {
 public:
  Tiles() {
    {
      const auto ledger = MustOpen(OptionsFor(data_.path()));
      key_ = ledger->vkey();
      Append(*ledger, 300);
      const auto rotation = MakeRotation(*ReadKeyHistory(ledger->store()), FixedKey(), OtherKey(),
                                         {"Ada Example", "yearly"});
      REQUIRE(ledger->Append({*rotation}).ok());
    }
    Ledger::Options options = OptionsFor(data_.path());
    options.key = OtherKey();
    const auto ledger = MustOpen(std::move(options));
    Append(*ledger, 299);
    REQUIRE(WriteTileFiles(ledger->store(), folder(), {}).ok());
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder())) {
      if (!entry.is_regular_file()) continue;
      const auto path = std::filesystem::relative(entry.path(), folder()).string();
      files_[path] = **FolderFiles(folder())(path);
    }
  }

  std::filesystem::path folder() const { return out_.path() / "tiles"; }
  const Files& files() const { return files_; }
  const VerifierKey& key() const { return key_; }

  static FetchFile Fetch(const Files& files) {
    return [&files](const std::string& path) -> Result<std::optional<std::string>> {
      const auto found = files.find(path);
      if (found == files.end()) return std::optional<std::string>();
      return std::optional<std::string>(found->second);
    };
  }
  Report Verify(const Files& files) const {
    return *VerifyTiles(Fetch(files), {.vkey = key_, .threads = 0});
  }

 private:
  static void Append(Ledger& ledger, size_t count) {
    std::vector<NewRecord> unit;
    const std::string prefix = std::to_string(ledger.size()) + "-";
    for (size_t i = 0; i < count; ++i) unit.push_back(MakeRecord(prefix + std::to_string(i)));
    REQUIRE(ledger.Append(unit).ok());
  }

  TemporaryFolder data_, out_;
  Files files_;
  VerifierKey key_;
};

TEST_CASE("verify: a folder of tiles is whole, from either key of its log") {
  const Tiles tiles;
  const auto report = VerifyFolder(tiles.folder(), {.vkey = tiles.key()});
  REQUIRE(report.ok());
  INFO(report->Text());
  CHECK(report->ok());
  CHECK(report->size == 600);
  CHECK(report->records_checked == 600);
  CHECK(report->keys.size() == 2);
  CHECK(report->provable.records == 600);
  CHECK(VerifyFolder(tiles.folder(), {})->ok());
}

TEST_CASE("verify: a change of a byte in any tile, or a tile that is gone, is found") {
  const Tiles tiles;
  REQUIRE(tiles.files().contains("tile/1/000.p/2"));
  REQUIRE(tiles.files().contains("tile/entries/002.p/88"));
  // Partial tiles of earlier checkpoints are not part of the newest.
  size_t changed = 0;
  for (const auto& [path, good] : tiles.files()) {
    Files files = tiles.files();
    const size_t step = good.size() / 40 + 1;
    for (size_t i = 0; i < good.size(); i += step) {
      files[path][i] = static_cast<char>(good[i] ^ 0x10);
      const Report report = tiles.Verify(files);
      if (report.ok()) FAIL(path << " byte " << i);
      files[path][i] = good[i];
      ++changed;
    }
    files.erase(path);
    // Who brings a key needs none from the folder.
    CHECK(tiles.Verify(files).ok() == (path == "vkey"));
  }
  CHECK(changed > 200);
}

TEST_CASE("verify: a record changed in a bundle is named, and the others are still proven") {
  const Tiles tiles;
  Files files = tiles.files();
  std::string& bundle = files["tile/entries/001"];
  const size_t at = bundle.find("\"id\":\"301-100\"");
  REQUIRE(at != std::string::npos);
  bundle[at + 7] = '4';
  const Report report = tiles.Verify(files);
  CHECK(report.FirstWrong() == uint64_t{401});
  CHECK(report.faults[0].code == "record.altered");
  CHECK(report.provable.records == 599);
}

}  // namespace
}  // namespace reeve::ledger::testing

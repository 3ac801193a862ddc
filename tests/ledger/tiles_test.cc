#include "ledger/tiles.h"

#include <fstream>
#include <map>

#include "base/file.h"
#include "ledger/layout.h"
#include "ledger/merkle.h"
#include "ledger/tile_files.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

// A log with one commit group for each count.
void Grow(Ledger& ledger, std::initializer_list<size_t> groups) {
  for (const size_t count : groups) {
    std::vector<NewRecord> unit;
    for (size_t i = 0; i < count; ++i) {
      unit.push_back(MakeRecord("g" + std::to_string(ledger.size()) + "-" + std::to_string(i)));
    }
    REQUIRE(ledger.Append(unit).ok());
  }
}

// A tree of hashes by definition: the root of 2^k leaves from `first`.
Hash RootOf(const std::vector<Hash>& leaves, size_t first, size_t count) {
  if (count == 1) return leaves[first];
  return NodeHash(RootOf(leaves, first, count / 2), RootOf(leaves, first + count / 2, count / 2));
}

std::map<std::string, std::string> FilesIn(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files[entry.path().lexically_relative(folder).string()] = *ReadFile(entry.path());
  }
  return files;
}

TEST_CASE("tiles: a name is its path and its path is the name") {
  const std::vector<std::pair<TileName, std::string>> names = {
      {{false, 0, 0, 256}, "tile/0/000"},
      {{false, 0, 999, 256}, "tile/0/999"},
      {{false, 1, 1000, 256}, "tile/1/x001/000"},
      {{false, 2, 1234067, 17}, "tile/2/x001/x234/067.p/17"},
      {{true, 0, 273, 112}, "tile/entries/273.p/112"},
      {{true, 0, 1234067, 256}, "tile/entries/x001/x234/067"},
      {{false, 63, 5, 255}, "tile/63/005.p/255"}};
  for (const auto& [name, path] : names) {
    CHECK(name.Path() == path);
    REQUIRE(TileName::Parse(path).ok());
    CHECK(*TileName::Parse(path) == name);
  }
}

TEST_CASE("tiles: what is no path of a tile, or another spelling of one, is refused") {
  for (const char* path : {"",
                           "tile",
                           "tile/",
                           "tile/0",
                           "tile/0/",
                           "tile/0/0",
                           "tile/0/00",
                           "tile/0/0000",
                           "tile/00/000",
                           "tile/64/000",
                           "tile/-1/000",
                           "tile/0/x001",
                           "tile/0/x000/001",
                           "tile/0/001/002",
                           "tile/0/x001/x002",
                           "tile/0/000/",
                           "tile/0/000.p",
                           "tile/0/000.p/",
                           "tile/0/000.p/0",
                           "tile/0/000.p/256",
                           "tile/0/000.p/01",
                           "tile/0/000.p/1/",
                           "/tile/0/000",
                           "tile/0/00a",
                           "tile/0/x00a/000",
                           "tile/entry/000",
                           "tile/0/x001.p/x002",
                           "tile/0/../000",
                           "tile/0/x999/x999/x999/x999/x999/x999/x999/x999/999"}) {
    INFO(path);
    CHECK_FALSE(TileName::Parse(path).ok());
  }
}

TEST_CASE("tiles: a log has the full tiles and partial ones up to its size, by the specification") {
  // The example of tlog-tiles: 70,000 records.
  CHECK(TileName{false, 0, 272, 256}.IsWithin(70'000));
  CHECK_FALSE(TileName{false, 0, 273, 256}.IsWithin(70'000));
  CHECK(TileName{false, 0, 273, 112}.IsWithin(70'000));
  CHECK_FALSE(TileName{false, 0, 273, 113}.IsWithin(70'000));
  CHECK(TileName{false, 1, 0, 256}.IsWithin(70'000));
  CHECK(TileName{false, 1, 1, 17}.IsWithin(70'000));
  CHECK_FALSE(TileName{false, 1, 1, 18}.IsWithin(70'000));
  CHECK(TileName{false, 2, 0, 1}.IsWithin(70'000));
  CHECK_FALSE(TileName{false, 2, 0, 2}.IsWithin(70'000));
  CHECK_FALSE(TileName{false, 3, 0, 1}.IsWithin(70'000));
  CHECK_FALSE(TileName{false, 8, 0, 1}.IsWithin(UINT64_MAX));
  CHECK_FALSE(TileName{false, 63, 0, 1}.IsWithin(UINT64_MAX));
  CHECK(TileName{true, 0, 273, 112}.IsWithin(70'000));
  CHECK_FALSE(TileName{true, 0, 0, 1}.IsWithin(0));
}

TEST_CASE("tiles: hashes and records of a log are those of the specification, at every width") {
  const TemporaryFolder folder;
  const auto ledger = MustOpen(OptionsFor(folder.path()));
  Grow(*ledger, {1, 255, 1, 300, 43});
  std::vector<Hash> leaves;
  std::string records;
  for (uint64_t i = 0; i < ledger->size(); ++i) {
    leaves.push_back(ledger->Read(i)->leaf());
    if (i >= 256 && i < 512) AppendToRun(ledger->Read(i)->bytes(), &records);
  }
  CHECK(*ledger->Tile({true, 0, 1, 256}) == records);
  for (const unsigned width : {1u, 2u, 88u}) {
    const std::string tile = *ledger->Tile({false, 0, 2, width});
    REQUIRE(tile.size() == width * 32);
    for (size_t i = 0; i < width; ++i) {
      CHECK(HashFromBytes(tile.substr(i * 32, 32)) == leaves[512 + i]);
    }
  }
  const std::string upper = *ledger->Tile({false, 1, 0, 2});
  CHECK(HashFromBytes(upper.substr(0, 32)) == RootOf(leaves, 0, 256));
  CHECK(HashFromBytes(upper.substr(32)) == RootOf(leaves, 256, 256));
  CHECK(ledger->Tile({false, 1, 0, 3}).error().code == "ledger.not_found");
  CHECK(ledger->Tile({false, 0, 2, 89}).error().code == "ledger.not_found");
}

TEST_CASE("tile files: a folder that is brought up to date equals one that is written anew") {
  const TemporaryFolder data, out;
  const auto ledger = MustOpen(OptionsFor(data.path()));
  const auto grown = out.path() / "grown";
  const auto write = [&](const std::filesystem::path& to) {
    const auto written = WriteTileFiles(ledger->store(), to, {});
    REQUIRE(written.ok());
    return *written;
  };
  CHECK(write(grown).files == 0);  // an empty log has a checkpoint and no tile
  std::map<std::string, std::string> before = FilesIn(grown);
  size_t round = 0;
  for (const size_t count : {1U, 254U, 1U, 1U, 400U, 0U, 700U}) {
    if (count != 0) Grow(*ledger, {count});
    CHECK((write(grown).files == 0) == (count == 0));
    const auto anew = out.path() / ("anew" + std::to_string(round++));
    write(anew);
    const auto files = FilesIn(grown);
    for (const auto& [path, bytes] : FilesIn(anew)) CHECK(files.at(path) == bytes);
    // What an older checkpoint needs is still there, unchanged.
    for (const auto& [path, bytes] : before) {
      if (path != "checkpoint") CHECK(files.at(path) == bytes);
    }
    before = files;
  }
  CHECK(before.at("checkpoint") == ledger->LatestCheckpoint());
  CHECK(before.at("tile/entries/004") == *ledger->Tile({true, 0, 4, 256}));
}

TEST_CASE("tile files: a folder of another log, a later one, or of something else is left alone") {
  const TemporaryFolder data, other_data, out;
  const auto ledger = MustOpen(OptionsFor(data.path()));
  const auto other = MustOpen(OptionsFor(other_data.path()));
  Grow(*ledger, {3});
  Grow(*other, {1, 1, 2});
  REQUIRE(WriteTileFiles(other->store(), out.path() / "tiles", {}).ok());
  const auto before = FilesIn(out.path());
  CHECK(WriteTileFiles(ledger->store(), out.path() / "tiles", {}).error().code ==
        "ledger.tiles_of_another");
  Grow(*ledger, {9});
  CHECK(WriteTileFiles(ledger->store(), out.path() / "tiles", {}).error().code ==
        "ledger.tiles_of_another");
  CHECK(WriteTileFiles(ledger->store(), out.path(), {}).error().code == "file.exists");
  CHECK(FilesIn(out.path()) == before);
}

TEST_CASE("tile files: a record that is not what its leaf says is not carried on") {
  const TemporaryFolder folder, out;
  auto shared = std::make_shared<FaultyStore::Shared>();
  const auto ledger = MustOpenOn(std::make_unique<FaultyStore>(shared), OptionsFor(folder.path()));
  Grow(*ledger, {1, 1, 1});
  std::string run = **shared->store.Get(Space::kRecords, BigEndianKey(1));
  run[20] ^= 1;
  Tamper(shared->store, Space::kRecords, BigEndianKey(1), run);
  const auto written = WriteTileFiles(shared->store, out.path() / "tiles", {});
  REQUIRE_FALSE(written.ok());
  CHECK(written.error().code == "ledger.damaged");
  CHECK(written.error().message.find("`1`") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(out.path() / "tiles" / "checkpoint"));
}

}  // namespace
}  // namespace reeve::ledger::testing

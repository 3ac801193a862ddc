#include "base/file_stamps.h"

#include <catch2/catch.hpp>

#include "base/file.h"
#include "tests/base/temp_dir.h"

namespace reeve {

TEST_CASE("file stamps: a new, a replaced, a longer and a vanished file change them") {
  const TempDir folder;
  const auto write = [&](const std::string& name, std::string_view text) {
    REQUIRE(WriteFileDurably(folder.path() / name, text, FileMode::kPublic).ok());
  };
  write("a.yaml", "one");
  const auto first = StampsBeneath(folder.path());
  CHECK(first.size() == 1);
  CHECK(StampsBeneath(folder.path()) == first);
  const auto written = std::filesystem::last_write_time(folder.path() / "a.yaml");
  write("a.yaml", "two");  // the same size, by a rename
  std::filesystem::last_write_time(folder.path() / "a.yaml", written);
  const auto second = StampsBeneath(folder.path());
  CHECK(second != first);
  write("b.yaml", "");
  CHECK(StampsBeneath(folder.path()).size() == 2);
  std::filesystem::remove(folder.path() / "b.yaml");
  CHECK(StampsBeneath(folder.path()) == second);
}

TEST_CASE("file stamps: of one file, and of nothing") {
  const TempDir folder;
  CHECK(StampsBeneath(folder.path() / "none").empty());
  REQUIRE(WriteFileDurably(folder.path() / "one", "x", FileMode::kPublic).ok());
  CHECK(StampsBeneath(folder.path() / "one").size() == 1);
}

}  // namespace reeve

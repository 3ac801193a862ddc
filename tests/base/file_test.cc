#include "base/file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "tests/base/temp_dir.h"

namespace reeve {
namespace {

namespace fs = std::filesystem;

size_t EntriesIn(const fs::path& folder) {
  return static_cast<size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

unsigned ModeOf(const fs::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777;
}

TEST_CASE("file: what was written is read, byte for byte") {
  const TempDir dir;
  std::string bytes;
  for (int i = 0; i < 300000; ++i) bytes += static_cast<char>(i * 31 % 256);
  REQUIRE(WriteFileDurably(dir / "roll", bytes, FileMode::kPublic).ok());
  CHECK(*ReadFile(dir / "roll") == bytes);
  REQUIRE(WriteFileDurably(dir / "empty", "", FileMode::kPublic).ok());
  CHECK(*ReadFile(dir / "empty") == "");
}

TEST_CASE("file: a write replaces the whole file and leaves nothing beside it") {
  const TempDir dir;
  REQUIRE(WriteFileDurably(dir / "roll", "a long first content", FileMode::kPublic).ok());
  REQUIRE(WriteFileDurably(dir / "roll", "short", FileMode::kPublic).ok());
  CHECK(*ReadFile(dir / "roll") == "short");
  CHECK(EntriesIn(dir.path()) == 1);
}

TEST_CASE("file: a secret is for its owner alone, whatever the umask and the old file allow") {
  const TempDir dir;
  const mode_t umask_before = ::umask(0);
  REQUIRE(WriteFileDurably(dir / "key", "k", FileMode::kSecret).ok());
  REQUIRE(WriteFileDurably(dir / "open", "p", FileMode::kPublic).ok());
  REQUIRE(::chmod((dir / "open").c_str(), 0666) == 0);
  REQUIRE(WriteFileDurably(dir / "open", "k", FileMode::kSecret).ok());
  ::umask(umask_before);
  CHECK(ModeOf(dir / "key") == 0600);
  CHECK(ModeOf(dir / "open") == 0600);
}

TEST_CASE("file: the remains of a write that a crash cut are written over") {
  const TempDir dir;
  REQUIRE(WriteFileDurably(dir / "key", "first", FileMode::kSecret).ok());
  std::ofstream(dir / "key.new") << "half of a longer thing that was never finished";
  REQUIRE(::chmod((dir / "key.new").c_str(), 0644) == 0);
  REQUIRE(WriteFileDurably(dir / "key", "second", FileMode::kSecret).ok());
  CHECK(*ReadFile(dir / "key") == "second");
  CHECK(ModeOf(dir / "key") == 0600);
}

TEST_CASE("file: a write that fails leaves the old bytes") {
  const TempDir dir;
  REQUIRE(WriteFileDurably(dir / "roll", "old", FileMode::kPublic).ok());
  fs::create_directory(dir / "roll.new");  // where the new bytes would go first
  const Status status = WriteFileDurably(dir / "roll", "new", FileMode::kPublic);
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().code == "file.io");
  CHECK(*ReadFile(dir / "roll") == "old");
}

TEST_CASE("file: a write that fails leaves nothing beside the path") {
  const TempDir dir;
  fs::create_directories(dir / "folder" / "in it");  // which no file can be renamed over
  CHECK_FALSE(WriteFileDurably(dir / "folder", "a secret", FileMode::kSecret).ok());
  CHECK(EntriesIn(dir.path()) == 1);
}

TEST_CASE("file: a path that cannot be written is an error that names it") {
  const TempDir dir;
  const fs::path missing = dir / "no" / "such" / "folder";
  const Status status = WriteFileDurably(missing, "x", FileMode::kPublic);
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().code == "file.io");
  CHECK(status.error().message.find(missing.string()) != std::string::npos);
  CHECK_FALSE(WriteFileDurably(dir.path(), "x", FileMode::kPublic).ok());
}

TEST_CASE("file: a relative path without a folder is written where we stand") {
  const TempDir dir;
  const fs::path before = fs::current_path();
  fs::current_path(dir.path());
  const Status status = WriteFileDurably("roll", "here", FileMode::kPublic);
  fs::current_path(before);
  CHECK(status.ok());
  CHECK(*ReadFile(dir / "roll") == "here");
}

TEST_CASE("file: a missing file is told from one that cannot be read") {
  const TempDir dir;
  const Result<std::string> missing = ReadFile(dir / "none");
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().code == "file.not_found");
  CHECK(missing.error().at == (dir / "none").string());
  const Result<std::string> folder = ReadFile(dir.path());
  REQUIRE_FALSE(folder.ok());
  CHECK(folder.error().code == "file.io");
}

TEST_CASE("file: a file of the largest size is read, one byte more is refused") {
  const TempDir dir;
  REQUIRE(WriteFileDurably(dir / "roll", std::string(100000, 'r'), FileMode::kPublic).ok());
  CHECK(ReadFile(dir / "roll", 100000).ok());
  const Result<std::string> over = ReadFile(dir / "roll", 99999);
  REQUIRE_FALSE(over.ok());
  CHECK(over.error().code == "file.too_large");
  CHECK_FALSE(ReadFile("/dev/zero", 1 << 20).ok());
}

}  // namespace
}  // namespace reeve

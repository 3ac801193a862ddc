#include "ledger/zip.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "base/file.h"
#include "tests/base/temp_dir.h"

namespace reeve::ledger {
namespace {

namespace fs = std::filesystem;

std::string Code(const Status& status) {
  return status.ok() ? "ok" : std::string(status.error().code);
}
template <typename T>
std::string Code(const Result<T>& result) {
  return result.ok() ? "ok" : std::string(result.error().code);
}
std::string Bytes(const fs::path& path) {
  const Result<std::string> bytes = ReadFile(path);
  REQUIRE(bytes.ok());
  return *bytes;
}
void Write(const fs::path& path, const std::string& bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

// A folder of three files, zipped.
class Zipped {
 public:
  Zipped() {
    Write(folder_ / "in/a.txt", "hello hello hello hello");
    Write(folder_ / "in/b.txt", "b");
    Write(folder_ / "in/sub/empty", "");
    Write(folder_ / "in/sub/long", std::string(300'000, 'x') + "end");
    REQUIRE(Code(ZipFolder(folder_ / "in", zip())) == "ok");
  }
  fs::path zip() const { return folder_ / "out.zip"; }
  fs::path in() const { return folder_ / "in"; }
  fs::path out() const { return folder_ / "out"; }
  fs::path operator/(const std::string& name) const { return folder_ / name; }

 private:
  TempDir folder_;
};

// Takes a directory apart as UnzipFolder does, in memory.
Status ReadAll(const std::string& bytes, std::string* plain = nullptr) {
  std::istringstream in(bytes);
  const auto entries = ReadZipDirectory(in);
  if (!entries.ok()) return entries.error();
  for (const ZipEntry& entry : *entries) {
    REEVE_RETURN_IF_ERROR(ReadZipEntry(in, entry, [&](std::string_view part) {
      if (plain != nullptr) plain->append(part);
      return Status();
    }));
  }
  return {};
}

TEST_CASE("zip: a folder comes back as it was, and equal folders give equal zips") {
  const Zipped zipped;
  REQUIRE(Code(UnzipFolder(zipped.zip(), zipped.out())) == "ok");
  for (const char* name : {"a.txt", "b.txt", "sub/empty", "sub/long"}) {
    CHECK(Bytes(zipped.out() / name) == Bytes(zipped.in() / name));
  }
  CHECK(fs::file_size(zipped.zip()) < 2'000);
  CHECK(Code(ZipFolder(zipped.out(), zipped / "again.zip")) == "ok");
  CHECK(Bytes(zipped / "again.zip") == Bytes(zipped.zip()));
  CHECK(LooksLikeZip(zipped.zip()));
  CHECK_FALSE(LooksLikeZip(zipped.in() / "a.txt"));
}

TEST_CASE("zip: nothing is written over") {
  const Zipped zipped;
  CHECK(Code(ZipFolder(zipped.in(), zipped.zip())) == "file.exists");
  CHECK(Code(UnzipFolder(zipped.zip(), zipped.in())) == "file.exists");
}

TEST_CASE("zip: a zip that is cut anywhere is refused") {
  const Zipped zipped;
  const std::string whole = Bytes(zipped.zip());
  REQUIRE(ReadAll(whole).ok());
  for (size_t n = 0; n < whole.size(); ++n) CHECK_FALSE(ReadAll(whole.substr(0, n)).ok());
}

TEST_CASE("zip: a changed byte of what was packed is found, or unpacks to the same") {
  const Zipped zipped;
  const std::string whole = Bytes(zipped.zip());
  std::string original;
  REQUIRE(ReadAll(whole, &original).ok());
  std::istringstream in(whole);
  const auto entries = ReadZipDirectory(in);
  REQUIRE(entries.ok());
  for (const ZipEntry& entry : *entries) {
    const size_t begin = entry.at + 30 + entry.name.size();  // behind its local header
    for (size_t at = begin; at < begin + entry.packed; ++at) {
      std::string changed = whole;
      changed[at] = static_cast<char>(changed[at] ^ 0x20);
      INFO(entry.name << " at " << at);
      // Of a run of one letter, another distance back gives the same letters.
      std::string plain;
      const Status read = ReadAll(changed, &plain);
      CHECK((Code(read) == "zip.malformed" || plain == original));
    }
  }
}

TEST_CASE("zip: names that would lead outside, and doubles, are refused") {
  const Zipped zipped;
  const std::string whole = Bytes(zipped.zip());
  const auto renamed = [&](const std::string& name) {
    std::string changed = whole;
    for (size_t at = changed.find("a.txt"); at != std::string::npos;
         at = changed.find("a.txt", at + 1)) {
      changed.replace(at, 5, name);
    }
    return Code(ReadAll(changed));
  };
  CHECK(renamed("c.txt") == "ok");
  CHECK(renamed("b.txt") == "zip.malformed");
  for (const char* name : {"/.txt", "../xt", "a/../", "a\\txt", "C:txt", "./txt"}) {
    CHECK(renamed(name) == "zip.name");
  }
}

TEST_CASE("zip: what says less than it holds ends before it fills the disk") {
  const Zipped zipped;
  std::string changed = Bytes(zipped.zip());
  const size_t directory = changed.rfind("sub/long") - 46;
  REQUIRE(changed.substr(directory, 4) == "PK\x01\x02");
  changed[directory + 24] = 10;  // the size, little-endian
  changed[directory + 25] = changed[directory + 26] = changed[directory + 27] = 0;
  CHECK(Code(ReadAll(changed)) == "zip.malformed");
}

}  // namespace
}  // namespace reeve::ledger

#include <catch2/catch.hpp>
#include <fstream>

#include "base/file.h"
#include "ledger/export.h"
#include "ledger/import.h"
#include "ledger/unzipped.h"
#include "ledger/verify.h"
#include "ledger/zip.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

namespace fs = std::filesystem;

template <typename T>
T Must(Result<T> result) {
  if (!result.ok()) FAIL(result.error().code << ": " << result.error().message);
  return std::move(result).value();
}
template <typename T>
std::string Code(const Result<T>& result) {
  return result.ok() ? "ok" : std::string(result.error().code);
}
std::string Bytes(const fs::path& path) { return Must(ReadFile(path)); }
void Write(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

class ExportedLog {
 public:
  explicit ExportedLog(size_t records = 21) {
    ledger_ = MustOpen(OptionsFor(folder_.path() / "data"));
    Fill(*ledger_, records);
    (void)Must(ledger_->blobs().Put("a bundle"));
  }
  Result<Exported> Export(const ExportOptions& options) const {
    return ExportStore(ledger_->store(), ledger_->blobs(), out(), options);
  }
  Report Verify() const {
    Report report = Must(VerifyFolder(out(), {}));
    UNSCOPED_INFO(report.Text());
    return report;
  }
  const Ledger& ledger() const { return *ledger_; }
  fs::path out() const { return folder_.path() / "out"; }
  fs::path operator/(const std::string& name) const { return folder_.path() / name; }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<Ledger> ledger_;
};

TEST_CASE("export: every range of a small log verifies by itself") {
  const ExportedLog log(9);
  for (uint64_t first = 0; first < 9; ++first) {
    for (uint64_t end = first + 1; end <= 9; ++end) {
      CHECK(Must(log.Export({.range = ExportRange{first, end}})).records == end - first);
      const Report report = log.Verify();
      CHECK(report.ok());
      CHECK(report.range == std::pair{first, end});
      CHECK(report.records_checked == end - first);
      CHECK(report.size == 9);
      fs::remove_all(log.out());
    }
  }
}

TEST_CASE("export: a range that is empty or past the end is refused, and nothing is made") {
  const ExportedLog log(4);
  for (const ExportRange range : {ExportRange{2, 2}, ExportRange{3, 2}, ExportRange{0, 5}}) {
    CHECK(Code(log.Export({.range = range})) == "export.range");
  }
  CHECK_FALSE(fs::exists(log.out()));
}

TEST_CASE("export: an altered, removed, added or moved record of a range is named") {
  const ExportedLog log;
  (void)Must(log.Export({.range = ExportRange{5, 12}}));
  const fs::path file = log.out() / "records.jsonl";
  const std::string whole = Bytes(file);
  std::vector<std::string> lines;
  for (size_t at = 0; at < whole.size();) {
    const size_t end = whole.find('\n', at) + 1;
    lines.push_back(whole.substr(at, end - at));
    at = end;
  }
  const auto judged = [&](const std::vector<std::string>& changed) {
    std::string bytes;
    for (const std::string& line : changed) bytes += line;
    Write(file, bytes);
    const Report report = log.Verify();
    return report.ok() ? std::string("ok")
                       : report.faults.front().code + " " +
                             std::to_string(report.FirstWrong().value_or(999));
  };
  CHECK(judged(lines) == "ok");
  for (size_t i = 0; i < lines.size(); ++i) {
    auto altered = lines;
    altered[i].replace(altered[i].find("decision"), 8, "decisiom");
    const bool is_last = i + 1 == lines.size();
    CHECK(judged(altered) ==
          (is_last ? "receipt.wrong " : "record.altered ") + std::to_string(5 + i));
    auto removed = lines;
    removed.erase(removed.begin() + static_cast<std::ptrdiff_t>(i));
    CHECK(judged(removed) ==
          (is_last ? "range.ends " : "record.out_of_place ") + std::to_string(5 + i));
    auto doubled = lines;
    doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
    CHECK(judged(doubled) == "record.out_of_place " + std::to_string(6 + i));
  }
  CHECK(judged({}) == "range.ends 5");
}

TEST_CASE("export: receipts of a range that are changed in any byte, or swapped, do not pass") {
  const ExportedLog log;
  (void)Must(log.Export({.range = ExportRange{5, 12}}));
  for (const char* name : {"first.tlog-proof", "last.tlog-proof"}) {
    const std::string whole = Bytes(log.out() / name);
    for (size_t at = 0; at < whole.size(); ++at) {
      std::string changed = whole;
      changed[at] = static_cast<char>(changed[at] ^ 0x01);
      Write(log.out() / name, changed);
      INFO(name << " at " << at);
      CHECK_FALSE(log.Verify().ok());
    }
    Write(log.out() / name, whole);
  }
  CHECK(log.Verify().ok());
  const std::string first = Bytes(log.out() / "first.tlog-proof");
  Write(log.out() / "first.tlog-proof", Bytes(log.out() / "last.tlog-proof"));
  Write(log.out() / "last.tlog-proof", first);
  CHECK_FALSE(log.Verify().ok());
}

TEST_CASE("export: every file of a range that proves or repeats something is judged") {
  const ExportedLog log;
  (void)Must(log.Export({.range = ExportRange{5, 12}, .receipts = true}));
  for (const char* name :
       {"leaves", "checkpoint", "checkpoints", "vkey", "receipts/6.tlog-proof"}) {
    const std::string whole = Bytes(log.out() / name);
    for (size_t at = 0; at < whole.size(); at += 7) {
      std::string changed = whole;
      changed[at] = static_cast<char>(changed[at] ^ 0x01);
      Write(log.out() / name, changed);
      INFO(name << " at " << at);
      CHECK_FALSE(log.Verify().ok());
    }
    fs::remove(log.out() / name);
    INFO(name << " removed");
    CHECK(log.Verify().ok() == (name == std::string("checkpoints")));
    Write(log.out() / name, whole);
  }
  CHECK(log.Verify().ok());
  Write(log.out() / "leaves", Bytes(log.out() / "leaves") + std::string(64, '0') + "\n");
  CHECK(log.Verify().FirstWrong() == uint64_t{12});
}

TEST_CASE("export: receipts of all records and documents go along where asked for") {
  const ExportedLog log(6);
  (void)Must(log.Export({.range = ExportRange{2, 5},
                         .receipts = true,
                         .documents = {{"tools/verify.py", "print()\n"}}}));
  CHECK(Bytes(log.out() / "tools/verify.py") == "print()\n");
  for (uint64_t i = 2; i < 5; ++i) {
    const auto receipt =
        Must(Receipt::Parse(Bytes(log.out() / "receipts" / (std::to_string(i) + ".tlog-proof"))));
    CHECK(VerifyReceipt(receipt, Must(log.ledger().Read(i)).leaf(), log.ledger().vkey()).ok());
  }
}

TEST_CASE("export: a whole one is imported elsewhere and says the same, from a zip too") {
  const bool zipped = GENERATE(false, true);
  const ExportedLog log;
  (void)Must(log.Export({}));
  fs::path from = log.out();
  if (zipped) {
    from = log / "export.zip";
    REQUIRE(ZipFolder(log.out(), from).ok());
    CHECK(Must(VerifyFolder(from, {})).ok());
  }
  const Unzipped unzipped = Must(Unzipped::Open(from));
  const Imported imported = Must(ImportExport(unzipped.folder(), log / "imported", {}));
  CHECK(imported.head == log.ledger().Latest());
  CHECK(imported.blobs == 1);
  const Report report = Must(VerifyFolder(log / "imported", {}));
  INFO(report.Text());
  CHECK(report.ok());
  CHECK(report.checkpoints_checked == 22);
  CHECK(Code(ImportExport(unzipped.folder(), log / "imported", {})) == "file.exists");
}

TEST_CASE("export: what is unpacked to be verified does not stay") {
  const ExportedLog log(3);
  (void)Must(log.Export({}));
  REQUIRE(ZipFolder(log.out(), log / "export.zip").ok());
  fs::path folder;
  {
    const Unzipped unzipped = Must(Unzipped::Open(log / "export.zip"));
    folder = unzipped.folder();
    CHECK(fs::exists(folder / "records.jsonl"));
  }
  CHECK_FALSE(fs::exists(folder));
  CHECK(Must(Unzipped::Open(log.out())).folder() == log.out());
}

TEST_CASE("import: a range, another key, and an altered record are refused") {
  const ExportedLog log;
  (void)Must(log.Export({.range = ExportRange{0, 21}}));
  CHECK(Code(ImportExport(log.out(), log / "imported", {})) == "import.range");
  fs::remove_all(log.out());
  (void)Must(log.Export({}));
  VerifyOptions options;
  options.vkey = VerifierKey::Ed25519(kOrigin, OtherKey().public_key());
  CHECK(Code(ImportExport(log.out(), log / "imported", options)) == "import.key");
  CHECK_FALSE(fs::exists(log / "imported"));
  std::string records = Bytes(log.out() / "records.jsonl");
  records.replace(records.rfind("\"kind\":\"decision\"") + 8, 8, "decisiom");
  Write(log.out() / "records.jsonl", records);
  CHECK(Code(ImportExport(log.out(), log / "imported", {})) == "load.checkpoint");
  const auto opened = Ledger::Open(OptionsFor(log / "imported"));
  CHECK_FALSE(opened.ok());
}

}  // namespace
}  // namespace reeve::ledger::testing

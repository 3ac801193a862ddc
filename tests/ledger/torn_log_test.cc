#include "ledger/torn_log.h"

#include <fstream>
#include <random>

#include "base/file.h"
#include "ledger/rocksdb_store.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

namespace fs = std::filesystem;

// The write-ahead log of a store as a killed process leaves it, and where its last write begins.
struct KilledLog {
  std::string bytes;
  size_t last_write = 0;

  explicit KilledLog(size_t last_bytes) {
    const TemporaryFolder folder;
    const auto ledger = MustOpen(OptionsFor(folder.path()));
    Fill(*ledger, 3);
    last_write = Read(folder.path()).size();
    MustAppend(*ledger, "last", R"({"x":")" + std::string(last_bytes, 'x') + "\"}");
    bytes = Read(folder.path());
  }

 private:
  static std::string Read(const fs::path& data) {
    for (const auto& entry : fs::directory_iterator(data / "ledger")) {
      if (entry.path().extension() == ".log" && entry.file_size() > 0)
        return *ReadFile(entry.path());
    }
    return "";
  }
};

TEST_CASE("torn log: a log that RocksDB wrote is whole, and cut anywhere its end is torn") {
  for (const size_t last_bytes : {10U, 60'000U}) {
    const KilledLog log(last_bytes);
    REQUIRE(log.last_write > 0);
    REQUIRE(log.bytes.size() > log.last_write + last_bytes);
    const LogVerdict whole = JudgeLog(log.bytes);
    CHECK(whole.end == LogEnd::kWhole);
    CHECK(whole.offset == log.bytes.size());
    for (size_t cut = log.last_write + 1; cut < log.bytes.size(); cut += 1 + last_bytes / 100) {
      const LogVerdict verdict = JudgeLog(std::string_view(log.bytes).substr(0, cut));
      if (verdict.end != LogEnd::kTorn || verdict.offset != log.last_write) FAIL("cut at " << cut);
    }
  }
}

TEST_CASE("torn log: what is broken before the last write is a damage, within it a tear") {
  const KilledLog log(60'000);
  for (size_t i = 0; i < log.bytes.size(); i += i < log.last_write ? 1 : 97) {
    std::string bad = log.bytes;
    bad[i] = static_cast<char>(bad[i] ^ 0x20);
    const LogVerdict verdict = JudgeLog(bad);
    const LogEnd expected = i < log.last_write ? LogEnd::kDamaged : LogEnd::kTorn;
    if (verdict.end != expected) FAIL("byte " << i << " of " << log.last_write);
    CHECK(verdict.offset <= i);
  }
}

TEST_CASE("torn log: no bytes at all are whole, and no others make it read past its end") {
  CHECK(JudgeLog("").end == LogEnd::kWhole);
  std::mt19937_64 random(3);
  for (int i = 0; i < 10; ++i) {
    std::string bytes(random() % 70'000, '\0');
    for (char& c : bytes) c = static_cast<char>(random() % 9);
    CHECK(JudgeLog(bytes).offset <= bytes.size());
  }
}

}  // namespace
}  // namespace reeve::ledger::testing

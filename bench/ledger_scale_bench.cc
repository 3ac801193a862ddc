// What a large log costs: how fast it grows, opens, proves and verifies, how big it is on disk and
// in memory. Limits of the same run: the bytes of the records, and the rate of SHA-256 over them.
// Usage: ledger_scale_bench [--dir FOLDER] [--records N] [--keep]   (--keep leaves the log there)
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "base/random.h"
#include "bench/measure.h"
#include "ledger/layout.h"
#include "ledger/ledger.h"
#include "ledger/merkle.h"
#include "ledger/verify.h"

namespace reeve::ledger {
namespace {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

constexpr size_t kUnit = 512;
constexpr size_t kBodyBytes = 330;  // about 600 bytes of record
constexpr double kMiB = 1 << 20;

double SecondsSince(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

template <typename T>
T Must(Result<T> result) {
  if (!result.ok()) bench::Die(result.error().message);
  return *std::move(result);
}

// Of this process, in MiB: what belongs to it alone, without the pages of mapped files.
double ResidentMiB() {
  size_t total = 0, resident = 0, shared = 0;
  std::ifstream("/proc/self/statm") >> total >> resident >> shared;
  return static_cast<double>(resident - shared) * static_cast<double>(sysconf(_SC_PAGESIZE)) / kMiB;
}

double FolderBytes(const fs::path& folder) {
  double bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes += static_cast<double>(entry.file_size());
  }
  return bytes;
}

// Bytes of a record that do not compress below what they say: digests, pseudonyms, numbers.
std::string Body(std::mt19937_64& random) {
  std::string filler;
  while (filler.size() < kBodyBytes - 40) filler += std::to_string(random() >> 31);
  return R"({"effect":"allow","facts":")" + filler + "\"}";
}

Ledger::Options Options(const fs::path& folder, const std::string& pem) {
  Ledger::Options options{folder, "bench.example/log", Must(SigningKey::FromPem(pem))};
  return options;
}

// Appends up to `records`, and prints the rate of each tenth: the cost of a record is to be flat.
double Grow(Ledger& ledger, size_t records) {
  std::mt19937_64 random(1);
  double bytes = 0;
  std::printf("  appended in units of %zu, records/s by tenths:", kUnit);
  for (size_t tenth = 1; tenth <= 10; ++tenth) {
    const uint64_t begin = ledger.size();
    double seconds = 0;
    while (ledger.size() < records * tenth / 10) {
      std::vector<NewRecord> unit;
      for (size_t i = 0; i < kUnit; ++i) {
        unit.push_back({"decision", LogRole::kDecision, "default",
                        NewId("d-", Clock::System().Now(), Random::System()), Body(random)});
      }
      const auto start = Steady::now();
      const std::vector<Appended> appended = Must(ledger.Append(unit));
      seconds += SecondsSince(start);
      // All records of one length but for the digits of their index.
      bytes +=
          static_cast<double>(Must(ledger.Read(appended.front().index)).bytes().size() * kUnit);
    }
    std::printf(" %.0f", static_cast<double>(ledger.size() - begin) / seconds);
    std::fflush(stdout);
  }
  std::printf("\n");
  return bytes;
}

void Prove(const Ledger& ledger) {
  constexpr int kProofs = 2'000;
  std::mt19937_64 random(2);
  std::vector<double> micros;
  for (int i = 0; i < kProofs; ++i) {
    const uint64_t index = random() % ledger.size();
    const auto start = Steady::now();
    Must(ledger.Receipt(index));
    micros.push_back(1e6 * SecondsSince(start));
  }
  std::sort(micros.begin(), micros.end());
  std::printf("  a proof by index: median %.1f us, p99 %.1f us (target: 50 us)\n",
              micros[micros.size() / 2], micros[micros.size() * 99 / 100]);
}

// SHA-256 of as many bytes, in pieces of a record, on one core.
double HashSeconds(double bytes, double records) {
  const std::string record(static_cast<size_t>(bytes / records), 'x');
  constexpr int kRounds = 200'000;
  const double start = bench::CpuNanos();
  uint8_t folded = 0;
  for (int i = 0; i < kRounds; ++i) folded ^= Sha256(record)[0];
  if (folded == 1) std::printf(" ");  // the hashes are needed
  return (bench::CpuNanos() - start) / 1e9 / kRounds * records;
}

double CpuSeconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

void Verify(const fs::path& data, double bytes, double records) {
  const double before = CpuSeconds();
  const auto start = Steady::now();
  const Report report = Must(VerifyFolder(data, {}));
  if (!report.ok()) bench::Die(report.Text());
  const double cpu = CpuSeconds() - before;
  const double hash = HashSeconds(bytes, records);
  std::printf(
      "  verify: %.1f s, %.1f s of CPU; SHA-256 of the same bytes %.1f s: ratio %.2f per core "
      "(target: 0.5)\n",
      SecondsSince(start), cpu, hash, hash / cpu);
}

int Main(const fs::path& dir, size_t records, bool keep) {
  const fs::path data = dir / "ledger_scale";
  fs::remove_all(data);
  const std::string pem = Must(Must(SigningKey::Generate()).ToPem());
  const double bare = ResidentMiB();
  double bytes = 0;
  {
    const auto ledger = Must(Ledger::Open(Options(data, pem)));
    std::printf("ledger of %zu records\n", records);
    bytes = Grow(*ledger, records);
    std::printf("  memory while growing: %.0f MiB above the bare process (target: 300)\n",
                ResidentMiB() - bare);
  }
  const double stored = FolderBytes(StoreFolder(data));
  std::printf("  the store: %.0f MiB for %.0f MiB of records: ratio %.2f (target: 1.6)\n",
              stored / kMiB, bytes / kMiB, stored / bytes);
  const auto start = Steady::now();
  {
    const auto ledger = Must(Ledger::Open(Options(data, pem)));
    std::printf("  open: %.2f s (target: 2)\n", SecondsSince(start));
    Prove(*ledger);
    std::printf("  memory after open and 2,000 proofs: %.0f MiB\n", ResidentMiB() - bare);
  }
  Verify(data, bytes, static_cast<double>(records));
  if (!keep) fs::remove_all(data);
  return 0;
}

}  // namespace
}  // namespace reeve::ledger

int main(int argc, char** argv) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // a long run is watched
  std::filesystem::path dir = std::filesystem::current_path();
  size_t records = 200'000;
  bool keep = false;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--keep") == 0) keep = true;
    if (i + 1 == argc) break;
    if (std::strcmp(argv[i], "--dir") == 0) dir = argv[i + 1];
    if (std::strcmp(argv[i], "--records") == 0) records = std::stoul(argv[i + 1]);
  }
  return reeve::ledger::Main(dir, records, keep);
}

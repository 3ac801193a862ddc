// How fast the ledger appends, against the limit of the machine, measured in the same run.
//
// Limit: a bare RocksDB with the ledger's own options that writes the very same record bytes, one
// Put a record, 512 records a synced batch. The runs alternate, so that both meet the same disk;
// medians are reported. Usage: ledger_bench [--dir FOLDER] [--rounds N] [--records N]
// [--shape TEXT], which runs the shapes alone whose name holds the text
#include <rocksdb/db.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "base/mutex.h"
#include "base/random.h"
#include "bench/measure.h"
#include "ledger/layout.h"
#include "ledger/ledger.h"
#include "ledger/rocksdb_options.h"

namespace reeve::ledger {
namespace {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

constexpr size_t kBatch = 512;
constexpr size_t kBodyBytes = 330;  // about 600 bytes of record

double Seconds(const std::function<void()>& work) {
  const auto start = Steady::now();
  work();
  return std::chrono::duration<double>(Steady::now() - start).count();
}

// A folder that is gone when the run is over.
class Scratch {
 public:
  explicit Scratch(const fs::path& base) : path_(base / "ledger_bench.scratch") {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string Body(size_t i) {
  std::string filler;
  uint64_t state = i * 0x9E3779B97F4A7C15ull + 1;
  while (filler.size() < kBodyBytes - 40) {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    filler += std::to_string(state >> 33);
  }
  return R"({"effect":"allow","facts":")" + filler + "\"}";
}

NewRecord MakeRecord(size_t i) {
  return {"decision", LogRole::kDecision, "default",
          NewId("d-", Clock::System().Now(), Random::System()), Body(i)};
}

Ledger::Options Options(const fs::path& folder) {
  auto key = SigningKey::Generate();
  if (!key.ok()) bench::Die(key.error().message);
  Ledger::Options options{folder, "bench.example/log", *std::move(key)};
  options.max_queued_records = 1 << 16;
  return options;
}

std::unique_ptr<Ledger> OpenLedger(Ledger::Options options) {
  auto ledger = Ledger::Open(std::move(options));
  if (!ledger.ok()) bench::Die(ledger.error().message);
  return *std::move(ledger);
}

struct Shape {
  const char* name;
  size_t callers;
  size_t unit;
  bool wait = true;  // each on a thread of its own
};

struct Run {
  double records_per_second = 0;
  double mean_group = 0;
  double write_share = 0;  // of the committer's time, within the synced write
  double p99_millis = 0;   // of one append
};

// What each caller appends.
using Work = std::vector<std::vector<std::vector<NewRecord>>>;

Work WorkOf(const Shape& shape, size_t units) {
  Work work(shape.callers);
  for (size_t c = 0; c < shape.callers; ++c) {
    for (size_t u = 0; u < units; ++u) {
      std::vector<NewRecord> unit;
      for (size_t i = 0; i < shape.unit; ++i) unit.push_back(MakeRecord(c * units + u + i));
      work[c].push_back(std::move(unit));
    }
  }
  return work;
}

using Times = std::vector<std::vector<double>>;  // of each caller's appends, in milliseconds

// A thread for each caller, who appends again as soon as the last unit is durable.
void AppendAndWait(Ledger& ledger, const Work& work, Times* millis) {
  std::vector<std::jthread> callers;
  callers.reserve(work.size());
  for (size_t c = 0; c < work.size(); ++c) {
    callers.emplace_back([&ledger, &mine = work[c], &times = (*millis)[c]] {
      times.reserve(mine.size());
      for (const auto& unit : mine) {
        times.push_back(1e3 * Seconds([&] {
                          const auto appended = ledger.Append(unit);
                          if (!appended.ok()) bench::Die(appended.error().message);
                        }));
      }
    });
  }
}

// The same callers on two threads, as a server has them: whose unit is durable appends again when a
// thread comes to it, and nobody waits.
class Callers {
 public:
  Callers(Ledger& ledger, const Work& work, Times* millis)
      : ledger_(ledger), work_(work), millis_(*millis), left_(work.size()), begun_(work.size()) {
    for (size_t c = 0; c < work.size(); ++c) ready_.push_back(c);
    for (int i = 0; i < 2; ++i) threads_.emplace_back([this] { Run(); });
  }

 private:
  void Run() {
    while (true) {
      size_t caller = 0;
      {
        const MutexLock lock(mutex_);
        while (ready_.empty() && left_ > 0) changed_.Wait(mutex_);
        if (ready_.empty()) return;
        caller = ready_.front();
        ready_.pop_front();
      }
      Append(caller);
    }
  }
  void Append(size_t caller) {
    begun_[caller] = Steady::now();
    ledger_.AppendThen(work_[caller][millis_[caller].size()], [this, caller](auto appended) {
      if (!appended.ok()) bench::Die(appended.error().message);
      const std::chrono::duration<double, std::milli> took = Steady::now() - begun_[caller];
      millis_[caller].push_back(took.count());
      const MutexLock lock(mutex_);
      if (millis_[caller].size() < work_[caller].size()) {
        ready_.push_back(caller);
        changed_.NotifyOne();
      } else if (--left_ == 0) {
        changed_.NotifyAll();
      }
    });
  }

  Ledger& ledger_;
  const Work& work_;
  Times& millis_;
  Mutex mutex_;
  CondVar changed_;
  std::deque<size_t> ready_ REEVE_GUARDED_BY(mutex_);
  size_t left_ REEVE_GUARDED_BY(mutex_);   // callers who have not done all
  std::vector<Steady::time_point> begun_;  // of each caller's append that is under way
  std::vector<std::jthread> threads_;
};

Run RunLedger(const fs::path& folder, const Shape& shape, size_t records) {
  std::atomic<size_t> groups{0};
  double write_seconds = 0, total_seconds = 0;  // on the committer's thread
  Ledger::Options options = Options(folder);
  options.on_group = [&](const GroupReport& report) {
    groups.fetch_add(1);
    write_seconds += report.write_seconds;
    total_seconds += report.total_seconds;
  };
  const std::unique_ptr<Ledger> ledger = OpenLedger(std::move(options));
  const size_t units = std::max<size_t>(1, records / (shape.callers * shape.unit));
  const Work work = WorkOf(shape, units);
  Times millis(shape.callers);
  const double seconds = Seconds([&] {
    if (shape.wait) return AppendAndWait(*ledger, work, &millis);
    const Callers callers(*ledger, work, &millis);
  });
  ledger->Close();
  std::vector<double> all;
  for (const auto& times : millis) all.insert(all.end(), times.begin(), times.end());
  std::sort(all.begin(), all.end());
  const double done = static_cast<double>(shape.callers * shape.unit * units);
  return {done / seconds, done / static_cast<double>(groups.load()),
          write_seconds / std::max(total_seconds, 1e-9), all[all.size() * 99 / 100]};
}

// The bytes that a ledger wrote, to write them again without one.
std::vector<std::string> RecordBytes(const fs::path& base, size_t records) {
  const std::unique_ptr<Ledger> ledger = OpenLedger(Options(base));
  std::vector<std::string> bytes;
  while (bytes.size() < records) {
    std::vector<NewRecord> unit;
    for (size_t i = 0; i < kBatch; ++i) unit.push_back(MakeRecord(bytes.size() + i));
    const auto appended = ledger->Append(unit);
    if (!appended.ok()) bench::Die(appended.error().message);
    for (const Appended& a : *appended) {
      const auto record = ledger->Read(a.index);
      if (!record.ok()) bench::Die(record.error().message);
      bytes.emplace_back(record->bytes());
    }
  }
  return bytes;
}

double RunRaw(const fs::path& folder, const std::vector<std::string>& records, size_t batch_size) {
  rocksdb::Options options(StoreDbOptions(), StoreFamilyOptions());
  options.create_if_missing = true;
  fs::create_directories(folder);
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(options, folder.string(), &opened);
  if (!status.ok()) bench::Die(status.ToString());
  const std::unique_ptr<rocksdb::DB> db(opened);
  const double seconds = Seconds([&] {
    for (size_t at = 0; at < records.size(); at += batch_size) {
      rocksdb::WriteBatch batch;
      for (size_t i = at; i < std::min(at + batch_size, records.size()); ++i) {
        if (!batch.Put(BigEndianKey(i), records[i]).ok()) bench::Die("a put failed");
      }
      if (!db->Write(StoreWriteOptions(), &batch).ok()) bench::Die("a write failed");
    }
  });
  return static_cast<double>(records.size()) / seconds;
}

double SignMicros() {
  auto key = SigningKey::Generate();
  if (!key.ok()) bench::Die(key.error().message);
  const Checkpoint checkpoint{"bench.example/log", 123456, Hash{}};
  const VerifierKey vkey = VerifierKey::Ed25519(checkpoint.origin, key->public_key());
  constexpr int kRounds = 500;
  size_t bytes = 0;
  const double seconds = Seconds([&] {
    for (int i = 0; i < kRounds; ++i) bytes += SignCheckpoint(checkpoint, vkey, *key)->size();
  });
  if (bytes == 0) bench::Die("nothing was signed");
  return 1e6 * seconds / kRounds;
}

struct Arguments {
  fs::path dir = fs::current_path();
  size_t rounds = 5;
  size_t records = 50'000;
  std::string shape;  // only those whose name holds it
};

Arguments ParseArguments(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--dir") == 0) arguments.dir = argv[i + 1];
    if (std::strcmp(argv[i], "--rounds") == 0) arguments.rounds = std::stoul(argv[i + 1]);
    if (std::strcmp(argv[i], "--records") == 0) arguments.records = std::stoul(argv[i + 1]);
    if (std::strcmp(argv[i], "--shape") == 0) arguments.shape = argv[i + 1];
  }
  return arguments;
}

int Main(const Arguments& arguments) {
  const Scratch scratch(arguments.dir);
  size_t folders = 0;
  const auto folder = [&] { return scratch.path() / std::to_string(folders++); };
  std::vector<std::string> bytes = RecordBytes(folder(), arguments.records);
  size_t total = 0;
  for (const std::string& record : bytes) total += record.size();

  constexpr Shape kShapes[] = {{"1 caller x 1 record", 1, 1},
                               {"64 callers x 1 record", 64, 1},
                               {"64 who do not wait x 1", 64, 1, false},
                               {"512 callers x 1 record", 512, 1},
                               {"512 who do not wait x 1", 512, 1, false},
                               {"8 callers x 64 records", 8, 64},
                               {"16 callers x 64 records", 16, 64},
                               {"2 callers x 512 records", 2, 512}};
  constexpr size_t kShapeCount = std::size(kShapes);
  std::vector<double> fsync, raw512, raw64, raw1;
  std::vector<double> rate[kShapeCount], group[kShapeCount], share[kShapeCount], p99[kShapeCount];
  const auto some = [&](size_t count) {
    return std::vector<std::string>(
        bytes.begin(), bytes.begin() + static_cast<long>(std::min(count, bytes.size())));
  };
  const auto wanted = [&](size_t shape) {
    return std::string_view(kShapes[shape].name).find(arguments.shape) != std::string_view::npos;
  };
  const size_t few = std::min<size_t>(arguments.records, 2'000);
  for (size_t round = 0; round < arguments.rounds; ++round) {
    fsync.push_back(bench::FsyncMillis(scratch.path()));
    raw512.push_back(RunRaw(folder(), bytes, kBatch));
    raw64.push_back(RunRaw(folder(), some(arguments.records / 4), 64));
    raw1.push_back(RunRaw(folder(), some(few), 1));
    for (size_t s = 0; s < kShapeCount; ++s) {
      if (!wanted(s)) continue;
      const bool by_64 = kShapes[s].callers == 64;
      const size_t records = s == 0 ? few : by_64 ? arguments.records / 4 : arguments.records;
      const Run run = RunLedger(folder(), kShapes[s], records);
      rate[s].push_back(run.records_per_second);
      group[s].push_back(run.mean_group);
      share[s].push_back(run.write_share);
      p99[s].push_back(run.p99_millis / fsync.back());
    }
  }
  std::printf("ledger: %zu records of %zu bytes, medians of %zu alternating rounds\n", bytes.size(),
              total / bytes.size(), arguments.rounds);
  std::printf("  one fsync of 4 KiB %.3f ms; one signed checkpoint %.0f us\n", bench::Median(fsync),
              SignMicros());
  const double limit = bench::Median(raw512);
  std::printf("  %-28s %12s %8s %7s %7s %7s\n", "", "records/s", "group", "write", "ratio", "p99");
  std::printf("  %-28s %12.0f %8d\n", "raw RocksDB, batches of 1", bench::Median(raw1), 1);
  std::printf("  %-28s %12.0f %8d\n", "raw RocksDB, batches of 64", bench::Median(raw64), 64);
  std::printf("  %-28s %12.0f %8zu %7s %7.2f\n", "raw RocksDB, batches of 512", limit, kBatch, "",
              1.0);
  for (size_t s = 0; s < kShapeCount; ++s) {
    if (!wanted(s)) continue;
    const bool by_64 = kShapes[s].callers == 64;
    const double base = s == 0 ? bench::Median(raw1) : by_64 ? bench::Median(raw64) : limit;
    std::printf("  %-28s %12.0f %8.0f %6.0f%% %7.2f %7.1f\n", kShapes[s].name,
                bench::Median(rate[s]), bench::Median(group[s]), 100 * bench::Median(share[s]),
                bench::Median(rate[s]) / base, bench::Median(p99[s]));
  }
  std::printf(
      "  ratio: to raw batches of 1, of 64, and for the rest of 512; p99: of one append, in "
      "fsyncs\n  targets: 64 callers 0.6 and p99 3; batches of 512 0.7\n");
  return 0;
}

}  // namespace
}  // namespace reeve::ledger

int main(int argc, char** argv) {
  return reeve::ledger::Main(reeve::ledger::ParseArguments(argc, argv));
}

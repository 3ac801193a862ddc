// What a bias audit of a large file costs, beside reading that file once and counting one column,
// in the same run.
//
// The file has four attributes, an outcome and a label; the audit counts every group and every pair
// of attributes, without bootstrap, and takes the file's digest. The limit reads the file block by
// block and counts the values of the outcome, by memchr, on one thread. Runs alternate; medians of
// the wall time, which is what a user waits, and of the CPU time of all threads, which says the
// same on a machine that is busy otherwise. Usage: bias_bench [--dir FOLDER] [--rows N]
#include <sys/resource.h>

#include <cstring>
#include <fstream>
#include <map>

#include "bench/measure.h"
#include "oversight/bias/audit_source.h"
#include "oversight/bias/splitmix.h"

namespace reeve::oversight::bias {
namespace {

constexpr size_t kRuns = 3;
constexpr size_t kOutcomeColumn = 4;

void WriteRows(const std::string& path, uint64_t rows) {
  static constexpr std::array<const char*, 6> kRaces = {"white",    "black",  "asian",
                                                        "hispanic", "native", "other"};
  static constexpr std::array<const char*, 3> kSexes = {"female", "male", "diverse"};
  static constexpr std::array<const char*, 5> kAges = {"18-29", "30-44", "45-59", "60-74", "75+"};
  static constexpr std::array<const char*, 4> kRegions = {"north", "east", "south", "west"};
  SplitMix64 random(1);
  std::ofstream out(path, std::ios::binary);
  out << "race,sex,age,region,outcome,label\n";
  for (uint64_t i = 0; i < rows; ++i) {
    out << kRaces[random.Index(kRaces.size())] << ',' << kSexes[random.Index(kSexes.size())] << ','
        << kAges[random.Index(kAges.size())] << ',' << kRegions[random.Index(kRegions.size())]
        << (random.Index(3) == 0 ? ",1" : ",0") << (random.Index(2) == 0 ? ",1\n" : ",0\n");
  }
  if (!out.flush()) bench::Die("cannot write " + path);
}

std::string_view FieldOf(std::string_view line, size_t column) {
  for (size_t i = 0; i < column; ++i) {
    const void* comma = std::memchr(line.data(), ',', line.size());
    if (comma == nullptr) return {};
    line.remove_prefix(static_cast<size_t>(static_cast<const char*>(comma) - line.data()) + 1);
  }
  return line.substr(0, line.find(','));
}

std::map<std::string, uint64_t> CountColumn(const std::string& path) {
  const auto source = OpenFileSource(path);
  if (!source.ok()) bench::Die(source.error().message);
  ByteWindow window(**source, 0, size_t{4} << 20);
  std::map<std::string, uint64_t> counts;
  std::array<uint64_t, 256> by_letter{};
  while (true) {
    const std::string_view text = window.text();
    const void* found = text.empty() ? nullptr : std::memchr(text.data(), '\n', text.size());
    if (found == nullptr) {
      if (window.at_end()) break;
      if (!window.Grow().ok()) bench::Die("cannot read " + path);
      continue;
    }
    const size_t length = static_cast<size_t>(static_cast<const char*>(found) - text.data());
    const std::string_view value = FieldOf(text.substr(0, length), kOutcomeColumn);
    if (value.size() == 1) ++by_letter[static_cast<uint8_t>(value[0])];
    window.Consume(length + 1);
  }
  for (size_t i = 0; i < by_letter.size(); ++i) {
    if (by_letter[i] > 0) counts[std::string(1, static_cast<char>(i))] = by_letter[i];
  }
  return counts;
}

Report Audit(const std::string& path) {
  RowLayout layout;
  layout.attributes = {"race", "sex", "age", "region"};
  layout.outcome = "outcome";
  layout.label = "label";
  layout.favourable = {"1"};
  const auto source = OpenFileSource(path);
  if (!source.ok()) bench::Die(source.error().message);
  auto report = AuditRows(SourceKind::kCsv, **source, layout, {});
  if (!report.ok()) bench::Die(report.error().message);
  return std::move(*report);
}

struct Spent {
  std::vector<double> wall;
  std::vector<double> cpu;  // of all threads
};

double CpuSeconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

template <typename Work>
void Measure(Spent* spent, const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  const double cpu = CpuSeconds();
  work();
  spent->cpu.push_back(CpuSeconds() - cpu);
  spent->wall.push_back(
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
}

void Print(const char* what, double ours, double limit) {
  std::printf("%-28s %8.2f s %8.2f s %8.2f\n", what, ours, limit, ours / limit);
}

void Run(const std::string& folder, uint64_t rows) {
  const std::string path = folder + "/bias_bench.csv";
  std::filesystem::create_directories(folder);
  WriteRows(path, rows);
  uint64_t selected = 0;
  uint64_t counted = 0;
  Spent warm_up;
  Spent ours;
  Spent limit;
  for (size_t run = 0; run <= kRuns; ++run) {
    Measure(run == 0 ? &warm_up : &ours, [&] { selected = Audit(path).all.selected; });
    Measure(run == 0 ? &warm_up : &limit, [&] { counted = CountColumn(path)["1"]; });
    if (selected != counted) bench::Die("the audit and the count disagree");
  }
  std::filesystem::remove(path);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%-28s %10s %10s %8s\n", "", "audit", "count", "ratio");
  Print("wall time", bench::Median(ours.wall), bench::Median(limit.wall));
  Print("CPU time of all threads", bench::Median(ours.cpu), bench::Median(limit.cpu));
  std::printf("%-28s %8.0f MB\n", "most memory", static_cast<double>(usage.ru_maxrss) / 1024);
}

}  // namespace
}  // namespace reeve::oversight::bias

int main(int count, char** words) {
  std::string folder = std::filesystem::temp_directory_path().string();
  uint64_t rows = 10'000'000;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string word = words[i];
    if (word == "--dir") folder = words[i + 1];
    if (word == "--rows") rows = std::strtoull(words[i + 1], nullptr, 10);
  }
  std::printf("%llu rows\n", static_cast<unsigned long long>(rows));
  reeve::oversight::bias::Run(folder, rows);
}

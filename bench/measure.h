// Measuring for the benchmarks: two pieces of work in turn, medians, and how to give up.
#pragma once

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace reeve::bench {

// A benchmark that cannot run says why and ends with 3.
[[noreturn]] inline void Die(const std::string& why) {
  std::fprintf(stderr, "bench: %s\n", why.c_str());
  std::_Exit(3);
}

inline double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// CPU time of this thread, so that another program's share of the machine does not count.
inline double CpuNanos() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

// The median time of appending 4 KiB to a file of that folder and syncing it, in milliseconds: what
// a durable answer cannot beat. Measure it in the same run, for it swings with the machine.
inline double FsyncMillis(const std::filesystem::path& folder) {
  constexpr int kSyncs = 100;
  const int fd = ::open((folder / "fsync").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (fd < 0) Die("cannot write in " + folder.string());
  const std::string page(4096, 'x');
  std::vector<double> times;
  for (int i = 0; i < kSyncs; ++i) {
    const auto start = std::chrono::steady_clock::now();
    if (::write(fd, page.data(), page.size()) != 4096 || ::fdatasync(fd) != 0) Die("fsync failed");
    const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
    times.push_back(time.count());
  }
  ::close(fd);
  return Median(times);
}

struct Pair {
  double ours = 0;
  double limit = 0;
  double ratio() const { return ours / limit; }
};

// Nanoseconds of one call of each, medians of `runs` runs of `calls` calls, in turn: so a change of
// the machine's speed meets both. One run more, at the beginning, warms the caches.
template <typename Ours, typename Limit>
Pair Alternate(size_t runs, size_t calls, const Ours& ours, const Limit& limit) {
  const auto per_call = [calls](const auto& call) {
    const double start = CpuNanos();
    for (size_t i = 0; i < calls; ++i) call();
    return (CpuNanos() - start) / static_cast<double>(calls);
  };
  std::vector<double> a, b;
  for (size_t run = 0; run <= runs; ++run) {
    const double one = per_call(ours);
    const double two = per_call(limit);
    if (run == 0) continue;
    a.push_back(one);
    b.push_back(two);
  }
  return {Median(a), Median(b)};
}

}  // namespace reeve::bench

#include "cli/progress.h"

#include <unistd.h>

#include <chrono>
#include <iostream>

namespace reeve::cli {
namespace {

constexpr int64_t kEveryMillis = 100;

int64_t NowMillis() {
  using std::chrono::duration_cast;
  return duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

Progress::Progress(std::string what)
    : what_(std::move(what)), on_terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (shown_) std::cerr << "\r\033[K" << std::flush;
}

std::function<void(uint64_t, uint64_t)> Progress::Callback() {
  if (!on_terminal_) return {};
  return [this](uint64_t done, uint64_t total) { Show(done, total); };
}

void Progress::Show(uint64_t done, uint64_t total) {
  const int64_t now = NowMillis();
  if (now < next_millis_) return;
  next_millis_ = now + kEveryMillis;
  shown_ = true;
  std::cerr << "\r\033[K" << what_ << "  " << done << " of " << total;
  if (total > 0) std::cerr << "  " << done * 100 / total << " %";
  std::cerr << std::flush;
}

}  // namespace reeve::cli

#include "cli/watch.h"

#include <csignal>
#include <ctime>
#include <iostream>

#include "base/file_stamps.h"

namespace reeve::cli {
namespace {

namespace fs = std::filesystem;

constexpr timespec kPause = {0, 200'000'000};

sigset_t BlockedEndSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

}  // namespace

int Watch(const fs::path& folder, const std::function<int()>& action) {
  const sigset_t signals = BlockedEndSignals();
  while (true) {
    // Taken before the run, so that a change during it is not missed.
    const auto before = StampsBeneath(folder);
    const int code = action();
    std::cerr << "reeve: waiting for a change in " << folder.string() << "; Ctrl-C ends\n";
    do {
      if (sigtimedwait(&signals, nullptr, &kPause) > 0) return code;
    } while (StampsBeneath(folder) == before);
  }
}

}  // namespace reeve::cli

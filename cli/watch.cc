#include "cli/watch.h"

#include <csignal>
#include <ctime>
#include <iostream>
#include <map>
#include <string>
#include <system_error>
#include <utility>

namespace reeve::cli {
namespace {

namespace fs = std::filesystem;

constexpr timespec kPause = {0, 200'000'000};

using Stamp = std::pair<uintmax_t, fs::file_time_type>;

// What cannot be read is left out: the run that follows will say so.
std::map<std::string, Stamp> Stamps(const fs::path& folder) {
  std::map<std::string, Stamp> stamps;
  std::error_code error;
  fs::recursive_directory_iterator it(folder, error);
  for (const fs::recursive_directory_iterator end; !error && it != end; it.increment(error)) {
    std::error_code unread;
    if (!it->is_regular_file(unread)) continue;
    const uintmax_t size = it->file_size(unread);
    const fs::file_time_type written = it->last_write_time(unread);
    if (!unread) stamps[it->path().string()] = {size, written};
  }
  return stamps;
}

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
    const auto before = Stamps(folder);
    const int code = action();
    std::cerr << "reeve: waiting for a change in " << folder.string() << "; Ctrl-C ends\n";
    do {
      if (sigtimedwait(&signals, nullptr, &kPause) > 0) return code;
    } while (Stamps(folder) == before);
  }
}

}  // namespace reeve::cli

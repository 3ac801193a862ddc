// A wait of one thread that another can end: for what is done at intervals, and at once when asked.
//
// Thread-safety: Wait on one thread, Ring from any.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>

namespace reeve {

class Alarm {
 public:
  // Until Ring, the stop, or the end of `at_most` (without it: however long). True when it was
  // rung; a ring that came while nobody waited ends the next wait at once, and several count as
  // one.
  bool Wait(const std::stop_token& stop, std::optional<std::chrono::milliseconds> at_most);
  void Ring();

 private:
  std::mutex mutex_;  // not base/mutex.h's: a wait that a stop ends is the standard library's
  std::condition_variable_any changed_;
  bool rung_ = false;
};

}  // namespace reeve

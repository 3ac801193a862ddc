#include "base/alarm.h"

#include <utility>

namespace reeve {

bool Alarm::Wait(const std::stop_token& stop, std::optional<std::chrono::milliseconds> at_most) {
  std::unique_lock lock(mutex_);
  const auto is_rung = [this] { return rung_; };
  if (at_most) {
    changed_.wait_for(lock, stop, *at_most, is_rung);
  } else {
    changed_.wait(lock, stop, is_rung);
  }
  return std::exchange(rung_, false);
}

void Alarm::Ring() {
  {
    const std::lock_guard lock(mutex_);
    rung_ = true;
  }
  changed_.notify_all();
}

}  // namespace reeve

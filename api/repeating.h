// Something that is done again and again on a thread of its own, for the first time at once.
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <thread>

#include "base/alarm.h"

namespace reeve::api {

// Thread-safety: one thread makes and destroys it; destruction stops the step under way, by its
// stop token, and waits for it.
class Repeating {
 public:
  using Step = std::function<void(const std::stop_token&)>;
  Repeating(std::chrono::milliseconds every, Step step)
      : thread_([this, every, step = std::move(step)](const std::stop_token& stop) {
          while (!stop.stop_requested()) {
            step(stop);
            alarm_.Wait(stop, every);
          }
        }) {}

 private:
  Alarm alarm_;
  std::jthread thread_;
};

}  // namespace reeve::api

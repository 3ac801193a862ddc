// The end of an HTTP exchange by force: when a stop is requested, or the time for all of it is
// over, which the library's own limits, of one read each, do not see. Again and again, for a
// connection may be just in the making.
//
// Thread-safety: has a thread of its own, on which `hang_up` is called; it ends with this.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <stop_token>
#include <thread>

#include "base/alarm.h"

namespace reeve::api {

class HangUp {
 public:
  HangUp(std::function<void()> hang_up, std::chrono::milliseconds whole,
         const std::stop_token& stop);
  bool timed_out() const { return timed_out_; }

 private:
  Alarm over_;
  std::atomic<bool> timed_out_ = false;
  std::stop_callback<std::function<void()>> on_stop_;
  std::jthread thread_;
};

}  // namespace reeve::api

#include "api/hang_up.h"

#include <utility>

namespace reeve::api {
namespace {

constexpr std::chrono::milliseconds kHangUpEvery{50};

}  // namespace

HangUp::HangUp(std::function<void()> hang_up, std::chrono::milliseconds whole,
               const std::stop_token& stop)
    : on_stop_(stop, [this] { over_.Ring(); }),
      thread_([this, hang_up = std::move(hang_up), whole](const std::stop_token& done) {
        if (!over_.Wait(done, whole) && done.stop_requested()) return;
        timed_out_ = true;
        while (!done.stop_requested()) {
          hang_up();
          over_.Wait(done, kHangUpEvery);
        }
      }) {}

}  // namespace reeve::api

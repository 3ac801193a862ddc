#include "base/alarm.h"

#include <catch2/catch.hpp>
#include <thread>

namespace reeve {
namespace {

constexpr std::chrono::hours kForever{24};

}  // namespace

TEST_CASE("alarm: a ring before the wait ends it at once, and several count as one") {
  Alarm alarm;
  alarm.Ring();
  alarm.Ring();
  CHECK(alarm.Wait({}, kForever));
  CHECK_FALSE(alarm.Wait({}, std::chrono::milliseconds(0)));
}

TEST_CASE("alarm: another thread's ring ends a wait without end") {
  Alarm alarm;
  const std::jthread ringer([&alarm] { alarm.Ring(); });
  CHECK(alarm.Wait({}, std::nullopt));
}

TEST_CASE("alarm: a requested stop ends a wait, and is no ring") {
  Alarm alarm;
  bool rung = true;
  std::jthread waiter([&](const std::stop_token& stop) { rung = alarm.Wait(stop, std::nullopt); });
  waiter.request_stop();
  waiter.join();
  CHECK_FALSE(rung);
}

}  // namespace reeve

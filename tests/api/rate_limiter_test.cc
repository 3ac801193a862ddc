#include "api/rate_limiter.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "tests/engine/fixture.h"

namespace reeve::api {
namespace {

using engine::testing::kStart;
using std::chrono::milliseconds;

int Taken(RateLimiter& limiter, const std::string& principal, int tries) {
  int taken = 0;
  for (int i = 0; i < tries; ++i) taken += limiter.Take(principal) ? 1 : 0;
  return taken;
}

}  // namespace

TEST_CASE("rate limiter: a burst, then the rate, for each principal alone") {
  FakeClock clock(kStart);
  RateLimiter limiter({.per_second = 10, .burst = 5}, clock);
  CHECK(Taken(limiter, "a", 20) == 5);
  CHECK(Taken(limiter, "b", 20) == 5);
  clock.Advance(milliseconds(99));
  CHECK(Taken(limiter, "a", 20) == 0);
  clock.Advance(milliseconds(2));
  CHECK(Taken(limiter, "a", 20) == 1);
  clock.Advance(milliseconds(300));
  CHECK(Taken(limiter, "a", 20) == 3);
  clock.Advance(std::chrono::hours(24));
  CHECK(Taken(limiter, "a", 20) == 5);
}

TEST_CASE("rate limiter: a clock that is put back gives nothing and takes nothing") {
  FakeClock clock(kStart);
  RateLimiter limiter({.per_second = 1, .burst = 2}, clock);
  CHECK(Taken(limiter, "a", 1) == 1);
  clock.Advance(-std::chrono::hours(1));
  CHECK(Taken(limiter, "a", 5) == 1);
  clock.Advance(milliseconds(1'000));
  CHECK(Taken(limiter, "a", 5) == 1);
}

TEST_CASE("rate limiter: after the time that it says there is one") {
  FakeClock clock(kStart);
  for (const double rate : {0.1, 0.3, 1.0, 7.0}) {
    RateLimiter limiter({.per_second = rate, .burst = 1}, clock);
    CHECK(Taken(limiter, "a", 5) == 1);
    clock.Advance(std::chrono::seconds(limiter.retry_seconds()));
    CHECK(limiter.Take("a"));
  }
  RateLimiter none({.per_second = 0, .burst = 1}, clock);
  CHECK(Taken(none, "a", 100) == 100);
}

TEST_CASE("rate limiter: threads share one bucket exactly") {
  FakeClock clock(kStart);
  RateLimiter limiter({.per_second = 1, .burst = 100}, clock);
  std::atomic<int> taken = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] { taken += Taken(limiter, "a", 50); });
    }
  }
  CHECK(taken == 100);
}

TEST_CASE("rate limiter: many principals do not make one forget an empty bucket") {
  FakeClock clock(kStart);
  RateLimiter limiter({.per_second = 1, .burst = 2}, clock);
  CHECK(Taken(limiter, "a", 5) == 2);
  for (size_t i = 0; i < kMaxRatedPrincipals * 2; ++i) {
    limiter.Take("p" + std::to_string(i));
  }
  CHECK(Taken(limiter, "a", 5) == 0);
}

}  // namespace reeve::api

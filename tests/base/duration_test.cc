#include "base/duration.h"

#include <catch2/catch.hpp>

namespace reeve {

TEST_CASE("duration: a number and a unit") {
  using namespace std::chrono_literals;
  CHECK(ParseDuration("90s") == 90s);
  CHECK(ParseDuration("5m") == 5min);
  CHECK(ParseDuration("24h") == 24h);
  CHECK(ParseDuration("14d") == 14 * 24h);
  CHECK(ParseDuration("0s") == 0s);
  CHECK(ParseDuration("999999999d") == std::chrono::seconds(int64_t{999'999'999} * 86'400));
}

TEST_CASE("duration: everything else is none") {
  for (const char* text :
       {"", "d", "14", "-1d", "+1d", "1.5h", "1 d", " 1d", "1w", "1D", "d1", "9999999999d"}) {
    INFO(text);
    CHECK_FALSE(ParseDuration(text));
  }
}

}  // namespace reeve

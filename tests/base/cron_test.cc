#include "base/cron.h"

#include <catch2/catch.hpp>

namespace reeve {
namespace {

std::string Next(std::string_view cron, std::string_view after) {
  const auto parsed = Cron::Parse(cron);
  REQUIRE(parsed.ok());
  const auto time = ParseTimestamp(after);
  REQUIRE(time.ok());
  return FormatTimestamp(parsed->NextAfter(*time)).substr(0, 16);
}

TEST_CASE("cron: the next time comes by minute, hour, day, month and day of the week") {
  CHECK(Next("* * * * *", "2026-11-28T01:30:59Z") == "2026-11-28T01:31");
  CHECK(Next("0 6 * * *", "2026-11-28T06:00:00Z") == "2026-11-29T06:00");
  CHECK(Next("0 6 * * 1", "2026-11-28T01:30:00Z") == "2026-11-30T06:00");  // a Monday
  CHECK(Next("0 6 * * 0", "2026-11-28T01:30:00Z") == "2026-11-29T06:00");
  CHECK(Next("0 6 * * 7", "2026-11-28T01:30:00Z") == "2026-11-29T06:00");
  CHECK(Next("30 2 1 1,4,7,10 *", "2026-11-28T00:00:00Z") == "2027-01-01T02:30");
  CHECK(Next("*/15 8-18 * * *", "2026-11-28T18:45:00Z") == "2026-11-29T08:00");
  CHECK(Next("10/20 0 * * *", "2026-11-28T00:30:00Z") == "2026-11-28T00:50");
  CHECK(Next("59 23 31 12 *", "2026-12-31T23:59:00Z") == "2027-12-31T23:59");
}

TEST_CASE("cron: where both days are restricted, one of them suffices") {
  CHECK(Next("0 0 13 * 5", "2026-11-27T00:00:00Z") == "2026-12-04T00:00");   // a Friday
  CHECK(Next("0 0 13 * 5", "2026-12-11T00:00:00Z") == "2026-12-13T00:00");   // a Sunday
  CHECK(Next("0 0 */2 * 1", "2026-11-28T00:00:00Z") == "2026-12-07T00:00");  // both must hold
}

TEST_CASE("cron: a leap day is waited for, over a century without one") {
  CHECK(Next("0 0 29 2 *", "2096-03-01T00:00:00Z") == "2104-02-29T00:00");
}

TEST_CASE("cron: what is written otherwise, or never comes, is refused") {
  for (const char* text :
       {"", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *",
        "* * * * 8", "5-1 * * * *", "*/0 * * * *", "a * * * *", "1,,2 * * * *", "-1 * * * *",
        "@daily", "0 6 * * MON", "0 0 30 2 *", "0 0 31 4,6,9,11 *", "001 * * * *"}) {
    INFO(text);
    const auto parsed = Cron::Parse(text);
    REQUIRE_FALSE(parsed.ok());
    CHECK(parsed.error().code == "cron.syntax");
  }
}

}  // namespace
}  // namespace reeve

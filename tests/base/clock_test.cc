#include "base/clock.h"

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

namespace reeve {
namespace {

using std::chrono::microseconds;

Timestamp At(int64_t micros) { return Timestamp(microseconds(micros)); }

TEST_CASE("clock: a fake clock stands still until it is moved") {
  FakeClock clock(At(1'000'000));
  CHECK(clock.Now() == At(1'000'000));
  CHECK(clock.Now() == At(1'000'000));
  clock.Advance(microseconds(1));
  CHECK(clock.Now() == At(1'000'001));
  clock.Advance(std::chrono::hours(1));
  CHECK(clock.Now() == At(3'601'000'001));
}

TEST_CASE("clock: the system's clock is past the day this was written and does not run back") {
  const Timestamp written = *ParseTimestamp("2024-01-01T00:00:00Z");
  const Timestamp first = Clock::System().Now();
  CHECK(first > written);
  CHECK(Clock::System().Now() >= first);
}

TEST_CASE("clock: known moments have their text, and the text its moment") {
  const std::vector<std::pair<int64_t, std::string>> moments = {
      {0, "1970-01-01T00:00:00.000000Z"},
      {1, "1970-01-01T00:00:00.000001Z"},
      {-1, "1969-12-31T23:59:59.999999Z"},
      {951'782'400'000'000, "2000-02-29T00:00:00.000000Z"},
      {1'709'251'199'999'999, "2024-02-29T23:59:59.999999Z"},
      {1'709'251'200'000'000, "2024-03-01T00:00:00.000000Z"},
      {4'107'542'399'000'000, "2100-02-28T23:59:59.000000Z"},
      {4'107'542'400'000'000, "2100-03-01T00:00:00.000000Z"},
      {-62'135'596'800'000'000, "0001-01-01T00:00:00.000000Z"},
      {253'402'300'799'999'999, "9999-12-31T23:59:59.999999Z"},
  };
  for (const auto& moment : moments) {
    CAPTURE(moment.second);
    CHECK(FormatTimestamp(At(moment.first)) == moment.second);
    REQUIRE(ParseTimestamp(moment.second).ok());
    CHECK(*ParseTimestamp(moment.second) == At(moment.first));
  }
}

TEST_CASE("clock: a fraction has zero to six digits, each worth its place") {
  const std::vector<std::pair<std::string, int64_t>> times = {
      {"1970-01-01T00:00:01Z", 1'000'000},        {"1970-01-01T00:00:01.5Z", 1'500'000},
      {"1970-01-01T00:00:01.05Z", 1'050'000},     {"1970-01-01T00:00:01.005Z", 1'005'000},
      {"1970-01-01T00:00:01.0005Z", 1'000'500},   {"1970-01-01T00:00:01.00005Z", 1'000'050},
      {"1970-01-01T00:00:01.000005Z", 1'000'005}, {"1970-01-01T00:00:01.123456Z", 1'123'456},
  };
  for (const auto& time : times) {
    CAPTURE(time.first);
    REQUIRE(ParseTimestamp(time.first).ok());
    CHECK(*ParseTimestamp(time.first) == At(time.second));
  }
}

TEST_CASE("clock: text order is time order") {
  std::string last;
  for (int64_t micros = -62'135'596'800'000'000; micros <= 253'402'300'799'999'999;
       micros += 86'413'000'517'923) {
    const std::string text = FormatTimestamp(At(micros));
    REQUIRE(text.size() == 27);
    REQUIRE(text > last);
    REQUIRE(*ParseTimestamp(text) == At(micros));
    last = text;
  }
}

TEST_CASE("clock: a day that no calendar has is refused") {
  for (const std::string text :
       {"2023-02-29", "2100-02-29", "1900-02-29", "2024-02-30", "2024-04-31", "2024-00-10",
        "2024-13-01", "2024-01-00", "2024-01-32", "0000-01-01"}) {
    CAPTURE(text);
    const Result<Timestamp> time = ParseTimestamp(text + "T00:00:00Z");
    REQUIRE_FALSE(time.ok());
    CHECK(time.error().code == "time.syntax");
  }
  CHECK(ParseTimestamp("2000-02-29T00:00:00Z").ok());
  CHECK(ParseTimestamp("2024-02-29T00:00:00Z").ok());
}

TEST_CASE("clock: what is not exactly the form is refused") {
  for (const std::string text : {"",
                                 "Z",
                                 "2024",
                                 "2024-01-01",
                                 "2024-01-01T00:00:00",
                                 "2024-01-01 00:00:00Z",
                                 "2024-01-01t00:00:00Z",
                                 "2024-01-01T00:00:00z",
                                 "2024-01-01T00:00Z",
                                 "2024-01-01T24:00:00Z",
                                 "2024-01-01T23:60:00Z",
                                 "2024-01-01T23:59:60Z",
                                 "2024-01-01T00:00:00.Z",
                                 "2024-01-01T00:00:00.1234567Z",
                                 "2024-01-01T00:00:00,5Z",
                                 "2024-01-01T00:00:00+00:00",
                                 "2024-01-01T00:00:00-01:00",
                                 "2024-01-01T00:00:00ZZ",
                                 " 2024-01-01T00:00:00Z",
                                 "2024-01-01T00:00:00Z ",
                                 "2024-01-01T00:00:00.5 Z",
                                 "2024-1-01T00:00:00Z",
                                 "24-01-01T00:00:00Z",
                                 "+2024-01-01T00:00:00Z",
                                 "-001-01-01T00:00:00Z",
                                 "2024/01/01T00:00:00Z",
                                 "2024-01-01T00.00.00Z",
                                 "2024-01-01T0 :00:00Z",
                                 "2024-01-01T00:00:-1Z",
                                 "10000-01-01T00:00:00Z",
                                 "2024-01-01T00:00:00.+5Z",
                                 "2024-01-01T00:00:00.5"}) {
    CAPTURE(text);
    const Result<Timestamp> time = ParseTimestamp(text);
    REQUIRE_FALSE(time.ok());
    CHECK(time.error().code == "time.syntax");
  }
  CHECK_FALSE(ParseTimestamp(std::string_view("2024-01-01T00:00:00Z\0", 21)).ok());
}

}  // namespace
}  // namespace reeve

// A range of records as it is written, and what it comes to in a log.
#include "engine/record_range.h"

#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

RecordRange Read(const std::string& text) { return Must(ParseRecordRange(text, kStart)); }

Timestamp At(const std::string& text) { return Must(ParseTimestamp(text)); }

}  // namespace

TEST_CASE("records: a range is of indexes, of days, of times, or up to now") {
  CHECK(Read("100..200").first == 100);
  CHECK(Read("100..200").end == uint64_t{200});
  CHECK(Read("..7").first == 0);
  CHECK_FALSE(Read("7..").end.has_value());
  CHECK(Read("2026-11-20..2026-11-27").from == At("2026-11-20T00:00:00Z"));
  CHECK(Read("2026-11-20..2026-11-27").until == At("2026-11-27T00:00:00Z"));
  CHECK_FALSE(Read("2026-11-20..").until.has_value());
  CHECK(Read("2026-11-20T09:30:00Z..2026-11-20T10:00:00.5Z").until == At("2026-11-20T10:00:00.5Z"));
  CHECK(Read("last 36h").from == kStart - std::chrono::hours(36));
  CHECK(Read("last 1w").until == kStart);
}

TEST_CASE("records: what is no range is refused with the forms that are") {
  for (const char* text : {"", "..", "5", "a..b", "-1..2", "2026-13-01..", "2026-11-20..200",
                           "last", "last 7", "last d", "last 0d", "last 9y", "last 367d",
                           "last -1d", "last 99999999999999999999d", "1..2..3"}) {
    INFO(text);
    const auto range = ParseRecordRange(text, kStart);
    REQUIRE_FALSE(range.ok());
    CHECK(range.error().code == "range.syntax");
  }
}

TEST_CASE("records: a range of times is found in the log, its end not included") {
  TestEngine engine(CompileRules("rules: [ { id: r, when: 'false', effect: deny, reason: No. } ]"));
  const uint64_t before = engine.ledger().size();
  for (int i = 0; i < 3; ++i) {
    engine.clock().Advance(std::chrono::hours(1));
    engine.Decide();
  }
  const auto found = [&engine](std::optional<Timestamp> from, std::optional<Timestamp> until) {
    RecordRange range;
    range.from = from;
    range.until = until;
    const RecordIndexes indexes = Must(FindRecords(engine.ledger().store(), range));
    return std::pair(indexes.first, indexes.end);
  };
  const Timestamp second = kStart + std::chrono::hours(2);
  CHECK(found(second, std::nullopt) == std::pair(before + 1, before + 3));
  CHECK(found(std::nullopt, second) == std::pair(uint64_t{0}, before + 1));
  CHECK(found(second, second) == std::pair(before + 1, before + 1));
  CHECK(found(second + std::chrono::hours(9), std::nullopt) == std::pair(before + 3, before + 3));
  RecordRange far;
  far.first = before + 4;
  const auto beyond = FindRecords(engine.ledger().store(), far);
  REQUIRE_FALSE(beyond.ok());
  CHECK(beyond.error().code == "replay.range");
}

}  // namespace reeve::engine::testing

// Figures of approvers and the measures that they are held to.
#include "oversight/approver_quality.h"

#include <catch2/catch.hpp>

namespace reeve::oversight {
namespace {

void Vote(ApproverQuality* quality, int times, bool approve) {
  for (int i = 0; i < times; ++i) {
    quality->Count({.votes = 1, .approvals = approve ? 1U : 0U});
  }
}

TEST_CASE("approver quality: a share of nothing is none, and none is above the whole") {
  CHECK_FALSE(VoteCounts().FastShare());
  CHECK_FALSE(VoteCounts().MissedShare());
  CHECK(VoteCounts{.timed = 3, .fast = 1}.FastShare() == 3'333U);
  // Two approvals of an earlier stretch came to be reversed in this one.
  CHECK(VoteCounts{.approvals = 1, .reversed = 2}.ReversedShare() == kWhole);
}

TEST_CASE("approver quality: a long good past does not hide what is done now") {
  ApproverQuality quality;
  const OversightMeasures measures{.approvals = 9'000};
  for (int i = 0; i < 500; ++i) Vote(&quality, 1, i % 2 == 0);
  CHECK(FindExceeded(quality.Judged(), measures).empty());
  Vote(&quality, 200, true);
  REQUIRE(FindExceeded(quality.Judged(), measures).size() == 1);
  CHECK(FindExceeded(quality.Judged(), measures)[0].measured == kWhole);
  CHECK(quality.all.votes == 700);
  CHECK(quality.all.ApprovalShare() == 6'428U);
}

TEST_CASE("approver quality: the last one to two stretches are judged, none before, none twice") {
  ApproverQuality quality;
  for (uint64_t votes = 1; votes <= 5 * kStretchVotes; ++votes) {
    Vote(&quality, 1, true);
    const uint64_t judged = quality.Judged().votes;
    CHECK(judged <= 2 * kStretchVotes);
    CHECK(judged >= std::min(votes, kStretchVotes + 1));
  }
  quality.Alarmed();
  CHECK(quality.Judged() == VoteCounts());
  CHECK(quality.all.votes == 5 * kStretchVotes);
}

TEST_CASE("approver quality: what comes to light without a vote begins no stretch") {
  ApproverQuality quality;
  Vote(&quality, static_cast<int>(kStretchVotes), true);
  quality.Count({.reversed = 1});
  CHECK(quality.before.votes == 0);
  CHECK(quality.Judged().ReversedShare() == 100U);
}

TEST_CASE("approver quality: nobody is judged below the least number of votes, nor at the bound") {
  const OversightMeasures measures{.min_votes = 10, .fast = 5'000, .approvals = 9'000};
  CHECK(FindExceeded({.votes = 9, .approvals = 9, .timed = 9, .fast = 9}, measures).empty());
  CHECK(FindExceeded({.votes = 10, .approvals = 9, .timed = 10, .fast = 5}, measures).empty());
  const auto exceeded =
      FindExceeded({.votes = 10, .approvals = 10, .timed = 10, .fast = 6}, measures);
  REQUIRE(exceeded.size() == 2);
  CHECK(exceeded[0].measure == "fast");
  CHECK(exceeded[0].measured == 6'000);
  CHECK(exceeded[1].measure == "approvals");
  CHECK(OversightMeasures().RaisesNone());
  CHECK_FALSE(measures.RaisesNone());
}

TEST_CASE("approver quality: measures and figures are written and read again the same") {
  const auto read = [](std::string_view text) -> std::string {
    const auto value = json::Parse(text);
    REQUIRE(value.ok());
    json::ObjectReader reader(*value, "");
    OversightMeasures measures;
    ReadMeasures(reader, &measures);
    const Status status = reader.Finish();
    return status.ok() ? json::Compact(ToJson(measures)) : std::string(status.error().at);
  };
  const std::string whole = read(R"({"min_votes":3,"fast":1,"missed":2,"suspends":true})");
  CHECK(read(whole) == whole);
  CHECK(read(R"({"min_votes":0})") == "/min_votes");
  CHECK(read(R"({"min_votes":101})") == "/min_votes");
  CHECK(read(R"({"reversed":10001})") == "/reversed");
  CHECK(read(R"({"slow":1})") == "/slow");

  ApproverQuality quality;
  quality.person = "Ben Example";
  quality.fastest_seconds = 7;
  for (int i = 0; i < 150; ++i) quality.Count({.votes = 1, .timed = 1, .fast = 1, .seeded = 1});
  const std::string text = json::Compact(ToJson(quality));
  const auto again = ApproverQualityFromJson(text);
  REQUIRE(again.ok());
  CHECK(json::Compact(ToJson(*again)) == text);
  CHECK(again->before == quality.before);
}

}  // namespace
}  // namespace reeve::oversight

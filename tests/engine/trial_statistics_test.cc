// The histogram against sorting, and when a trial stops.
#include "engine/trial_statistics.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

namespace reeve::engine {
namespace {

ArmFigures Arm(uint64_t allow, uint64_t hold, uint64_t deny, uint64_t errors = 0) {
  ArmFigures figures;
  figures.effects = {allow, 0, hold, deny};
  figures.errors = errors;
  return figures;
}

std::string Judged(const ArmFigures& active, const ArmFigures& tried,
                   const oversight::TrialThresholds& thresholds = {}) {
  const auto breach = Judge(active, tried, thresholds);
  return breach ? std::string(breach->threshold) : "";
}

}  // namespace

TEST_CASE("statistics: a figure of the histogram is at most a sixteenth above the measured one") {
  std::mt19937_64 random(7);
  std::vector<uint64_t> times;
  LatencyHistogram histogram;
  for (int i = 0; i < 5000; ++i) {
    times.push_back(random() >> (34 + random() % 28));
    histogram.Add(times.back());
  }
  std::sort(times.begin(), times.end());
  for (const double share : {0.01, 0.5, 0.9, 0.99, 1.0}) {
    const auto exact = times[static_cast<size_t>(share * 5000) - 1];
    CHECK(histogram.Quantile(share) >= exact);
    CHECK(histogram.Quantile(share) <= exact + exact / 16);
  }
  for (const uint64_t bound : {uint64_t{0}, uint64_t{15}, uint64_t{31}, uint64_t{1000}}) {
    const auto above = static_cast<uint64_t>(
        times.end() - std::upper_bound(times.begin(), times.end(), bound + bound / 16));
    CHECK(histogram.CountAbove(bound) >= above);
    CHECK(histogram.CountAbove(bound) <=
          static_cast<uint64_t>(times.end() - std::upper_bound(times.begin(), times.end(), bound)));
  }
  histogram.Add(UINT64_MAX);
  CHECK(histogram.Quantile(1) == UINT32_MAX);
  CHECK(LatencyHistogram().Quantile(0.99) == 0);
}

TEST_CASE("statistics: each threshold stops by itself, and not below the minimum") {
  CHECK(Judged(Arm(1000, 0, 50), Arm(800, 0, 200)) == "deny_increase");
  CHECK(Judged(Arm(1000, 0, 50), Arm(800, 200, 50)) == "hold_increase");
  CHECK(Judged(Arm(1000, 0, 50), Arm(1000, 0, 50, 60)) == "errors");
  CHECK(Judged(Arm(1000, 0, 50), Arm(0, 0, 199)) == "");
  CHECK(Judged(Arm(1000, 0, 50), Arm(0, 0, 200)) == "deny_increase");
  CHECK(Judged(Arm(199, 0, 0), Arm(0, 0, 1000)) == "");
  // Fewer denials, and as many, are no reason; nor are 5 points more where 5 are allowed.
  CHECK(Judged(Arm(1000, 0, 500), Arm(1500, 0, 0)) == "");
  CHECK(Judged(Arm(95'000, 0, 5'000), Arm(90'000, 0, 10'000)) == "");
  CHECK(Judged(Arm(95'000, 0, 5'000), Arm(89'000, 0, 11'000)) == "deny_increase");
  // Requests that only the tried bundle refuses are errors, and count for the minimum.
  ArmFigures refusing = Arm(0, 0, 0);
  refusing.refused = 200;
  CHECK(Judged(Arm(1000, 0, 0), refusing) == "errors");
}

TEST_CASE("statistics: a latency stops above the factor, and above a millisecond only") {
  const auto with = [](uint64_t micros, uint64_t tail) {
    ArmFigures figures = Arm(2000, 0, 0);
    for (int i = 0; i < 2000; ++i) figures.latency.Add(i < 1900 ? micros : tail);
    return figures;
  };
  CHECK(Judged(with(400, 400), with(400, 1500)) == "latency");
  CHECK(Judged(with(400, 400), with(400, 1200)) == "");  // three times, and a bucket's width
  CHECK(Judged(with(20, 20), with(900, 900)) == "");     // 45 times, but under a millisecond
  CHECK(Judged(with(20, 20), with(20, 1200)) == "latency");
}

TEST_CASE("statistics: noise does not stop a trial, though it is looked at after every decision") {
  // 200 trials of two sides that deny 5 % alike, 2,000 decisions each, at a threshold of 1 point.
  std::mt19937_64 random(20'261'127);
  std::bernoulli_distribution denies(0.05);
  oversight::TrialThresholds thresholds;
  thresholds.deny_increase = 1;
  int stopped = 0;
  for (int trial = 0; trial < 200; ++trial) {
    ArmFigures active = Arm(0, 0, 0);
    ArmFigures tried = Arm(0, 0, 0);
    bool stops = false;
    for (int i = 0; i < 2000 && !stops; ++i) {
      ++active.effects[denies(random) ? 3 : 0];
      ++tried.effects[denies(random) ? 3 : 0];
      stops = Judge(active, tried, thresholds).has_value();
    }
    stopped += stops ? 1 : 0;
  }
  CHECK(stopped == 0);
}

}  // namespace reeve::engine

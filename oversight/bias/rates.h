// What was counted of a group, and the rates made of it: each is a fraction of two counts, so that
// an interval or a test knows its sample.
//
// "Selected" is a favourable outcome, "qualified" a favourable label (what came true, or what the
// person was judged to deserve). The favourable class is the positive one: a true positive is a
// qualified person who was selected. Which value is favourable is said in every report, because
// other tools take the larger label for it and so exchange FPR and FNR.
//
// Definitions: Barocas, Hardt, Narayanan, Fairness and Machine Learning (2023), chapter 3.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace reeve::oversight::bias {

inline constexpr uint64_t kMaxRows = 1'000'000'000;

struct Fraction {
  uint64_t part = 0;
  uint64_t whole = 0;

  // Undefined over nobody: nothing, never 0.
  std::optional<double> value() const {
    if (whole == 0) return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
  }
  friend bool operator==(const Fraction&, const Fraction&) = default;
};

// n counts who has an outcome; the four others only who has a label, too.
struct Tally {
  uint64_t n = 0;
  uint64_t selected = 0;
  uint64_t tp = 0;
  uint64_t fp = 0;
  uint64_t tn = 0;
  uint64_t fn = 0;

  uint64_t labelled() const { return tp + fp + tn + fn; }
  Tally& operator+=(const Tally& other);
  friend bool operator==(const Tally&, const Tally&) = default;
};

enum class Metric : uint8_t {
  kSelectionRate,
  kBaseRate,
  kAccuracy,
  kErrorRate,
  kTpr,
  kFnr,
  kFpr,
  kTnr,
  kPpv,
  kFdr,
  kNpv,
  kFor,
};
inline constexpr size_t kMetricCount = 12;
inline constexpr std::array<Metric, kMetricCount> kMetrics = {
    Metric::kSelectionRate, Metric::kBaseRate, Metric::kAccuracy, Metric::kErrorRate,
    Metric::kTpr,           Metric::kFnr,      Metric::kFpr,      Metric::kTnr,
    Metric::kPpv,           Metric::kFdr,      Metric::kNpv,      Metric::kFor};

// "selection_rate", "tpr", ...: as in reports.
std::string_view MetricName(Metric metric);
// "True positive rate": for people.
std::string_view MetricTitle(Metric metric);
// Nothing where no metric has that name.
std::optional<Metric> ParseMetric(std::string_view name);
// Whether a person would rather be in a group where it is higher (true), lower (false), or neither.
std::optional<bool> HigherIsBetter(Metric metric);
inline bool NeedsLabel(Metric metric) { return metric != Metric::kSelectionRate; }

Fraction FractionOf(Metric metric, const Tally& tally);

}  // namespace reeve::oversight::bias

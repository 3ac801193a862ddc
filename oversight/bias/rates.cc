#include "oversight/bias/rates.h"

namespace reeve::oversight::bias {
namespace {

struct MetricText {
  std::string_view name;
  std::string_view title;
  std::optional<bool> higher_is_better;
};

// By Metric.
constexpr std::array<MetricText, kMetricCount> kTexts = {{
    {"selection_rate", "Selection rate", true},
    {"base_rate", "Base rate", std::nullopt},
    {"accuracy", "Accuracy", true},
    {"error_rate", "Error rate", false},
    {"tpr", "True positive rate", true},
    {"fnr", "False negative rate", false},
    {"fpr", "False positive rate", std::nullopt},
    {"tnr", "True negative rate", std::nullopt},
    {"ppv", "Positive predictive value", std::nullopt},
    {"fdr", "False discovery rate", std::nullopt},
    {"npv", "Negative predictive value", true},
    {"for", "False omission rate", false},
}};

const MetricText& TextOf(Metric metric) { return kTexts[static_cast<size_t>(metric)]; }

}  // namespace

Tally& Tally::operator+=(const Tally& other) {
  n += other.n;
  selected += other.selected;
  tp += other.tp;
  fp += other.fp;
  tn += other.tn;
  fn += other.fn;
  return *this;
}

std::string_view MetricName(Metric metric) { return TextOf(metric).name; }
std::string_view MetricTitle(Metric metric) { return TextOf(metric).title; }
std::optional<bool> HigherIsBetter(Metric metric) { return TextOf(metric).higher_is_better; }

std::optional<Metric> ParseMetric(std::string_view name) {
  for (const Metric metric : kMetrics) {
    if (MetricName(metric) == name) return metric;
  }
  return std::nullopt;
}

Fraction FractionOf(Metric metric, const Tally& t) {
  switch (metric) {
    case Metric::kSelectionRate:
      return {t.selected, t.n};
    case Metric::kBaseRate:
      return {t.tp + t.fn, t.labelled()};
    case Metric::kAccuracy:
      return {t.tp + t.tn, t.labelled()};
    case Metric::kErrorRate:
      return {t.fp + t.fn, t.labelled()};
    case Metric::kTpr:
      return {t.tp, t.tp + t.fn};
    case Metric::kFnr:
      return {t.fn, t.tp + t.fn};
    case Metric::kFpr:
      return {t.fp, t.fp + t.tn};
    case Metric::kTnr:
      return {t.tn, t.fp + t.tn};
    case Metric::kPpv:
      return {t.tp, t.tp + t.fp};
    case Metric::kFdr:
      return {t.fp, t.tp + t.fp};
    case Metric::kNpv:
      return {t.tn, t.tn + t.fn};
    case Metric::kFor:
      return {t.fn, t.tn + t.fn};
  }
  return {};
}

}  // namespace reeve::oversight::bias

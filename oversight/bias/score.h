// Measures of a score, by group: how high it is, how often above the median, how well it orders
// people (AUC), and whether equal scores mean equal chances (calibration by band).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "oversight/bias/population.h"

namespace reeve::oversight::bias {

// Up to so many distinct scores, each is a band of its own; above, bands are tenths of the sample.
inline constexpr size_t kMaxOwnBands = 20;

struct ScoreBand {
  double from = 0;  // included
  double to = 0;    // excluded, but in the last band; equal to `from` where one score is a band
};

struct ScoreSummary {
  Fraction above_median;  // strictly above the median of all scores: Local Law 144's scoring rate
  double sum = 0;         // of above_median.whole scores
  // That a person of the predicted class has a higher score than one of the other; ties count half
  // (Mann-Whitney). Nothing where either class is empty.
  std::optional<double> auc;
  std::vector<Fraction> bands;  // of the predicted class among who has a label, by band

  std::optional<double> mean() const {
    if (above_median.whole == 0) return std::nullopt;
    return sum / static_cast<double>(above_median.whole);
  }
};

// All scores of a population in order. Thread-safety: immutable once made.
class ScoreOrder {
 public:
  // `predicts`: the label that a high score speaks for. Precondition: population.scores is whole.
  ScoreOrder(const Population& population, Mark predicts);

  std::optional<double> median() const { return median_; }  // nothing where nobody has a score
  const std::vector<ScoreBand>& bands() const { return bands_; }
  // One pass over all. group_of[row] < groups names the row's group, any other number none.
  std::vector<ScoreSummary> Summaries(std::span<const uint32_t> group_of, size_t groups) const;

 private:
  void MakeBands();
  size_t BandOf(double score) const;

  const Population& population_;
  Mark predicts_;
  std::vector<uint32_t> rows_;  // who has a score, by score
  std::optional<double> median_;
  std::vector<ScoreBand> bands_;
};

}  // namespace reeve::oversight::bias

#include "oversight/bias/score.h"

#include <algorithm>
#include <cmath>

#include "oversight/bias/resample.h"

namespace reeve::oversight::bias {
namespace {

constexpr size_t kTenths = 10;

// The Mann-Whitney count of one group, over ascending scores.
struct Ordering {
  uint64_t predicted = 0;  // seen so far
  uint64_t others = 0;
  uint64_t predicted_here = 0;  // of the score at hand
  uint64_t others_here = 0;
  double won = 0;

  void EndOfScore() {
    won += static_cast<double>(predicted_here) *
           (static_cast<double>(others) + static_cast<double>(others_here) / 2);
    predicted += predicted_here;
    others += others_here;
    predicted_here = others_here = 0;
  }
  std::optional<double> Auc() const {
    if (predicted == 0 || others == 0) return std::nullopt;
    return won / (static_cast<double>(predicted) * static_cast<double>(others));
  }
};

}  // namespace

ScoreOrder::ScoreOrder(const Population& population, Mark predicts)
    : population_(population), predicts_(predicts) {
  const std::vector<double>& scores = population.scores;
  for (uint32_t row = 0; row < scores.size(); ++row) {
    if (!std::isnan(scores[row])) rows_.push_back(row);
  }
  if (rows_.empty()) return;
  std::stable_sort(rows_.begin(), rows_.end(),
                   [&](uint32_t a, uint32_t b) { return scores[a] < scores[b]; });
  const size_t n = rows_.size();
  median_ = (scores[rows_[(n - 1) / 2]] + scores[rows_[n / 2]]) / 2;
  MakeBands();
}

void ScoreOrder::MakeBands() {
  const auto score = [&](size_t i) { return population_.scores[rows_[i]]; };
  std::vector<double> distinct;
  for (size_t i = 0; i < rows_.size() && distinct.size() <= kMaxOwnBands; ++i) {
    if (distinct.empty() || score(i) != distinct.back()) distinct.push_back(score(i));
  }
  if (distinct.size() <= kMaxOwnBands) {
    for (const double value : distinct) bands_.push_back({value, value});
    return;
  }
  double from = score(0);
  for (size_t i = 1; i <= kTenths; ++i) {
    const double to = i == kTenths ? score(rows_.size() - 1) : score(rows_.size() * i / kTenths);
    if (to > from) bands_.push_back({from, to});
    from = to;
  }
}

size_t ScoreOrder::BandOf(double score) const {
  const auto after =
      std::upper_bound(bands_.begin(), bands_.end(), score,
                       [](double value, const ScoreBand& band) { return value < band.from; });
  return static_cast<size_t>(after - bands_.begin()) - 1;
}

std::vector<ScoreSummary> ScoreOrder::Summaries(std::span<const uint32_t> group_of,
                                                size_t groups) const {
  std::vector<ScoreSummary> summaries(groups);
  std::vector<Ordering> orderings(groups);
  for (ScoreSummary& summary : summaries) summary.bands.resize(bands_.size());
  std::vector<uint32_t> touched;  // groups that have somebody with the score at hand
  for (size_t i = 0; i < rows_.size(); ++i) {
    const uint32_t row = rows_[i];
    const double score = population_.scores[row];
    const uint32_t group = group_of[row];
    if (group < groups) {
      ScoreSummary& summary = summaries[group];
      ++summary.above_median.whole;
      if (score > *median_) ++summary.above_median.part;
      summary.sum += score;
      if (const Mark label = population_.label(row); label != Mark::kUnknown) {
        const bool predicted = label == predicts_;
        ++(predicted ? orderings[group].predicted_here : orderings[group].others_here);
        Fraction& band = summary.bands[BandOf(score)];
        ++band.whole;
        if (predicted) ++band.part;
        touched.push_back(group);
      }
    }
    if (i + 1 == rows_.size() || population_.scores[rows_[i + 1]] != score) {
      for (const uint32_t one : touched) orderings[one].EndOfScore();
      touched.clear();
    }
  }
  for (size_t group = 0; group < groups; ++group) summaries[group].auc = orderings[group].Auc();
  return summaries;
}

}  // namespace reeve::oversight::bias

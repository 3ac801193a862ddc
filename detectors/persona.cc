#include "detectors/persona.h"

#include <algorithm>

#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

// From the threshold on, each further cue adds half its weight.
double ScoreOf(double sum, double core) {
  if (sum < kPersonaSuspicion) return 0;
  const double more = sum - kPersonaThreshold;
  if (more < 0) return 0.32;
  if (core < kPersonaCore) return std::min(0.35 + 0.1 * more, 0.5);
  return 0.6 + 0.5 * more;
}

}  // namespace

void PersonaCues::Add(const PhraseRule& rule, size_t begin, size_t end) {
  Cue& latest = latest_[rule.persona_cue];
  const bool stays = latest.rule != nullptr && latest.rule->weight > rule.weight &&
                     begin <= latest.begin + kPersonaReach;
  if (!stays) latest = {&rule, begin, end};
  double sum = 0;
  double core = 0;
  const Cue* strongest = &latest;
  for (size_t number = 0; number < latest_.size(); ++number) {
    const Cue& cue = latest_[number];
    if (cue.rule == nullptr || cue.begin + kPersonaReach < begin) continue;
    sum += cue.rule->weight;
    if (number < kFirstFrameCue) core += cue.rule->weight;
    if (cue.rule->weight > strongest->rule->weight) strongest = &cue;
  }
  const double score = ScoreOf(sum, core);
  if (score <= score_) return;
  score_ = score;
  strongest_ = *strongest;
}

}  // namespace reeve::detectors

// The cues of a persona without rules, added up: what lifts the limits of a model is seldom one
// phrase, but a name, a promise, a ban on refusing, side by side.
//
// Cues of one number count once, at the weight of the latest, and only those within kPersonaReach
// bytes count together: in a long text the words of many people stand, and each has some cue.
//
// Some cues frame any role play as well ("I want you to act as", "only reply with", "my first
// command is"). They add to the sum, but where little else is there (kPersonaCore), the finding's
// score is that of a suspicion: under what a policy acts on (docs/detectors/prompts.md).
//
// Thread-safety: one object, one scan.
#pragma once

#include <array>
#include <cstddef>

#include "detectors/phrase_rule.h"

namespace reeve::detectors {

// The weights of different cues add up to a suspicion from here on, and to a persona from there on,
// when those that are no frame reach the third.
inline constexpr double kPersonaSuspicion = 0.8;
inline constexpr double kPersonaThreshold = 1.0;
inline constexpr double kPersonaCore = 0.6;

class PersonaCues {
 public:
  // In the order of their ends.
  void Add(const PhraseRule& rule, size_t begin, size_t end);

  bool Found() const { return score_ > 0; }
  double Score() const { return score_; }
  // The strongest cue of those that made the score.
  const PhraseRule* rule() const { return strongest_.rule; }
  size_t begin() const { return strongest_.begin; }
  size_t end() const { return strongest_.end; }

 private:
  struct Cue {
    const PhraseRule* rule = nullptr;
    size_t begin = 0;
    size_t end = 0;
  };
  std::array<Cue, kPersonaCues> latest_{};
  Cue strongest_{};
  double score_ = 0;
};

}  // namespace reeve::detectors

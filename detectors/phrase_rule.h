// A rule of phrases: cues that follow each other in one sentence.
//
//   {&kInjectionIgnoreInstructions, 0.9, "disobey ~40 scope ~24 orders"}
//
// A step is one cue, or several between `|`; `~N` before a step says how many code points may lie
// between it and the step before (three without it, which is "the next word"). What a cue is in
// each language is told by the language packs; a literal of a rule's own stands in quotes, with the
// same signs as in a pack: `'from now on|from here on'`.
//
// Thread-safety: constant data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "detectors/catalogue.h"

namespace reeve::detectors {

// What around a phrase takes its force away. A pack lists the words of each (cue "in_fiction").
enum Setting : uint8_t {
  kMention = 1,     // in quotation marks, in a sentence about the words
  kFiction = 2,     // a film, a novel, a game
  kPrevention = 4,  // to prevent, to report, to protect from
  kMeaning = 8,     // what is, what does it mean, the law on
  kCoding = 16,     // a compiler, a method, an error message
};
inline constexpr uint8_t kNoSetting = 0;

// Numbers of a persona's cues: below this, and from here on the frames of any role play.
inline constexpr uint8_t kFirstFrameCue = 32;
inline constexpr size_t kPersonaCues = 48;

struct PhraseRule {
  const EntityEntry* entity;
  // Of a phrase: its score. Of a persona's cue: its weight.
  double weight;
  std::string_view steps;
  uint8_t unless = kMention;  // of Setting
  // Cues of a persona are numbered: those of one number weigh once, and the sum decides
  // (persona.h).
  uint8_t persona_cue = 0;
};

std::span<const PhraseRule> InjectionPhrases();
std::span<const PhraseRule> JailbreakPhrases();
std::span<const PhraseRule> TopicPhrases();
std::span<const PhraseRule> SpecialCategoryPhrases();

}  // namespace reeve::detectors

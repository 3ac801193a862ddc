// The table of injection phrases and jailbreak cues: data, apart from the engine that reads it.
// Thread-safety: constant data.
#pragma once

#include <span>
#include <string_view>

#include "detectors/catalogue.h"

namespace reeve::detectors {

struct PhraseRule {
  const EntityEntry* entity;
  // Words at which the pattern is tried, between `|`. An upper-case letter makes one exact-case.
  std::string_view triggers;
  // RE2, case-insensitive unless it says (?-i), unanchored within the sentence of the trigger.
  std::string_view pattern;
  // Of a phrase: its score. Of a persona cue: its weight.
  double weight;
  // Only where `<`, `|`, `[`, `#` or `(` stands within the four bytes before the trigger: keeps
  // patterns with common triggers ("user", "https") from running on prose.
  bool after_mark = false;
  // A match in quotation marks, in a sentence that asks about it, is no order.
  bool quotable = true;
};

std::span<const PhraseRule> PhraseRules();

}  // namespace reeve::detectors

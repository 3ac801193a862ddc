// Prompt injection by rule: a trigger word of the dictionary makes the sentence around it a
// candidate, and an RE2 pattern (verb x target) decides.
//
// Five entities are single phrases. The sixth, INJECTION_JAILBREAK_PERSONA, is read from cues that
// weigh together over the whole text ("stay in character" alone is theatre): it is found when the
// weights of different cues reach kPersonaThreshold.
//
// Persuasion without such phrases is not seen; docs/detectors.md says what that means.
//
// Thread-safety: InjectionRules is immutable once made; an InjectionMatcher belongs to one scan.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "detectors/dictionary.h"
#include "detectors/hit.h"
#include "detectors/wanted.h"

namespace reeve::detectors {

inline constexpr double kPersonaThreshold = 1.0;

class InjectionRules {
 public:
  // The rules of the entities that are wanted.
  explicit InjectionRules(const Wanted& wanted);
  ~InjectionRules();

  // The trigger words, for the pass's dictionary; `value` is what Match wants as `trigger`.
  const std::vector<DictionaryWord>& triggers() const { return triggers_; }

 private:
  friend class InjectionMatcher;
  struct Rule;
  std::vector<Rule> rules_;
  std::vector<DictionaryWord> triggers_;
  std::vector<std::vector<uint16_t>> rules_of_trigger_;
};

class InjectionMatcher {
 public:
  InjectionMatcher(const InjectionRules& rules, std::string_view text);

  // The trigger word stands at text[pos].
  void Match(size_t pos, uint32_t trigger, std::vector<Hit>* hits);
  // To be called once, after the last Match.
  void Finish(std::vector<Hit>* hits);

 private:
  void Try(const InjectionRules::Rule& rule, uint16_t index, size_t pos, std::vector<Hit>* hits);

  const InjectionRules& rules_;
  std::string_view text_;
  std::vector<size_t> done_;  // by rule: up to here its sentence or its match was looked at
  double persona_weight_ = 0;
  double strongest_ = 0;
  Hit persona_;
};

}  // namespace reeve::detectors

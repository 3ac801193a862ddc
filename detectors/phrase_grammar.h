// Rules and language packs, made ready for the pass: the words of all cues, and for each the steps
// of rules that it fulfils.
//
// Only what the wanted entities need is in it. A malformed rule, or one that names a cue that no
// pack has, aborts: the tables are part of the program, and a test makes the grammar of all.
//
// Thread-safety: immutable once made.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "detectors/dictionary.h"
#include "detectors/markup.h"
#include "detectors/phrase_keys.h"
#include "detectors/phrase_rule.h"
#include "detectors/wanted.h"

namespace reeve::detectors {

class PhraseGrammar {
 public:
  explicit PhraseGrammar(const Wanted& wanted);
  ~PhraseGrammar();
  PhraseGrammar(const PhraseGrammar&) = delete;
  PhraseGrammar& operator=(const PhraseGrammar&) = delete;

  // Empty when no phrase is wanted. The value of a word is what `entry` wants; literals live as
  // long as the grammar. What only moves rules on is for later.
  const std::vector<DictionaryWord>& words() const { return words_; }

  static constexpr uint8_t kMaxSteps = 6;
  static constexpr uint16_t kFirst = 0xFFFF;  // the parent of a first step

  // Rules that begin with the same steps share them.
  struct Step {
    uint16_t parent;   // the step before, or kFirst
    uint8_t depth;     // steps before it
    uint16_t max_gap;  // code points behind the step before
    std::string words;
    std::vector<const PhraseRule*> completes;
    KeySigns signs;  // of the rules of which it is a key
  };
  // A step that a word fulfils, as itself or as a shorter word that it begins with.
  struct Use {
    uint16_t step;
    uint16_t parent;
    uint16_t max_gap;
    uint16_t length;  // bytes of the word
  };
  // What a word of the dictionary does.
  struct Entry {
    // Later steps first, so that one word never is two steps of a rule at once.
    std::vector<Use> uses;
    // Of the keys that it is; the frequent ones only where it begins in a script without blanks,
    // for else keys() tells them.
    KeySigns signs;
    uint8_t setting = 0;  // of Setting
    bool markup = false;  // begins a candidate of MatchMarkup
    uint16_t shield = 0;  // no word within so many bytes counts
    bool stops = false;   // it has a mark that may end a sentence
  };

  const std::vector<Step>& steps() const { return steps_; }
  const Entry& entry(uint32_t word) const { return entries_[word]; }
  // What stands for an e-mail address, which is no word: the entry of its `@`.
  const Entry& at_sign() const { return at_sign_; }
  const PhraseKeys& keys() const { return keys_; }
  const MarkupPatterns& markup() const { return *markup_; }

 private:
  uint16_t CueNumber(std::string_view name);
  void AddRule(const PhraseRule& source);
  uint16_t AddStep(std::string_view words, uint16_t max_gap, uint16_t parent);
  void AddMarkup(const Wanted& wanted);
  void AddWords(std::string_view words, uint16_t cue);
  void AddPacks();
  void MakeWords();
  void ChooseKeys();
  void AddKeys(std::string_view literal, bool stem, Entry* entry);
  KeySigns SignsOf(const Entry& entry, size_t length) const;
  void Read(uint16_t cue, size_t length, Entry* entry) const;

  struct CueWord {
    std::string literal;
    bool exact_case;
    bool whole;
    uint16_t cue;
  };
  std::vector<Step> steps_;
  struct Cue {
    std::string name;
    std::vector<uint16_t> steps;
    bool known = false;  // some pack or rule has words for it
  };
  std::vector<Cue> cues_;
  std::vector<CueWord> cue_words_;  // words_ points into it
  std::vector<Entry> entries_;
  Entry at_sign_;
  PhraseKeys keys_;
  std::unique_ptr<const MarkupPatterns> markup_;
  std::vector<DictionaryWord> words_;
};

}  // namespace reeve::detectors

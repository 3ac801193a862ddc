// The pass over one text: cue words come in, in the order of the text, phrases come out.
//
// Nearly all cues of prose are frequent words ("the", "write") that no phrase comes of. So the
// matcher only keeps where words begin, until the sentence is over, and asks which of its rules'
// rarest steps stood there (phrase_keys.h). Where a rule may have all its steps, the words are
// looked up and the rules move on; else the sentence is forgotten. No phrase goes beyond a
// sentence.
//
// For each step of the rules it is kept where the latest beginning that reached it ended. A cue
// moves those on whose next step it is, if it stands near enough and no sentence ends
// between. The latest is always the best, since a gap has a greatest length only; so the work is
// one comparison for a cue and a step, and the time is linear in the text.
//
// When the text is over, settings are weighed: a phrase that is quoted, or that belongs to a film,
// loses force; an instruction in what a tool returned, or in a hidden comment, gains.
//
// Thread-safety: one object, one scan.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "detectors/hit.h"
#include "detectors/limits.h"
#include "detectors/markup.h"
#include "detectors/persona.h"
#include "detectors/phrase_grammar.h"
#include "detectors/scan_context.h"
#include "detectors/text_masks.h"

namespace reeve::detectors {

struct ScanPlan;

class PhraseMatcher {
 public:
  // The plan's dictionary and the text's masks tell what stands at the places that were kept.
  PhraseMatcher(const ScanPlan& plan, const TextMasks& masks, ScanContext context);

  // A word begins at text[pos]; to be called before Match.
  void AddPlace(size_t pos, const WordKey& key) {
    if (pos >= shielded_until_) Keep({pos, key});
  }
  // The dictionary's word stands at text[pos], at the start of a word.
  void Match(size_t pos, const DictionaryWord& word, std::vector<Hit>* hits);
  // An `@` with letters beside it, which an address has.
  void MatchAt(size_t pos);
  // A mark, or a code point outside ASCII, that may end a sentence.
  void MatchMark(size_t pos);
  // To be called once, after the last Match.
  void Finish(std::vector<Hit>* hits);

 private:
  struct State {
    size_t begin = 0;
    size_t end = 0;  // 0: the step was not reached
  };
  struct Found {
    const PhraseRule* rule;
    size_t begin;
    size_t end;
  };
  struct Mark {
    size_t pos;
    uint8_t setting;
  };

  // Where a word begins, or an `@`.
  using Place = PhraseKeys::Place;
  void Keep(const Place& place) {
    if (kept_.size() == kMaxKept) JudgeKept(place.pos);
    kept_.push_back(place);
  }
  void Judge();
  void JudgeKept(size_t pos);
  bool KeysMeet() const;
  void AdvanceAll(const PhraseGrammar::Entry& entry, size_t pos);
  void Advance(const PhraseGrammar::Use& use, size_t begin);
  bool Near(size_t from, size_t to, size_t max_gap) const;
  void Complete(const PhraseRule& rule, size_t begin, size_t end);
  Hit ToHit(const Found& found) const;
  uint8_t SettingsAround(size_t begin, size_t end) const;
  double TrustWeight(const Found& found) const;
  void AddPersona(std::vector<Hit>* hits) const;

  // More than twice the places that kMaxPhraseBytes have: what is kept once more is never judged
  // once more.
  static constexpr size_t kMaxKept = 3 * kMaxPhraseBytes;

  const PhraseGrammar& grammar_;
  const Dictionary& words_;
  const TextMasks& masks_;
  const std::string_view text_;
  const ScanContext context_;
  std::vector<State> states_;  // by step; none before they are needed
  size_t states_from_ = 0;     // those that begin before are of another sentence
  std::vector<Place> kept_;    // of this sentence, or of the end of a long one
  size_t judged_ = 0;          // of kept_: the rules have moved on with them
  KeySigns signs_;             // of the rare keys in the sentence
  size_t stops_until_ = 0;     // marks before it may be part of a cue
  std::vector<Found> found_;
  std::vector<Mark> settings_;
  size_t shielded_until_ = 0;
  size_t last_sentence_end_ = 0;  // behind its mark; while the rules move on
  MarkupMatcher markup_;
  PersonaCues persona_;
};

}  // namespace reeve::detectors

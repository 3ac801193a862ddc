// The pass over one text: cue words come in, in the order of the text, phrases come out.
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
#include "detectors/markup.h"
#include "detectors/persona.h"
#include "detectors/phrase_grammar.h"
#include "detectors/scan_context.h"

namespace reeve::detectors {

class PhraseMatcher {
 public:
  PhraseMatcher(const PhraseGrammar& grammar, std::string_view text, ScanContext context);

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

  void Advance(const PhraseGrammar::Use& use, size_t begin);
  bool Near(size_t from, size_t to, size_t max_gap) const;
  void Complete(const PhraseRule& rule, size_t begin, size_t end);
  Hit ToHit(const Found& found) const;
  uint8_t SettingsAround(size_t begin, size_t end) const;
  double TrustWeight(const Found& found) const;
  void AddPersona(std::vector<Hit>* hits) const;

  const PhraseGrammar& grammar_;
  const std::string_view text_;
  const ScanContext context_;
  std::vector<State> states_;
  std::vector<Found> found_;
  std::vector<Mark> settings_;
  size_t shielded_until_ = 0;
  size_t last_sentence_end_ = 0;  // behind its mark
  MarkupMatcher markup_;
  PersonaCues persona_;
};

}  // namespace reeve::detectors

#include "detectors/phrase_matcher.h"

#include <algorithm>

#include "detectors/bytes.h"
#include "detectors/limits.h"
#include "detectors/scan_plan.h"

namespace reeve::detectors {
namespace {

constexpr double kMentionWeight = -0.7;
constexpr double kSettingWeight = -0.6;
// A quotation excuses less in a text that has no reason to quote an order to a model.
constexpr double kMentionWeightOutside = -0.2;
constexpr double kOutsideWeight = 0.15;
constexpr double kCommentWeight = 0.25;
// The operator's own prompt may say what the assistant is and is not to do. It is not passed over,
// for templates put documents into it too.
constexpr double kOperatorWeight = -0.3;

bool Outside(Source source) { return source == Source::kTool || source == Source::kDocument; }

// Of the instructions and their circumvention; topics and persons are the same from everywhere.
bool Instructs(Category category) {
  return category == Category::kInjection || category == Category::kJailbreak;
}

// The sentence marks of Chinese, Japanese, Hindi and Arabic, three and two bytes long.
bool EndsSentenceAt(std::string_view text, size_t pos) {
  const char c = text[pos];
  if (c == '.' || c == '!' || c == '?') return pos + 1 == text.size() || Has(text[pos + 1], kSpace);
  if (c == '\n') return At(text, pos + 1, '\n');
  if (static_cast<uint8_t>(c) < 0xD8) return false;
  const std::string_view rest = text.substr(pos, 3);
  return rest == "。" || rest == "！" || rest == "？" || rest == "।" || rest.starts_with("؟");
}

bool QuoteEndsAt(std::string_view text, size_t pos) {
  for (const std::string_view quote : {"\"", "'", "`", "“", "‘", "«", "„", "「", "『"}) {
    if (text.substr(0, pos).ends_with(quote)) return true;
  }
  return false;
}

bool QuoteNear(std::string_view text, size_t pos) {
  const std::string_view behind = text.substr(pos, kQuoteAfter);
  for (const std::string_view quote : {"\"", "'", "`", "”", "’", "»", "“", "」", "』"}) {
    if (behind.find(quote) != std::string_view::npos) return true;
  }
  return false;
}

// "<!-- ... -->": what a page hides from its readers.
bool InComment(std::string_view text, size_t pos) {
  const size_t lowest = pos > kCommentBefore ? pos - kCommentBefore : 0;
  const std::string_view before = text.substr(lowest, pos - lowest);
  const size_t open = before.rfind("<!--");
  return open != std::string_view::npos && before.find("-->", open) == std::string_view::npos;
}

}  // namespace

PhraseMatcher::PhraseMatcher(const ScanPlan& plan, const TextMasks& masks, ScanContext context)
    : grammar_(plan.phrases),
      words_(plan.words),
      masks_(masks),
      text_(masks.text()),
      context_(context),
      markup_(plan.phrases.markup()) {}

void PhraseMatcher::Match(size_t pos, const DictionaryWord& word, std::vector<Hit>* hits) {
  if (pos < shielded_until_) return;
  const PhraseGrammar::Entry& entry = grammar_.entry(word.value);
  if (entry.shield != 0) shielded_until_ = pos + entry.shield;
  if (entry.setting != 0) settings_.push_back({pos, entry.setting});
  if (entry.markup) markup_.Match(text_, pos, hits);
  if (entry.stops) stops_until_ = std::max(stops_until_, pos + word.literal.size());
  signs_.Add(entry.signs);
}

void PhraseMatcher::MatchAt(size_t pos) {
  const PhraseGrammar::Entry& entry = grammar_.at_sign();
  if (entry.uses.empty()) return;
  signs_.Add(entry.signs);
  Keep({pos, {}});
}

// May both keys of some rule be among what is kept?
bool PhraseMatcher::KeysMeet() const {
  if (signs_.rare.empty()) return false;
  if (signs_.rare.Meets(signs_.frequent)) return true;
  for (size_t i = 0; i < kept_.size(); ++i) {
    const Place& after = kept_[std::min(i + 1, kept_.size() - 1)];
    if (grammar_.keys().Tells(masks_, kept_[i], after, signs_.rare)) return true;
  }
  return false;
}

// Looks up what was kept, where a phrase may be in it.
void PhraseMatcher::Judge() {
  if (judged_ == kept_.size() || !KeysMeet()) return;
  states_.resize(grammar_.steps().size());
  if (judged_ == 0) states_from_ = std::max(states_from_, kept_[0].pos);
  const size_t first = kept_[judged_].pos;
  size_t read = std::max(states_from_, first - std::min(first, kMaxPhraseBytes));
  last_sentence_end_ = 0;
  for (; judged_ < kept_.size(); ++judged_) {
    const auto& [at, key] = kept_[judged_];
    for (; read < at; ++read) {
      if (EndsSentenceAt(text_, read)) last_sentence_end_ = read + 1;
    }
    Dictionary::Found found;
    if (text_[at] == '@') {
      AdvanceAll(grammar_.at_sign(), at);
    } else if (words_.Find(masks_, at, key, &found)) {
      const DictionaryWord* word = found[ScanPlan::kPhraseWord];
      if (word != nullptr) AdvanceAll(grammar_.entry(word->value), at);
    }
  }
}

// Makes room: keeps what a phrase may begin with that ends behind `pos`.
void PhraseMatcher::JudgeKept(size_t pos) {
  Judge();
  const bool judged = judged_ == kept_.size();
  const size_t from = pos - std::min(pos, kMaxPhraseBytes);
  std::erase_if(kept_, [&](const Place& place) { return place.pos < from; });
  judged_ = judged ? kept_.size() : 0;
}

void PhraseMatcher::AdvanceAll(const PhraseGrammar::Entry& entry, size_t pos) {
  for (const PhraseGrammar::Use& use : entry.uses) Advance(use, pos);
}

void PhraseMatcher::Advance(const PhraseGrammar::Use& use, size_t begin) {
  const size_t end = begin + use.length;
  State* state = &states_[use.step];
  if (use.parent == PhraseGrammar::kFirst) {
    *state = {begin, end};
  } else {
    const State& before = states_[use.parent];
    if (before.end == 0 || before.begin < states_from_ || before.end > begin ||
        !Near(before.end, begin, use.max_gap)) {
      return;
    }
    if (end - before.begin > kMaxPhraseBytes) return;
    *state = {before.begin, end};
  }
  for (const PhraseRule* rule : grammar_.steps()[use.step].completes) {
    Complete(*rule, state->begin, state->end);
  }
}

void PhraseMatcher::MatchMark(size_t pos) {
  const char mark = text_[pos];
  // Marks of other scripts and empty lines are looked for when the words are (Judge).
  const bool ends = (mark == '.' || mark == '!' || mark == '?') && EndsSentenceAt(text_, pos);
  if (!ends || pos < stops_until_) return;
  Judge();
  states_from_ = pos + 1;
  kept_.clear();
  judged_ = 0;
  signs_ = {};
}

// Whether the gap is short enough and no sentence ends in it.
bool PhraseMatcher::Near(size_t from, size_t to, size_t max_gap) const {
  if (last_sentence_end_ > from || to - from > 4 * max_gap) return false;
  if (to - from <= max_gap) return true;
  size_t letters = 0;
  for (size_t pos = from; pos < to && letters <= max_gap; ++pos) {
    letters += IsContinuationByte(text_[pos]) ? 0 : 1;
  }
  return letters <= max_gap;
}

void PhraseMatcher::Complete(const PhraseRule& rule, size_t begin, size_t end) {
  // "instructions": the plural belongs to the word.
  if (At(text_, end, 's')) ++end;
  if (rule.persona_cue == 0) {
    found_.push_back({&rule, begin, end});
  } else {
    persona_.Add(rule, begin, end);
  }
}

uint8_t PhraseMatcher::SettingsAround(size_t begin, size_t end) const {
  uint8_t found = 0;
  const size_t first = SentenceBegin(text_, begin, kPhraseBefore);
  const size_t last = SentenceEnd(text_, end, kPhraseAfter);
  const auto from = std::lower_bound(settings_.begin(), settings_.end(), first,
                                     [](const Mark& mark, size_t pos) { return mark.pos < pos; });
  for (auto mark = from; mark != settings_.end() && mark->pos < last; ++mark) {
    found = static_cast<uint8_t>(found | mark->setting);
  }
  return found;
}

double PhraseMatcher::TrustWeight(const Found& found) const {
  if (!Instructs(found.rule->entity->category)) return 0;
  if (context_.source == Source::kSystem) return kOperatorWeight;
  const double hidden = InComment(text_, found.begin) ? kCommentWeight : 0;
  return Outside(context_.source) ? kOutsideWeight + hidden : hidden;
}

Hit PhraseMatcher::ToHit(const Found& found) const {
  Hit hit{found.rule->entity, found.begin, found.end, {.format = found.rule->weight}, false};
  hit.parts.context = TrustWeight(found);
  const uint8_t unless = found.rule->unless;
  if ((unless & kMention) != 0 && QuoteEndsAt(text_, found.begin) && QuoteNear(text_, found.end)) {
    hit.parts.against = Outside(context_.source) ? kMentionWeightOutside : kMentionWeight;
  } else if (unless != 0 && (SettingsAround(found.begin, found.end) & unless) != 0) {
    hit.parts.against = kSettingWeight;
  }
  return hit;
}

void PhraseMatcher::AddPersona(std::vector<Hit>* hits) const {
  if (!persona_.Found()) return;
  const Found found{persona_.rule(), persona_.begin(), persona_.end()};
  Hit hit{found.rule->entity, found.begin, found.end, {.format = persona_.Score()}, false};
  hit.parts.context = TrustWeight(found);
  hits->push_back(hit);
}

void PhraseMatcher::Finish(std::vector<Hit>* hits) {
  Judge();
  for (const Found& found : found_) hits->push_back(ToHit(found));
  AddPersona(hits);
}

}  // namespace reeve::detectors

#include "detectors/phrase_grammar.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "base/result.h"
#include "detectors/bytes.h"
#include "detectors/frequent_words.h"
#include "detectors/language_pack.h"
#include "detectors/markup.h"
#include "detectors/prompt_entities.h"
#include "detectors/word_forms.h"

namespace reeve::detectors {
namespace {

constexpr uint16_t kNextWord = 3;
constexpr size_t kMinCueWord = 3;
constexpr std::string_view kShieldCue = "shield";
constexpr std::string_view kAddressCue = "mail_address";
constexpr std::string_view kMarkupCue = "markup";

constexpr std::array<std::pair<std::string_view, uint8_t>, 5> kSettingCues = {{
    {"in_mention", kMention},
    {"in_fiction", kFiction},
    {"in_prevention", kPrevention},
    {"in_meaning", kMeaning},
    {"in_coding", kCoding},
}};

std::vector<std::string_view> Split(std::string_view list, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t end = list.find(separator);
    parts.push_back(list.substr(0, end));
    if (end == std::string_view::npos) return parts;
    list.remove_prefix(end + 1);
  }
}

// The steps of a rule with their marks: "a|b", "~24", "'x y|z'".
std::vector<std::string_view> Tokens(std::string_view text) {
  std::vector<std::string_view> tokens;
  while (!text.empty()) {
    if (text.front() == ' ') {
      text.remove_prefix(1);
      continue;
    }
    size_t end = text.find(' ');
    if (const size_t quote = text.find('\''); quote < end) {
      // One may stand within a literal, as in "don't": the one before a blank closes it.
      end = text.find("' ", quote + 1);
      if (end != std::string_view::npos) ++end;
    }
    tokens.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end, text.size()));
  }
  return tokens;
}

// A whole word stands in a longer entry only where that goes on with another word, or where the
// entry is its plural.
bool EndsWord(std::string_view literal, size_t length) {
  return !WordAt(literal, length) || (literal[length] == 's' && !WordAt(literal, length + 1));
}

void Refuse(const PhraseRule& rule, std::string_view why) {
  Panic("phrase rule `" + std::string(rule.steps) + "`: " + std::string(why));
}

}  // namespace

PhraseGrammar::PhraseGrammar(const Wanted& wanted)
    : markup_(std::make_unique<const MarkupPatterns>(wanted)) {
  for (const auto rules :
       {InjectionPhrases(), JailbreakPhrases(), TopicPhrases(), SpecialCategoryPhrases()}) {
    for (const PhraseRule& rule : rules) {
      if (wanted(*rule.entity)) AddRule(rule);
    }
  }
  AddMarkup(wanted);
  if (cues_.empty()) return;
  AddPacks();
  for (const Cue& cue : cues_) {
    if (!cue.known) Panic("no language pack has the cue `" + cue.name + "`");
  }
  ChooseKeys();
  MakeWords();
}

PhraseGrammar::~PhraseGrammar() = default;

uint16_t PhraseGrammar::CueNumber(std::string_view name) {
  const auto found =
      std::find_if(cues_.begin(), cues_.end(), [&](const Cue& cue) { return cue.name == name; });
  if (found != cues_.end()) return static_cast<uint16_t>(found - cues_.begin());
  cues_.emplace_back().name = name;
  return static_cast<uint16_t>(cues_.size() - 1);
}

void PhraseGrammar::AddMarkup(const Wanted& wanted) {
  if (!wanted(kInjectionChatTemplate) && !wanted(kInjectionExfiltration)) return;
  AddWords(kMarkupWords, CueNumber(kMarkupCue));
}

void PhraseGrammar::AddRule(const PhraseRule& source) {
  size_t count = 0;
  uint16_t step = kFirst;
  uint16_t gap = kNextWord;
  for (const std::string_view token : Tokens(source.steps)) {
    if (token.front() == '~') {
      gap = 0;
      for (const char c : token.substr(1)) gap = static_cast<uint16_t>(gap * 10 + (c - '0'));
      continue;
    }
    if (count++ == kMaxSteps) Refuse(source, "too many steps");
    step = AddStep(token, gap, step);
    gap = kNextWord;
  }
  if (step == kFirst) Refuse(source, "no steps");
  steps_[step].completes.push_back(&source);
}

// The step of these words behind `parent`, made where no rule had it before.
uint16_t PhraseGrammar::AddStep(std::string_view words, uint16_t max_gap, uint16_t parent) {
  const auto known = std::find_if(steps_.begin(), steps_.end(), [&](const Step& step) {
    return step.parent == parent && step.max_gap == max_gap && step.words == words;
  });
  if (known != steps_.end()) return static_cast<uint16_t>(known - steps_.begin());
  const auto number = static_cast<uint16_t>(steps_.size());
  const auto depth = static_cast<uint8_t>(parent == kFirst ? 0 : steps_[parent].depth + 1);
  steps_.push_back({parent, depth, max_gap, std::string(words), {}, {}});
  if (const size_t quote = words.find('\''); quote != std::string_view::npos) {
    const uint16_t cue = CueNumber(words.substr(quote));
    if (!cues_[cue].known) AddWords(words.substr(quote + 1, words.size() - quote - 2), cue);
    cues_[cue].steps.push_back(number);
    if (quote == 0) return number;
    words = words.substr(0, quote - 1);  // without the bar
  }
  for (const std::string_view name : Split(words, '|')) {
    cues_[CueNumber(name)].steps.push_back(number);
  }
  return number;
}

void PhraseGrammar::AddWords(std::string_view words, uint16_t cue) {
  cues_[cue].known = true;
  for (std::string_view word : Split(words, '|')) {
    const bool whole = !word.ends_with('*');
    if (!whole) word.remove_suffix(1);
    const bool exact = std::any_of(word.begin(), word.end(), [](char c) { return Has(c, kUpper); });
    if (word.size() < kMinCueWord) Panic("the cue word `" + std::string(word) + "` is too short");
    for (std::string& form : WordForms(word)) {
      cue_words_.push_back({std::move(form), exact, whole, cue});
    }
  }
}

void PhraseGrammar::AddPacks() {
  for (const auto& [name, setting] : kSettingCues) cues_[CueNumber(name)].known = true;
  cues_[CueNumber(kShieldCue)].known = true;
  cues_[CueNumber(kAddressCue)].known = true;
  for (const LanguagePack& pack : LanguagePacks()) {
    for (const CueWords& words : pack.cues) {
      const auto found = std::find_if(cues_.begin(), cues_.end(),
                                      [&](const Cue& cue) { return cue.name == words.cue; });
      if (found == cues_.end()) continue;  // no wanted rule has it
      AddWords(words.words, static_cast<uint16_t>(found - cues_.begin()));
    }
  }
}

// The word does what the cue does; `length` bytes of it are the cue.
void PhraseGrammar::Read(uint16_t cue, size_t length, Entry* entry) const {
  const Cue& read = cues_[cue];
  for (const auto& [name, setting] : kSettingCues) {
    if (read.name == name) entry->setting = static_cast<uint8_t>(entry->setting | setting);
  }
  if (read.name == kShieldCue) entry->shield = static_cast<uint16_t>(length);
  if (read.name == kMarkupCue) entry->markup = true;
  for (const uint16_t step : read.steps) {
    entry->uses.push_back(
        {step, steps_[step].parent, steps_[step].max_gap, static_cast<uint16_t>(length)});
  }
}

// The dictionary answers with the longest entry that stands; that entry does what the shorter ones
// do too, where they would stand.
void PhraseGrammar::MakeWords() {
  // Of a word and a stem with the same letters the word comes first: the dictionary keeps the
  // order.
  std::map<std::pair<std::string_view, bool>, std::vector<const CueWord*>> by_literal;
  for (const CueWord& word : cue_words_) by_literal[{word.literal, !word.whole}].push_back(&word);
  for (const auto& [key, same] : by_literal) {
    const std::string_view literal = key.first;
    const bool stem = key.second;
    Entry& entry = entries_.emplace_back();
    for (const CueWord* word : same) Read(word->cue, literal.size(), &entry);
    for (size_t length = literal.size(); entry.shield == 0 && length >= kMinCueWord; --length) {
      const auto add = [&](bool shorter_is_stem) {
        const auto found = by_literal.find({literal.substr(0, length), shorter_is_stem});
        if (found == by_literal.end()) return;
        for (const CueWord* word : found->second) Read(word->cue, length, &entry);
      };
      if (length < literal.size() || !stem) add(true);
      if (length < literal.size() && EndsWord(literal, length)) add(false);
    }
    std::sort(entry.uses.begin(), entry.uses.end(), [this](const Use& a, const Use& b) {
      return std::tuple(steps_[b.step].depth, a.step, a.length) <
             std::tuple(steps_[a.step].depth, b.step, b.length);
    });
    AddKeys(literal, stem, &entry);
    DictionaryWord& word = words_.emplace_back();
    word.literal = literal;
    word.value = static_cast<uint32_t>(entries_.size() - 1);
    word.exact_case = same[0]->exact_case;
    word.whole = !stem;
    word.later = entry.setting == 0 && !entry.markup && entry.shield == 0 && !entry.stops &&
                 entry.signs.empty();
  }
  keys_.Finish();
  Read(CueNumber(kAddressCue), 1, &at_sign_);
  at_sign_.signs = SignsOf(at_sign_, 1);
}

void PhraseGrammar::AddKeys(std::string_view literal, bool stem, Entry* entry) {
  entry->stops = literal.find_first_of(".!?") != std::string_view::npos;
  entry->signs = SignsOf(*entry, 0);
  if (ReadWordKey(literal, 0).foreign) return;
  entry->signs.frequent = {};
  const KeyClasses frequent = SignsOf(*entry, literal.size()).frequent;
  if (!frequent.empty()) keys_.Add(literal, !stem, frequent);
}

// Of the steps for which the word counts with `length` bytes, or with any where that is 0.
KeySigns PhraseGrammar::SignsOf(const Entry& entry, size_t length) const {
  KeySigns signs;
  for (const Use& use : entry.uses) {
    if (length == 0 || use.length == length) signs.Add(steps_[use.step].signs);
  }
  return signs;
}

void PhraseGrammar::ChooseKeys() {
  std::vector<double> frequencies(steps_.size());
  for (const CueWord& word : cue_words_) {
    const double frequency = FrequencyInProse(word.literal);
    for (const uint16_t step : cues_[word.cue].steps) frequencies[step] += frequency;
  }
  std::map<uint16_t, size_t> classes;  // by the more frequent key
  for (size_t last = 0; last < steps_.size(); ++last) {
    if (steps_[last].completes.empty()) continue;
    auto rare = static_cast<uint16_t>(last);
    uint16_t frequent = rare;
    for (uint16_t step = steps_[last].parent; step != kFirst; step = steps_[step].parent) {
      if (frequencies[step] < frequencies[rare]) {
        frequent = std::exchange(rare, step);
      } else if (frequent == rare || frequencies[step] < frequencies[frequent]) {
        frequent = step;
      }
    }
    const size_t number = classes.try_emplace(frequent, classes.size()).first->second;
    steps_[rare].signs.rare.Set(number);
    steps_[frequent].signs.frequent.Set(number);
  }
}

}  // namespace reeve::detectors

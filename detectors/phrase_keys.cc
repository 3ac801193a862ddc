#include "detectors/phrase_keys.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string>

#include "detectors/bytes.h"
#include "detectors/frequent_words.h"

namespace reeve::detectors {
namespace {

// A stem is filed under its first bytes: the most that it has.
constexpr std::array<size_t, 3> kStemBytes = {6, 4, 3};

struct Word {
  size_t begin = 0;
  size_t end = 0;
  bool stem = false;
};

// What a literal may be filed under: a word, or the pair that begins with it.
struct Own {
  size_t word;
  double frequency;
};

// The words of a literal that a text is asked for at the begin of a word: not those behind the
// first that begin with a digit, which numbers do not do, nor very short stems.
std::vector<Word> WordsOf(std::string_view literal, bool whole) {
  std::vector<Word> words;
  for (size_t pos = 0; pos < literal.size();) {
    const size_t end = EndOfWord(literal, pos);
    if (end == pos) {
      ++pos;
      continue;
    }
    const bool stem = end == literal.size() && !whole;
    const bool usable = !IsDigit(literal[pos]) && (!stem || end - pos >= kStemBytes.back());
    if (pos == 0 || usable) words.push_back({pos, end, stem});
    pos = end;
  }
  return words;
}

}  // namespace

void PhraseKeys::Add(std::string_view literal, bool whole, const KeyClasses& classes) {
  if (ReadWordKey(literal, 0).foreign) return;
  const std::vector<Word> words = WordsOf(literal, whole);
  if (words.empty()) return;
  const auto text = [&](const Word& word) {
    return literal.substr(word.begin, word.end - word.begin);
  };
  const auto rarer = [](const Own& a, const Own& b) { return a.frequency < b.frequency; };
  std::vector<Own> singles;
  std::vector<Own> pairs;
  for (size_t i = 0; i < words.size(); ++i) {
    const double frequency = FrequencyInProse(text(words[i]));
    singles.push_back({i, frequency});
    if (i == 0) continue;
    const bool beside = words[i - 1].end + 1 == words[i].begin;
    if (!beside || (words[i].stem && text(words[i]).size() < WordKey::kSecond)) continue;
    pairs.push_back({i - 1, frequency * singles[i - 1].frequency});
  }
  if (!pairs.empty()) {
    const size_t first = std::min_element(pairs.begin(), pairs.end(), rarer)->word;
    return FilePair(text(words[first]), text(words[first + 1]),
                    words[first + 1].end == literal.size(), classes);
  }
  const Word own = words[std::min_element(singles.begin(), singles.end(), rarer)->word];
  if (own.stem) return FileStem(text(own), classes);
  const uint64_t head = ReadWordKey(text(own), 0).head;
  heads_[head].classes.Add(classes);
  const size_t size = own.end - own.begin;
  if (own.end == literal.size() && size < WordKey::kHead) {
    heads_[head | uint64_t{'s'} << (8 * size)].classes.Add(classes);
  }
}

void PhraseKeys::FilePair(std::string_view first, std::string_view second, bool last,
                          const KeyClasses& classes) {
  const WordKey key = ReadWordKey(first, 0);
  heads_[key.head].seconds = true;
  heads_[key.With(ReadWordKey(second, 0))].classes.Add(classes);
  if (!last || second.size() >= WordKey::kSecond) return;
  heads_[key.With(ReadWordKey(std::string(second) + 's', 0))].classes.Add(classes);
}

void PhraseKeys::FileStem(std::string_view stem, const KeyClasses& classes) {
  size_t i = 0;
  while (stem.size() < kStemBytes[i]) ++i;
  const WordKey key = ReadWordKey(stem, 0);
  uint8_t& stems = stems_[key.Stem()];
  stems = static_cast<uint8_t>(stems | 1U << i);
  heads_[key.First(kStemBytes[i])].classes.Add(classes);
}

void PhraseKeys::Finish() {
  slots_.resize(std::bit_ceil(2 * heads_.size() + 1));
  constexpr size_t kBitsAHead = 16;
  known_.resize(std::bit_ceil(kBitsAHead * heads_.size() / 64 + 1));
  known_mask_ = known_.size() - 1;
  classes_ = {KeyClasses{}};
  for (const auto& [head, drawer] : heads_) {
    const uint64_t hash = WordKey::HashOf(head);
    known_[hash >> 32 & known_mask_] |= uint64_t{1} << (hash >> 58);
    const auto same = std::find(classes_.begin(), classes_.end(), drawer.classes);
    const auto index = static_cast<uint32_t>(same - classes_.begin());
    if (same == classes_.end()) classes_.push_back(drawer.classes);
    slots_[SlotOf(head)] = {head, index, drawer.seconds};
  }
  heads_.clear();
}

// The head's slot, or the empty one where it would be.
size_t PhraseKeys::SlotOf(uint64_t head) const {
  uint64_t at = WordKey::HashOf(head) >> 20;
  while (true) {
    at &= slots_.size() - 1;
    if (slots_[at].head == 0 || slots_[at].head == head) return at;
    ++at;
  }
}

bool PhraseKeys::SecondTells(const TextMasks& text, const Place& place, const Place& after,
                             const KeyClasses& classes) const {
  const WordKey& key = place.key;
  const size_t end =
      key.size < WordKey::kHead ? place.pos + key.size : EndOfWord(text.text(), place.pos);
  const WordKey next = after.pos == end + 1 ? after.key : text.KeyAt(end + 1);
  if (next.foreign) return false;
  return key.AnyWith(next, [&](uint64_t head) { return Of(Find(head), classes); });
}

// What stands at the begin of the word: before a hump, and stems.
bool PhraseKeys::BeginningTells(const WordKey& key, const KeyClasses& classes) const {
  for (uint32_t humps = key.humps; humps != 0; humps &= humps - 1) {
    const auto size = static_cast<size_t>(std::countr_zero(humps));
    if (Of(Find(key.First(size)), classes)) return true;
  }
  const uint8_t stems = stems_[key.Stem()];
  for (size_t i = 0; i < kStemBytes.size(); ++i) {
    if ((stems >> i & 1) == 0 || key.size < kStemBytes[i]) continue;
    if (Of(Find(key.First(kStemBytes[i])), classes)) return true;
  }
  return false;
}

}  // namespace reeve::detectors

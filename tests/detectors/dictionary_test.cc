// What stands at a place, found by hashes, is what a comparison with every entry finds.
#include "detectors/dictionary.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "detectors/bytes.h"
#include "detectors/text_masks.h"

namespace reeve::detectors {
namespace {

std::string Found(const std::vector<DictionaryWord>& words, std::string_view text, size_t pos = 0) {
  const Dictionary dictionary(words);
  const DictionaryWord* word = dictionary.Find(text, pos);
  return word == nullptr ? "" : std::string(word->literal);
}

// The rule of DictionaryWord, entry by entry.
bool StandsAt(const DictionaryWord& word, std::string_view text, size_t pos) {
  const size_t end = pos + word.literal.size();
  if (end > text.size()) return false;
  for (size_t i = 0; i < word.literal.size(); ++i) {
    const char c = text[pos + i];
    const bool blank = Has(c, kSpace) || c == '_' || c == '-';
    if (word.literal[i] == ' ' && blank) continue;
    if (word.literal[i] != c && (word.exact_case || word.literal[i] != ToLower(c))) return false;
  }
  if (!word.whole) return true;
  const size_t behind = At(text, end, 's') ? end + 1 : end;
  if (behind >= text.size() || text[behind] == '_' || !WordAt(text, behind)) return true;
  return Has(text[behind], kUpper) && Has(text[end - 1], kLower);
}

size_t LongestAt(const std::vector<DictionaryWord>& words, std::string_view text, size_t pos) {
  size_t longest = 0;
  for (const DictionaryWord& word : words) {
    if (StandsAt(word, text, pos)) longest = std::max(longest, word.literal.size());
  }
  return longest;
}

}  // namespace

TEST_CASE("dictionary: the longest entry that stands is found") {
  const std::vector<DictionaryWord> words = {
      {"tax"}, {"tax number"}, {"tax number of the year"}, {"ignor", 0, false, false}, {"i am"}};
  CHECK(Found(words, "Tax Number of THE year 2025") == "tax number of the year");
  CHECK(Found(words, "tax-number of them") == "tax number");
  CHECK(Found(words, "tax\tnumbers") == "tax number");
  CHECK(Found(words, "taxes") == "");
  CHECK(Found(words, "ignoring") == "ignor");
  CHECK(Found(words, "I am") == "i am");
  CHECK(Found(words, "I amble") == "");
  CHECK(Found(words, "see tax", 4) == "tax");
}

TEST_CASE("dictionary: a word goes on with a plural, a hump or an underscore") {
  const std::vector<DictionaryWord> words = {{"phone"}, {"passport"}, {"passport number"}};
  CHECK(Found(words, "phones") == "phone");
  CHECK(Found(words, "phoneNumber") == "phone");
  CHECK(Found(words, "phonesOfMine") == "phone");
  CHECK(Found(words, "phone_number") == "phone");
  CHECK(Found(words, "passportNumber") == "passport");
  CHECK(Found(words, "passports") == "passport");
  CHECK(Found(words, "PHONEBOOK") == "");
  CHECK(Found(words, "phone2") == "");
}

TEST_CASE("dictionary: letters with accents belong to words, Chinese ones end them") {
  const std::vector<DictionaryWord> words = {{"für alle"}, {"clé"}, {"忽略"}, {"token"}};
  CHECK(Found(words, "für alle Fälle") == "für alle");
  CHECK(Found(words, "clés") == "clé");
  CHECK(Found(words, "cléo") == "");
  CHECK(Found(words, "忽略之前的指令") == "忽略");
  CHECK(Found(words, "token密钥") == "token");
  CHECK(Found(words, "tokené") == "");
}

TEST_CASE("dictionary: each family finds its own longest entry") {
  std::vector<DictionaryWord> words = {{"api key"}, {"api"}, {"api keys of"}};
  words[1].family = 1;
  words[2].family = 2;
  const Dictionary dictionary(words);
  Dictionary::Found found;
  const TextMasks text("api keys off");
  REQUIRE(dictionary.Find(text, 0, &found));
  CHECK(found[0]->literal == "api key");
  CHECK(found[1]->literal == "api");
  CHECK(found[2] == nullptr);
}

TEST_CASE("dictionary: it finds what a look at every entry finds") {
  std::mt19937 random(20261127);
  const auto below = [&](size_t n) { return static_cast<size_t>(random() % n); };
  const std::vector<std::string_view> pieces = {"a", "b",  "ab", "s", " ",   "_", "-",  "é",
                                                "ж", "请", "1",  "T", "The", ".", "\n", "ababab"};
  const auto make = [&](size_t most) {
    std::string made;
    for (size_t left = 1 + below(most); left > 0; --left) made += pieces[below(pieces.size())];
    return made;
  };
  size_t hits = 0;
  for (int round = 0; round < 60; ++round) {
    std::vector<std::string> literals;
    while (literals.size() < 60) {
      std::string literal = make(5);
      std::transform(literal.begin(), literal.end(), literal.begin(), ToLower);
      const bool begins = IsAlnum(literal[0]) || (literal[0] & 0x80) != 0;
      if (literal.size() >= 3 && begins && literal.find('\n') == std::string::npos) {
        literals.push_back(std::move(literal));
      }
    }
    std::vector<DictionaryWord> words;
    for (const std::string& literal : literals) {
      words.push_back({literal, 0, below(4) == 0, below(3) != 0});
    }
    const Dictionary dictionary(words);
    const std::string text = make(400);
    const TextMasks masks(text);
    for (size_t pos = 0; pos < text.size(); ++pos) {
      const bool begins = IsAlnum(text[pos]) || static_cast<uint8_t>(text[pos]) >= 0xC3;
      if (!begins) continue;
      Dictionary::Found found;
      const bool any = dictionary.Find(masks, pos, &found);
      INFO("at " << pos << " of " << text);
      REQUIRE((any ? found[0]->literal.size() : 0) == LongestAt(words, text, pos));
      REQUIRE(dictionary.Find(text, pos) == (any ? found[0] : nullptr));
      hits += any ? 1 : 0;
    }
  }
  CHECK(hits > 1000);
}

}  // namespace reeve::detectors

// Postal addresses by cue: a number and words beside a type of street, in the orders of many
// countries, with what follows them as far as a postcode (unit, city, state); post office boxes;
// postcodes beside their name.
#include <algorithm>
#include <array>

#include "detectors/bytes.h"
#include "detectors/entities.h"
#include "detectors/gazetteer.h"
#include "detectors/limits.h"
#include "detectors/named_things.h"

namespace reeve::detectors {
namespace {

// Ends of words that are streets, without accents, in small letters.
constexpr auto kSuffixes = std::to_array<std::string_view>(
    {"strasse", "straße", "str",   "weg",   "platz",  "gasse", "allee", "ring",   "ufer", "damm",
     "straat",  "laan",   "plein", "kade",  "gracht", "vägen", "vagen", "gatan",  "gata", "gate",
     "gaten",   "veien",  "vegen", "vej",   "gade",   "alle",  "katu",  "tie",    "kuja", "polku",
     "stræde",  "stien",  "plads", "steig", "hof",    "berg",  "dijk",  "singel", "hof"});

constexpr auto kParticles = std::to_array<std::string_view>(
    {"de",  "la",  "du", "des",   "del", "di", "da", "dos", "das", "do", "le", "les",
     "los", "las", "el", "della", "dei", "d",  "l",  "y",   "e",   "i",  "sw", "св"});

constexpr auto kUnits = std::to_array<std::string_view>(
    {"apt", "apartment", "suite", "ste", "unit", "flat", "floor", "fl", "room", "rm", "#", "lot",
     "building", "bldg", "esc", "piso", "int", "no"});

bool ParticleAt(std::string_view text, const LetterWord& word) {
  const std::string_view letters = text.substr(word.begin, word.end - word.begin);
  return std::find(kParticles.begin(), kParticles.end(), letters) != kParticles.end();
}

// "12", "12a", "12-14", "12/3", "12 bis": the end, or `pos`.
size_t HouseNumberEnd(std::string_view text, size_t pos) {
  size_t end = pos;
  while (end < text.size() && end - pos < 6 && IsDigit(text[end])) ++end;
  if (end == pos || AtClass(text, end, kDigit)) return pos;
  if ((At(text, end, '-') || At(text, end, '/')) && AtClass(text, end + 1, kDigit)) {
    size_t more = end + 1;
    while (more < text.size() && more - end < 6 && IsDigit(text[more])) ++more;
    if (!AtClass(text, more, kDigit) && !At(text, more, '-') && !At(text, more, '/')) end = more;
  }
  const size_t letter = At(text, end, ' ') ? end + 1 : end;
  if (AtClass(text, letter, kUpper | kLower) && !WordAt(text, letter + 1) &&
      (letter == end || Has(text[letter], kLower)) && text[letter] != 'a') {
    return letter + 1;
  }
  if (AtClass(text, end, kUpper | kLower) && !WordAt(text, end + 1)) return end + 1;
  return WordAt(text, end) || At(text, end, '%') ? pos : end;
}

// The same, read to the left of `end`: its begin, or `end`.
size_t HouseNumberBegin(std::string_view text, size_t end) {
  size_t begin = end;
  const bool letter = begin > 1 && IsLetter(text[begin - 1]) && IsDigit(text[begin - 2]);
  if (letter) --begin;
  const size_t digits = begin;
  while (begin > 0 && digits - begin < 6 && (IsDigit(text[begin - 1]) || text[begin - 1] == '-')) {
    --begin;
  }
  while (begin < digits && text[begin] == '-') ++begin;
  if (begin == digits || WordBefore(text, begin)) return end;
  if (begin > 0) {
    constexpr std::string_view kJoins = ".,$/:";
    const char c = text[begin - 1];
    if (kJoins.find(c) != std::string_view::npos && DigitBefore(text, begin - 1)) return end;
    if (c == '$' || c == '#') return end;
  }
  return begin;
}

size_t SkipSeparators(std::string_view text, size_t pos) {
  size_t at = pos;
  while (at < text.size() && at - pos < 4 &&
         (text[at] == ' ' || text[at] == ',' || text[at] == '\n')) {
    ++at;
  }
  return at;
}

// "Apt. 12", "Suite 3B", "# 4" behind separators: the end, or `pos`.
size_t UnitEnd(std::string_view text, size_t pos) {
  size_t at = SkipSeparators(text, pos);
  if (at == pos) return pos;
  for (const std::string_view unit : kUnits) {
    size_t i = 0;
    while (i < unit.size() && at + i < text.size() && ToLower(text[at + i]) == unit[i]) ++i;
    if (i < unit.size() || (unit != "#" && AtClass(text, at + i, kUpper | kLower))) continue;
    size_t number = at + i;
    while (number < text.size() && number - at - i < 3 &&
           (text[number] == '.' || text[number] == ' ' || text[number] == '#')) {
      ++number;
    }
    size_t end = number;
    while (end < text.size() && end - number < 6 && IsAlnum(text[end])) ++end;
    const bool digit = std::any_of(text.begin() + static_cast<ptrdiff_t>(number),
                                   text.begin() + static_cast<ptrdiff_t>(end), IsDigit);
    if (digit || (end - number == 1 && Has(text[number], kUpper))) return end;
  }
  return pos;
}

// A postcode: 4 to 6 digits, "394 13", "90210-1234", "1010-100", "SW1A 1AA", "K1A 0B1",
// "1234 AB", with a country's letters before ("D-10115"). The end, or `pos`.
size_t PostcodeEnd(std::string_view text, size_t pos) {
  size_t at = pos;
  if (AtClass(text, at, kUpper) && (At(text, at + 1, '-') || At(text, at + 2, '-')) &&
      AtClass(text, at + (At(text, at + 1, '-') ? 2 : 3), kDigit)) {
    at += At(text, at + 1, '-') ? 2 : 3;
  }
  size_t end = at;
  while (end < text.size() && end - at < 7 && IsDigit(text[end])) ++end;
  const size_t digits = end - at;
  if (digits == 3 && At(text, end, ' ') && AtClass(text, end + 1, kDigit) &&
      AtClass(text, end + 2, kDigit) && !AtClass(text, end + 3, kDigit | kUpper | kLower)) {
    return end + 3;
  }
  if (digits >= 4 && digits <= 6 && !WordAt(text, end)) {
    if (At(text, end, '-')) {
      size_t more = end + 1;
      while (more < text.size() && more - end < 6 && IsDigit(text[more])) ++more;
      if (more - end - 1 >= 3 && more - end - 1 <= 4) end = more;
    } else if (digits == 4 && At(text, end, ' ') && AtClass(text, end + 1, kUpper) &&
               AtClass(text, end + 2, kUpper) && !WordAt(text, end + 3)) {
      end += 3;
    }
    return end;
  }
  if (at != pos || digits != 0 || !AtClass(text, at, kUpper)) return pos;
  // Two groups of letters and digits, the second of three.
  while (end < text.size() && end - at < 5 && Has(text[end], kUpper | kDigit)) ++end;
  if (end - at < 2 || end - at > 4 || !At(text, end, ' ')) return pos;
  const bool uk = AtClass(text, end + 1, kDigit) && AtClass(text, end + 2, kUpper) &&
                  AtClass(text, end + 3, kUpper);
  const bool canada = AtClass(text, end + 1, kDigit) && AtClass(text, end + 2, kUpper) &&
                      AtClass(text, end + 3, kDigit);
  const bool inward = std::any_of(text.begin() + static_cast<ptrdiff_t>(at),
                                  text.begin() + static_cast<ptrdiff_t>(end), IsDigit);
  return inward && (uk || canada) && !WordAt(text, end + 4) ? end + 4 : pos;
}

// Up to three words with capital letters behind `pos`: the end, or `pos`.
size_t CityEnd(std::string_view text, size_t pos) {
  size_t end = pos;
  size_t at = pos;
  for (size_t words = 0; words < 4; ++words) {
    const LetterWord word = ReadLetterWord(text, at);
    if (word.empty()) break;
    const bool particle = words > 0 && ParticleAt(text, word);
    if (!word.capital && !particle) break;
    if (!particle) end = word.end;
    if (!At(text, word.end, ' ') && !At(text, word.end, '-')) break;
    at = word.end + 1;
  }
  return end;
}

// What follows the street: a unit, then city, state and postcode, or postcode and city.
size_t Extend(std::string_view text, size_t end) {
  const size_t limit = std::min(text.size(), end + kMaxAddressBytes);
  end = UnitEnd(text, end);
  size_t at = SkipSeparators(text, end);
  if (at == end) return end;
  if (const size_t code = PostcodeEnd(text, at); code > at) {
    const size_t city = At(text, code, ' ') ? CityEnd(text, code + 1) : code;
    if (city > code + 1) return city;
  }
  for (size_t parts = 0; parts < 5 && at < limit; ++parts) {
    if (const size_t code = PostcodeEnd(text, at); code > at) return code;
    const size_t city = CityEnd(text, at);
    if (city == at) break;
    const size_t next = SkipSeparators(text, city);
    if (next == city) break;
    at = next;
  }
  return end;
}

Hit Address(size_t begin, size_t end, double context) {
  return {&kStreetAddress, begin, end, {.format = 0.2, .context = context}, false};
}

// "12 Main Street": words to the left of the type, and the number before them.
std::optional<Hit> NumberBefore(std::string_view text, size_t begin, size_t end, bool lower) {
  size_t at = begin;
  size_t words = 0;
  bool capital = begin < text.size() && Has(text[begin], kUpper);
  while (words < 4 && at > 1 && text[at - 1] == ' ') {
    size_t stop = at - 1;
    if (text[stop - 1] == '.') --stop;  // "N. Oak"
    if (DigitBefore(text, stop) ||
        (stop > 1 && IsLetter(text[stop - 1]) && IsDigit(text[stop - 2]))) {
      const size_t number = HouseNumberBegin(text, stop);
      if (number == stop) return std::nullopt;
      if (words == 0 || (!capital && !lower)) return std::nullopt;
      return Address(number, Extend(text, end), 0.5);
    }
    LetterWord word = ReadLetterWordBefore(text, stop);
    if (word.empty()) return std::nullopt;
    // "12 5th Avenue"
    while (word.begin > 0 && (IsDigit(text[word.begin - 1]) || text[word.begin - 1] == '\'' ||
                              text[word.begin - 1] == '-')) {
      --word.begin;
    }
    const bool ordinal = IsDigit(text[word.begin]);
    if ((Names().Find(word) & kProseWord) != 0 && word.letters > 1 && !word.capital)
      return std::nullopt;
    if (!word.capital && !ordinal && !lower) return std::nullopt;
    capital = capital || word.capital;
    at = word.begin;
    ++words;
  }
  return std::nullopt;
}

// "rue de la Paix 12", "12, rue de la Paix", "Via Roma 7".
std::optional<Hit> WordsBehind(std::string_view text, size_t begin, size_t end) {
  size_t at = end;
  if (At(text, at, '.')) ++at;
  if (At(text, at, ' ')) ++at;
  if (at == end && text[end - 1] != ' ' && text[end - 1] != '.') return std::nullopt;
  size_t last = 0;
  for (size_t words = 0; words < 6; ++words) {
    const LetterWord word = ReadLetterWord(text, at);
    if (word.empty()) break;
    const bool particle = ParticleAt(text, word);
    if (!word.capital && !particle) break;
    if (!particle) last = word.end;
    at = word.end;
    if (text.substr(at).starts_with("’")) at += 2;
    if (!At(text, at, ' ') && !At(text, at, '\'') && !At(text, at, '-') && !At(text, at, '.') &&
        text.substr(at, 1) != "\x99") {
      break;
    }
    ++at;
    if (text[at - 1] == '.' && At(text, at, ' ')) ++at;
  }
  if (last == 0) return std::nullopt;
  size_t before = begin;
  if (before > 0 && text[before - 1] == ' ') --before;
  if (before > 0 && text[before - 1] == ',') --before;
  for (const std::string_view word : {" bis", " ter"}) {
    if (text.substr(0, before).ends_with(word)) before -= word.size();
  }
  if (before < begin && DigitBefore(text, before)) {
    const size_t house = HouseNumberBegin(text, before);
    if (house < before) return Address(house, Extend(text, last), 0.5);
  }
  size_t number = last;
  for (const std::string_view sign :
       {", nº ", ", n° ", ", n. ", ", n.", " nº ", " n° ", " n. ", " no. ", ", ", " "}) {
    if (text.substr(last).starts_with(sign)) {
      number = last + sign.size();
      break;
    }
  }
  if (number > last) {
    const size_t done = HouseNumberEnd(text, number);
    size_t digits = 0;  // five are a postcode
    while (digits < 5 && AtClass(text, number + digits, kDigit)) ++digits;
    if (done > number && digits < 5) {
      return Address(begin, Extend(text, done), 0.5);
    }
  }
  return std::nullopt;
}

// "Berliner Straße 7", "Váci utca 12.": a word before, a number behind.
std::optional<Hit> WordBeforeNumberBehind(std::string_view text, size_t begin, size_t end) {
  size_t at = end;
  if (At(text, at, '.')) ++at;
  if (!At(text, at, ' ')) return std::nullopt;
  const size_t done = HouseNumberEnd(text, at + 1);
  if (done == at + 1 || begin < 2 || (text[begin - 1] != ' ' && text[begin - 1] != '-')) {
    return std::nullopt;
  }
  size_t first = begin;
  for (size_t words = 0; words < 3 && first > 1; ++words) {
    if (text[first - 1] != ' ' && text[first - 1] != '-') break;
    const LetterWord word = ReadLetterWordBefore(text, first - 1);
    if (word.empty() || !word.capital || (Names().Find(word) & kProseWord) != 0) break;
    first = word.begin;
  }
  if (first == begin) return std::nullopt;
  return Address(first, Extend(text, done), 0.5);
}

}  // namespace

std::optional<Hit> MatchStreetSuffix(std::string_view text, size_t begin, size_t end) {
  for (const std::string_view suffix : kSuffixes) {
    if (end - begin < suffix.size() + 2) continue;
    const size_t tail = end - suffix.size();
    size_t i = 0;
    while (i < suffix.size() && ToLower(text[tail + i]) == suffix[i]) ++i;
    if (i < suffix.size()) continue;
    size_t at = end;
    if (At(text, at, '.')) ++at;
    if (!At(text, at, ' ')) return std::nullopt;
    const size_t done = HouseNumberEnd(text, at + 1);
    if (done == at + 1) return std::nullopt;
    const size_t whole = Extend(text, done);
    // "Hof 3", "Berg 12", "tie 7" stand at the ends of many words: they want a postcode as well.
    const bool weak = suffix.size() < 4 || suffix == "berg" || suffix == "ring" ||
                      suffix == "gate" || suffix == "alle";
    if (weak && whole == done) return std::nullopt;
    return Address(begin, whole, 0.5);
  }
  return std::nullopt;
}

std::optional<Hit> MatchAddress(std::string_view text, size_t begin, size_t end, Cue cue) {
  while (end > begin && (text[end - 1] == ' ' || text[end - 1] == ',' || text[end - 1] == '\n'))
    --end;
  switch (cue) {
    case Cue::kStreet:
    case Cue::kStreetLower:
      return NumberBefore(text, begin, end, cue == Cue::kStreetLower);
    case Cue::kStreetBoth:
      if (const auto hit = NumberBefore(text, begin, end, false)) return hit;
      return WordsBehind(text, begin, end);
    case Cue::kStreetFirst:
      return WordsBehind(text, begin, end);
    case Cue::kStreetWord:
      return WordBeforeNumberBehind(text, begin, end);
    case Cue::kPostBox: {
      size_t at = end;
      while (at < text.size() && at - end < 3 &&
             (text[at] == ' ' || text[at] == ':' || text[at] == '#')) {
        ++at;
      }
      size_t last = at;
      while (last < text.size() && last - at < 10 &&
             (IsDigit(text[last]) || (text[last] == ' ' && AtClass(text, last + 1, kDigit))))
        ++last;
      if (last == at || WordAt(text, last)) return std::nullopt;
      return Address(begin, Extend(text, last), 0.6);
    }
    default:
      return std::nullopt;
  }
}

std::optional<Hit> MatchPostcode(std::string_view text, size_t end) {
  constexpr std::string_view kBetween = " \t\"':=";
  size_t at = end;
  while (at < text.size() && at - end < 5 && kBetween.find(text[at]) != std::string_view::npos)
    ++at;
  if (text.substr(at).starts_with("is ")) at += 3;
  if (at == end && text[end - 1] != ' ' && text[end - 1] != ':') return std::nullopt;
  size_t last = PostcodeEnd(text, at);
  if (last == at) {  // three to seven digits, as some countries have
    while (last < text.size() && last - at < 8 && IsDigit(text[last])) ++last;
    if (last - at < 3 || last - at > 7 || WordAt(text, last)) return std::nullopt;
  }
  return Hit{&kZipCode, at, last, {.format = 0.1, .context = 0.5}, false};
}

}  // namespace reeve::detectors

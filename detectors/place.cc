// Places, nations and companies.
#include <array>

#include "detectors/bytes.h"
#include "detectors/entities.h"
#include "detectors/gazetteer.h"
#include "detectors/limits.h"
#include "detectors/named_things.h"

namespace reeve::detectors {
namespace {

// The legal forms as they are written; one in capitals throughout ("LTD") stands for all cases.
constexpr auto kWritten = std::to_array<std::string_view>(
    {"Inc",         "Incorporated", "Ltd", "Limited", "LLC", "LLP", "PLC", "plc",  "Plc",  "Corp",
     "Corporation", "GmbH",         "AG",  "KG",      "UG",  "SE",  "SA",  "SAS",  "SARL", "Sarl",
     "SRL",         "Srl",          "SpA", "Spa",     "BV",  "NV",  "AB",  "ASA",  "Oy",   "Oyj",
     "ApS",         "Kft",          "Zrt", "Pty",     "Pte", "INC", "LTD", "CORP", "GMBH"});

// "limited time", "Spa hotel": forms that are words need a word of a name right before.
bool Written(std::string_view word) {
  for (const std::string_view form : kWritten) {
    if (word == form) return true;
  }
  return false;
}

}  // namespace

std::optional<Hit> MatchPlace(std::string_view text, size_t pos) {
  const LetterWord word = ReadLetterWord(text, pos);
  size_t end = word.end;
  const uint32_t kinds = Names().FindLongest(text, word, &end);
  if (AtClass(text, end, kDigit) || At(text, end, '_')) return std::nullopt;
  if (word.capitals && end - pos < 3) return std::nullopt;
  if ((kinds & kNationality) != 0) return Hit{&kNrp, pos, end, {.format = 0.5}, false};
  if ((kinds & kCountryName) != 0) return Hit{&kLocation, pos, end, {.format = 0.6}, false};
  if ((kinds & kCityName) == 0) return std::nullopt;
  const bool several = end != word.end;
  if (!several && (kinds & kAmbiguousName) != 0) return std::nullopt;
  return Hit{&kLocation, pos, end, {.format = several ? 0.6 : 0.5}, false};
}

std::optional<Hit> MatchOrganization(std::string_view text, size_t pos) {
  const LetterWord form = ReadLetterWord(text, pos);
  if (!Written(text.substr(pos, form.end - pos)) || WordAt(text, form.end)) return std::nullopt;
  size_t begin = pos;
  size_t names = 0;
  for (size_t words = 0; words < kMaxNameWords && begin > 0; ++words) {
    size_t before = begin;
    if (text[before - 1] == ' ') --before;
    if (before == begin) break;
    if (before > 0 && text[before - 1] == ',') --before;
    if (before > 0 && text[before - 1] == '&') {
      begin = before - 1;
      continue;
    }
    size_t digits = before;  // "Studio 54 Ltd" has digits in it
    while (digits > 0 && before - digits < 4 && IsDigit(text[digits - 1])) --digits;
    const LetterWord word = ReadLetterWordBefore(text, before);
    if (word.empty() && digits < before && names == 0 && !WordBefore(text, digits)) {
      begin = digits;
      continue;
    }
    const bool joins = !word.empty() && !word.capital &&
                       text.substr(word.begin, word.end - word.begin) == "and" && names > 0;
    if (word.empty() || (!word.capital && !joins)) break;
    if (word.capital && (Names().Find(word) & kProseWord) != 0 && names > 0) break;
    begin = word.begin;
    if (word.capital) ++names;
    // A compound ("Weber-Santana") goes on to the left.
    while (begin > 1 && pos - begin < kMaxAddressBytes &&
           (text[begin - 1] == '-' || text[begin - 1] == '.') && IsLetter(text[begin - 2])) {
      begin = ReadLetterWordBefore(text, begin - 1).begin;
      if (begin == 0 || text[begin] == '-') break;
    }
  }
  while (begin < pos && !Has(text[begin], kUpper | kDigit) &&
         static_cast<uint8_t>(text[begin]) < 0xC3) {
    ++begin;  // a leading "and" or "&" is none of it
  }
  if (names == 0) return std::nullopt;
  const size_t end = At(text, form.end, '.') && form.letters <= 4 ? form.end + 1 : form.end;
  return Hit{&kOrganization, begin, end, {.format = 0.6}, false};
}

}  // namespace reeve::detectors

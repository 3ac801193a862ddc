// Names of people: the words behind a cue, and names of the gazetteer.
#include <array>

#include "detectors/bytes.h"
#include "detectors/entities.h"
#include "detectors/gazetteer.h"
#include "detectors/limits.h"
#include "detectors/named_things.h"

namespace reeve::detectors {
namespace {

// Words that join the parts of a surname, in small letters.
constexpr auto kParticles = std::to_array<std::string_view>(
    {"de",  "la",  "del",   "da", "di",  "do",  "dos", "das", "du",  "van",  "von", "der",
     "den", "ter", "ten",   "zu", "af",  "av",  "bin", "ibn", "al",  "el",   "y",   "e",
     "le",  "les", "della", "st", "vom", "zum", "zur", "of",  "ben", "bint", "st."});

bool Particle(std::string_view word) {
  for (const std::string_view particle : kParticles) {
    if (word == particle) return true;
  }
  return false;
}

// The words of one name, in the order of the text.
struct Name {
  size_t begin = 0;
  size_t end = 0;
  size_t words = 0;
  bool particle = false;  // "van der" is among them
  bool initial = false;   // "J." is one of them
  bool capitals = true;   // no word has a small letter
  uint32_t first = 0;     // what the gazetteer knows of the first word, and of the last
  uint32_t last = 0;
  bool known() const { return ((first | last) & (kGivenName | kSurname)) != 0; }
};

// "'s" and other apostrophes that end a name; "O'Brien" and "Jean-Luc" go on.
size_t JoinedEnd(std::string_view text, size_t end, LetterWord* last) {
  for (size_t joins = 0; joins < kMaxNameWords; ++joins) {
    size_t next = end;
    if (At(text, end, '-') || At(text, end, '\'')) next = end + 1;
    if (text.substr(end).starts_with("’")) next = end + 3;
    if (next == end) return end;
    const LetterWord more = ReadLetterWord(text, next);
    if (more.empty() || !more.capital || AtClass(text, more.end, kDigit)) return end;
    *last = more;
    end = more.end;
  }
  return end;
}

// Reads a name from a word with a capital letter on. `lower`: small letters will do for words that
// the gazetteer knows.
Name ReadName(std::string_view text, size_t pos, bool lower) {
  Name name{pos, pos};
  size_t at = pos;
  size_t particles = 0;
  while (name.words < kMaxNameWords) {
    LetterWord word = ReadLetterWord(text, at);
    if (word.empty() || AtClass(text, word.end, kDigit) || At(text, word.end, '_')) break;
    const bool particle =
        name.words > 0 && Particle(text.substr(word.begin, word.end - word.begin));
    if (particle && At(text, word.end, ' ')) {
      const LetterWord next = ReadLetterWord(text, word.end + 1);
      const bool second = Particle(text.substr(next.begin, next.end - next.begin));
      if (next.empty() || (!next.capital && !second) || ++particles > kMaxNameWords) break;
      name.particle = true;
      at = word.end + 1;
      continue;
    }
    const uint32_t kinds = Names().Find(word);
    const uint32_t wanted = name.words == 0 ? kGivenName : kGivenName | kSurname;
    if (!word.capital && !(lower && (kinds & wanted) != 0)) break;
    size_t end = word.end;
    const bool apostrophe = At(text, end, '\'') || text.substr(end).starts_with("’");
    const bool initial = word.letters == 1 && !apostrophe;
    const bool short_form = word.letters == 1 && (apostrophe || At(text, end, '.'));
    if ((kinds & (kProseWord | kLegalForm)) != 0 && !short_form) break;
    if (initial) {
      if (At(text, end, '.')) ++end;
      name.initial = true;
    } else {
      end = JoinedEnd(text, end, &word);
      name.capitals = name.capitals && word.capitals;
    }
    if (!initial) name.last = Names().Find(word);
    if (name.words == 0) name.first = kinds;
    ++name.words;
    name.end = end;
    if (!At(text, end, ' ')) break;
    at = end + 1;
  }
  return name;
}

// Blanks, quotation marks, a colon: what stands between a cue and what it announces.
size_t SkipTo(std::string_view text, size_t pos, std::string_view marks) {
  const size_t highest = std::min(text.size(), pos + 8);
  while (pos < highest && marks.find(text[pos]) != std::string_view::npos) ++pos;
  return pos;
}

Hit Person(const Name& name, double format, double context) {
  return {&kPerson, name.begin, name.end, {.format = format, .context = context}, false};
}

bool Firm(const Name& name) {
  const bool given = (name.first & kGivenName) != 0;
  if (name.words == 1) return given && (name.first & kAmbiguousName) == 0;
  return given || (name.last & kSurname) != 0;
}

// "Kind regards,\nNora Fields": a line of nothing but one to four words with capital letters.
std::optional<Hit> MatchSignature(std::string_view text, size_t end) {
  const size_t at = SkipTo(text, end, " ,.!-\r\n\t");
  const std::string_view between = text.substr(end, at - end);
  const Name name = ReadName(text, at, false);
  if (name.words == 0) return std::nullopt;
  const size_t behind = SkipTo(text, name.end, " .\t");
  const bool line = behind == text.size() || text[behind] == '\n' || text[behind] == '\r';
  if (between.find('\n') == std::string_view::npos) {
    if (between.find(',') == std::string_view::npos || !line || !name.known()) return std::nullopt;
  } else if (!line && !name.known()) {
    return std::nullopt;
  }
  return Person(name, 0.1, line ? 0.6 : 0.4);
}

// "name: Nora Fields", which may be that of anything else.
std::optional<Hit> MatchNameKey(std::string_view text, size_t begin, size_t end) {
  if (begin > 0 && (text[begin - 1] == '_' || text[begin - 1] == '-' || text[begin - 1] == '.')) {
    return std::nullopt;  // "file_name"
  }
  const size_t at = SkipTo(text, end, " \t\"'=:");
  if (text.substr(end, at - end).find_first_of(":=") == std::string_view::npos) return std::nullopt;
  const Name name = ReadName(text, at, true);
  if (name.words == 0 || !Firm(name)) return std::nullopt;
  if (name.words == 1 && !ReadLetterWord(text, at).capital) return std::nullopt;
  return Person(name, 0.1, name.words > 1 ? 0.6 : 0.4);
}

std::optional<Hit> MatchField(std::string_view text, size_t end) {
  constexpr std::string_view kMarks = " \t\"'=:?>";
  const size_t at = SkipTo(text, end, kMarks);
  const std::string_view between = text.substr(end, at - end);
  if (between.find_first_of(":=?") == std::string_view::npos) return std::nullopt;
  const Name name = ReadName(text, at, true);
  if (name.words == 0) return std::nullopt;
  return Person(name, 0.1, name.known() ? 0.7 : 0.5);
}

}  // namespace

std::optional<Hit> MatchPerson(std::string_view text, size_t begin, size_t end, Cue cue) {
  if (begin > 0 && (text[begin - 1] == '_' || text[begin - 1] == '-') && cue != Cue::kNameField &&
      cue != Cue::kNameKey) {
    return std::nullopt;
  }
  if (cue == Cue::kSignature) return MatchSignature(text, end);
  if (cue == Cue::kNameKey) return MatchNameKey(text, begin, end);
  if (cue == Cue::kNameField) return MatchField(text, end);
  const size_t at = SkipTo(text, end,
                           cue == Cue::kSelfName    ? " :\"'"
                           : cue == Cue::kHonorific ? " ."
                                                    : " .,:");
  if (at == end && text[end - 1] != ' ' && text[end - 1] != '.') return std::nullopt;
  const Name name = ReadName(text, at, cue == Cue::kSelfName);
  if (name.words == 0) return std::nullopt;
  switch (cue) {
    case Cue::kSelfName:
      return Person(name, 0.1, name.known() ? 0.8 : 0.6);
    case Cue::kHonorific: {
      if (name.words == 1 && (name.initial || (name.first & kCountryName) != 0)) {
        return std::nullopt;
      }
      // "Elm Dr. Springfield": behind a word with a capital letter it is a drive.
      const size_t before = begin > 0 && text[begin - 1] == ' ' ? begin - 1 : begin;
      const LetterWord previous = ReadLetterWordBefore(text, before);
      const bool drive = ToLower(text[begin]) == 'd' && ToLower(text[begin + 1]) == 'r' &&
                         !previous.empty() && previous.capital &&
                         (Names().Find(previous) & kProseWord) == 0;
      if (drive) return std::nullopt;
      return Person(name, 0.1, name.known() ? 0.8 : 0.6);
    }
    case Cue::kSalutation:
      if (!name.known() && name.words < 2) return std::nullopt;
      return Person(name, 0.1, Firm(name) ? 0.7 : 0.4);
    case Cue::kIntroduce:
      if (!Firm(name) || (name.first & kGivenName) == 0 || name.capitals) return std::nullopt;
      return Person(name, 0.1, name.words > 1 ? 0.6 : 0.4);
    default:
      return std::nullopt;
  }
}

std::optional<Hit> MatchPersonName(std::string_view text, size_t pos) {
  Name name = ReadName(text, pos, false);
  if (name.words == 0) return std::nullopt;
  const bool given = (name.first & kGivenName) != 0;
  const bool clear = (name.first & kAmbiguousName) == 0;
  const bool place = (name.first & (kCountryName | kCityName | kNationality)) != 0;
  if (name.words == 1) {
    if (!clear || place) return std::nullopt;
    if (name.capitals && name.end - name.begin < 4) return std::nullopt;
    // "Brandt": a surname alone, with the unknown word before it.
    if (!given) {
      const size_t before = pos > 0 && text[pos - 1] == ' ' ? pos - 1 : pos;
      const LetterWord previous = ReadLetterWordBefore(text, before);
      const bool joined = before < pos && !previous.empty() && previous.capital &&
                          previous.letters > 1 && (Names().Find(previous) & ~kGivenName) == 0;
      if (joined) name.begin = previous.begin;
      const double format = joined ? 0.4 : 0.3;
      return Hit{&kPersonName, name.begin, name.end, {.format = format}, false};
    }
    return Hit{&kPersonName, name.begin, name.end, {.format = 0.4}, false};
  }
  const bool surname = (name.last & kSurname) != 0 || name.particle;
  if (!given && !(surname && clear)) return std::nullopt;
  if (place && !surname) return std::nullopt;
  if (!clear && !surname && !name.initial) return std::nullopt;
  return Hit{&kPersonName, name.begin, name.end, {.format = surname && given ? 0.6 : 0.5}, false};
}

}  // namespace reeve::detectors

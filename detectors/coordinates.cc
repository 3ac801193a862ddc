// Positions on the Earth: a pair of decimal degrees beside a word that says so, or with the signs
// and letters of degrees. Pairs of other numbers (pixels, matrices, ranges) are none.
#include <array>

#include "detectors/bytes.h"
#include "detectors/entities.h"
#include "detectors/formats.h"
#include "detectors/limits.h"
#include "detectors/named_things.h"

namespace reeve::detectors {
namespace {

constexpr auto kWords = std::to_array<std::string_view>(
    {"latitude",    "longitude",   "lat",         "lon",         "lng",         "long",
     "latlng",      "gps",         "coordinates", "coords",      "geo",         "location",
     "position",    "koordinaten", "standort",    "breitengrad", "längengrad",  "coordonnées",
     "coordenadas", "ubicación",   "coordinate",  "posizione",   "coördinaten", "geolocation",
     "located",     "breite"});

bool WordNear(std::string_view text, size_t begin) {
  const size_t lowest = begin > kCueReach ? begin - kCueReach : 0;
  for (size_t pos = begin; pos-- > lowest;) {
    if (!IsLetter(text[pos]) || (WordBefore(text, pos) && text[pos - 1] != '_')) continue;
    for (const std::string_view word : kWords) {
      size_t i = 0;
      while (i < word.size() && pos + i < text.size() && ToLower(text[pos + i]) == word[i]) ++i;
      if (i == word.size() && !WordAt(text, pos + i)) return true;
    }
  }
  return false;
}

struct Degrees {
  size_t end = 0;
  double value = 0;
  size_t decimals = 0;
  bool sign = false;       // "°"
  bool direction = false;  // N, S, E, W
  bool read = false;
};

// "48.8566", "-33.86", "48.8566° N", "48°51'24\"N".
Degrees ReadDegrees(std::string_view text, size_t pos) {
  Degrees degrees{pos};
  size_t at = pos;
  if (At(text, at, '-') || At(text, at, '+')) ++at;
  const size_t digits = at;
  while (at < text.size() && IsDigit(text[at]) && at - digits < 4) {
    degrees.value = degrees.value * 10 + (text[at++] - '0');
  }
  if (at == digits || at - digits > 3) return degrees;
  if (At(text, at, '.') && AtClass(text, at + 1, kDigit)) {
    const size_t point = at++;
    while (at < text.size() && IsDigit(text[at]) && at - point < 18) ++at;
    degrees.decimals = at - point - 1;
  }
  if (text.substr(at).starts_with("°")) {
    degrees.sign = true;
    at += 2;
    constexpr std::string_view kParts = "0123456789.'\" ";
    const size_t highest = std::min(text.size(), at + 20);
    size_t part = at;
    while (part < highest) {
      if (kParts.find(text[part]) != std::string_view::npos) {
        ++part;
      } else if (text.substr(part).starts_with("′") || text.substr(part).starts_with("″")) {
        part += 3;
      } else {
        break;
      }
    }
    if (At(text, part, 'N') || At(text, part, 'S') || At(text, part, 'E') || At(text, part, 'W')) {
      at = part;
    }
  }
  const size_t letter = At(text, at, ' ') ? at + 1 : at;
  constexpr std::string_view kDirections = "NSEWO";
  if (letter < text.size() && kDirections.find(text[letter]) != std::string_view::npos &&
      !WordAt(text, letter + 1)) {
    degrees.direction = true;
    at = letter + 1;
  }
  degrees.end = at;
  degrees.read = !WordAt(text, at);
  return degrees;
}

}  // namespace

std::optional<Hit> MatchCoordinates(std::string_view text, size_t pos) {
  // Cheap to refuse: three decimals at least, or a sign of degrees, within the first digits.
  size_t probe = pos;
  while (probe < text.size() && IsDigit(text[probe]) && probe - pos < 4) ++probe;
  const bool decimal = At(text, probe, '.') && AtClass(text, probe + 3, kDigit);
  if (!decimal && !text.substr(probe).starts_with("°")) return std::nullopt;
  size_t begin = pos;
  if (begin > 0 && (text[begin - 1] == '-' || text[begin - 1] == '+')) --begin;
  if (WordBefore(text, begin) ||
      (begin > 1 && text[begin - 1] == '.' && IsDigit(text[begin - 2]))) {
    return std::nullopt;
  }
  const Degrees first = ReadDegrees(text, begin);
  if (!first.read || first.value > 180) return std::nullopt;
  size_t at = first.end;
  constexpr std::string_view kBetween = " ,;/|";
  while (at < text.size() && at - first.end < 3 &&
         kBetween.find(text[at]) != std::string_view::npos) {
    ++at;
  }
  // "lat": 48.8566, "lon": 2.3522: the name of the second value.
  size_t name = at;
  while (name < text.size() && name - at < 16 &&
         (IsLetter(text[name]) || text[name] == '"' || text[name] == ':' || text[name] == '=' ||
          text[name] == ' ' || text[name] == '_')) {
    ++name;
  }
  const Degrees second = ReadDegrees(text, name);
  if (at == first.end || !second.read || second.value > 180) return std::nullopt;
  const bool named = name > at;
  if (first.value > 90 && second.value > 90) return std::nullopt;
  const bool letters = first.direction && second.direction;
  const bool decimals = first.decimals >= 3 && second.decimals >= 3;
  const bool near = WordNear(text, begin);
  if (!letters && !(decimals && near)) return std::nullopt;
  if (named && !near) return std::nullopt;
  if (!letters && !(first.sign && second.sign) && !near) return std::nullopt;
  const ScoreParts parts{.format = letters ? 0.6 : 0.2, .context = near ? 0.4 : 0};
  return Hit{&kGeoCoordinates, begin, second.end, parts, false};
}

}  // namespace reeve::detectors

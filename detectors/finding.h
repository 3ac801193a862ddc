// A finding: what was found, where, and how sure the scanner is. Never the text itself, so that a
// finding may be logged and recorded.
#pragma once

#include <string_view>

#include "base/text.h"
#include "detectors/catalogue.h"
#include "detectors/disguise_set.h"

namespace reeve::detectors {

// Half open: [start, end), in the three units of TextOffset, of the original text.
struct Span {
  TextOffset start;
  TextOffset end;
  friend bool operator==(const Span&, const Span&) = default;
};

// The parts of a score, added and cut to [0, 1]; docs/detectors.md has the table.
struct ScoreParts {
  double format = 0;   // how rare the form is in ordinary text
  double check = 0;    // what a check digit, a checksum or a decoded header adds
  double context = 0;  // words beside it that speak for it, or that it stands alone in its text
  double against = 0;  // words beside it that speak against it; zero or negative
  friend bool operator==(const ScoreParts&, const ScoreParts&) = default;
};

struct Finding {
  std::string_view entity;   // points to constant data; of an own entity, to the scanner's
  std::string_view country;  // ISO 3166-1 alpha-2, or empty; points to constant data
  Category category = Category::kPii;
  Kind kind = Kind::kIdentifier;
  double score = 0;  // in [0, 1]
  Span span;
  ScoreParts parts;
  bool validated = false;  // a check digit, a checksum or a numbering plan confirmed it
  // What was seen through to find it (disguise.h): the span holds bytes that were changed to read
  // it. Empty for plain text.
  DisguiseSet disguises = {};
  friend bool operator==(const Finding&, const Finding&) = default;
};

}  // namespace reeve::detectors

// The table of national and international numbers: one row declares one entity. A row is a few
// lines in the file of its continent in detectors/numbers/:
//
//   NumberFormat{.entity = {.name = "PL_PESEL",
//                           .country = "PL",
//                           .title = "Polish national identification number",
//                           .source = "Act on population registration, art. 15"},
//                .shapes = "99999999999",
//                .valid = PlPesel,
//                .strength = Strength::kWeak,
//                .words = "pesel|@person",
//                .example = "44051401359"},
//
// numbers.h has the matcher, docs/detectors.md how a score comes about.
//
// Thread-safety: constant data.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "detectors/catalogue.h"

namespace reeve::detectors {

// Says whether the compact form (upper case, no separators) is well formed: check digits, dates,
// ranges. Its length and character set are those of one of the row's shapes.
using Validator = bool (*)(std::string_view compact);

// How rare the form is in ordinary text.
enum class Strength {
  kBare,   // any digits: a finding only beside a context word, even where it is all its text says
  kWeak,   // digits that anything may be: never a finding without a context word, unless it is all
           // that its text says
  kFair,   // an unusual form: a finding by itself where its check digit is right
  kStrong  // nothing else looks like it
};

struct NumberFormat {
  EntityEntry entity = {};
  // What it looks like, alternatives between `|`: `9` a digit, `a` a letter, `x` a letter or a
  // digit, `-` `.` `/` and a blank the separators as they are written, `?` after a character makes
  // it optional, `{2,4}` repeats it, and everything else (upper-case letters, other digits)
  // stands for itself; `!` before a shape says that nothing else looks like it (kStrong), `~` that
  // anything may (kBare), `=` that it is only understood in these very groups. A
  // compact form and the same groups with another separator are understood too; other groups only
  // beside a context word, or when the number is all that its text says. A shape that begins with
  // two upper-case letters or more is kFair where its check digit is (kPrefixedCheck).
  std::string_view shapes = "";
  bool separated = false;     // the separators belong to it: without these very ones it is another
  Validator valid = nullptr;  // none: the shape is all that can be checked
  // Where numbers with a wrong check digit are in use: what must hold of them. Beside the number's
  // own word, or as all their text, they are findings too, without the share of the check.
  Validator form = nullptr;
  // What a right check adds to the score; 0 for a validator that refuses little (ranges, dates).
  double check = 0.2;
  Strength strength = Strength::kWeak;
  // Context words between `|`, lower case, a blank also stands for `_` and `-`. "@person" and its
  // like are the shared words of WordGroup (number_words.h).
  std::string_view words = "";
  std::string_view example = "";  // a made-up one that is valid; docs and tests use it
};

// The tables of detectors/numbers/, each with rows ordered by country, then name.
std::span<const NumberFormat> WestEuropeanNumbers();
std::span<const NumberFormat> CentralEuropeanNumbers();
std::span<const NumberFormat> NorthEuropeanNumbers();
std::span<const NumberFormat> SouthEuropeanNumbers();
std::span<const NumberFormat> EastEuropeanNumbers();
std::span<const NumberFormat> AmericanNumbers();
std::span<const NumberFormat> CentralAmericanNumbers();
std::span<const NumberFormat> SouthAmericanNumbers();
std::span<const NumberFormat> EastAsianNumbers();
std::span<const NumberFormat> SouthAsianNumbers();
std::span<const NumberFormat> WestAsianNumbers();
std::span<const NumberFormat> AfricanAndOceanianNumbers();
std::span<const NumberFormat> InternationalNumbers();

// All of them.
std::vector<const NumberFormat*> NumberFormats();

}  // namespace reeve::detectors

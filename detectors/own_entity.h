// Own entities: what an organisation declares itself, without code, beside the catalogue: a
// customer number, a contract, the names of its projects. docs/detectors/own-entities.md.
//
//   const OwnEntity customer{.name = "ACME_CUSTOMER",
//                            .category = Category::kPii,
//                            .patterns = {"AC-(?P<check>[0-9]{8})"},
//                            .check = CheckRule::kLuhn};
//   auto scanner = Scanner::Create(wanted, {&customer, 1});
//
// An own entity stands by itself: it hides no finding of another entity, and none hides it. Of its
// own matches the first stays, of two that begin together the longer.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "detectors/catalogue.h"
#include "detectors/hit.h"

namespace reeve::detectors {

// check_digits.h has the algorithms. kLuhn, kVerhoeff and kMod11_10 are computed over the digits of
// what is checked, kMod11_2 over these and an X, the others over its letters (as capitals) and
// digits, kIcao731 with `<` too.
enum class CheckRule : uint8_t {
  kNone,
  kLuhn,
  kVerhoeff,
  kMod11_10,
  kMod11_2,
  kMod37_36,
  kMod97_10,
  kIcao731
};
inline constexpr size_t kCheckRuleCount = static_cast<size_t>(CheckRule::kIcao731) + 1;
// "luhn", "verhoeff", "mod11_10", "mod11_2", "mod37_36", "mod97_10", "icao731"; "none".
std::string_view CheckRuleName(CheckRule rule);
// Whether the check digit of a number is right; false where it has fewer than two characters.
bool CheckHolds(CheckRule rule, std::string_view number);

// Texts are copied when a scanner is made of it. The limits are in limits.h.
struct OwnEntity {
  std::string name;  // "ACME_CUSTOMER"; one of the catalogue of that name is not looked for then
  std::string title = {};
  Category category = Category::kPii;
  std::vector<std::string> patterns = {};  // base/word_pattern.h
  // Of a match of a pattern, or of its group `(?P<check>...)`: what is wrong is no match.
  CheckRule check = CheckRule::kNone;
  std::vector<std::string> terms = {};  // term_set.h
  bool exact_case = false;              // of the terms
  std::vector<std::string> words = {};  // beside it; whole, in either case
  bool needs_word = false;              // without one of them it is no match
  double score = 0.5;                   // without check and word; kMinScore to 1
};

// How what is declared, and of no catalogue, counts as found.
Kind KindOfOwn(Category category);

// The compiled form of several. Thread-safety: immutable once made.
class OwnEntities {
 public:
  // Error detectors.own_entity: a pattern that base/word_pattern.h refuses, a word or term that is
  // none, a score out of bounds, two of one name.
  static Result<OwnEntities> Create(std::span<const OwnEntity> entities);
  OwnEntities(OwnEntities&&) noexcept;
  OwnEntities& operator=(OwnEntities&&) noexcept;
  ~OwnEntities();

  // Appends the hits, sorted by begin, of those that begin together the longer first.
  void Match(std::string_view text, std::vector<Hit>* hits) const;

  bool empty() const;
  std::vector<std::string_view> Names() const;

 private:
  struct Compiled;
  class Pass;
  explicit OwnEntities(std::unique_ptr<const Compiled> compiled);
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace reeve::detectors

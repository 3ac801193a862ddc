// What a finding was disguised as: kinds of disguises, and sets of them.
// docs/detectors/disguises.md has a table of all. Thread-safety: values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace reeve::detectors {

enum class Disguise : uint8_t {
  kCompatibility,    // fullwidth, mathematical, circled letters and digits, ligatures (NFKC)
  kInvisible,        // zero width, soft hyphen, tag characters, variation selectors, bidi marks
  kConfusable,       // letters of other alphabets that look Latin (UTS 39)
  kDigits,           // decimal digits of other scripts
  kDiacritics,       // combining marks over Latin letters
  kSeparator,        // blanks and hyphens other than ASCII's, inside a number
  kHtmlEntity,       // &#52; &commat;
  kPercent,          // %34
  kUnicodeEscape,    // \u0034 \x34
  kQuotedPrintable,  // =34
  kBase64,
  kBase64Url,
  kBase32,
  kHexadecimal,
  kBinary,      // 00110100
  kBidi,        // a right-to-left override over Latin text
  kSpacedOut,   // i g n o r e, i-g-n-o-r-e
  kSplit,       // ig/**/nore; an IBAN with full stops between its groups
  kLineWrap,    // a number or an address cut by a line end
  kSpelledOut,  // john [at] example dot org
  kRot13,
  kReversed,
  kLeet,
};
inline constexpr size_t kDisguiseCount = static_cast<size_t>(Disguise::kLeet) + 1;

// In snake case, as in "spaced_out". They are recorded in findings, so they never change.
std::string_view DisguiseName(Disguise disguise);

class DisguiseSet {
 public:
  constexpr DisguiseSet() = default;
  constexpr DisguiseSet(Disguise disguise) : bits_(1U << static_cast<unsigned>(disguise)) {}

  constexpr bool empty() const { return bits_ == 0; }
  constexpr bool Has(Disguise disguise) const { return (bits_ & DisguiseSet(disguise).bits_) != 0; }
  constexpr DisguiseSet& operator|=(DisguiseSet other) {
    bits_ |= other.bits_;
    return *this;
  }
  friend constexpr DisguiseSet operator|(DisguiseSet a, DisguiseSet b) { return a |= b; }
  friend constexpr bool operator==(DisguiseSet, DisguiseSet) = default;
  // In the order of the enumeration.
  std::vector<std::string_view> Names() const;

 private:
  uint32_t bits_ = 0;
};

}  // namespace reeve::detectors

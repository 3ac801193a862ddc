// How one entity is redacted: an operator and its terms, and which of two ways is the stricter.
// docs/policy-language.md ("Redaction") describes the operators for people.
//
// Strictness is what a reader of the released text can no longer learn. It is a partial order, and
// a semilattice: for any two ways there is a least one that is stricter than both.
//
//   remove > replace > label > number > { surrogate, encrypt, token > hash }
//                      label > mask, generalise
//
// `label` tells the entity, `number` besides that two values of an interaction are equal, `token`
// that two of any requests are, and `hash` lets whoever guesses the value try it. What `mask` and
// `generalise` leave of a value itself compares with none of these. Masks are compared by what they
// leave, `encrypt` by where the value may come back.
//
// Thread-safety: values and pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace reeve::policy {

enum class RedactOperator : uint8_t {
  kMask,        // characters replaced; the last four of some entities are kept
  kGeneralise,  // a coarser value: an age band, a network, a year
  kSurrogate,   // another value of the same form, which belongs to nobody
  kEncrypt,     // a token that this interaction can turn back
  kHash,        // a digest of the value and a salt
  kToken,       // a keyed digest, the same in every request
  kNumber,      // the name of the entity and a number, the same within the interaction
  kLabel,       // the name of the entity
  kReplace,     // a given text
  kRemove,      // nothing
};
inline constexpr size_t kRedactOperatorCount = static_cast<size_t>(RedactOperator::kRemove) + 1;

// "mask", "generalise", "surrogate", "encrypt", "hash", "token", "number", "label", "replace",
// "remove".
std::string_view RedactOperatorName(RedactOperator redact_operator);

struct MaskTerms {
  uint8_t keep_first = 0;
  // Of letters and digits, as keep_first; nothing: as the catalogue of entities says.
  std::optional<uint8_t> keep_last = std::nullopt;
  uint8_t count = 0;  // of the characters that are masked; 0: all
  bool from_end = false;
  bool keep_separators = false;
  friend bool operator==(const MaskTerms&, const MaskTerms&) = default;
};

// In which stages of the same interaction a value may be put back in place of its token.
struct RestoreTerms {
  bool output = false;
  bool tool_call = false;
  bool any() const { return output || tool_call; }
  friend bool operator==(const RestoreTerms&, const RestoreTerms&) = default;
};

inline constexpr std::string_view kDefaultMaskCharacter = "*";

// Small, for a verdict holds one an entity. The texts live as long as the bundle.
struct RedactMethod {
  RedactOperator redact_operator = RedactOperator::kLabel;
  MaskTerms mask = {};
  RestoreTerms restore = {};                           // encrypt
  std::string_view character = kDefaultMaskCharacter;  // mask
  std::string_view text = {};                          // replace: the text; hash: the salt
  friend bool operator==(const RedactMethod&, const RedactMethod&) = default;
};

// Proves that a reader learns no more by `method` than by `than`.
bool RedactsAtLeast(const RedactMethod& method, const RedactMethod& than);

// The least that redacts at least as much as both. The order of the two does not matter.
RedactMethod StricterOf(const RedactMethod& a, const RedactMethod& b);

// The operator and what of its terms is not the default: "label", "mask (keep_last: 4)".
std::string MethodText(const RedactMethod& method);

}  // namespace reeve::policy

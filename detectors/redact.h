// Redaction: a text with its findings replaced. docs/detectors/redaction.md has a table of the
// operators with an example each.
//
// An operator always sees the original text. Spans that overlap are merged first, so that no letter
// of either finding stays: the stricter operator is applied once to the whole stretch, and the
// longest of the merged gives the label. Byte offsets are used; a span that would cut a UTF-8
// sequence is widened to whole code points.
//
// A text that is a JSON document stays one: what is replaced is what its strings say, a number or a
// word that is redacted becomes a string, and a key is changed only by a finding that lies within
// it. That goes for documents within strings of documents too.
//
// Thread-safety: pure functions, but for the numbers that a context refers to.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "detectors/finding.h"
#include "detectors/label_numbers.h"
#include "detectors/redact_tokens.h"
#include "detectors/redaction_keys.h"

namespace reeve::detectors {

enum class Operator : uint8_t {
  kMask,        // "************1111": a character for each character but those that stay
  kGeneralise,  // "192.0.2.0/24": a coarser value (generalise.h); where there is none, the label
  kSurrogate,   // another value of the same form, from a reserved range (surrogate.h)
  kEncrypt,     // "<CREDIT_CARD:mzxw...>": a sealed value (redact_tokens.h)
  kHash,        // hex digits of SHA-256 over the text and a salt
  kToken,       // "<CREDIT_CARD#k7q2...>": a keyed digest (redact_tokens.h)
  kNumber,      // "<CREDIT_CARD_1>": numbered within the interaction (label_numbers.h)
  kLabel,       // "<CREDIT_CARD>"
  kReplace,     // a given text
  kRemove,      // nothing
};
inline constexpr size_t kOperatorCount = static_cast<size_t>(Operator::kRemove) + 1;

// "mask", "generalise", "surrogate", "encrypt", "hash", "token", "number", "label", "replace",
// "remove".
std::string_view OperatorName(Operator op);
// Nothing for any other name.
std::optional<Operator> ParseOperator(std::string_view name);

struct MaskTerms {
  static constexpr uint8_t kByCatalogue = 255;

  std::string character = "*";  // one code point
  // Letters and digits that stay readable: at the beginning at most a third of all, at the end at
  // most half. As the catalogue says it is four of a card or an IBAN and none of most, at most a
  // third. Each bound is its own, so that a mask that keeps less of both ends keeps no more of one.
  uint8_t keep_first = 0;
  uint8_t keep_last = kByCatalogue;
  // Of how many characters, counted from one end of the value, those that do not stay are masked;
  // 0 for all.
  uint8_t count = 0;
  bool from_end = false;
  bool keep_separators = false;  // blanks, dashes, dots and the like stay
  friend bool operator==(const MaskTerms&, const MaskTerms&) = default;
};

struct RedactionTerms {
  Operator op = Operator::kLabel;
  MaskTerms mask = {};
  std::string text = {};  // replace: the text; hash: the salt
  uint8_t restore = 0;    // encrypt: where the value may be put back (redact_tokens.h)
  friend bool operator==(const RedactionTerms&, const RedactionTerms&) = default;
};

// What is to happen to one finding.
struct Redaction {
  Finding finding;
  RedactionTerms terms = {};
};

// By whom and where. Without keys, or without numbers, the operators that need them give the label:
// surrogate, encrypt, token, number.
struct RedactionContext {
  const RedactionKeys* keys = nullptr;  // of the tenant
  std::string_view interaction = {};
  LabelNumbers* numbers = nullptr;  // of the interaction
};

// Of this very text, in any order. Ends past the text are cut to it. A sealed token of this very
// interaction is left as it is, whatever is found in its letters.
std::string Redact(std::string_view text, std::span<const Redaction> redactions,
                   const RedactionContext& context = {});
// The same with one operator for all.
std::string Redact(std::string_view text, std::span<const Finding> findings, Operator op);

}  // namespace reeve::detectors

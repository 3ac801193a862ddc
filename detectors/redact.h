// Redaction: a text with its findings replaced.
//
// Spans that overlap or touch inside one another are merged first, so that no letter of either
// finding stays, and the longest of the merged gives the label. Byte offsets are used; a span that
// would cut a UTF-8 sequence is widened to whole code points.
//
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "detectors/finding.h"

namespace reeve::detectors {

enum class Operator {
  kLabel,  // "<CREDIT_CARD>" in place of the finding
  kMask,   // "*" for each code point; the last letters or digits that the catalogue's keep_last
           // allows stay readable (four of a card or an IBAN), never more than a third of them
};

// "label", "mask".
std::string_view OperatorName(Operator op);
// Nothing for any other name.
std::optional<Operator> ParseOperator(std::string_view name);

// What is to happen to one finding. Where two overlap, the label wins over the mask.
struct Redaction {
  Finding finding;
  Operator op = Operator::kLabel;
};

// Of this very text, in any order. Ends past the text are cut to it.
std::string Redact(std::string_view text, std::span<const Redaction> redactions);
// The same with one operator for all.
std::string Redact(std::string_view text, std::span<const Finding> findings, Operator op);

}  // namespace reeve::detectors

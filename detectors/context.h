// Words beside a candidate that speak for it or against it, in English, German, French, Spanish and
// Italian. Whole words count ("tel" is not in "hotel"), also as parts of a JSON key or a column
// name
// ("phone_number", "phoneNumber").
//
// Thread-safety: immutable once made.
#pragma once

#include <cstdint>
#include <string_view>

#include "detectors/dictionary.h"
#include "detectors/finding.h"

namespace reeve::detectors {

// Bits, so that a question may name several.
enum Topic : uint32_t {
  kTopicPhone = 1,
  kTopicSsn = 2,
  kTopicCard = 4,
  kTopicIban = 8,
  kTopicIp = 16,
  kTopicEmail = 32,
  kTopicOther = 64,         // an order, an invoice, an ISBN: a number of another sort
  kTopicVersion = 128,      // a software version
  kTopicPhoneLine = 256,    // "tel", "call me": what stands right behind it is a telephone number
  kTopicPhoneBehind = 512,  // "office", "home": the label behind a telephone number
};

enum class Support { kNone, kFor, kAgainst };

// Adds what the support is worth; `points_against` is negative.
void AddContext(Support support, double points_for, double points_against, ScoreParts* parts);

class ContextWords {
 public:
  ContextWords();

  // Looks kContextBefore bytes before `begin` in the same paragraph, where the nearest word
  // decides, and without one kContextAfter bytes behind `end` on the same line, for words that
  // speak for it. Words against it count within kAgainstBefore bytes.
  Support Of(std::string_view text, size_t begin, size_t end, uint32_t topics_for,
             uint32_t topics_against) const;

  // A word of `topics` stands right before `begin`: nothing is between them but marks and words
  // such as "is", "me on", "number", at most kCueReach bytes in all.
  bool RightBefore(std::string_view text, size_t begin, uint32_t topics) const;
  // A word of `topics` stands right behind `end`: "555-0123 (mobile)", "555-0123-Fax".
  bool RightBehind(std::string_view text, size_t end, uint32_t topics) const;

 private:
  Dictionary words_;
};

}  // namespace reeve::detectors

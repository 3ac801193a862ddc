// Payment card numbers: issuer range and length (ISO/IEC 7812-1 and the networks' published
// ranges), written form, Luhn.
#include <array>

#include "detectors/bytes.h"
#include "detectors/check_digits.h"
#include "detectors/entities.h"
#include "detectors/formats.h"

namespace reeve::detectors {
namespace {

// Numbers whose first six digits lie in [low, high]. Bit n of `lengths`: n digits are issued.
struct Issuer {
  uint32_t low;
  uint32_t high;
  uint32_t lengths;
};

constexpr uint32_t Lengths(std::initializer_list<uint32_t> lengths) {
  uint32_t bits = 0;
  for (const uint32_t length : lengths) bits |= uint32_t{1} << length;
  return bits;
}

constexpr uint32_t kMaestroLengths = Lengths({12, 13, 14, 15, 16, 17, 18, 19});

constexpr std::array kIssuers = {
    Issuer{400000, 499999, Lengths({13, 16, 19})},      // Visa
    Issuer{510000, 559999, Lengths({16})},              // Mastercard
    Issuer{222100, 272099, Lengths({16})},              // Mastercard
    Issuer{340000, 349999, Lengths({15})},              // American Express
    Issuer{370000, 379999, Lengths({15})},              // American Express
    Issuer{300000, 305999, Lengths({14, 16})},          // Diners Club
    Issuer{309500, 309599, Lengths({14, 16})},          // Diners Club
    Issuer{360000, 369999, Lengths({14, 16})},          // Diners Club
    Issuer{380000, 399999, Lengths({14, 16})},          // Diners Club
    Issuer{350000, 359999, Lengths({16, 17, 18, 19})},  // JCB: 3528-3589, and specimens beside
    Issuer{180000, 180099, Lengths({15})},              // JCB, older
    Issuer{213100, 213199, Lengths({15})},              // JCB, older
    Issuer{601100, 601199, Lengths({16, 17, 18, 19})},  // Discover
    Issuer{644000, 659999, Lengths({16, 17, 18, 19})},  // Discover
    Issuer{620000, 629999, Lengths({16, 17, 18, 19})},  // UnionPay
    Issuer{810000, 817199, Lengths({16, 17, 18, 19})},  // UnionPay
    Issuer{501800, 501899, kMaestroLengths},            // Maestro
    Issuer{502000, 502099, kMaestroLengths},            // Maestro
    Issuer{503800, 503899, kMaestroLengths},            // Maestro
    Issuer{589300, 589399, kMaestroLengths},            // Maestro
    Issuer{630400, 630499, kMaestroLengths},            // Maestro
    Issuer{675900, 676399, kMaestroLengths},            // Maestro
    Issuer{560000, 589999, kMaestroLengths},            // Maestro
    Issuer{639000, 639099, kMaestroLengths},            // Maestro
    Issuer{60400, 60499, kMaestroLengths},              // Maestro, older
    Issuer{501900, 501999, Lengths({16})},              // Dankort
    Issuer{100000, 199999, Lengths({15})},              // UATP (airlines)
    Issuer{220000, 220499, Lengths({16, 17, 18, 19})},  // Mir
    Issuer{508500, 508999, Lengths({16})},              // RuPay
    Issuer{606985, 607984, Lengths({16})},              // RuPay
};

// Digits a group of the forms that people write; a card in one group may have any issued length.
constexpr std::array<std::string_view, 9> kForms = {"4444", "4443", "4442",  "4441", "465",
                                                    "464",  "88",   "44443", "444"};

bool FormKnown(const DigitGroups& groups, size_t count) {
  if (count == 1) return true;
  for (const std::string_view form : kForms) {
    size_t i = 0;
    while (i < count && i < form.size() &&
           groups.groups[i].size() == static_cast<size_t>(form[i] - '0')) {
      ++i;
    }
    if (i == count && i == form.size()) return true;
  }
  return false;
}

bool IssuerKnown(std::string_view digits) {
  uint32_t prefix = 0;
  for (const char c : digits.substr(0, 6)) prefix = prefix * 10 + static_cast<uint32_t>(c - '0');
  for (const Issuer& issuer : kIssuers) {
    const bool length = (issuer.lengths >> digits.size() & 1) != 0;
    if (length && prefix >= issuer.low && prefix <= issuer.high) return true;
  }
  return false;
}

// Short Maestro numbers, its wide ranges, and the airlines' range look like too much else.
bool NeedsContext(std::string_view digits) {
  const bool wide = digits[0] == '5' && digits[1] >= '6' && digits.substr(0, 4) != "5893";
  return (digits.size() < 14 && digits[0] != '4') || digits[0] == '1' || digits[0] == '0' || wide;
}

bool CardValid(std::string_view digits) {
  return digits.size() >= kMinCardDigits && digits.size() <= kMaxCardDigits &&
         IssuerKnown(digits) && LuhnValid(digits) && !AllSame(digits);
}

// "0.4111111111111111", "1-4111-1111-1111-1111": the number goes on to the left or right.
bool StandsAlone(std::string_view text, size_t begin, size_t end, char separator) {
  if (WordAt(text, end)) return false;
  const auto goes_on = [&](char c) { return c == '.' || c == ',' || (c == '-' && separator == c); };
  if (begin >= 2 && goes_on(text[begin - 1]) && IsDigit(text[begin - 2])) return false;
  return !(end < text.size() && goes_on(text[end]) && AtClass(text, end + 1, kDigit));
}

}  // namespace

std::optional<Hit> MatchCard(std::string_view text, const DigitGroups& groups,
                             const ContextWords& words) {
  if (groups.separator == '.') return std::nullopt;
  size_t total = 0;
  for (size_t i = 0; i < groups.count; ++i) total += groups.groups[i].size();
  if (total < kMinCardDigits) return std::nullopt;
  for (size_t count = groups.count; count > 0; --count) {
    const size_t begin = groups.groups[0].begin;
    const size_t end = groups.groups[count - 1].end;
    if (!FormKnown(groups, count) || !StandsAlone(text, begin, end, groups.separator)) continue;
    const std::string digits = JoinDigits(text, groups, count);
    if (!CardValid(digits)) continue;
    const Support support = words.Of(text, begin, end, kTopicCard, kTopicOther);
    const bool alone = Alone(text, begin, end) && digits.size() > 13;
    if (NeedsContext(digits) && support != Support::kFor && !alone) continue;
    ScoreParts parts{.format = 0.4, .check = 0.4};
    AddContext(support, 0.2, -0.4, &parts);
    return Hit{&kCreditCard, begin, end, parts, true};
  }
  return std::nullopt;
}

}  // namespace reeve::detectors

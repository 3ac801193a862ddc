#include "detectors/phone.h"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>
#include <string>

#include "detectors/bytes.h"
#include "detectors/entities.h"

namespace reeve::detectors {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

// The regions whose national forms are tried, with a leading zero and without, likeliest first.
// docs/detectors.md lists them.
constexpr std::array kZeroRegions = {"GB", "DE", "FR", "IT", "NL", "BE", "CH", "AT", "SE", "IE",
                                     "AU", "IN", "JP", "ZA", "TR", "FI", "CN", "KR", "BR", "NZ"};
constexpr std::array kPlainRegions = {"US", "ES", "PT", "PL", "DK", "NO", "CZ", "GR", "MX",
                                      "BR", "CN", "IN", "SG", "HK", "HU", "RU", "IT", "CA"};

// Country codes of ITU-T E.164 by their first digits; one, two or three of them.
bool CountryCodeKnown(std::string_view digits) {
  constexpr std::string_view kTwoDigits =
      "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 "
      "64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";
  constexpr std::string_view kThreeDigitLeads =
      "21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 97 99 ";
  if (digits.size() < kMinPhoneDigits || digits[0] == '0') return false;
  if (digits[0] == '1' || digits[0] == '7') return true;
  const std::string_view lead = digits.substr(0, 2);
  for (const std::string_view list : {kTwoDigits, kThreeDigitLeads}) {
    for (size_t i = 0; i + 2 < list.size(); i += 3) {
      if (list.substr(i, 2) == lead) return true;
    }
  }
  return false;
}

bool Separates(char c) {
  return c == ' ' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')';
}

// " (", ") ", ") - ": at most three bytes, two blanks not side by side. 0 when it is none.
size_t SeparatorLength(std::string_view text, size_t pos) {
  size_t length = 0;
  while (length < 3 && pos + length < text.size() && Separates(text[pos + length])) {
    if (length > 0 && text[pos + length] == text[pos + length - 1]) return 0;
    ++length;
  }
  return AtClass(text, pos + length, kDigit) ? length : 0;
}

// "ext. 12", "x12", ";ext=12": the end of an extension of 1 to 6 digits that starts at `pos`.
size_t ExtensionEnd(std::string_view text, size_t pos) {
  size_t at = pos;
  while (at < text.size() && at - pos < 2 && (Has(text[at], kSpace) || At(text, at, ','))) ++at;
  for (const std::string_view word : {";ext=", "extension", "ext.", "ext", "x", "#"}) {
    const std::string_view here = text.substr(at, word.size());
    if (here.size() != word.size() || !std::equal(here.begin(), here.end(), word.begin(),
                                                  [](char a, char b) { return ToLower(a) == b; })) {
      continue;
    }
    size_t digits = at + word.size();
    while (digits < text.size() && Has(text[digits], kSpace) && digits - at < 12) ++digits;
    size_t end = digits;
    while (end < text.size() && end - digits < 7 && IsDigit(text[end])) ++end;
    if (end > digits && end - digits <= 6 && !WordAt(text, end)) return end;
    return pos;
  }
  return pos;
}

}  // namespace

// A candidate: where it begins, its digits, and where each of its groups ends.
struct PhoneMatcher::Form {
  struct Extent {
    size_t end;
    size_t digits;  // up to here
  };
  size_t begin = 0;
  bool international = false;  // begins with "+"
  bool bracketed = false;      // begins with "("
  std::string digits;
  std::array<Extent, kMaxPhoneDigits> extents{};
  std::array<char, kMaxPhoneDigits> separators{};  // the first byte behind each group
  size_t groups = 0;

  static Form Read(std::string_view text, size_t pos);
  bool BeginsWell(std::string_view text) const;
  bool EndsWell(std::string_view text, size_t extent) const;
  bool LooksLikeDate(size_t extent) const;
  bool NorthAmerican(std::string_view text, size_t extent) const;
  size_t GroupSize(size_t group) const {
    return extents[group].digits - (group == 0 ? 0 : extents[group - 1].digits);
  }
};

PhoneMatcher::Form PhoneMatcher::Form::Read(std::string_view text, size_t pos) {
  Form form;
  form.international = pos > 0 && text[pos - 1] == '+';
  form.bracketed = pos > 0 && text[pos - 1] == '(';
  form.begin = form.international || form.bracketed ? pos - 1 : pos;
  if (form.bracketed && pos > 1 && text[pos - 2] == '+') {
    form.international = true;
    form.begin = pos - 2;
  }
  while (form.groups < kMaxPhoneDigits && pos - form.begin < kMaxPhoneBytes) {
    while (pos < text.size() && IsDigit(text[pos])) {
      if (form.digits.size() == kMaxPhoneDigits) return form;  // no number reaches into this group
      form.digits.push_back(text[pos++]);
    }
    form.extents[form.groups] = {pos, form.digits.size()};
    const size_t separator = SeparatorLength(text, pos);
    form.separators[form.groups++] = separator == 0 ? '\0' : text[pos];
    if (separator == 0) break;
    pos += separator;
  }
  return form;
}

bool PhoneMatcher::Form::BeginsWell(std::string_view text) const {
  if (begin == 0) return true;
  if (WordBefore(text, begin)) return false;
  constexpr std::string_view kMoney = "$#%.,";
  const char before = text[begin - 1];
  if (kMoney.find(before) != std::string_view::npos) return false;
  const bool joined = before == '-' || before == '/' || before == ':';
  return !(joined && DigitBefore(text, begin - 1));
}

bool PhoneMatcher::Form::EndsWell(std::string_view text, size_t extent) const {
  const size_t end = extents[extent].end;
  if (ExtensionEnd(text, end) > end) return true;
  if (WordAt(text, end) || At(text, end, '%')) return false;
  if (separators[extent] != '\0' && separators[extent] != ' ') return false;
  return !((At(text, end, ',') || At(text, end, ':')) && AtClass(text, end + 1, kDigit));
}

// "2026-11-20", "20.11.2026", alone or before a time of day.
bool PhoneMatcher::Form::LooksLikeDate(size_t extent) const {
  if (international || extent < 2 || separators[0] == ' ' || separators[0] != separators[1])
    return false;
  const auto sizes = [&](size_t a, size_t b, size_t c) {
    return GroupSize(0) == a && GroupSize(1) == b && GroupSize(2) == c;
  };
  return sizes(4, 2, 2) || sizes(2, 2, 4);
}

// "(212) 555-0123", "212-555-0123", "212.555.0123": area and exchange codes begin with 2 to 9.
bool PhoneMatcher::Form::NorthAmerican(std::string_view text, size_t extent) const {
  if (international || extent != 2 || extents[extent].digits != 10) return false;
  if (GroupSize(0) != 3 || GroupSize(1) != 3 || digits[0] < '2' || digits[3] < '2') return false;
  if (bracketed) return text[extents[0].end] == ')' && separators[1] != '/';
  return separators[0] == separators[1] && (separators[0] == '-' || separators[0] == '.');
}

void PhoneMatcher::LoadPlans() { PhoneNumberUtil::GetInstance(); }

bool PhoneMatcher::Valid(std::string_view number, const char* region) {
  if (parses_left_ == 0) return true;
  --parses_left_;
  const PhoneNumberUtil* const plans = PhoneNumberUtil::GetInstance();
  PhoneNumber parsed;
  return plans->Parse(std::string(number), region, &parsed) == PhoneNumberUtil::NO_PARSING_ERROR &&
         plans->IsValidNumber(parsed);
}

bool PhoneMatcher::ValidNational(std::string_view number) {
  const auto valid = [&](const char* region) { return Valid(number, region); };
  return number[0] == '0' ? std::any_of(kZeroRegions.begin(), kZeroRegions.end(), valid)
                          : std::any_of(kPlainRegions.begin(), kPlainRegions.end(), valid);
}

std::optional<Hit> PhoneMatcher::Judge(std::string_view text, const Form& form, size_t extent,
                                       Support support) {
  const size_t end = form.extents[extent].end;
  const std::string digits = form.digits.substr(0, form.extents[extent].digits);
  Hit hit{&kPhoneNumber, form.begin, ExtensionEnd(text, end), {}, true};
  const bool plus = form.international;
  const bool zeros = !plus && digits.starts_with("00");  // the usual way to dial abroad
  if (plus && !CountryCodeKnown(digits)) return std::nullopt;
  const bool hint = support == Support::kFor;
  if (plus || (zeros && hint)) {
    if (!Valid("+" + (plus ? digits : digits.substr(2)), "ZZ")) return std::nullopt;
    hit.parts = {.format = 0.5, .check = 0.3, .context = hint ? 0.2 : 0};
    return hit;
  }
  if (form.NorthAmerican(text, extent) && support != Support::kAgainst) {
    if (!Valid(digits, "US")) return std::nullopt;
    hit.parts = {.format = 0.3, .check = 0.3, .context = hint ? 0.2 : 0};
    return hit;
  }
  if (!hint || !ValidNational(digits)) return std::nullopt;
  hit.parts = {.format = 0.1, .check = 0.3, .context = 0.2};
  return hit;
}

std::optional<Hit> PhoneMatcher::Match(std::string_view text, size_t pos) {
  const Form form = Form::Read(text, pos);
  if (form.groups == 0 || form.digits.size() < kMinPhoneDigits || !form.BeginsWell(text)) {
    return std::nullopt;
  }
  const Support support = words_.Of(text, form.begin, form.extents[form.groups - 1].end,
                                    kTopicPhone, kTopicOther | kTopicVersion | kTopicSsn);
  const bool supported = form.international || support == Support::kFor;
  for (size_t extent = form.groups; extent-- > 0;) {
    if (form.extents[extent].digits < kMinPhoneDigits) break;
    if (!supported && !form.NorthAmerican(text, extent)) continue;
    if (!form.EndsWell(text, extent) || form.LooksLikeDate(extent)) continue;
    if (auto hit = Judge(text, form, extent, support)) return hit;
  }
  return std::nullopt;
}

}  // namespace reeve::detectors

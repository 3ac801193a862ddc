#include "detectors/phone.h"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>
#include <string>

#include "detectors/bytes.h"
#include "detectors/check_digits.h"
#include "detectors/entities.h"
#include "detectors/gazetteer.h"

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
// How many of the digits behind a plus are the country code; 0: they begin with none.
size_t CountryCodeSize(std::string_view digits) {
  constexpr std::string_view kTwoDigits =
      "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 "
      "64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";
  constexpr std::string_view kThreeDigitLeads =
      "21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 97 99 ";
  if (digits.size() < kMinPhoneDigits || digits[0] == '0') return 0;
  if (digits[0] == '1' || digits[0] == '7') return 1;
  const auto has = [lead = digits.substr(0, 2)](std::string_view list) {
    for (size_t i = 0; i + 2 < list.size(); i += 3) {
      if (list.substr(i, 2) == lead) return true;
    }
    return false;
  };
  return has(kTwoDigits) ? 2 : has(kThreeDigitLeads) ? 3 : 0;
}

// The international number as it stands: without the search for prefixes that a parse makes, most
// of what it costs.
bool ValidAsItStands(const PhoneNumberUtil& plans, std::string_view number) {
  if (!number.starts_with('+')) return false;
  const size_t code = CountryCodeSize(number.substr(1));
  const std::string_view national = number.substr(1 + code);
  if (code == 0 || national.empty() || national[0] == '0') return false;
  PhoneNumber whole;
  whole.set_country_code(static_cast<int>(NumberOf(number.substr(1, code))));
  whole.set_national_number(static_cast<uint64_t>(NumberOf(national)));
  return plans.IsValidNumber(whole);
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

// "Desk: " ends before `pos`.
bool LabelEnds(std::string_view text, size_t pos) {
  while (pos > 0 && text[pos - 1] == ' ') --pos;
  return pos > 0 && text[pos - 1] == ':';
}

// "My Norwegian number is ", "his US number: " ends at `pos`: a number of a country is a telephone
// number.
bool NationsNumberBefore(std::string_view text, size_t pos) {
  constexpr std::string_view kBetween = " :";
  const auto skip = [&] {
    while (pos > 0 && kBetween.find(text[pos - 1]) != std::string_view::npos) --pos;
  };
  const auto take = [&](std::string_view word) {
    if (!text.substr(0, pos).ends_with(word) || WordBefore(text, pos - word.size())) return false;
    pos -= word.size();
    skip();
    return true;
  };
  skip();
  take("is");
  if (!take("number")) return false;
  const LetterWord nation = ReadLetterWordBefore(text, pos);
  if (nation.empty() || !nation.capital) return false;
  const bool country = nation.capitals && nation.letters == 2;
  if (!country && (Names().Find(nation) & kNationality) == 0) return false;
  pos = nation.begin;
  skip();
  for (const std::string_view owner : {"my", "My", "his", "her", "our", "your", "their"}) {
    if (take(owner)) return true;  // "EC number 244-886-9" is nobody's
  }
  return false;
}

// Do both have the same groups of digits, whatever stands between them?
bool SameGroups(std::string_view a, std::string_view b) {
  size_t i = 0;
  size_t k = 0;
  while (true) {
    const bool first = i == 0;
    const size_t a_begin = i;
    const size_t b_begin = k;
    while (i < a.size() && !IsDigit(a[i])) ++i;
    while (k < b.size() && !IsDigit(b[k])) ++k;
    if (i == a.size() || k == b.size()) return i == a.size() && k == b.size();
    if (!first && (i == a_begin) != (k == b_begin)) return false;
    if (a[i++] != b[k++]) return false;
  }
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
  bool Grouped(size_t extent) const;
  bool AllSame(size_t extent) const;
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
  if (form.international && text.substr(0, form.begin).ends_with("tel:") &&
      !WordBefore(text, form.begin - 4)) {
    form.begin -= 4;  // RFC 3966
  }
  while (form.groups < kMaxPhoneDigits && pos - form.begin < kMaxPhoneBytes) {
    // "+41 (0)44": the zero that is dialled inside the country only.
    if (form.international && form.groups > 0 && text[pos - 1] == '(' && text[pos] == '0' &&
        At(text, pos + 1, ')')) {
      pos += AtClass(text, pos + 2, kDigit) ? 2 : 3;
      if (!AtClass(text, pos, kDigit)) break;
    }
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
  constexpr std::string_view kMoney = "$#%.";
  const char before = text[begin - 1];
  if (kMoney.find(before) != std::string_view::npos) return false;
  const bool joined = before == '-' || before == '/' || before == ':' || before == ',';
  return !(joined && DigitBefore(text, begin - 1));
}

bool PhoneMatcher::Form::EndsWell(std::string_view text, size_t extent) const {
  const size_t end = extents[extent].end;
  if (ExtensionEnd(text, end) > end) return true;
  if (WordAt(text, end) || At(text, end, '%')) return false;
  if (separators[extent] != '\0' && separators[extent] != ' ') return false;
  return !((At(text, end, ',') || At(text, end, ':')) && AtClass(text, end + 1, kDigit));
}

// "2026-11-20", "20.11.2026", alone or before a time of day; "1999-2004".
bool PhoneMatcher::Form::LooksLikeDate(size_t extent) const {
  const auto year = [&](size_t at) {
    return digits.substr(at, 2) == "19" || digits.substr(at, 2) == "20";
  };
  if (extent == 1 && !international && GroupSize(0) == 4 && GroupSize(1) == 4 && year(0) &&
      year(4)) {
    return true;
  }
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

// In groups as people write telephone numbers, and not as they write large sums ("1 000 000").
bool PhoneMatcher::Form::Grouped(size_t extent) const {
  if (extent == 0) return false;
  bool thousands = digits[0] != '0' && !bracketed && extent > 1;
  for (size_t i = 0; i <= extent; ++i) {
    const size_t size = GroupSize(i);
    if (size > 8 || (i < extent && (separators[i] == '.' && extent < 2))) return false;
    thousands = thousands && (i == 0 ? size <= 3 : size == 3) && separators[0] != '-';
  }
  return !thousands && extents[extent].digits <= 12;
}

bool PhoneMatcher::Form::AllSame(size_t extent) const {
  const std::string_view all = std::string_view(digits).substr(0, extents[extent].digits);
  return all.find_first_not_of(all[0]) == std::string_view::npos;
}

// What stands around a candidate.
struct PhoneMatcher::Surroundings {
  Support support = Support::kNone;
  bool named = false;  // right before or behind it a word says what it is
  bool alone = false;
};

namespace {

// The regions with an entity of their own.
struct Region {
  const EntityEntry* entity;
  const char* code;
  std::string_view country;      // country code
  std::string_view trunk;        // national forms begin with it, or may where it is empty
  std::string_view first;        // digits that may follow country code or trunk
  std::array<size_t, 2> digits;  // of a national form
  std::array<std::string_view, 10> words;
};
constexpr std::array kRegions = {
    Region{&kPhMobileNumber,
           "PH",
           "63",
           "0",
           "9",
           {11, 11},
           {"globe", "gcash", "smart", "tnt", "dito", "cellphone", "numero", "philippine", "maya",
            "viber"}},
    Region{&kTrPhoneNumber,
           "TR",
           "90",
           "",
           "2345",
           {10, 11},
           {"telefon", "cep", "numara", "numaram", "telefonu", "numarası", "turkish", "gsm",
            "iletişim", "arayın"}},
};

bool RegionWordNear(std::string_view text, size_t begin, const Region& region) {
  const size_t lowest = begin > kContextBefore ? begin - kContextBefore : 0;
  for (size_t pos = begin; pos-- > lowest;) {
    if (!IsLetter(text[pos]) || WordBefore(text, pos)) continue;
    for (const std::string_view word : region.words) {
      size_t i = 0;
      while (i < word.size() && pos + i < text.size() && ToLower(text[pos + i]) == word[i]) ++i;
      if (i == word.size() && !WordAt(text, pos + i)) return true;
    }
  }
  return false;
}

}  // namespace

void PhoneMatcher::LoadPlans() {
  PhoneNumberUtil::GetInstance();
  Names();
}

// `written`: the groups must be those that the plan's own form has, too; empty: in any groups.
bool PhoneMatcher::Valid(std::string_view number, const char* region, std::string_view written) {
  if (parses_left_ == 0) return true;
  --parses_left_;
  const PhoneNumberUtil* const plans = PhoneNumberUtil::GetInstance();
  if (written.empty() && ValidAsItStands(*plans, number)) return true;
  PhoneNumber parsed;
  if (plans->Parse(std::string(number), region, &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) {
    return false;
  }
  if (!plans->IsValidNumber(parsed)) return false;
  if (written.empty()) return true;
  std::string form;
  plans->Format(parsed, PhoneNumberUtil::NATIONAL, &form);
  return SameGroups(form, written);
}

// Of a length that its plan has, whether or not its range is given out.
bool PhoneMatcher::Possible(std::string_view number) {
  if (parses_left_ == 0) return true;
  --parses_left_;
  const PhoneNumberUtil* const plans = PhoneNumberUtil::GetInstance();
  PhoneNumber parsed;
  return plans->Parse(std::string(number), "ZZ", &parsed) == PhoneNumberUtil::NO_PARSING_ERROR &&
         plans->IsPossibleNumber(parsed);
}

bool PhoneMatcher::ValidNational(std::string_view number, std::string_view written) {
  const auto valid = [&](const char* region) { return Valid(number, region, written); };
  return number[0] == '0' ? std::any_of(kZeroRegions.begin(), kZeroRegions.end(), valid)
                          : std::any_of(kPlainRegions.begin(), kPlainRegions.end(), valid);
}

std::optional<Hit> PhoneMatcher::JudgeNational(std::string_view text, const Form& form,
                                               size_t extent, const Surroundings& around, Hit hit) {
  const std::string digits = form.digits.substr(0, form.extents[extent].digits);
  const bool hint = around.support == Support::kFor || around.named;
  if (form.AllSame(extent)) return std::nullopt;
  if (!hint && !(around.alone && (form.Grouped(extent) || digits[0] == '0'))) return std::nullopt;
  // Without a word the groups speak for it, where they are not those of every telephone number.
  const bool usual =
      form.bracketed || digits[0] == '0' || (form.separators[0] == ' ' && form.Grouped(extent));
  const std::string_view written =
      hint || usual ? "" : text.substr(form.begin, form.extents[extent].end - form.begin);
  if (digits.size() > kMinPhoneDigits && ValidNational(digits, written)) {
    hit.parts = {.format = 0.1, .check = 0.3, .context = hint ? 0.2 : 0.1};
    return hit;
  }
  if (!around.named) return std::nullopt;
  hit.parts = {.format = 0.1, .context = 0.35};
  hit.validated = false;
  return hit;
}

std::optional<Hit> PhoneMatcher::Judge(std::string_view text, const Form& form, size_t extent,
                                       const Surroundings& around) {
  const size_t end = form.extents[extent].end;
  const std::string digits = form.digits.substr(0, form.extents[extent].digits);
  Hit hit{&kPhoneNumber, form.begin, ExtensionEnd(text, end), {}, true};
  const bool plus = form.international;
  const bool zeros = !plus && digits.starts_with("00");  // the usual way to dial abroad
  const bool hint = around.support == Support::kFor || around.named;
  if (plus && CountryCodeSize(digits) == 0) return std::nullopt;
  if (plus || (zeros && hint)) {
    const std::string number = "+" + (plus ? digits : digits.substr(2));
    if (Valid(number, "ZZ")) {
      hit.parts = {.format = 0.5, .check = 0.3, .context = hint ? 0.2 : 0};
      return hit;
    }
    // A range that is not given out, yet: somebody says that it is a telephone number.
    if (!around.named || form.AllSame(extent) || !Possible(number)) return std::nullopt;
    hit.parts = {.format = 0.3, .context = 0.2};
    hit.validated = false;
    return hit;
  }
  if (form.NorthAmerican(text, extent) && around.support != Support::kAgainst &&
      Valid(digits, "US")) {
    hit.parts = {.format = 0.3, .check = 0.3, .context = hint ? 0.2 : 0};
    return hit;
  }
  return JudgeNational(text, form, extent, around, hit);
}

// The number as one of kRegions[region].
std::optional<Hit> PhoneMatcher::JudgeRegional(std::string_view text, const Form& form,
                                               size_t extent, const Surroundings& around,
                                               size_t region) {
  const Region& plan = kRegions[region];
  const std::string digits = form.digits.substr(0, form.extents[extent].digits);
  const bool plus = form.international;
  const std::string_view prefix = plus ? plan.country : plan.trunk;
  if (!digits.starts_with(prefix)) return std::nullopt;
  std::string_view rest = std::string_view(digits).substr(prefix.size());
  if (!plus && plan.trunk.empty() && rest.starts_with("0")) rest.remove_prefix(1);
  if (rest.size() != 10 || plan.first.find(rest[0]) == std::string_view::npos) return std::nullopt;
  const size_t seen = region_seen_[region];
  const bool after = seen != 0 && form.begin - seen <= kContextBefore;
  const bool near = after || RegionWordNear(text, form.begin, plan);
  const bool alone = around.alone && !form.NorthAmerican(text, extent);
  if (!plus && !near && !alone) return std::nullopt;
  const bool named = around.named || around.support == Support::kFor;
  if (!Valid(plus ? "+" + digits : digits, plus ? "ZZ" : plan.code)) return std::nullopt;
  Hit hit{plan.entity, form.begin, ExtensionEnd(text, form.extents[extent].end), {}, true};
  hit.parts = plus ? ScoreParts{.format = 0.5, .check = 0.3, .context = named ? 0.2 : 0}
                   : ScoreParts{.format = 0.1, .check = 0.3, .context = near || named ? 0.2 : 0.1};
  if (plus) region_seen_[region] = hit.end;
  return hit;
}

size_t PhoneMatcher::Match(std::string_view text, size_t pos, std::vector<Hit>* hits) {
  const Form form = Form::Read(text, pos);
  if (form.groups == 0 || form.digits.size() < kMinPhoneDigits || !form.BeginsWell(text)) {
    return pos;
  }
  const size_t last = form.extents[form.groups - 1].end;
  Surroundings around;
  around.support =
      words_.Of(text, form.begin, last, kTopicPhone, kTopicOther | kTopicVersion | kTopicSsn);
  around.named =
      words_.RightBefore(text, form.begin, kTopicPhoneLine) ||
      NationsNumberBefore(text, form.begin) ||
      (LabelEnds(text, form.begin) && words_.RightBefore(text, form.begin, kTopicPhoneBehind));
  around.alone = Alone(text, form.begin, last);
  const auto follows = [&](size_t seen) {
    return seen != 0 && form.begin - seen <= kContextBefore;
  };
  const bool supported = form.international || around.support == Support::kFor || around.named ||
                         around.alone ||
                         std::any_of(region_seen_.begin(), region_seen_.end(), follows);
  for (size_t extent = form.groups; extent-- > 0;) {
    const size_t end = form.extents[extent].end;
    if (form.extents[extent].digits < kMinPhoneDigits) break;
    if (!form.EndsWell(text, extent) || form.LooksLikeDate(extent)) continue;
    Surroundings here = around;
    here.named = around.named || words_.RightBehind(text, ExtensionEnd(text, end),
                                                    kTopicPhoneLine | kTopicPhoneBehind);
    if (!supported && !here.named && !form.NorthAmerican(text, extent)) continue;
    const size_t before = hits->size();
    if (kinds_.any) {
      if (const auto hit = Judge(text, form, extent, here)) hits->push_back(*hit);
    }
    if (kinds_.philippine_mobile || kinds_.turkish) {
      const std::array<bool, 2> wanted = {kinds_.philippine_mobile, kinds_.turkish};
      for (size_t region = 0; region < kRegions.size(); ++region) {
        if (!wanted[region]) continue;
        if (const auto hit = JudgeRegional(text, form, extent, here, region)) hits->push_back(*hit);
      }
    }
    const bool alone =
        here.alone && !form.international && !here.named && here.support != Support::kFor;
    for (size_t i = before; i < hits->size(); ++i) (*hits)[i].alone = alone;
    if (hits->size() > before) return hits->back().end;
  }
  return pos;
}

}  // namespace reeve::detectors

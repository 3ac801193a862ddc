#include "detectors/generalise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "detectors/bytes.h"
#include "detectors/written_date.h"

namespace reeve::detectors {
namespace {

using Coarser = std::optional<std::string>;

constexpr size_t kIssuerDigits =
    6;  // ISO/IEC 7812-1, the shorter form of the identification number
constexpr size_t kPostcodeDigits = 3;
constexpr unsigned kAgeBand = 10;
constexpr unsigned kOpenAge = 90;  // this and above are one band

// Letters and digits behind the first `kept` become x; what separates them stays.
std::string KeepHead(std::string_view text, size_t kept) {
  std::string out;
  for (const char c : text) {
    if (!IsAlnum(c)) {
      out += c;
    } else if (kept > 0) {
      --kept;
      out += c;
    } else {
      out += 'x';
    }
  }
  return out;
}

size_t CountLetters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), IsAlnum));
}

Coarser Card(std::string_view text) {
  if (CountLetters(text) < 2 * kIssuerDigits) return std::nullopt;
  return KeepHead(text, kIssuerDigits);
}

// The country.
Coarser Iban(std::string_view text) {
  if (text.size() < 4 || !IsLetter(text[0]) || !IsLetter(text[1])) return std::nullopt;
  return KeepHead(text, 2);
}

// The first number of at most three digits.
Coarser Age(std::string_view text) {
  size_t begin = 0;
  while (begin < text.size() && !IsDigit(text[begin])) ++begin;
  unsigned age = 0;
  size_t end = begin;
  for (; AtClass(text, end, kDigit) && end - begin < 4; ++end) {
    age = age * 10 + static_cast<unsigned>(text[end] - '0');
  }
  if (end == begin || end - begin > 3) return std::nullopt;
  if (age >= kOpenAge) return std::to_string(kOpenAge) + "+";
  const unsigned low = age / kAgeBand * kAgeBand;
  return std::to_string(low) + "-" + std::to_string(low + kAgeBand - 1);
}

Coarser Year(std::string_view text) {
  const auto date = ReadWrittenDate(text);
  if (!date) return std::nullopt;
  return std::string(text.substr(date->year.begin, date->year.end - date->year.begin));
}

// ------------------------------------------------------------------------------------- addresses

Coarser Ipv4Network(std::string_view text) {
  const size_t last = text.rfind('.');
  if (std::count(text.begin(), text.end(), '.') != 3) return std::nullopt;
  if (!std::all_of(text.begin(), text.end(), [](char c) { return IsDigit(c) || c == '.'; })) {
    return std::nullopt;
  }
  return std::string(text.substr(0, last)) + ".0/24";
}

// The first three groups; those that `::` leaves out are 0.
Coarser Ipv6Network(std::string_view text) {
  std::vector<std::string> groups;
  std::string group;
  for (size_t i = 0; i < text.size() && groups.size() < 3; ++i) {
    if (Has(text[i], kHex)) {
      group += ToLower(text[i]);
      continue;
    }
    if (text[i] != ':') return std::nullopt;  // the end of an address with a zone or a port
    if (!group.empty()) groups.push_back(std::move(group));
    group.clear();
    if (At(text, i + 1, ':')) {
      // An address such as 1::2:3:4:5:6:7 has its third group behind the gap; its network is then
      // told by less than /48, never by more.
      break;
    }
  }
  if (text.find(':') == text.npos) return std::nullopt;
  std::string out;
  while (groups.size() > 3) groups.pop_back();
  for (const std::string& part : groups) out += part + ":";
  return out + (groups.empty() ? "::/48" : ":/48");
}

Coarser Ip(std::string_view text) {
  const size_t slash = std::min(text.find('/'), text.find('%'));
  const std::string_view address = text.substr(0, slash);
  return address.find(':') == address.npos ? Ipv4Network(address) : Ipv6Network(address);
}

// The maker.
Coarser Mac(std::string_view text) {
  if (CountLetters(text) != 12) return std::nullopt;
  return KeepHead(text, 6);
}

// The provider, whoever it is, and not the person.
Coarser Email(std::string_view text) {
  const size_t at = text.rfind('@');
  if (at == text.npos || at + 1 == text.size()) return std::nullopt;
  return "*" + std::string(text.substr(at));
}

// Scheme and host, without a name and a password before the host.
Coarser Url(std::string_view text) {
  const size_t scheme = text.find("://");
  if (scheme == text.npos) return std::nullopt;
  const size_t begin = scheme + 3;
  const size_t end = std::min(text.find_first_of("/?#", begin), text.size());
  const size_t user = text.substr(begin, end - begin).rfind('@');
  const size_t host = user == std::string_view::npos ? begin : begin + user + 1;
  return std::string(text.substr(0, begin)) + std::string(text.substr(host, end - host)) + "/";
}

// The letters of a British code name its area (SW1A 1AA: SW); of others the first three digits
// stay, or half of them.
Coarser Postcode(std::string_view text) {
  size_t letters = 0;
  while (AtClass(text, letters, kUpper | kLower)) ++letters;
  if (letters > 0 && letters <= 2 && AtClass(text, letters, kDigit)) {
    return std::string(text.substr(0, letters));
  }
  const size_t all = CountLetters(text);
  if (all < 3 || letters > 0) return std::nullopt;
  return KeepHead(text, std::min(kPostcodeDigits, all / 2));
}

// The calling code of a country is told by its first digit and two tables of lengths (ITU-T E.164).
size_t CallingCodeLength(std::string_view digits) {
  if (digits.empty()) return 0;
  if (digits[0] == '1' || digits[0] == '7') return 1;
  constexpr std::array<std::string_view, 9> kTwoDigits = {
      "", "", "07", "0123469", "013456789", "12345678", "0123456", "", "12346"};
  if (digits.size() < 2 || digits[0] == '0') return 0;
  const auto place = static_cast<size_t>(digits[0] - '0');
  const std::string_view nine = "0123458";
  const std::string_view seconds = place == 9 ? nine : kTwoDigits[place];
  return seconds.find(digits[1]) != seconds.npos ? 2 : 3;
}

Coarser Phone(std::string_view text) {
  const size_t plus = text.find('+');
  if (plus == text.npos) return std::nullopt;
  std::string digits;
  for (const char c : text) {
    if (IsDigit(c)) digits += c;
  }
  const size_t code = CallingCodeLength(digits);
  if (code == 0 || digits.size() < 7) return std::nullopt;
  return KeepHead(text, code);
}

// ---------------------------------------------------------------------------------------- numbers

// Every number with more than two decimals is cut to two: some 1.1 km.
Coarser Coordinates(std::string_view text) {
  std::string out;
  bool any = false;
  for (size_t i = 0; i < text.size();) {
    out += text[i];
    const bool point = text[i] == '.' && i > 0 && IsDigit(text[i - 1]);
    ++i;
    if (!point) continue;
    for (int decimals = 0; AtClass(text, i, kDigit); ++i, ++decimals) {
      if (decimals < 2) out += text[i];
      any = true;
    }
  }
  if (!any) return std::nullopt;
  return out;
}

// "12,345.67" is between 10000 and 20000: the first digit stays. The last separator is of decimals
// if one or two digits follow it.
Coarser Amount(std::string_view text) {
  const size_t begin = text.find_first_of("0123456789");
  if (begin == text.npos) return std::nullopt;
  const size_t end = text.find_last_of("0123456789") + 1;
  std::string_view number = text.substr(begin, end - begin);
  const size_t last = number.find_last_of(".,");
  if (last != number.npos && number.size() - last <= 3) number = number.substr(0, last);
  std::string digits;
  for (const char c : number) {
    if (IsDigit(c)) digits += c;
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.size() > 15) return std::nullopt;
  const std::string zeros(digits.empty() ? 0 : digits.size() - 1, '0');
  const std::string low = digits.empty() ? "0" : digits[0] + zeros;
  const std::string high = digits.empty() ? "1" : std::to_string(digits[0] - '0' + 1) + zeros;
  return std::string(text.substr(0, begin)) + low + "-" + high + std::string(text.substr(end));
}

struct Rule {
  std::string_view entity;
  bool is_part;  // of the entity's name: "DE_POSTCODE"
  Coarser (*coarser)(std::string_view);
};

constexpr std::array kRules = {
    Rule{"CREDIT_CARD", false, Card},
    Rule{"IBAN_CODE", false, Iban},
    Rule{"AGE", false, Age},
    Rule{"DATE_OF_BIRTH", true, Year},
    Rule{"BIRTH_DATE", true, Year},
    Rule{"DATE_TIME", true, Year},
    Rule{"DATE", false, Year},
    Rule{"IP_ADDRESS", false, Ip},
    Rule{"MAC_ADDRESS", false, Mac},
    Rule{"EMAIL_ADDRESS", false, Email},
    Rule{"URL", true, Url},
    Rule{"POSTCODE", true, Postcode},
    Rule{"POSTAL_CODE", true, Postcode},
    Rule{"POSTLEITZAHL", true, Postcode},
    Rule{"POSTNUMMER", true, Postcode},
    Rule{"_PLZ", true, Postcode},
    Rule{"ZIP_CODE", true, Postcode},
    Rule{"PHONE_NUMBER", true, Phone},
    Rule{"COORDINATE", true, Coordinates},
    Rule{"AMOUNT", true, Amount},
    Rule{"MONEY", true, Amount},
};

}  // namespace

Coarser Generalise(const Covered& covered) {
  for (const Rule& rule : kRules) {
    const bool is = rule.is_part ? covered.entity.find(rule.entity) != std::string_view::npos
                                 : covered.entity == rule.entity;
    if (is) return rule.coarser(covered.text);
  }
  return std::nullopt;
}

}  // namespace reeve::detectors

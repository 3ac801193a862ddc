// International bank account numbers: ISO 13616-1, lengths of the SWIFT IBAN registry, check digits
// by ISO/IEC 7064 MOD 97-10;
// inside the account those of the countries that have some.
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "detectors/bytes.h"
#include "detectors/check_digits.h"
#include "detectors/entities.h"
#include "detectors/formats.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

struct Country {
  std::string_view code;
  size_t length;
};

// SWIFT IBAN registry, release 99, and the countries whose banks write IBANs without an entry in it
// (of the franc zones, Algeria, Angola, Iran, Morocco and others); ordered by code.
constexpr std::array kCountries = {
    Country{"AD", 24}, Country{"AE", 23}, Country{"AL", 28}, Country{"AO", 25}, Country{"AT", 20},
    Country{"AZ", 28}, Country{"BA", 20}, Country{"BE", 16}, Country{"BF", 28}, Country{"BG", 22},
    Country{"BH", 22}, Country{"BI", 27}, Country{"BJ", 28}, Country{"BR", 29}, Country{"BY", 28},
    Country{"CF", 27}, Country{"CG", 27}, Country{"CH", 21}, Country{"CI", 28}, Country{"CM", 27},
    Country{"CR", 22}, Country{"CV", 25}, Country{"CY", 28}, Country{"CZ", 24}, Country{"DE", 22},
    Country{"DJ", 27}, Country{"DK", 18}, Country{"DO", 28}, Country{"DZ", 26}, Country{"EE", 20},
    Country{"EG", 29}, Country{"ES", 24}, Country{"FI", 18}, Country{"FK", 18}, Country{"FO", 18},
    Country{"FR", 27}, Country{"GA", 27}, Country{"GB", 22}, Country{"GE", 22}, Country{"GI", 23},
    Country{"GL", 18}, Country{"GQ", 27}, Country{"GR", 27}, Country{"GT", 28}, Country{"GW", 25},
    Country{"HN", 28}, Country{"HR", 21}, Country{"HU", 28}, Country{"IE", 22}, Country{"IL", 23},
    Country{"IQ", 23}, Country{"IR", 26}, Country{"IS", 26}, Country{"IT", 27}, Country{"JO", 30},
    Country{"KM", 27}, Country{"KW", 30}, Country{"KZ", 20}, Country{"LB", 28}, Country{"LC", 32},
    Country{"LI", 21}, Country{"LT", 20}, Country{"LU", 20}, Country{"LV", 21}, Country{"LY", 25},
    Country{"MA", 28}, Country{"MC", 27}, Country{"MD", 24}, Country{"ME", 22}, Country{"MG", 27},
    Country{"MK", 19}, Country{"ML", 28}, Country{"MN", 20}, Country{"MR", 27}, Country{"MT", 31},
    Country{"MU", 30}, Country{"MZ", 25}, Country{"NE", 28}, Country{"NI", 28}, Country{"NL", 18},
    Country{"NO", 15}, Country{"OM", 23}, Country{"PK", 24}, Country{"PL", 28}, Country{"PS", 29},
    Country{"PT", 25}, Country{"QA", 29}, Country{"RO", 24}, Country{"RS", 22}, Country{"RU", 33},
    Country{"SA", 24}, Country{"SC", 31}, Country{"SD", 18}, Country{"SE", 24}, Country{"SI", 19},
    Country{"SK", 24}, Country{"SM", 27}, Country{"SN", 28}, Country{"SO", 23}, Country{"ST", 25},
    Country{"SV", 28}, Country{"TD", 27}, Country{"TG", 28}, Country{"TL", 23}, Country{"TN", 24},
    Country{"TR", 26}, Country{"UA", 29}, Country{"VA", 22}, Country{"VG", 24}, Country{"XK", 20},
    Country{"YE", 30},
};

char ToUpper(char c) { return Has(c, kLower) ? static_cast<char>(c & ~0x20) : c; }

size_t LengthOf(char first, char second) {
  const std::array<char, 2> code = {ToUpper(first), ToUpper(second)};
  const std::string_view wanted(code.data(), code.size());
  const auto found =
      std::lower_bound(kCountries.begin(), kCountries.end(), wanted,
                       [](const Country& c, std::string_view w) { return c.code < w; });
  return found != kCountries.end() && found->code == wanted ? found->length : 0;
}

// The first four characters go to the end, letters become 10 to 35, the whole is 1 modulo 97.
bool Mod97Valid(std::string_view iban) {
  uint32_t rest = 0;
  for (size_t i = 0; i < iban.size(); ++i) {
    const char c = iban[(i + 4) % iban.size()];
    rest = IsDigit(c) ? (rest * 10 + static_cast<uint32_t>(c - '0')) % 97
                      : (rest * 100 + static_cast<uint32_t>(c - 'A') + 10) % 97;
  }
  return rest == 1;
}

bool AllDigits(std::string_view text) { return std::all_of(text.begin(), text.end(), IsDigit); }

// Spain: two digits, weighted by powers of two modulo 11, over bank and branch, and over the
// account (Código Cuenta Cliente).
bool SpanishValid(std::string_view account) {
  const auto check = [](std::string_view ten) {
    constexpr std::array<int, 10> kWeights = {1, 2, 4, 8, 5, 10, 9, 7, 3, 6};
    int sum = 0;
    for (size_t i = 0; i < ten.size(); ++i) sum += kWeights[i] * (ten[i] - '0');
    const int digit = 11 - sum % 11;
    return static_cast<char>('0' + (digit == 10 ? 1 : digit % 11));
  };
  return check("00" + std::string(account.substr(0, 8))) == account[8] &&
         check(account.substr(10)) == account[9];
}

// The national check digits inside the account, of the countries whose registry entry has some.
bool AccountValid(std::string_view country, std::string_view account) {
  if (country == "NL") return std::all_of(account.begin(), account.begin() + 4, IsLetter);
  constexpr std::array<std::string_view, 6> kMod97 = {"BA", "ME", "MK", "PT", "RS", "SI"};
  if (std::find(kMod97.begin(), kMod97.end(), country) != kMod97.end()) {
    return Mod97_10Valid(account);
  }
  if (country == "BE") {  // the last two are the first ten modulo 97, 97 for 0
    if (!AllDigits(account)) return false;
    const int64_t rest = NumberOf(account.substr(0, 10)) % 97;
    return (rest == 0 ? 97 : rest) == NumberOf(account.substr(10));
  }
  return country != "ES" || (AllDigits(account) && SpanishValid(account));
}

bool Separates(char c) { return c == ' ' || c == '-' || c == '.'; }

// An IBAN as it is written: compact, in groups of four, or in any other groups.
struct Written {
  std::string compact;  // upper case
  size_t end = 0;
  bool usual = true;  // one sort of separator, if any, behind every fourth character
  bool capitals = true;
};

// Nothing where the characters, one separator at most between two of them, do not reach `length`.
std::optional<Written> Read(std::string_view text, size_t pos, size_t length) {
  Written written;
  char separator = 0;
  size_t end = pos;
  while (written.compact.size() < length) {
    if (end >= text.size()) return std::nullopt;
    const size_t read = written.compact.size();
    const bool separates = read >= 2 && Separates(text[end]);
    if (separates) {
      written.usual = written.usual && read % 4 == 0 && (separator == 0 ? read == 4 : true) &&
                      (separator == 0 || separator == text[end]);
      separator = text[end++];
      if (end >= text.size()) return std::nullopt;
    } else if (separator != 0 && read % 4 == 0) {
      written.usual = false;
    }
    if (!IsAlnum(text[end])) return std::nullopt;
    written.capitals = written.capitals && !Has(text[end], kLower);
    written.compact.push_back(ToUpper(text[end++]));
  }
  written.end = end;
  return written;
}

}  // namespace

std::optional<Hit> MatchIban(std::string_view text, size_t pos, const ContextWords& words) {
  const size_t length = LengthOf(text[pos], text[pos + 1]);
  if (length == 0 || WordBefore(text, pos)) return std::nullopt;
  const std::optional<Written> written = Read(text, pos, length);
  if (!written || WordAt(text, written->end)) return std::nullopt;
  // Small letters in odd groups are words: "be 12 of us, ...".
  if (!written->usual && !written->capitals) return std::nullopt;
  const std::string_view compact = written->compact;
  if (!Mod97Valid(compact) || !AccountValid(compact.substr(0, 2), compact.substr(4))) {
    return std::nullopt;
  }
  const bool hint = words.Of(text, pos, written->end, kTopicIban, 0) == Support::kFor;
  const double format = written->usual ? 0.5 : 0.3;
  return Hit{&kIbanCode,
             pos,
             written->end,
             {.format = format, .check = 0.4, .context = hint ? 0.1 : 0},
             true};
}

}  // namespace reeve::detectors

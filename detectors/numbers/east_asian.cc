// Numbers of China, Hong Kong, Japan, Korea and Taiwan.
#include <algorithm>
#include <array>

#include "detectors/bytes.h"
#include "detectors/check_digits.h"
#include "detectors/number_format.h"

namespace reeve::detectors {
namespace {

// Province, birth date, check digit of ISO/IEC 7064 modulo 11-2 (GB 11643). The form takes a birth
// in any century.
bool CnRicForm(std::string_view n) {
  constexpr std::array<std::pair<int64_t, int64_t>, 8> kProvinces = {
      {{11, 15}, {21, 23}, {31, 37}, {41, 46}, {50, 54}, {61, 65}, {71, 71}, {81, 83}}};
  const int64_t province = NumberOf(n.substr(0, 2));
  const bool known = std::any_of(kProvinces.begin(), kProvinces.end(), [&](const auto& range) {
    return province >= range.first && province <= range.second;
  });
  return known &&
         DateValid(2000 + static_cast<int>(NumberOf(n.substr(6, 4)) % 100),
                   static_cast<int>(NumberOf(n.substr(10, 2))),
                   static_cast<int>(NumberOf(n.substr(12, 2)))) &&
         Mod11_2Valid(n);
}

bool CnRic(std::string_view n) {
  return CnRicForm(n) && DateValid(static_cast<int>(NumberOf(n.substr(6, 4))),
                                   static_cast<int>(NumberOf(n.substr(10, 2))),
                                   static_cast<int>(NumberOf(n.substr(12, 2))));
}

// Powers of 3 modulo 31 as weights, in an alphabet without I, O, S, V, Z (GB 32100).
bool CnUscc(std::string_view n) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  size_t weight = 1;
  size_t sum = 0;
  for (size_t i = 0; i < n.size(); ++i) {
    const size_t value = kAlphabet.find(n[i]);
    if (value == std::string_view::npos) return false;
    if (i + 1 == n.size()) return (31 - sum % 31) % 31 == value;
    sum += value * weight;
    weight = weight * 3 % 31;
  }
  return false;
}

// One or two letters and six digits, weights 9 to 2, a blank before one letter counts 36.
bool HkId(std::string_view n) {
  int sum = 0;
  int weight = static_cast<int>(n.size());
  if (n.size() == 8) sum = 36 * 9;
  for (const char c : n.substr(0, n.size() - 1)) sum += ValueOf(c) * weight--;
  const int check = (11 - sum % 11) % 11;
  return n.back() == (check == 10 ? 'A' : static_cast<char>('0' + check));
}

// The check digit stands in front: 9 less the rest modulo 9.
bool JpCn(std::string_view n) {
  const int sum = WeightedSum(n.substr(1), {2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1});
  return !AllSame(n) && 9 - sum % 9 == n[0] - '0';
}

bool JpIn(std::string_view n) {
  const int check = (11 - WeightedSum(n, {6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11) % 11;
  return !AllSame(n) && (check == 10 ? 0 : check) == n[11] - '0';
}

// Prefecture of issue 10 to 97; the eleventh digit checks the ten before it.
bool JpDriverLicense(std::string_view n) {
  const int rest = WeightedSum(n, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11;
  return n[0] != '0' && !AllSame(n) && (rest <= 1 ? 0 : 11 - rest) == n[10] - '0';
}

// Tax office from 101, kind of person, serial.
bool KrBrnForm(std::string_view n) {
  return NumberOf(n.substr(0, 3)) >= 101 && n.substr(3, 2) != "00" && n.substr(5, 4) != "0000";
}

bool KrBrn(std::string_view n) {
  const int sum = WeightedSum(n, {1, 3, 7, 1, 3, 7, 1, 3, 5}) + (n[8] - '0') * 5 / 10;
  return KrBrnForm(n) && (10 - sum % 10) % 10 == n[9] - '0';
}

// Region of issue 11 to 28.
bool KrDriverLicense(std::string_view n) {
  const int64_t region = NumberOf(n.substr(0, 2));
  return region >= 11 && region <= 28;
}

// Birth date with the century of the seventh digit: of `centuries`, the first pair of digits is of
// the 1800s, the second of the 1900s, the third of the 2000s.
bool KrBirth(std::string_view n, std::string_view centuries) {
  const size_t at = centuries.find(n[6]);
  if (at == std::string_view::npos) return false;
  return DateValid(
      1800 + 100 * static_cast<int>(at / 2) + static_cast<int>(NumberOf(n.substr(0, 2))),
      static_cast<int>(NumberOf(n.substr(2, 2))), static_cast<int>(NumberOf(n.substr(4, 2))));
}

// Foreigners have numbers since 1968: none was born before 1900.
bool KrFrn(std::string_view n) { return KrBirth(n, "__5678"); }

// Numbers given out since October 2020 have no region and no check digit; people keep the number
// of their birth, so who was born earlier has both: a region of at most 96.
bool KrRrn(std::string_view n) {
  if (!KrBirth(n, "901234") && !KrFrn(n)) return false;
  if ((n[6] == '3' || n[6] == '4') && NumberOf(n.substr(0, 4)) >= 2010 &&
      NumberOf(n.substr(0, 4)) < 3500) {
    return true;
  }
  if (NumberOf(n.substr(7, 2)) > 96) return false;
  const int sum = WeightedSum(n, {2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5});
  return (11 - sum % 11) % 10 == n[12] - '0';
}

// The letter stands for two digits, the first once, the second nine times.
bool TwId(std::string_view n) {
  constexpr std::array<int, 26> kLetters = {10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21,
                                            22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33};
  const int letter = kLetters[static_cast<size_t>(n[0] - 'A')];
  if (std::string_view("1289").find(n[1]) == std::string_view::npos) return false;
  const int sum =
      letter / 10 + letter % 10 * 9 + WeightedSum(n.substr(1), {8, 7, 6, 5, 4, 3, 2, 1, 1});
  return sum % 10 == 0;
}

// Digit sums of the products, a multiple of five (of ten before 2023); a seven at the seventh place
// makes 10, of which 1 or 0 counts.
bool TwUbn(std::string_view n) {
  constexpr std::array<int, 8> kWeights = {1, 2, 1, 2, 1, 2, 4, 1};
  int sum = 0;
  for (size_t i = 0; i < 8; ++i) {
    const int product = kWeights[i] * (n[i] - '0');
    sum += product / 10 + product % 10;
  }
  return !AllSame(n) && (sum % 5 == 0 || (n[6] == '7' && sum % 5 == 4));
}

constexpr std::array kFormats = {
    NumberFormat{.entity = {.name = "CN_PASSPORT",
                            .country = "CN",
                            .title = "Chinese passport number",
                            .source = "National Immigration Administration of China"},
                 .shapes = "E99999999|Ea9999999|G99999999|D99999999|S99999999|P99999999",
                 .words = "护照|护照号|护照号码|chinese passport|@passport",
                 .example = "EB4827163"},
    NumberFormat{.entity = {.name = "CN_RIC",
                            .country = "CN",
                            .title = "Chinese resident identity number",
                            .source = "GB 11643-1999"},
                 .shapes = "99999999999999999x|999999 99999999 999x",
                 .valid = CnRic,
                 .form = CnRicForm,
                 .strength = Strength::kFair,
                 .words = "身份证|身份证号|身份证号码|居民身份证|公民身份号码|ric|ric no|"
                          "resident identity|chinese resident|chinese id|@person",
                 .example = "310104198706142810"},
    NumberFormat{.entity = {.name = "CN_USCC",
                            .country = "CN",
                            .title = "Chinese unified social credit code",
                            .source = "GB 32100-2015"},
                 .shapes = "99999999xxxxxxxxxx|99 999999 xxxxxxxxxx",
                 .valid = CnUscc,
                 .strength = Strength::kFair,
                 .words = "统一社会信用代码|社会信用代码|信用代码|纳税人识别号|税号|uscc|"
                          "unified social credit|social credit code|china tax|@tax|@company",
                 .example = "91310104MA1FRK4867"},
    NumberFormat{.entity = {.name = "HK_HKID",
                            .country = "HK",
                            .title = "Hong Kong identity card number",
                            .source = "Immigration Department of Hong Kong, cap. 177"},
                 .shapes = "a999999-x|aa999999-x",
                 .valid = HkId,
                 .words = "hkid|香港身份證|香港身份证|身份證|身份證號碼|hong kong id|hong kong "
                          "identity|@person",
                 .example = "K482716(3)"},
    NumberFormat{.entity = {.name = "JP_CN",
                            .country = "JP",
                            .title = "Japanese corporate number",
                            .source = "Number Use Act, art. 39; National Tax Agency"},
                 .shapes = "9999999999999|9-9999-9999-9999",
                 .valid = JpCn,
                 .words = "法人番号|会社法人等番号|cn|corporate number|houjin|hojin bango|"
                          "japanese corporate|@company|@tax",
                 .example = "4-0100-0148-2711"},
    NumberFormat{.entity = {.name = "JP_DRIVER_LICENSE",
                            .country = "JP",
                            .title = "Japanese driving licence number",
                            .source = "Road Traffic Act, art. 93"},
                 .shapes = "999999999999|9999 9999 9999",
                 .valid = JpDriverLicense,
                 .words = "運転免許証|運転免許|免許証番号|免許番号|japanese driver|@licence",
                 .example = "308714826390"},
    NumberFormat{.entity = {.name = "JP_IN",
                            .country = "JP",
                            .title = "Japanese individual number (My Number)",
                            .source = "Number Use Act; MIC ordinance 85/2014"},
                 .shapes = "999999999999|9999 9999 9999|9999-9999-9999",
                 .valid = JpIn,
                 .words = "マイナンバー|個人番号|my number|mynumber|individual number|"
                          "kojin bango|my in|@person|@tax",
                 .example = "4827 1639 5027"},
    NumberFormat{.entity = {.name = "JP_PASSPORT",
                            .country = "JP",
                            .title = "Japanese passport number",
                            .source = "Passport Act; ICAO Doc 9303 part 4"},
                 .shapes = "aa9999999",
                 .words = "旅券|旅券番号|パスポート|パスポート番号|japanese passport|@passport",
                 .example = "TR4827163"},
    NumberFormat{.entity = {.name = "KR_BRN",
                            .country = "KR",
                            .title = "Korean business registration number",
                            .source = "National Tax Service of Korea"},
                 .shapes = "999-99-99999",
                 .valid = KrBrn,
                 .form = KrBrnForm,
                 .words = "사업자등록번호|사업자 등록번호|사업자 등록 번호|사업자번호|brn|"
                          "business registration|korea business|@company|@tax",
                 .example = "214-87-48278"},
    NumberFormat{.entity = {.name = "KR_DRIVER_LICENSE",
                            .country = "KR",
                            .title = "Korean driving licence number",
                            .source = "Enforcement rules of the Road Traffic Act, art. 77"},
                 .shapes = "99-99-999999-99",
                 .valid = KrDriverLicense,
                 .check = 0,
                 .words = "운전면허|운전면허번호|운전면허증|면허번호|korean driver|license|"
                          "@licence",
                 .example = "13-08-482716-52"},
    NumberFormat{.entity = {.name = "KR_FRN",
                            .country = "KR",
                            .title = "Korean foreigner registration number",
                            .source = "Immigration Act of Korea, art. 31"},
                 .shapes = "999999-9999999",
                 .valid = KrFrn,
                 .check = 0,
                 .words = "외국인등록번호|외국인 등록번호|외국인번호|frn|foreigner registration|"
                          "alien registration|korean frn|@person",
                 .example = "880614-5482716"},
    NumberFormat{.entity = {.name = "KR_PASSPORT",
                            .country = "KR",
                            .title = "Korean passport number",
                            .source = "Passport Act of Korea; ICAO Doc 9303 part 4"},
                 .shapes = "M999a9999|S999a9999|R999a9999|O999a9999|D999a9999|M99999999|"
                           "S99999999|R99999999|O99999999|D99999999",
                 .separated = true,
                 .words = "여권번호|여권|여권 번호|korean passport|@passport",
                 .example = "M482R7163"},
    NumberFormat{.entity = {.name = "KR_RRN",
                            .country = "KR",
                            .title = "Korean resident registration number",
                            .source = "Resident Registration Act, enforcement rules"},
                 .shapes = "999999-9999999|999999 9999999|9999999999999",
                 .separated = true,
                 .valid = KrRrn,
                 .words = "주민등록번호|주민번호|주민등록|rrn|resident registration|korean rrn|"
                          "korean resident|@person",
                 .example = "870614-2482711"},
    NumberFormat{.entity = {.name = "TW_ID",
                            .country = "TW",
                            .title = "Taiwanese identity card number",
                            .source = "Household Registration Act of Taiwan"},
                 .shapes = "a999999999",
                 .valid = TwId,
                 .words = "身分證|身分證字號|身份證字號|國民身分證|統一證號|居留證|taiwan id|"
                          "taiwanese id|@person",
                 .example = "F248271636"},
    NumberFormat{.entity = {.name = "TW_UBN",
                            .country = "TW",
                            .title = "Taiwanese unified business number",
                            .source = "Ministry of Finance of Taiwan, Business Entity Act"},
                 .shapes = "99999999|9999999-9",
                 .valid = TwUbn,
                 .words = "統一編號|統編|营利事业统一编号|營利事業統一編號|ubn|"
                          "unified business|taiwanese tax|taiwan tax|@company|@tax",
                 .example = "48271635"},
};

}  // namespace

std::span<const NumberFormat> EastAsianNumbers() { return kFormats; }

}  // namespace reeve::detectors

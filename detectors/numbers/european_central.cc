// Numbers of Austria, Switzerland, Czechia, Germany, Hungary, Liechtenstein, Poland, Slovenia,
// Slovakia.
#include <array>

#include "detectors/bytes.h"
#include "detectors/check_digits.h"
#include "detectors/number_format.h"

namespace reeve::detectors {
namespace {

// Tax offices of Austria, of which a number's first two digits name one.
bool AtTin(std::string_view n) {
  constexpr std::string_view kOffices =
      "03 04 06 07 08 09 10 12 15 16 18 22 23 29 33 38 41 46 51 52 53 54 57 59 61 65 67 68 69 71 "
      "72 "
      "81 82 83 84 90 91 93 97 98";
  return kOffices.find(n.substr(0, 2)) != std::string_view::npos && LuhnValid(n);
}

// Luhn's sum of the first seven digits, and four.
bool AtUid(std::string_view n) {
  n = WithoutPrefix(WithoutPrefix(n, "AT"), "U");
  int sum = 4;
  for (size_t i = 0; i < 7; ++i) {
    const int twice = 2 * DigitAt(n, i);
    sum += i % 2 == 0 ? DigitAt(n, i) : twice / 10 + twice % 10;
  }
  return (10 - sum % 10) % 10 == DigitAt(n, 7);
}

// The check digit is the fourth.
bool AtVnr(std::string_view n) {
  return n[0] != '0' && WeightedSum(n, {3, 7, 9, 0, 5, 8, 4, 2, 1, 6}) % 11 == DigitAt(n, 3);
}

bool AtPostleitzahl(std::string_view n) { return WithoutPrefix(n, "A")[0] != '0'; }

// EAN-13 with the country's number before it.
bool ChSsn(std::string_view n) {
  return WeightedSum(n, {1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1}) % 10 == 0;
}

bool ChUid(std::string_view n) {
  n = WithoutPrefix(n, "CHE").substr(0, 9);
  return WeightedSum(n, {5, 4, 3, 2, 7, 6, 5, 4, 1}) % 11 == 0;
}

// Women's months are 50 higher, and 20 more where a day's numbers were used up. Until 1953 nine
// digits without a check.
bool CzRc(std::string_view n) {
  const int year = static_cast<int>(NumberOf(n.substr(0, 2)));
  const int month = static_cast<int>(NumberOf(n.substr(2, 2))) % 50 % 20;
  const int day = static_cast<int>(NumberOf(n.substr(4, 2)));
  if (n.size() == 9) {
    if (n.substr(6) == "000") return false;
    return (year < 54 || year >= 80) &&
           DateValid(year >= 80 ? 1800 + year : 1900 + year, month, day);
  }
  if (!DateValid(year < 54 ? 2000 + year : 1900 + year, month, day)) return false;
  return NumberOf(n.substr(0, 9)) % 11 % 10 == DigitAt(n, 9);
}

// A company's eight digits, a person's birth number, or, with a 6 before it, a special number.
bool CzDic(std::string_view n) {
  n = WithoutPrefix(n, "CZ");
  if (n.size() == 8) {
    const int rest = (11 - WeightedSum(n, {8, 7, 6, 5, 4, 3, 2}) % 11) % 11;
    return n[0] != '9' && (rest == 0 ? 1 : rest) % 10 == DigitAt(n, 7);
  }
  if (n.size() == 9 && n[0] == '6') {
    const int rest = WeightedSum(n.substr(1), {8, 7, 6, 5, 4, 3, 2}) % 11;
    if ((8 - (10 - rest + 11) % 11 + 10) % 10 == DigitAt(n, 8)) return true;
  }
  return n.size() > 8 && CzRc(n);
}

// Prefix and number each have the weights 1 2 4 8 5 10 9 7 3 6 from the right.
bool CzAccountPart(std::string_view n) {
  constexpr std::array<int, 10> kWeights = {1, 2, 4, 8, 5, 10, 9, 7, 3, 6};
  int sum = 0;
  for (size_t i = 0; i < n.size(); ++i) sum += kWeights[i] * DigitAt(n, n.size() - 1 - i);
  return sum % 11 == 0;
}

// The last four digits name the bank; before them the number, at most ten digits, and a prefix.
bool CzAccount(std::string_view n) {
  n.remove_suffix(4);
  const size_t prefix = n.size() > 10 ? n.size() - 10 : 0;
  return !AllSame(n) && CzAccountPart(n.substr(0, prefix)) && CzAccountPart(n.substr(prefix));
}

bool DeBsnr(std::string_view n) { return !n.starts_with("00"); }

// Letters and digits with the check of ICAO 9303; before 2010 a T and digits without a check.
bool DeDocument(std::string_view n) {
  constexpr std::string_view kLetters = "CFGHJKLMNPRTVWXYZ";
  for (const char c : n) {
    if (!IsDigit(c) && kLetters.find(c) == std::string_view::npos) return false;
  }
  return Icao731Valid(n);
}

bool DeIdCard(std::string_view n) {
  return (n[0] == 'T' && AllDigits(n.substr(1))) || DeDocument(n);
}

// A letter counts as two digits; weights 1 2, digits of the products.
bool DeHealthInsurance(std::string_view n) {
  const int letter = n[0] - 'A' + 1;
  const std::array<int, 2> tens = {letter / 10, letter % 10};
  int sum = 0;
  for (size_t i = 0; i < 10; ++i) {
    const int product = (i < 2 ? tens[i] : DigitAt(n, i - 1)) * (i % 2 == 0 ? 1 : 2);
    sum += product / 10 + product % 10;
  }
  return sum % 10 == DigitAt(n, 9);
}

// At most four digits; behind them E for electric or H for historic.
bool DeKfz(std::string_view n) {
  const size_t letter = n.find_last_not_of("0123456789");
  if (letter + 1 == n.size()) return n.back() == 'E' || n.back() == 'H';
  return n.size() - letter <= 5;
}

// The seventh digit checks the first six; the last two name the specialty.
bool DeLanr(std::string_view n) {
  return (10 - WeightedSum(n, {4, 9, 4, 9, 4, 9}) % 10) % 10 == DigitAt(n, 6);
}

// A federal state or 99 for the federation, then two check digits at the end.
bool DeLeitweg(std::string_view n) {
  const int64_t state = NumberOf(n.substr(0, 2));
  return ((state >= 1 && state <= 16) || state == 99) && Mod97_10Valid(n);
}

bool DePlz(std::string_view n) { return n >= "01001" && n <= "99998"; }

// Area, birth (the day may be 50 higher), letter, serial number, check digit.
bool DeSocialSecurity(std::string_view n) {
  const int day = static_cast<int>(NumberOf(n.substr(2, 2)));
  const int month = static_cast<int>(NumberOf(n.substr(4, 2)));
  if (day % 50 < 1 || day % 50 > 31 || day > 81 || month < 1 || month > 12) return false;
  const int letter = n[8] - 'A' + 1;
  constexpr std::array<int, 12> kWeights = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};
  int sum = 0;
  for (size_t i = 0; i < 12; ++i) {
    const int digit = i < 8    ? DigitAt(n, i)
                      : i == 8 ? letter / 10
                      : i == 9 ? letter % 10
                               : DigitAt(n, i - 1);
    sum += kWeights[i] * digit / 10 + kWeights[i] * digit % 10;
  }
  return sum % 10 == DigitAt(n, 11);
}

// In the first ten digits one digit stands twice or three times; in specimens none does.
bool DeTaxId(std::string_view n) {
  std::array<int, 10> counts{};
  for (const char c : n.substr(0, 10)) ++counts[static_cast<size_t>(c - '0')];
  int repeated = 0;
  for (const int count : counts) {
    if (count > 3) return false;
    repeated += count > 1 ? 1 : 0;
  }
  return n[0] != '0' && repeated <= 1 && Mod11_10Valid(n);
}

// Ten or eleven digits as the states write them, thirteen in the form for the whole country.
bool DeTaxNumber(std::string_view n) {
  if (n.size() != 13) return true;
  constexpr std::string_view kStates = "10 11 21 22 23 24 26 27 28 30 31 32 40 41";
  const std::string_view state = n.substr(0, 2);
  const bool country =
      kStates.find(state) != std::string_view::npos || state[0] == '9' || state[0] == '5';
  return (country && n[4] == '0') || (state >= "01" && state <= "16");
}

bool DeVatId(std::string_view n) {
  n = WithoutPrefix(n, "DE");
  return n[0] != '0' && Mod11_10Valid(n);
}

bool HuAnum(std::string_view n) {
  return WeightedSum(WithoutPrefix(n, "HU"), {9, 7, 3, 1, 9, 7, 3, 1}) % 10 == 0;
}

// The base number, its check digit, kind of taxation and county.
bool HuTaxNumber(std::string_view n) {
  return HuAnum(n.substr(0, 8)) && n[8] >= '1' && n[8] <= '5';
}

bool HuTaj(std::string_view n) {
  return WeightedSum(n, {3, 7, 3, 7, 3, 7, 3, 7}) % 10 == DigitAt(n, 8);
}

bool HuTaxId(std::string_view n) {
  return n[0] == '8' && WeightedSum(n, {1, 2, 3, 4, 5, 6, 7, 8, 9}) % 11 == DigitAt(n, 9);
}

// Sex and century, birth, serial number. Since 1997 the weights run the other way.
bool HuPersonalId(std::string_view n) {
  if (n[0] < '1' || n[0] > '8' || !ShortDateValid(n.substr(1, 6))) return false;
  return WeightedSum(n, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}) % 11 == DigitAt(n, 10) ||
         WeightedSum(n, {10, 9, 8, 7, 6, 5, 4, 3, 2, 1}) % 11 == DigitAt(n, 10);
}

// At most eight digits, with zeros before them.
bool LiPeid(std::string_view n) {
  const size_t first = n.find_first_not_of('0');
  return first != std::string_view::npos && n.size() - first >= 4 && n.size() - first <= 8;
}

bool PlNip(std::string_view n) {
  n = WithoutPrefix(n, "PL");
  return !AllSame(n) && WeightedSum(n, {6, 5, 7, 2, 3, 4, 5, 6, 7}) % 11 == DigitAt(n, 9);
}

// Weights 1 3 7 9; the month carries the century.
bool PlPesel(std::string_view n) {
  const int month = static_cast<int>(NumberOf(n.substr(2, 2)));
  const int day = static_cast<int>(NumberOf(n.substr(4, 2)));
  constexpr std::array<int, 5> kCenturies = {1900, 2000, 2100, 2200, 1800};
  const int century = kCenturies[static_cast<size_t>(month / 20)];
  const int year = century + static_cast<int>(NumberOf(n.substr(0, 2)));
  if (!DateValid(year > 2099 ? year - 200 : year, month % 20, day)) return false;
  return WeightedSum(n, {1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1}) % 10 == 0;
}

// Fourteen digits are a local unit: the first nine have a check of their own.
bool PlRegon(std::string_view n) {
  if (WeightedSum(n, {8, 9, 2, 3, 4, 5, 6, 7}) % 11 % 10 != DigitAt(n, 8)) return false;
  return n.size() == 9 ||
         WeightedSum(n, {2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8}) % 11 % 10 == DigitAt(n, 13);
}

// The sum over letters as 10 to 35 and digits is a multiple of ten.
bool PlDocument(std::string_view n, const std::array<int, 9>& weights) {
  int sum = 0;
  for (size_t i = 0; i < 9; ++i) sum += weights[i] * ValueOf(n[i]);
  return sum % 10 == 0;
}
bool PlIdCard(std::string_view n) { return PlDocument(n, {7, 3, 1, 9, 7, 3, 1, 7, 3}); }
bool PlPassport(std::string_view n) { return PlDocument(n, {7, 3, 9, 1, 7, 3, 1, 7, 3}); }

bool SiDdv(std::string_view n) {
  n = WithoutPrefix(n, "SI");
  const int rest = 11 - WeightedSum(n, {8, 7, 6, 5, 4, 3, 2}) % 11;
  return n[0] != '0' && (rest == 10 ? 0 : rest) == DigitAt(n, 7);
}

// The unique citizen's number of Yugoslavia, which its successors keep: birth with three digits of
// the year, region, serial number.
bool SiEmso(std::string_view n) {
  const int year = static_cast<int>(NumberOf(n.substr(4, 3)));
  if (!DateValid(year < 800 ? 2000 + year % 100 : 1000 + year,
                 static_cast<int>(NumberOf(n.substr(2, 2))),
                 static_cast<int>(NumberOf(n.substr(0, 2))))) {
    return false;
  }
  const int sum = WeightedSum(n, {7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2});
  return (11 - sum % 11) % 11 % 10 == DigitAt(n, 12);
}

// Seven digits, and three places for a part of the company.
bool SiMaticna(std::string_view n) {
  const int rest = 11 - WeightedSum(n, {7, 6, 5, 4, 3, 2}) % 11;
  return rest != 11 && rest % 10 == DigitAt(n, 6);
}

bool SkDph(std::string_view n) {
  n = WithoutPrefix(n, "SK");
  constexpr std::string_view kThird = "234789";
  if (n[0] != '0' && kThird.find(n[2]) != std::string_view::npos && NumberOf(n) % 11 == 0)
    return true;
  return CzRc(n);
}

constexpr std::array kFormats = {
    NumberFormat{.entity = {.name = "AT_BUSINESSID",
                            .country = "AT",
                            .title = "Austrian company register number",
                            .source = "Firmenbuchgesetz (FBG), section 3"},
                 .shapes = "!FN 9{4,6}a|9{4,6}a",
                 .words = "firmenbuchnummer|firmenbuch|fn|austrian company register|company "
                          "register|landesgericht|handelsgericht",
                 .example = "361124m"},
    NumberFormat{.entity = {.name = "AT_POSTLEITZAHL",
                            .country = "AT",
                            .title = "Austrian postal code",
                            .source = "Österreichische Post, list of postal codes"},
                 .shapes = "9999|A-9999",
                 .valid = AtPostleitzahl,
                 .check = 0,
                 .words = "postleitzahl|plz|postal code|anschrift|wohnhaft",
                 .example = "A-9835"},
    NumberFormat{
        .entity = {.name = "AT_TIN",
                   .country = "AT",
                   .title = "Austrian tax account number",
                   .source = "Bundesabgabenordnung; Abgabenkontonummer of the tax offices"},
        .shapes = "99 999/9999|99 9999999|99-999/9999",
        .valid = AtTin,
        .words = "abgabenkontonummer|steuernummer|st.nr|austrian tax|finanzamt|@tax",
        .example = "65 005/0834"},
    NumberFormat{
        .entity = {.name = "AT_UID",
                   .country = "AT",
                   .title = "Austrian VAT identification number",
                   .source = "Umsatzsteuergesetz 1994, article 28"},
        .shapes = "ATU99999999|U99999999",
        .valid = AtUid,
        .words = "uid|uid nummer|uid-nr|umsatzsteuer identifikationsnummer|ust-id|ust id|atu|@tax",
        .example = "U32008314"},
    NumberFormat{.entity = {.name = "AT_VNR",
                            .country = "AT",
                            .title = "Austrian social insurance number",
                            .source = "ASVG, section 31 paragraph 4"},
                 .shapes = "9999 999999",
                 .valid = AtVnr,
                 .words = "versicherungsnummer|sozialversicherungsnummer|svnr|sv-nr|sv "
                          "nummer|vsnr|vnr|austrian social|@social",
                 .example = "5222 725608"},
    NumberFormat{
        .entity = {.name = "CH_SSN",
                   .country = "CH",
                   .title = "Swiss old-age insurance number (AHV/AVS)",
                   .source = "AHVV, article 133; Federal Central Compensation Office"},
        .shapes = "756.9999.9999.99",
        .valid = ChSsn,
        .strength = Strength::kFair,
        .words =
            "ahv|ahv-nr|ahv nummer|ahvn13|avs|numéro "
            "avs|navs|navs13|sozialversicherungsnummer|swiss social security|numero avs|@social",
        .example = "756.6922.3310.57"},
    NumberFormat{.entity = {.name = "CH_UID",
                            .country = "CH",
                            .title = "Swiss business identification number",
                            .source = "Federal Act on the Business Identification Number (UIDG)"},
                 .shapes = "CHE-999.999.999|999.999.999",
                 .valid = ChUid,
                 .words =
                     "uid|unternehmens-identifikationsnummer|unternehmensidentifikationsnummer|ide|"
                     "numéro ide|numero idi|swiss business identifier|@company",
                 .example = "389.257.200"},
    NumberFormat{
        .entity = {.name = "CH_VAT",
                   .country = "CH",
                   .title = "Swiss VAT number",
                   .source = "Mehrwertsteuergesetz (MWSTG)"},
        .shapes =
            "CHE-999.999.999 MWST|CHE-999.999.999 TVA|CHE-999.999.999 IVA|CHE-999.999.999 TPV",
        .valid = ChUid,
        .strength = Strength::kFair,
        .words =
            "mwst|mwst-nr|mwst nummer|mehrwertsteuernummer|tva|iva|tpv|numéro tva|swiss vat|@tax",
        .example = "CHE-337.994.082 MWST"},
    NumberFormat{
        .entity = {.name = "CZ_BANKACCOUNT",
                   .country = "CZ",
                   .title = "Czech bank account number",
                   .source = "Decree of the Czech National Bank 169/2011"},
        .shapes = "9{1,6}-9{6,10}/9999|9{6,10}/9999",
        .valid = CzAccount,
        .check = 0.15,
        .words = "číslo účtu|cislo uctu|účet|č. účtu|czech bank account|czech account|@bank",
        .example = "27-1467649203/9964"},
    NumberFormat{
        .entity = {.name = "CZ_DIC",
                   .country = "CZ",
                   .title = "Czech VAT number",
                   .source = "Act 280/2009 (tax code), section 130"},
        .shapes = "CZ9{8,10}|9{8,10}",
        .valid = CzDic,
        .words =
            "dič|dic|daňové identifikační číslo|danove identifikacni cislo|czech vat|ičo|ico|@tax",
        .example = "27776816"},
    NumberFormat{
        .entity = {.name = "CZ_RC",
                   .country = "CZ",
                   .title = "Czech birth number",
                   .source = "Act 133/2000 on the register of inhabitants, section 13"},
        .shapes = "999999/9999|999999/999",
        .valid = CzRc,
        .words =
            "rodné číslo|rodne cislo|rodné č|rč|r.č.|birth number|czech birth number|rc|@person",
        .example = "252730/4098"},
    NumberFormat{.entity = {.name = "DE_BSNR",
                            .country = "DE",
                            .title = "German practice site number of physicians",
                            .source = "SGB V, section 293; directive of the KBV on site numbers"},
                 .shapes = "999999999",
                 .valid = DeBsnr,
                 .check = 0,
                 .words = "bsnr|betriebsstättennummer|betriebsstaettennummer|betriebsstätte|"
                          "praxisnummer|practice number",
                 .example = "972465995"},
    NumberFormat{.entity = {.name = "DE_FUEHRERSCHEIN",
                            .country = "DE",
                            .title = "German driving licence number",
                            .source = "Fahrerlaubnis-Verordnung, annex 8"},
                 .shapes = "aa99999999a|a999xxxxx99",
                 .words = "führerscheinnummer|fuehrerscheinnummer|führerschein|fahrerlaubnis|"
                          "fahrerlaubnisnummer|german driving licence|@licence",
                 .example = "B176RRE0395"},
    NumberFormat{.entity = {.name = "DE_HANDELSREGISTER",
                            .country = "DE",
                            .title = "German company register number",
                            .source = "Handelsregisterverordnung (HRV), section 13"},
                 .shapes = "HRA 9{1,6}|HRB 9{1,6}|GNR 9{1,6}|HRB 9{1,6} B|HRA 9{1,6} B|HRB 9{1,6} "
                           "FL|HRA 9{1,6} FL|HRB 9{1,6} HL|HRA 9{1,6} HL|HRB 9{1,6} KI|HRA 9{1,6} "
                           "KI|HRB 9{1,6} PI|HRA 9{1,6} PI",
                 .strength = Strength::kStrong,
                 .words = "handelsregisternummer|handelsregister|registergericht|amtsgericht|"
                          "german company register|@company",
                 .example = "HRB 824582"},
    NumberFormat{.entity = {.name = "DE_HEALTH_INSURANCE",
                            .country = "DE",
                            .title = "German health insurance number",
                            .source = "SGB V, section 290"},
                 .shapes = "a999999999",
                 .valid = DeHealthInsurance,
                 .words =
                     "kvnr|krankenversichertennummer|krankenversicherungsnummer|versichertennummer|"
                     "versicherten-nr|krankenkasse|gesundheitskarte|egk|@health",
                 .example = "A510065640"},
    NumberFormat{.entity = {.name = "DE_ID_CARD",
                            .country = "DE",
                            .title = "German identity card number",
                            .source = "Personalausweisverordnung; ICAO Doc 9303"},
                 .shapes = "axxxxxxx9",
                 .valid = DeIdCard,
                 .words = "personalausweis|personalausweisnummer|ausweisnummer|ausweis|perso|"
                          "german identity card|@person",
                 .example = "L40X96T19"},
    NumberFormat{.entity = {.name = "DE_KFZ",
                            .country = "DE",
                            .title = "German vehicle registration",
                            .source = "Fahrzeug-Zulassungsverordnung (FZV), section 8"},
                 .shapes = "a{1,3}-a{1,2}-9{1,4}x?|a{1,3} a{1,2} 9{1,4}x?|a{1,3}-a{1,2} "
                           "9{1,4}x?|a{1,3} a{1,2}-9{1,4}x?",
                 .separated = true,
                 .valid = DeKfz,
                 .check = 0,
                 .words = "kfz-kennzeichen|kennzeichen|kfz|nummernschild|amtliches "
                          "kennzeichen|german plate|autokennzeichen|@plate",
                 .example = "B-XY 7490"},
    NumberFormat{
        .entity = {.name = "DE_LANR",
                   .country = "DE",
                   .title = "German physician number",
                   .source = "SGB V, section 293; directive of the KBV on physician numbers"},
        .shapes = "999999999",
        .valid = DeLanr,
        .check = 0.15,
        .words = "lanr|arztnummer|lebenslange arztnummer|vertragsarztnummer|physician number",
        .example = "841337657"},
    NumberFormat{.entity = {.name = "DE_LEITWEG",
                            .country = "DE",
                            .title = "German routing number for electronic invoices",
                            .source = "KoSIT, Leitweg-ID format specification 2.0.2"},
                 .shapes = "99x{1,36}99",
                 .valid = DeLeitweg,
                 .check = 0.09,
                 .strength = Strength::kFair,
                 .words = "leitweg-id|leitweg id|leitwegid|leitweg|buyer "
                          "reference|käuferreferenz|routing identifier",
                 .example = "12024453-0113550342-11"},
    NumberFormat{.entity = {.name = "DE_PASSPORT",
                            .country = "DE",
                            .title = "German passport number",
                            .source = "Passverordnung; ICAO Doc 9303"},
                 .shapes = "axxxxxxx9",
                 .valid = DeDocument,
                 .words = "reisepass|reisepassnummer|passnummer|pass-nr|german passport|@passport",
                 .example = "C07X84T45"},
    NumberFormat{.entity = {.name = "DE_PLZ",
                            .country = "DE",
                            .title = "German postal code",
                            .source = "Deutsche Post AG, list of postal codes"},
                 .shapes = "99999",
                 .valid = DePlz,
                 .check = 0,
                 .words = "plz|postleitzahl|postleitzahlen|german postal code|postal code|zip "
                          "code|zip|postcode|anschrift|wohnhaft",
                 .example = "36257"},
    NumberFormat{.entity = {.name = "DE_SOCIAL_SECURITY",
                            .country = "DE",
                            .title = "German pension insurance number",
                            .source = "SGB VI, section 147; VKVV"},
                 .shapes = "99 999999 a 999",
                 .valid = DeSocialSecurity,
                 .words =
                     "rentenversicherungsnummer|sozialversicherungsnummer|versicherungsnummer|rvnr|"
                     "svnr|sv-nummer|sozialversicherungsausweis|german social security|@social",
                 .example = "17 180988 J 341"},
    NumberFormat{.entity = {.name = "DE_TAX_ID",
                            .country = "DE",
                            .title = "German personal tax number",
                            .source = "Abgabenordnung (AO), section 139b"},
                 .shapes = "99 999 999 999",
                 .valid = DeTaxId,
                 .words = "steuer-id|steuer id|steuerid|steueridentifikationsnummer|steuerliche "
                          "identifikationsnummer|identifikationsnummer|idnr|steuer-idnr|tin|german "
                          "personal tax number|german tax id|@tax",
                 .example = "67 417 875 294"},
    NumberFormat{
        .entity = {.name = "DE_TAX_NUMBER",
                   .country = "DE",
                   .title = "German tax number",
                   .source = "Abgabenordnung (AO); BZSt, structure of tax numbers"},
        .shapes =
            "99/999/99999|999/999/99999|999/9999/9999|99/9999/9999|999/999/9999|999 999 99999|99 "
            "999 999 999|99 99 999 999|99 999/99 "
            "999|99999/99999|999999/99999|999/99/99999|999/9999/9 999|999/999/9999 9|9999999999999",
        .valid = DeTaxNumber,
        .check = 0,
        .words = "steuernummer|st.-nr|st-nr|stnr|st. nr|steuer-nr|steuernr|german tax number|tax "
                 "number|tax no|finanzamt",
        .example = "39/377/65323"},
    NumberFormat{
        .entity = {.name = "DE_VAT_ID",
                   .country = "DE",
                   .title = "German VAT number",
                   .source = "Umsatzsteuergesetz (UStG), section 27a"},
        .shapes = "DE 999 999 999|999999999",
        .valid = DeVatId,
        .words =
            "ust-idnr|ust-id|ust id|ustid|ust idnr|umsatzsteuer-identifikationsnummer|umsatzsteuer "
            "identifikationsnummer|umsatzsteuer-id|german vat|@tax",
        .example = "113711674"},
    NumberFormat{
        .entity = {.name = "HU_ANUM",
                   .country = "HU",
                   .title = "Hungarian VAT number",
                   .source = "Act CL of 2017 on the rules of taxation"},
        .shapes = "HU-99999999|99999999",
        .valid = HuAnum,
        .words = "anum|közösségi adószám|kozossegi adoszam|hungarian vat|adószám|adoszam|@tax",
        .example = "57802011"},
    NumberFormat{.entity = {.name = "HU_LICENSE_PLATE",
                            .country = "HU",
                            .title = "Hungarian vehicle registration",
                            .source = "Government decree 326/2011"},
                 .shapes = "aaa-999|aa aa-999",
                 .words = "rendszám|rendszam|forgalmi rendszám|hungarian plate|@plate",
                 .example = "XYZ-411"},
    NumberFormat{.entity = {.name = "HU_PERSONAL_ID",
                            .country = "HU",
                            .title = "Hungarian personal identifier",
                            .source = "Act XX of 1996 on personal identifiers"},
                 .shapes = "9 999999 9999|9-999999-9999",
                 .valid = HuPersonalId,
                 .words = "személyi szám|szemelyi szam|személyi azonosító|hungarian personal "
                          "identifier|hungarian personal id|@person",
                 .example = "5 810201 3078"},
    NumberFormat{.entity = {.name = "HU_TAJ",
                            .country = "HU",
                            .title = "Hungarian social security number",
                            .source = "Act XX of 1996 on personal identifiers"},
                 .shapes = "999 999 999",
                 .valid = HuTaj,
                 .words = "taj|taj szám|taj-szám|taj szam|társadalombiztosítási azonosító "
                          "jel|hungarian social security|@social",
                 .example = "898 798 065"},
    NumberFormat{
        .entity = {.name = "HU_TAX_ID",
                   .country = "HU",
                   .title = "Hungarian tax identifier of persons",
                   .source = "Act XX of 1996 on personal identifiers"},
        .shapes = "9999999999",
        .valid = HuTaxId,
        .words =
            "adóazonosító jel|adóazonosító|adoazonosito jel|adoazonosito|hungarian tax id|@tax",
        .example = "8208234435"},
    NumberFormat{.entity = {.name = "HU_TAX_NUMBER",
                            .country = "HU",
                            .title = "Hungarian tax number of companies",
                            .source = "Act CL of 2017 on the rules of taxation"},
                 .shapes = "99999999-9-99",
                 .valid = HuTaxNumber,
                 .check = 0.15,
                 .words = "adószám|adoszam|cégadószám|hungarian tax number|@tax",
                 .example = "47540769-5-78"},
    NumberFormat{.entity = {.name = "LI_PEID",
                            .country = "LI",
                            .title = "Liechtenstein tax number",
                            .source = "Liechtenstein tax act (SteG)"},
                 .shapes = "9{4,12}|9.999.999",
                 .valid = LiPeid,
                 .check = 0,
                 .words = "peid|pe-id|personenidentifikationsnummer|liechtenstein tax",
                 .example = "8822910"},
    NumberFormat{.entity = {.name = "PL_ID_CARD",
                            .country = "PL",
                            .title = "Polish identity card number",
                            .source = "Act on identity cards of 6 August 2010"},
                 .shapes = "aaa 999999",
                 .valid = PlIdCard,
                 .words = "dowód osobisty|dowod osobisty|numer dowodu|seria i numer dowodu|polish "
                          "identity card|@person",
                 .example = "ABS 826603"},
    NumberFormat{
        .entity = {.name = "PL_NIP",
                   .country = "PL",
                   .title = "Polish tax number",
                   .source =
                       "Act on registration and identification of taxpayers of 13 October 1995"},
        .shapes = "PL9999999999|999-999-99-99|999-99-99-999|9999999999",
        .valid = PlNip,
        .words = "nip|numer identyfikacji podatkowej|numer nip|polish vat|polish tax number|@tax",
        .example = "049-531-48-15"},
    NumberFormat{.entity = {.name = "PL_PASSPORT",
                            .country = "PL",
                            .title = "Polish passport number",
                            .source = "Act on passport documents of 27 January 2022"},
                 .shapes = "aa 9999999",
                 .valid = PlPassport,
                 .words = "paszport|numer paszportu|polish passport|@passport",
                 .example = "ZS 2106695"},
    NumberFormat{.entity = {.name = "PL_PESEL",
                            .country = "PL",
                            .title = "Polish national identification number",
                            .source = "Act on population registration of 24 September 2010"},
                 .shapes = "99999999999",
                 .valid = PlPesel,
                 .words = "pesel|numer pesel|polish national identification|@person",
                 .example = "29610848068"},
    NumberFormat{.entity = {.name = "PL_REGON",
                            .country = "PL",
                            .title = "Polish statistical number of companies",
                            .source = "Act on official statistics of 29 June 1995"},
                 .shapes = "999999999|99999999999999",
                 .valid = PlRegon,
                 .words = "regon|numer regon|rejestr gospodarki narodowej|polish register of "
                          "economic units|@company",
                 .example = "677735993"},
    NumberFormat{.entity = {.name = "SI_DDV",
                            .country = "SI",
                            .title = "Slovenian VAT number",
                            .source = "Value Added Tax Act (ZDDV-1)"},
                 .shapes = "SI 9999 9999|99999999",
                 .valid = SiDdv,
                 .words = "id za ddv|ddv|davčna številka|davcna stevilka|identifikacijska "
                          "številka|slovenian vat|@tax",
                 .example = "84637889"},
    NumberFormat{.entity = {.name = "SI_EMSO",
                            .country = "SI",
                            .title = "Slovenian citizen number",
                            .source = "Central Population Register Act (ZCRP)"},
                 .shapes = "9999999999999",
                 .valid = SiEmso,
                 .words = "emšo|emso|enotna matična številka občana|enotna matična "
                          "številka|emŠo|unique master citizen number|@person",
                 .example = "1903967705717"},
    NumberFormat{
        .entity = {.name = "SI_MATICNA",
                   .country = "SI",
                   .title = "Slovenian company registration number",
                   .source = "Slovenian Business Register Act (ZPRS-1)"},
        .shapes = "9999999|9999999 x99",
        .valid = SiMaticna,
        .words = "matična številka poslovnega registra|matična številka|maticna stevilka|matična "
                 "št|corporate registration number|poslovni register|@company",
        .example = "4932820"},
    NumberFormat{.entity = {.name = "SK_DPH",
                            .country = "SK",
                            .title = "Slovak VAT number",
                            .source = "Act 222/2004 on value added tax, section 4"},
                 .shapes = "SK 999 999 99 99|9999999999",
                 .valid = SkDph,
                 .words = "ič dph|iČ dph|ic dph|ičdph|dph|dič|slovak vat|@tax",
                 .example = "6573981777"},
    NumberFormat{
        .entity = {.name = "SK_RC",
                   .country = "SK",
                   .title = "Slovak birth number",
                   .source = "Act 301/1995 on birth numbers"},
        .shapes = "999999/9999|999999/999",
        .valid = CzRc,
        .words =
            "rodné číslo|rodne cislo|rodné č|rč|r.č.|birth number|slovak birth number|rc|@person",
        .example = "239909/4896"},
};

}  // namespace

std::span<const NumberFormat> CentralEuropeanNumbers() { return kFormats; }

}  // namespace reeve::detectors

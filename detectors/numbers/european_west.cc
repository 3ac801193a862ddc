// Numbers of Belgium, France, Great Britain, Ireland, Luxembourg, Monaco, the Netherlands, and of
// the European Union.
#include <array>
#include <string>

#include "detectors/bytes.h"
#include "detectors/check_digits.h"
#include "detectors/number_format.h"

namespace reeve::detectors {
namespace {

// 97 less the rest of the nine digits before, for births since 2000 with a 2 before them.
bool BeCheck(std::string_view n) {
  const int64_t number = NumberOf(n.substr(0, 9));
  const int64_t check = NumberOf(n.substr(9, 2));
  return number > 0 && (97 - number % 97 == check || 97 - (2'000'000'000 + number) % 97 == check);
}

// Month and day may be 0 where they are not known.
bool BeNn(std::string_view n) { return NumberOf(n.substr(2, 2)) <= 12 && BeCheck(n); }

// Of people outside the register: the month is 20 higher, or 40 where the sex is known.
bool BeBis(std::string_view n) {
  const int64_t month = NumberOf(n.substr(2, 2));
  return ((month >= 20 && month <= 32) || (month >= 40 && month <= 52)) && BeCheck(n);
}

bool BeSsn(std::string_view n) { return BeNn(n) || BeBis(n); }

bool BeEid(std::string_view n) {
  const int64_t rest = NumberOf(n.substr(0, 10)) % 97;
  return NumberOf(n) > 0 && (rest == 0 ? 97 : rest) == NumberOf(n.substr(10));
}

bool BeVat(std::string_view n) {
  n = WithoutPrefix(n, "BE");
  const int64_t number = NumberOf(n);
  if (n.size() == 10 && n[0] > '1') return false;
  return number > 0 && (number / 100 + number % 100) % 97 == 0;
}

// A creditor's identifier: a country, two check digits as an IBAN has them, three characters that
// count for nothing, and the national part.
bool EuAt02(std::string_view n) {
  std::string turned(n.substr(7));
  turned += n.substr(0, 4);
  return Mod97_10Valid(turned);
}

constexpr std::string_view kExciseCountries =
    "AT BE BG CY CZ DE DK EE EL ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI";

bool EuExcise(std::string_view n) {
  if (kExciseCountries.find(n.substr(0, 2)) == std::string_view::npos) return false;
  if (AllDigits(n.substr(2)) && n.substr(2, 3) != "000") return false;
  if (n.starts_with("FR")) return n.size() == 13 && n[2] == '0' && AllDigits(n.substr(3, 5));
  if (n.starts_with("ES")) return n.size() == 13 && AllDigits(n.substr(2, 5));
  return true;
}

// The member state by its number in ISO 3166-1, or 900 for the Union scheme of others.
bool EuOss(std::string_view n) {
  constexpr std::string_view kStates =
      "040 056 100 191 196 203 208 233 246 250 276 300 348 372 380 428 440 442 470 528 616 620 642 "
      "703 705 724 752 900";
  return kStates.find(n.substr(2, 3)) != std::string_view::npos;
}

bool FrAccise(std::string_view n) {
  constexpr std::string_view kOperators = "ENCB";
  return kOperators.find(n[8]) != std::string_view::npos;
}

bool FrNif(std::string_view n) {
  return n[0] <= '3' && NumberOf(n.substr(0, 10)) % 511 == NumberOf(n.substr(10));
}

// Corsica's 2A and 2B count as 19 and 18.
bool FrNir(std::string_view n) {
  std::string digits(n.substr(0, 13));
  const std::string_view department = n.substr(5, 2);
  if (department == "2A") digits.replace(5, 2, "19");
  if (department == "2B") digits.replace(5, 2, "18");
  if (!AllDigits(digits)) return false;
  return 97 - NumberOf(digits) % 97 == NumberOf(n.substr(13));
}

bool FrSiren(std::string_view n) { return LuhnValid(n); }

// La Poste has more places than Luhn's digit can tell: the sum of its digits is a multiple of five.
bool FrSiret(std::string_view n) {
  if (!LuhnValid(n.substr(0, 9))) return false;
  if (n.starts_with("356000000")) {
    int sum = 0;
    for (const char c : n) sum += c - '0';
    if (sum % 5 == 0) return true;
  }
  return LuhnValid(n);
}

bool FrRcs(std::string_view n) { return LuhnValid(n.substr(1)); }

// The key is two digits, or has a letter (neither I nor O) in one of its places.
bool FrKey(std::string_view n) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  const size_t first = kAlphabet.find(n[0]);
  const size_t second = kAlphabet.find(n[1]);
  if (first == std::string_view::npos || second == std::string_view::npos) return false;
  const int64_t siren = NumberOf(n.substr(2));
  if (AllDigits(n)) return NumberOf(n.substr(0, 2)) == (siren * 100 + 12) % 97;
  const int64_t key = first < 10 ? static_cast<int64_t>(first * 24 + second) - 10
                                 : static_cast<int64_t>(first * 34 + second) - 100;
  return key >= 0 && (siren + 1 + key / 11) % 11 == key % 11;
}

std::string_view FrVatPart(std::string_view n) { return n.size() == 13 ? n.substr(2) : n; }

bool FrTva(std::string_view n) {
  n = FrVatPart(n);
  return (n.substr(2, 3) == "000" || LuhnValid(n.substr(2))) && FrKey(n);
}

// Monaco's have zeros where a SIREN would begin.
bool McTva(std::string_view n) {
  n = FrVatPart(n);
  return n.substr(2, 3) == "000" && FrKey(n);
}

// A letter that the twelve characters behind it yield; the local authority stands first in them.
bool GbUpn(std::string_view n) {
  constexpr std::string_view kAlphabet = "ABCDEFGHJKLMNPQRTUVWXYZ0123456789";
  const int64_t authority = NumberOf(n.substr(1, 3));
  const bool known = (authority >= 201 && authority <= 213) ||
                     (authority >= 301 && authority <= 394) || authority == 420 ||
                     (authority >= 800 && authority <= 949);
  if (!known) return false;
  size_t sum = 0;
  for (size_t i = 1; i < 13; ++i) {
    const size_t value = kAlphabet.find(n[i]);
    if (value == std::string_view::npos) return false;
    sum += (i + 1) * value;
  }
  return kAlphabet[sum % 23] == n[0];
}

// The check digit stands first.
bool GbUtr(std::string_view n) {
  n = WithoutPrefix(n, "K");
  constexpr std::string_view kChecks = "21987654321";
  const int sum = WeightedSum(n.substr(1), {6, 7, 8, 9, 10, 5, 4, 3, 2});
  return kChecks[static_cast<size_t>(sum % 11)] == n[0];
}

// Two schemes of check digits; government departments (GD) and health authorities (HA) have
// three digits.
bool GbVat(std::string_view n) {
  n = WithoutPrefix(WithoutPrefix(n, "GB"), "XI");
  if (IsLetter(n[0])) {
    const std::string_view digits = n.substr(2);
    const std::string_view office = digits.size() > 3 ? digits.substr(4, 3) : digits;
    if (digits.size() > 3 && NumberOf(office) % 97 != NumberOf(digits.substr(7))) return false;
    return n[0] == 'G' ? NumberOf(office) < 500 : NumberOf(office) >= 500;
  }
  const int rest = WeightedSum(n, {8, 7, 6, 5, 4, 3, 2, 10, 1}) % 97;
  if (AllSame(n)) return false;
  return rest == 0 || (NumberOf(n.substr(0, 3)) >= 100 && (rest == 42 || rest == 55));
}

// The check digit of the old scheme covers the letters too.
bool IeCheck(std::string_view seven, int extra, char check) {
  constexpr std::string_view kLetters = "WABCDEFGHIJKLMNOPQRSTUV";
  const int sum = WeightedSum(seven, {8, 7, 6, 5, 4, 3, 2}) + 9 * extra;
  return kLetters[static_cast<size_t>(sum % 23)] == check;
}

// "W" counts nothing; of a second letter A, B and H belong to the check.
bool IePps(std::string_view n) {
  constexpr std::string_view kSecond = "ABHWTX";
  if (n.size() == 8) return IeCheck(n, 0, n[7]);
  if (kSecond.find(n[8]) == std::string_view::npos) return false;
  const bool counts = n[8] == 'A' || n[8] == 'B' || n[8] == 'H';
  return IeCheck(n, counts ? n[8] - 'A' + 1 : 0, n[7]);
}

// "8D79739I" is written for 0797398 and its letter.
bool IeVat(std::string_view n) {
  n = WithoutPrefix(n, "IE");
  if (!AllDigits(n.substr(0, 7))) {
    if (n.size() != 8 || !IsDigit(n[0]) || !AllDigits(n.substr(2, 5))) return false;
    std::string seven = "0";
    seven += n.substr(2, 5);
    seven += n[0];
    return IeCheck(seven, 0, n[7]);
  }
  const int extra = n.size() == 9 && n[8] != 'W' ? n[8] - 'A' + 1 : 0;
  return extra < 23 && IeCheck(n, extra, n[7]);
}

bool LuTva(std::string_view n) {
  n = WithoutPrefix(n, "LU");
  return NumberOf(n.substr(0, 6)) % 89 == NumberOf(n.substr(6)) && !AllSame(n);
}

// Birth, serial number, Luhn's digit and Verhoeff's, both of the first eleven.
bool LuNin(std::string_view n) {
  const auto part = [&](size_t at, size_t size) {
    return static_cast<int>(NumberOf(n.substr(at, size)));
  };
  if (!DateValid(part(0, 4), part(4, 2), part(6, 2)) || !LuhnValid(n.substr(0, 12))) return false;
  std::string other(n.substr(0, 11));
  other.push_back(n[12]);
  return VerhoeffValid(other);
}

bool NlEleven(std::string_view n, int rest) {
  const int sum = WeightedSum(n, {9, 8, 7, 6, 5, 4, 3, 2}) - DigitAt(n, 8);
  return NumberOf(n) > 0 && (sum % 11 + 11) % 11 == rest;
}

// The eleven test, with the weight -1 at the end. Eight digits lack the zero before them.
bool NlBsn(std::string_view n) {
  if (n.size() == 9) return NlEleven(n, 0);
  return NlEleven("0" + std::string(n), 0);
}

// A BSN or RSIN, or since 2020 a number of its own with the check of ISO 7064.
bool NlBtw(std::string_view n) {
  n = WithoutPrefix(n, "NL");
  std::string number(12 - n.size(), '0');
  number += n;
  if (NumberOf(number.substr(0, 9)) == 0 || number.ends_with("00")) return false;
  return NlEleven(number.substr(0, 9), 0) || Mod97_10Valid("NL" + number);
}

bool NlIdentiteitskaart(std::string_view n) { return n.find('O') == std::string_view::npos; }

// As a BSN, with the rest 5.
bool NlOnderwijsnummer(std::string_view n) { return n.starts_with("10") && NlEleven(n, 5); }

bool NlPostcode(std::string_view n) {
  n = WithoutPrefix(n, "NL");
  const std::string_view letters = n.substr(4);
  return n[0] != '0' && letters != "SA" && letters != "SD" && letters != "SS";
}

bool UkNhs(std::string_view n) {
  const int rest = 11 - WeightedSum(n, {10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  return !AllSame(n) && rest % 11 == DigitAt(n, 9);
}

// HMRC never gave these prefixes out.
bool UkNino(std::string_view n) {
  constexpr std::string_view kNever = "DFIQUV";
  const std::string_view prefix = n.substr(0, 2);
  for (const std::string_view refused : {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}) {
    if (prefix == refused) return false;
  }
  return kNever.find(n[0]) == std::string_view::npos &&
         kNever.find(n[1]) == std::string_view::npos && n[1] != 'O' && n[8] <= 'D';
}

// Five characters of the surname, padded with 9; birth with the decade apart, a woman's month 50
// higher; initials.
bool UkDrivingLicence(std::string_view n) {
  const size_t letters = n.substr(0, 5).find_first_of("0123456789");
  const std::string_view padding = letters < 5 ? n.substr(letters, 5 - letters) : "";
  if (letters == 0 || padding.find_first_not_of('9') != std::string_view::npos) return false;
  const int64_t month = NumberOf(n.substr(6, 2)) % 50;
  const int64_t day = NumberOf(n.substr(8, 2));
  const bool initials = (IsLetter(n[11]) || n[11] == '9') && (IsLetter(n[12]) || n[12] == '9');
  return n[6] != '2' && n[6] != '3' && n[6] != '4' && n[6] < '7' && month >= 1 && month <= 12 &&
         day >= 1 && day <= 31 && initials;
}

// Letters that each place may have, as Royal Mail says.
bool UkPostcode(std::string_view n) {
  if (n == "GIR0AA") return true;
  const std::string_view outward = n.substr(0, n.size() - 3);
  const std::string_view inward = n.substr(n.size() - 2);
  const auto in = [](char c, std::string_view letters) {
    return letters.find(c) != std::string_view::npos;
  };
  if (in(outward[0], "QVX") || in(inward[0], "CIKMOV") || in(inward[1], "CIKMOV")) return false;
  if (IsLetter(outward[1]) && in(outward[1], "IJZ")) return false;
  if (!IsLetter(outward.back()) || outward.size() < 3) return true;
  return in(outward.back(), outward.size() == 3 ? "ABCDEFGHJKPSTUW" : "ABEHMNPRVWXY");
}

// Three forms: since 2001 with the half year (02 to 29, 51 to 79), before with the year's letter
// before or behind.
bool UkVehicle(std::string_view n) {
  constexpr std::string_view kNoYear = "IOQUZ";
  if (n.find('I') != std::string_view::npos || n.find('Q') != std::string_view::npos) return false;
  if (IsDigit(n[1])) return kNoYear.find(n[0]) == std::string_view::npos;
  if (IsDigit(n[2])) {
    const int64_t age = NumberOf(n.substr(2, 2));
    return n[0] != 'Z' && n[1] != 'Z' && ((age >= 2 && age <= 29) || (age >= 51 && age <= 79));
  }
  return kNoYear.find(n.back()) == std::string_view::npos;
}

constexpr std::array kFormats = {
    NumberFormat{
        .entity = {.name = "BE_BIS",
                   .country = "BE",
                   .title = "Belgian number of people outside the register",
                   .source = "Royal decree of 8 February 1991 on BIS numbers"},
        .shapes = "99.99.99-999.99|99 99 99 999 99",
        .valid = BeBis,
        .words =
            "bis|bis nummer|bisnummer|bis-nummer|numéro bis|belgian bis|insz|niss|@person|@social",
        .example = "34.41.46-620.97"},
    NumberFormat{.entity = {.name = "BE_EID",
                            .country = "BE",
                            .title = "Belgian identity card number",
                            .source = "Royal decree of 25 March 2003 on identity cards"},
                 .shapes = "999-9999999-99",
                 .valid = BeEid,
                 .words = "eid|eid number|identiteitskaart|kaartnummer|numéro de carte|carte "
                          "d'identité|identity card number|belgian electronic identity|@person",
                 .example = "898-0462992-68"},
    NumberFormat{.entity = {.name = "BE_NN",
                            .country = "BE",
                            .title = "Belgian national number",
                            .source = "Act of 8 August 1983 on the national register"},
                 .shapes = "99.99.99-999.99|99 99 99 999 99|99.99.99-999 99",
                 .valid = BeNn,
                 .words =
                     "rijksregisternummer|numéro de registre national|registre national|numéro "
                     "national|nn|rrn|niss|insz|nationalregisternummer|belgian national|@person",
                 .example = "66.06.85-811.07"},
    NumberFormat{.entity = {.name = "BE_SSN",
                            .country = "BE",
                            .title = "Belgian social security number",
                            .source = "Act of 15 January 1990 on the Crossroads Bank, article 8"},
                 .shapes = "99.99.99-999.99|99 99 99 999 99",
                 .valid = BeSsn,
                 .words = "insz|niss|ssn|inss|numéro de sécurité sociale|belgian social|@social",
                 .example = "40.00.79-436.03"},
    NumberFormat{.entity = {.name = "BE_VAT",
                            .country = "BE",
                            .title = "Belgian enterprise and VAT number",
                            .source = "Code of economic law, book III; VAT code"},
                 .shapes = "BE 9?999.999.999|9?999.999.999",
                 .valid = BeVat,
                 .words = "ondernemingsnummer|btw|btw nummer|btw-nr|numéro d'entreprise|tva|numéro "
                          "de tva|kbo|bce|belgian enterprise|belgian vat|@company|@tax",
                 .example = "0938.607.434"},
    NumberFormat{.entity = {.name = "EU_AT_02",
                            .category = Category::kPayment,
                            .country = "EU",
                            .title = "SEPA creditor identifier",
                            .source = "European Payments Council, EPC262-08"},
                 .shapes = "aa99xxxx{1,28}|aa 99 xxx x{1,28}",
                 .valid = EuAt02,
                 .words = "sepa identifier|creditor identifier|creditor "
                          "id|gläubiger-id|gläubiger-identifikationsnummer|glaeubiger-id|"
                          "identifiant créancier|identificador del acreedor|ics|at-02",
                 .example = "DE60ZZZ56292639195"},
    NumberFormat{.entity = {.name = "EU_EXCISE",
                            .country = "EU",
                            .title = "European excise number",
                            .source = "Regulation (EU) 389/2012 (SEED)"},
                 .shapes = "aax{11,11}|aa x{11,11}|aa9{3,8}aaa|aa 9{3,8}aaa",
                 .valid = EuExcise,
                 .check = 0.09,
                 .strength = Strength::kFair,
                 .words = "excise number|european excise|excise|seed "
                          "number|verbrauchsteuernummer|accise|accises|numéro d'accise",
                 .example = "LU46720688ABC"},
    NumberFormat{.entity = {.name = "EU_OSS",
                            .country = "EU",
                            .title = "European one-stop-shop VAT number",
                            .source = "Council Implementing Regulation (EU) 282/2011, article 57d"},
                 .shapes = "EU999999999|IM9999999999",
                 .valid = EuOss,
                 .check = 0.15,
                 .strength = Strength::kFair,
                 .words = "oss|moss|ioss|one stop shop|one-stop-shop|vat on e-commerce|@tax",
                 .example = "EU203045332"},
    NumberFormat{.entity = {.name = "FR_ACCISE",
                            .country = "FR",
                            .title = "French excise number",
                            .source = "Code général des impôts, article 302 G"},
                 .shapes = "FR099999a999x",
                 .valid = FrAccise,
                 .check = 0.15,
                 .strength = Strength::kFair,
                 .words = "accise|accises|numéro d'accise|n° d'accise|excise number|excise|ead",
                 .example = "FR063358N5162"},
    NumberFormat{.entity = {.name = "FR_LICENSE_PLATE",
                            .country = "FR",
                            .title = "French vehicle registration",
                            .source = "Decree of 9 February 2009 on registrations"},
                 .shapes = "aa-999-aa|aa 999 aa",
                 .words = "immatriculation|plaque d'immatriculation|plaque|numéro "
                          "d'immatriculation|french plate|@plate",
                 .example = "AB-752-CD"},
    NumberFormat{
        .entity = {.name = "FR_NIF",
                   .country = "FR",
                   .title = "French tax number of persons",
                   .source = "Direction générale des finances publiques, numéro fiscal (SPI)"},
        .shapes = "99 99 999 999 999",
        .valid = FrNif,
        .words = "nif|numéro fiscal|numéro fiscal de référence|spi|identifiant "
                 "fiscal|immatriculation fiscale|french tax identification|@tax",
        .example = "15 97 995 993 370"},
    NumberFormat{
        .entity = {.name = "FR_NIR",
                   .country = "FR",
                   .title = "French social security number",
                   .source = "Code de la sécurité sociale, article R115-1"},
        .shapes = "9 99 99 9x 999 999 99",
        .valid = FrNir,
        .words =
            "nir|numéro de sécurité sociale|numéro de sécu|numero de securite sociale|sécurité "
            "sociale|n° de sécurité sociale|insee|french personal identification|@social",
        .example = "1 84 07 33 210 045 59"},
    NumberFormat{.entity = {.name = "FR_PASSPORT",
                            .country = "FR",
                            .title = "French passport number",
                            .source = "Decree 2005-1726 on passports"},
                 .shapes = "99aa99999",
                 .words = "passeport|numéro de passeport|n° de passeport|french passport|@passport",
                 .example = "27AB41835"},
    NumberFormat{.entity = {.name = "FR_RCS",
                            .country = "FR",
                            .title = "French trade register number",
                            .source = "Code de commerce, article R123-237"},
                 .shapes = "B 999 999 999|A 999 999 999",
                 .valid = FrRcs,
                 .words = "rcs|registre du commerce et des sociétés|registre du commerce|french "
                          "trade registration|@company",
                 .example = "B 917 194 839"},
    NumberFormat{.entity = {.name = "FR_SIREN",
                            .country = "FR",
                            .title = "French company number",
                            .source = "Code de commerce, article R123-220"},
                 .shapes = "999 999 999|999999 999",
                 .valid = FrSiren,
                 .words = "siren|numéro siren|n° siren|french company identification|@company",
                 .example = "085 212 082"},
    NumberFormat{.entity = {.name = "FR_SIRET",
                            .country = "FR",
                            .title = "French establishment number",
                            .source = "Code de commerce, article R123-221"},
                 .shapes = "999 999 999 99999",
                 .valid = FrSiret,
                 .words = "siret|numéro siret|n° siret|french company establishment|@company",
                 .example = "305 866 196 67605"},
    NumberFormat{
        .entity = {.name = "FR_TVA",
                   .country = "FR",
                   .title = "French VAT number",
                   .source = "Code général des impôts, article 286 ter"},
        .shapes = "FR xx 999 999 999|xx 999 999 999",
        .valid = FrTva,
        .words = "tva|n° tva|numéro de tva|numéro tva|tva intracommunautaire|french vat|@tax",
        .example = "11 990 216 772"},
    NumberFormat{.entity = {.name = "GB_UPN",
                            .country = "GB",
                            .title = "English unique pupil number",
                            .source = "Department for Education, unique pupil numbers guide"},
                 .shapes = "a999999999999|a99999999999x",
                 .valid = GbUpn,
                 .words = "upn|unique pupil number|pupil number|pupil",
                 .example = "B317867176900"},
    NumberFormat{.entity = {.name = "GB_UTR",
                            .country = "GB",
                            .title = "British unique taxpayer reference",
                            .source = "HMRC, unique taxpayer reference"},
                 .shapes = "99999 99999|K?9999999999",
                 .valid = GbUtr,
                 .words = "utr|unique taxpayer reference|tax reference|self assessment|@tax",
                 .example = "11062 84557"},
    NumberFormat{.entity = {.name = "GB_VAT",
                            .country = "GB",
                            .title = "British VAT number",
                            .source = "Value Added Tax Act 1994; HMRC notice 700"},
                 .shapes = "GB 999 9999 99|GB 999 9999 99 999|XI 999 9999 99|XI 999 9999 99 "
                           "999|999 9999 99|999 9999 99 999|GBGD999|GBHA999|GD999|HA999|GD8888 999 "
                           "99|HA8888 999 99|GBGD8888 999 99|GBHA8888 999 99",
                 .valid = GbVat,
                 .words = "vat registration|vat reg|vat registration number|uk vat|@tax",
                 .example = "362 7378 87"},
    NumberFormat{.entity = {.name = "UK_DRIVING_LICENCE",
                            .country = "GB",
                            .title = "British driving licence number",
                            .source = "DVLA, driver number format"},
                 .shapes = "xxxxx999999xxxaa",
                 .valid = UkDrivingLicence,
                 .check = 0.15,
                 .strength = Strength::kFair,
                 .words = "driver number|driving licence number|driving licence|dvla|licence "
                          "number|licence|@licence",
                 .example = "MORGA802317SM0IJ"},
    NumberFormat{.entity = {.name = "UK_NHS",
                            .country = "GB",
                            .title = "British NHS number",
                            .source = "NHS Data Model and Dictionary, NHS number"},
                 .shapes = "999 999 9999",
                 .valid = UkNhs,
                 .words = "nhs|nhs number|nhs no|national health service|@health",
                 .example = "542 035 3164"},
    NumberFormat{
        .entity = {.name = "UK_NINO",
                   .country = "GB",
                   .title = "British national insurance number",
                   .source = "HMRC manual NIM39110"},
        .shapes = "aa 99 99 99 a|aa 999999a",
        .valid = UkNino,
        .check = 0.1,
        .strength = Strength::kFair,
        .words = "nino|ni number|national insurance|national insurance number|ni no|@social",
        .example = "AB 61 52 32 C"},
    NumberFormat{.entity = {.name = "UK_PASSPORT",
                            .country = "GB",
                            .title = "British passport number",
                            .source = "HM Passport Office; ICAO Doc 9303"},
                 .shapes = "aa9999999",
                 .words = "passport|british passport|uk passport|passport number|@passport",
                 .example = "AB9684470"},
    NumberFormat{.entity = {.name = "UK_POSTCODE",
                            .country = "GB",
                            .title = "British postcode",
                            .source = "Royal Mail, Postcode Address File"},
                 .shapes = "a9 9aa|a99 9aa|aa9 9aa|aa99 9aa|a9a 9aa|aa9a 9aa|GIR 0AA",
                 .valid = UkPostcode,
                 .check = 0.08,
                 .strength = Strength::kFair,
                 .words = "postcode|post code|uk postcode|@post",
                 .example = "SW3A 0AA"},
    NumberFormat{.entity = {.name = "UK_VEHICLE_REGISTRATION",
                            .country = "GB",
                            .title = "British vehicle registration",
                            .source = "DVLA INF104, vehicle registration numbers"},
                 .shapes = "aa99 aaa|aa99-aaa|a9{1,3} aaa|aaa 9{1,3}a",
                 .valid = UkVehicle,
                 .check = 0,
                 .words = "vehicle registration|registration mark|vrm|number "
                          "plate|vrn|registration number|@plate",
                 .example = "BD16 SMR"},
    NumberFormat{.entity = {.name = "IE_PPS",
                            .country = "IE",
                            .title = "Irish personal public service number",
                            .source = "Social Welfare Consolidation Act 2005, section 262"},
                 .shapes = "9999999aa?",
                 .valid = IePps,
                 .words = "pps|ppsn|pps number|personal public service|irish personal|@social|@tax",
                 .example = "5968247F"},
    NumberFormat{
        .entity = {.name = "IE_VAT",
                   .country = "IE",
                   .title = "Irish VAT number",
                   .source = "Value-Added Tax Consolidation Act 2010"},
        .shapes = "IE9999999aa?|IE9x99999a|9999999aa?|9x99999a",
        .valid = IeVat,
        .words = "vat registration|vat reg|irish vat|ireland vat|cbl|cáin bhreisluacha|@tax",
        .example = "0360519F"},
    NumberFormat{.entity = {.name = "LU_NIN",
                            .country = "LU",
                            .title = "Luxembourgian national number",
                            .source = "Act of 19 June 2013 on the identification of persons"},
                 .shapes = "9999 99 99 999 99",
                 .valid = LuNin,
                 .words = "matricule|numéro d'identification national|numéro matricule|matricule "
                          "nationale|luxembourg national|@person|@social",
                 .example = "1853030728128"},
    NumberFormat{
        .entity = {.name = "LU_TVA",
                   .country = "LU",
                   .title = "Luxembourgian VAT number",
                   .source = "VAT act of 12 February 1979"},
        .shapes = "LU 999 999 99|99999999",
        .valid = LuTva,
        .words =
            "tva|numéro tva|numéro d'identification tva|luxembourgian vat|luxembourg vat|mwst|@tax",
        .example = "83878448"},
    NumberFormat{
        .entity = {.name = "MC_TVA",
                   .country = "MC",
                   .title = "Monegasque VAT number",
                   .source = "Sovereign ordinance 7.743; code général des impôts, article 286 ter"},
        .shapes = "FR xx 9999 99999|xx 9999 99999|FR xx 999 999 999|xx 999 999 999",
        .valid = McTva,
        .words = "tva|n° tva|numéro de tva|monacan vat|monaco vat|monaco|@tax",
        .example = "72 0008 43435"},
    NumberFormat{
        .entity = {.name = "NL_BRIN",
                   .country = "NL",
                   .title = "Dutch school number",
                   .source = "DUO, Basisregistratie Instellingen"},
        .shapes = "99aa|99aa 99",
        .words = "brin|brinnummer|brin nummer|brin-nummer|dutch school|school identification",
        .example = "67NU 86"},
    NumberFormat{
        .entity = {.name = "NL_BSN",
                   .country = "NL",
                   .title = "Dutch citizen number",
                   .source = "Wet algemene bepalingen burgerservicenummer"},
        .shapes = "9999.99.999|999999999|99999999",
        .valid = NlBsn,
        .words =
            "bsn|burgerservicenummer|sofinummer|sofi|dutch citizen|citizen service number|@person",
        .example = "3960.01.130"},
    NumberFormat{.entity = {.name = "NL_BTW",
                            .country = "NL",
                            .title = "Dutch VAT number",
                            .source = "Wet op de omzetbelasting 1968"},
                 .shapes = "NL9{7,9}B99|NL9999.99.999.B.99|9{7,9}B99",
                 .valid = NlBtw,
                 .check = 0.15,
                 .words =
                     "btw|btw-nummer|btw "
                     "nummer|btw-id|btw-identificatienummer|omzetbelastingnummer|dutch vat|@tax",
                 .example = "617532369B47"},
    NumberFormat{.entity = {.name = "NL_IDENTITEITSKAARTNUMMER",
                            .country = "NL",
                            .title = "Dutch passport or identity card number",
                            .source = "Paspoortuitvoeringsregeling; ICAO Doc 9303"},
                 .shapes = "aaxxxxxx9",
                 .valid = NlIdentiteitskaart,
                 .check = 0,
                 .words = "paspoortnummer|identiteitskaartnummer|identiteitskaart|paspoort|"
                          "documentnummer|dutch passport|dutch identity card|@passport",
                 .example = "EM5508309"},
    NumberFormat{.entity = {.name = "NL_ONDERWIJSNUMMER",
                            .country = "NL",
                            .title = "Dutch student number",
                            .source = "Wet op het onderwijstoezicht"},
                 .shapes = "9999.99.999|999999999",
                 .valid = NlOnderwijsnummer,
                 .words = "onderwijsnummer|leerlingnummer|persoonsgebonden nummer|pgn|dutch "
                          "student|student identification",
                 .example = "1039.67.297"},
    NumberFormat{.entity = {.name = "NL_POSTCODE",
                            .country = "NL",
                            .title = "Dutch postal code",
                            .source = "PostNL, postcode system of 1978"},
                 .shapes = "9999 aa|NL-9999 aa|NL-9999aa",
                 .valid = NlPostcode,
                 .check = 0,
                 .words = "postcode|dutch postal code|postcodes|adres|woonplaats|postal code",
                 .example = "3401 ET"},
};

}  // namespace

std::span<const NumberFormat> WestEuropeanNumbers() { return kFormats; }

}  // namespace reeve::detectors

// Numbers of Andorra, Cyprus, Spain, Greece, Italy, Malta, Portugal, San Marino, Turkey.
#include <array>
#include <string>

#include "detectors/bytes.h"
#include "detectors/check_digits.h"
#include "detectors/number_format.h"

namespace reeve::detectors {
namespace {

// The letter tells what somebody is: A and L companies, E and F persons.
bool AdNrt(std::string_view n) {
  constexpr std::string_view kKinds = "ACDEFGLOPU";
  const int64_t number = NumberOf(n.substr(1, 6));
  if (kKinds.find(n[0]) == std::string_view::npos) return false;
  if (n[0] == 'F') return number <= 699999;
  if (n[0] == 'A' || n[0] == 'L') return number >= 700000 && number <= 799999;
  return true;
}

// The digits of odd places are replaced as in Italy's fiscal code; the sum makes a letter.
constexpr std::array<int, 26> kOddPlaces = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                            20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};

bool CyVat(std::string_view n) {
  n = WithoutPrefix(n, "CY");
  if (n.starts_with("12")) return false;
  int sum = 0;
  for (size_t i = 0; i < 8; ++i) {
    const int digit = DigitAt(n, i);
    sum += i % 2 == 0 ? kOddPlaces[static_cast<size_t>(digit)] : digit;
  }
  return 'A' + sum % 26 == n[8];
}

constexpr std::string_view kSpanishLetters = "TRWAGMYFPDXBNJZSQVHLCKE";

bool EsDni(std::string_view digits, char letter) {
  return kSpanishLetters[static_cast<size_t>(NumberOf(digits) % 23)] == letter;
}

std::string_view EsPart(std::string_view n) { return n.size() == 11 ? WithoutPrefix(n, "ES") : n; }

// X, Y and Z stand for 0, 1 and 2.
bool EsNie(std::string_view n) {
  n = EsPart(n);
  if (n[0] < 'X' || n[0] > 'Z') return false;
  std::string digits(1, static_cast<char>(n[0] - 'X' + '0'));
  digits += n.substr(1, 7);
  return EsDni(digits, n[8]);
}

// Luhn's digit, or the letter for it.
bool EsCif(std::string_view n) {
  n = EsPart(n);
  constexpr std::string_view kKinds = "ABCDEFGHJNPQRSUVW";
  constexpr std::string_view kLetters = "JABCDEFGHI";
  if (kKinds.find(n[0]) == std::string_view::npos) return false;
  std::string digits(n.substr(1, 7));
  const size_t letter = kLetters.find(n[8]);
  if (!IsDigit(n[8]) && letter == std::string_view::npos) return false;
  digits.push_back(IsDigit(n[8]) ? n[8] : static_cast<char>('0' + letter));
  return LuhnValid(digits);
}

// Since 2008 the one tax number: of Spaniards (DNI), of foreigners (NIE), of those without a DNI
// (K, L, M) and of companies (once CIF).
bool EsNif(std::string_view n) {
  n = EsPart(n);
  if (IsDigit(n[0])) return EsDni(n.substr(0, n.size() - 1), n.back());
  if (n[0] == 'K' || n[0] == 'L' || n[0] == 'M') return EsDni(n.substr(1, 7), n[8]);
  return EsNie(n) || EsCif(n);
}

// Office and kind of activity.
bool EsCae(std::string_view n) {
  constexpr std::string_view kKinds =
      "A0 A1 A2 A6 A7 A9 AC AF AT AV AW AX B0 B1 B6 B7 B9 BA BT C1 C7 DA DB DF DM DP E7 EC F1 H0 "
      "H1 "
      "H2 H4 H6 H7 H8 H9 HA HB HC HD HE HF HH HI HJ HK HL HM HN HP HQ HR HS HT HU HV HW HX HZ L0 "
      "L1 "
      "L2 L3 L7 M7 OA OB OE OH OR OT OV PF RF T1 T7 TT V1 V7 VD";
  const int64_t office = NumberOf(n.substr(5, 2));
  return office >= 1 && office <= 56 && kKinds.find(n.substr(7, 2)) != std::string_view::npos;
}

// Powers of two from the left, as many as ten.
int EsAccountDigit(std::string_view ten) {
  const int rest = WeightedSum(ten, {1, 2, 4, 8, 16, 32, 64, 128, 256, 512}) % 11;
  return rest < 2 ? rest : 11 - rest;
}

bool EsCcc(std::string_view n) {
  return !AllSame(n) && EsAccountDigit("00" + std::string(n.substr(0, 8))) == DigitAt(n, 8) &&
         EsAccountDigit(n.substr(10)) == DigitAt(n, 9);
}

// Two letters that the sixteen digits yield; a measuring point may follow.
bool EsCups(std::string_view n) {
  constexpr std::string_view kPoints = "FPRCXYZ";
  const size_t rest = static_cast<size_t>(NumberOf(n.substr(2, 16)) % 529);
  if (n[18] != kSpanishLetters[rest / 23] || n[19] != kSpanishLetters[rest % 23]) return false;
  return n.size() == 20 || kPoints.find(n[21]) != std::string_view::npos;
}

bool EsPostalCode(std::string_view n) { return n >= "01000" && n < "53000"; }

// Two letters, one for each half with the property's number behind it. Ñ, which stands in the
// alphabet, is never written in ASCII.
bool EsCadastral(std::string_view n) {
  constexpr std::string_view kChecks = "MQWERTYUIOPASDFGHJKLBZX";
  constexpr std::array<int, 11> kWeights = {13, 15, 12, 5, 4, 17, 9, 21, 3, 7, 1};
  const auto check = [&](size_t begin) {
    std::string part(n.substr(begin, 7));
    part += n.substr(14, 4);
    int sum = 0;
    for (size_t i = 0; i < part.size(); ++i) {
      const int letter = part[i] - 'A' + 1;
      sum += kWeights[i] * (IsDigit(part[i]) ? part[i] - '0' : part[i] > 'N' ? letter + 1 : letter);
    }
    return kChecks[static_cast<size_t>(sum % 23)];
  };
  return n[18] == check(0) && n[19] == check(7);
}

// Province, number, and the rest of both modulo 97.
bool EsSocialSecurity(std::string_view n) {
  const int64_t province = NumberOf(n.substr(0, 2));
  const int64_t number = NumberOf(n.substr(2, 8));
  const int64_t both =
      number < 10'000'000 ? province * 10'000'000 + number : NumberOf(n.substr(0, 10));
  return province >= 1 && province <= 66 && both % 97 == NumberOf(n.substr(10));
}

bool GrAmka(std::string_view n) { return ShortDayFirstValid(n.substr(0, 6)) && LuhnValid(n); }

// Powers of two from the right; eight digits lack the zero before them.
bool GrVat(std::string_view n) {
  n = WithoutPrefix(WithoutPrefix(n, "EL"), "GR");
  int64_t sum = 0;
  for (const char c : n.substr(0, n.size() - 1)) sum = (sum + (c - '0')) * 2;
  return NumberOf(n) > 0 && sum % 11 % 10 == DigitAt(n, n.size() - 1);
}

bool ItVatCode(std::string_view n) {
  n = WithoutPrefix(n, "IT");
  const int64_t office = NumberOf(n.substr(7, 3));
  const bool known = (office >= 1 && office <= 100) || office == 120 || office == 121 ||
                     office == 888 || office == 999;
  return known && NumberOf(n.substr(0, 7)) > 0 && LuhnValid(n);
}

// Where two people would have the same code, letters of this list stand for digits.
int ItDigit(char c) {
  constexpr std::string_view kInstead = "LMNPQRSTUV";
  if (IsDigit(c)) return c - '0';
  const size_t place = kInstead.find(c);
  return place == std::string_view::npos ? -1 : static_cast<int>(place);
}

// Six letters of the name, birth with a letter for the month and 40 more in women's days, the place
// of birth, a check letter. Companies have the digits of their VAT number.
bool ItFiscalCode(std::string_view n) {
  if (n.size() == 11) return ItVatCode(n);
  constexpr std::string_view kMonths = "ABCDEHLMPRST";
  const size_t month = kMonths.find(n[8]);
  constexpr std::array<size_t, 7> kDigits = {6, 7, 9, 10, 12, 13, 14};
  for (const size_t place : kDigits) {
    if (ItDigit(n[place]) < 0) return false;
  }
  if (month == std::string_view::npos || !IsLetter(n[15])) return false;
  const int year = ItDigit(n[6]) * 10 + ItDigit(n[7]);
  const int day = (ItDigit(n[9]) * 10 + ItDigit(n[10])) % 40;
  const int number = static_cast<int>(month) + 1;
  if (!DateValid(1900 + year, number, day) && !DateValid(2000 + year, number, day)) return false;
  int sum = 0;
  for (size_t i = 0; i < 15; ++i) {
    const int value = IsDigit(n[i]) ? n[i] - '0' : n[i] - 'A';
    sum += i % 2 == 0 ? kOddPlaces[static_cast<size_t>(value)] : value;
  }
  return 'A' + sum % 26 == n[15];
}

bool ItDriverLicense(std::string_view n) {
  constexpr std::string_view kDigitLetters = "0123456789BCDFGHJKLMNPQRSTUVWXYZ";
  return !n.starts_with("U1") ||
         n.substr(2, 7).find_first_not_of(kDigitLetters) == std::string_view::npos;
}

bool MtVat(std::string_view n) {
  n = WithoutPrefix(n, "MT");
  return n[0] != '0' && WeightedSum(n, {3, 4, 6, 7, 8, 9, 10, 1}) % 37 == 0;
}

bool MtIdCard(std::string_view n) {
  constexpr std::string_view kPlaces = "ABGHLMPZ";
  return kPlaces.find(n.back()) != std::string_view::npos &&
         NumberOf(n.substr(0, n.size() - 1)) > 0;
}

// Luhn's sum, letters as 10 to 35.
bool PtCc(std::string_view n) {
  if (AllDigits(n)) return false;
  int sum = 0;
  for (size_t i = 0; i < n.size(); ++i) {
    int value = ValueOf(n[n.size() - 1 - i]);
    if (i % 2 == 1) value = 2 * value > 9 ? 2 * value - 9 : 2 * value;
    sum += value;
  }
  return sum % 10 == 0;
}

bool PtNif(std::string_view n) {
  n = WithoutPrefix(n, "PT");
  const int rest = 11 - WeightedSum(n, {9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  return n[0] != '0' && !AllSame(n) && rest % 11 % 10 == DigitAt(n, 8);
}

bool PtNiss(std::string_view n) {
  const int sum = WeightedSum(n, {29, 23, 19, 17, 13, 11, 7, 5, 3, 2});
  return (n[0] == '1' || n[0] == '2') && 9 - sum % 10 == DigitAt(n, 10);
}

bool SmCoe(std::string_view n) {
  return WithoutPrefix(n, "SM").find_first_not_of('0') != std::string_view::npos;
}

// A province's number of 1 to 81; no letter of another alphabet than the Turkish.
bool TrLicensePlate(std::string_view n) {
  const int64_t province = NumberOf(n.substr(0, 2));
  return province >= 1 && province <= 81 && n.find_first_of("QWX", 2) == std::string_view::npos;
}

// Two check digits.
bool TrNationalId(std::string_view n) {
  const int odd = WeightedSum(n, {1, 0, 1, 0, 1, 0, 1, 0, 1});
  const int even = WeightedSum(n, {0, 1, 0, 1, 0, 1, 0, 1});
  const int tenth = ((7 * odd - even) % 10 + 10) % 10;
  return n[0] != '0' && tenth == DigitAt(n, 9) && (odd + even + tenth) % 10 == DigitAt(n, 10);
}

// Each digit and its place, times a power of two, modulo nine.
bool TrVkn(std::string_view n) {
  int sum = 0;
  for (size_t i = 0; i < 9; ++i) {
    const int shifted = (DigitAt(n, i) + 9 - static_cast<int>(i)) % 10;
    const int product = shifted * (1 << (9 - i)) % 9;
    sum += shifted != 0 && product == 0 ? 9 : product;
  }
  return (10 - sum % 10) % 10 == DigitAt(n, 9);
}

constexpr std::array kFormats = {
    NumberFormat{.entity = {.name = "AD_NRT",
                            .country = "AD",
                            .title = "Andorran tax number",
                            .source = "Andorran act on the tax number (NRT)"},
                 .shapes = "a-999999-a|a-999 999-a|a-999.999-a|a999999-a",
                 .valid = AdNrt,
                 .check = 0.1,
                 .words = "nrt|número de registre tributari|numero de registre tributari|andorra "
                          "tax|andorran tax|@tax",
                 .example = "U-739954-X"},
    NumberFormat{.entity = {.name = "CY_VAT",
                            .country = "CY",
                            .title = "Cypriot VAT and tax number",
                            .source = "Value Added Tax Act 95(I)/2000"},
                 .shapes = "CY99999999a|99999999a",
                 .valid = CyVat,
                 .words = "φπα|Φ.Π.Α|ΦΠΑ|αφμ|ΑΦΜ|tic|tax identification code|αριθμός "
                          "εγγραφής|Αριθμός Εγγραφής|cypriot vat|cyprus vat|@tax",
                 .example = "59937479P"},
    NumberFormat{.entity = {.name = "ES_CAE",
                            .country = "ES",
                            .title = "Spanish activity and establishment code",
                            .source = "Order HAP/2456/2013; Impuestos Especiales"},
                 .shapes = "ES00099xx999a",
                 .valid = EsCae,
                 .check = 0.15,
                 .strength = Strength::kFair,
                 .words = "cae|código de actividad|codigo de actividad|actividad y "
                          "establecimiento|activity establishment code|impuestos especiales",
                 .example = "ES00041V1891Q"},
    NumberFormat{.entity = {.name = "ES_CCC",
                            .country = "ES",
                            .title = "Spanish bank account code",
                            .source = "Banco de España, circular on the CCC"},
                 .shapes = "9999 9999 99 9999999999|9999-9999-99-9999999999",
                 .valid = EsCcc,
                 .words = "ccc|código cuenta cliente|codigo cuenta cliente|código cuenta "
                          "corriente|cuenta corriente|cuenta bancaria|spanish bank account|@bank",
                 .example = "3210 1154 05 5204859973"},
    NumberFormat{.entity = {.name = "ES_CIF",
                            .country = "ES",
                            .title = "Spanish company tax number",
                            .source = "Royal Decree 1065/2007; Order EHA/451/2008"},
                 .shapes = "a99999999|a-99999999|a9999999a|a-9999999-a|ESa9999999x",
                 .valid = EsCif,
                 .strength = Strength::kFair,
                 .words = "cif|código de identificación fiscal|codigo de identificacion "
                          "fiscal|spanish company tax|@company|@tax",
                 .example = "B82875584"},
    NumberFormat{.entity = {.name = "ES_CUPS",
                            .country = "ES",
                            .title = "Spanish supply point code",
                            .source = "CNMC, Circular 3/2014"},
                 .shapes = "ES 9999 9999 9999 9999 aa|ES 9999 9999 9999 9999 aa 9a",
                 .valid = EsCups,
                 .strength = Strength::kFair,
                 .words = "cups|código unificado|codigo unificado|punto de suministro|spanish "
                          "meter point|supply point",
                 .example = "ES 0706 0329 9606 2757 JY"},
    NumberFormat{.entity = {.name = "ES_LICENSE_PLATE",
                            .country = "ES",
                            .title = "Spanish vehicle registration",
                            .source = "General vehicle regulation, annex XVIII"},
                 .shapes = "9999 aaa|9999-aaa",
                 .words = "matrícula|matricula|placa|spanish plate|@plate",
                 .example = "1381 KLM"},
    NumberFormat{.entity = {.name = "ES_NIE",
                            .country = "ES",
                            .title = "Spanish foreigner number",
                            .source = "Royal Decree 557/2011, article 206"},
                 .shapes = "a-9999999-a|ESa9999999a",
                 .valid = EsNie,
                 .strength = Strength::kFair,
                 .words =
                     "nie|número de identificación de extranjero|numero de identificacion de "
                     "extranjero|número de extranjero|extranjero|spanish foreigner|@person|@tax",
                 .example = "X-5306608-W"},
    NumberFormat{
        .entity = {.name = "ES_NIF",
                   .country = "ES",
                   .title = "Spanish tax and identity number",
                   .source = "Royal Decree 1065/2007; Royal Decree 1553/2005 (DNI)"},
        .shapes = "9999999?9-a|9999999?9 a|a-9999999-x|a-99999999|ES9{7,8}a|ESa9999999x",
        .valid = EsNif,
        .strength = Strength::kFair,
        .words =
            "nif|dni|número de identificación fiscal|numero de identificacion fiscal|documento "
            "nacional de identidad|spanish personal identity|spanish vat|@person|@tax",
        .example = "87206200-K"},
    NumberFormat{
        .entity = {.name = "ES_PASSPORT",
                   .country = "ES",
                   .title = "Spanish passport number",
                   .source = "Royal Decree 896/2003; ICAO Doc 9303"},
        .shapes = "aaa999999",
        .words = "pasaporte|número de pasaporte|numero de pasaporte|spanish passport|@passport",
        .example = "ABC770570"},
    NumberFormat{.entity = {.name = "ES_POSTAL_CODE",
                            .country = "ES",
                            .title = "Spanish postal code",
                            .source = "Correos, postal codes"},
                 .shapes = "99999",
                 .valid = EsPostalCode,
                 .check = 0,
                 .words = "código postal|codigo postal|c.p.|cp|spanish postal|postcode|zip "
                          "code|domicilio|dirección|direccion",
                 .example = "23684"},
    NumberFormat{.entity = {.name = "ES_REFERENCIACATASTRAL",
                            .country = "ES",
                            .title = "Spanish cadastral reference",
                            .source = "Royal Legislative Decree 1/2004 on the cadastre"},
                 .shapes = "9999999 aa9999a 9999 aa|x{14,14} 9999 aa",
                 .valid = EsCadastral,
                 .strength = Strength::kFair,
                 .words = "referencia catastral|catastro|catastral|ref. catastral|ref "
                          "catastral|spanish real estate|cadastral",
                 .example = "9740746 VG6408B 5587 TT"},
    NumberFormat{.entity = {.name = "ES_SOCIAL_SECURITY",
                            .country = "ES",
                            .title = "Spanish social security number",
                            .source = "Royal Decree 84/1996"},
                 .shapes = "99 99999999 99|99/99999999/99|99/9999999999",
                 .valid = EsSocialSecurity,
                 .words = "seguridad social|número de la seguridad social|naf|nss|número de "
                          "afiliación|numero de afiliacion|spanish social security|@social",
                 .example = "14 95602392 35"},
    NumberFormat{.entity = {.name = "GR_AMKA",
                            .country = "GR",
                            .title = "Greek social security number",
                            .source = "Act 3655/2008, article 153"},
                 .shapes = "999999 99999|999999-99999",
                 .valid = GrAmka,
                 .words = "αμκα|ΑΜΚΑ|amka|α.μ.κ.α|κοινωνικής ασφάλισης|Κοινωνικής Ασφάλισης|greek "
                          "social security|@social",
                 .example = "30079568314"},
    NumberFormat{.entity = {.name = "GR_ID_CARD",
                            .country = "GR",
                            .title = "Greek identity card number",
                            .source = "Joint ministerial decision 8200/0-297647/2018"},
                 .shapes = "aa 999999|aa-999999",
                 .words = "αδτ|ΑΔΤ|ταυτότητα|ταυτότητας|ταυτοτητας|δελτίο ταυτότητας|ΑΡ. "
                          "ΤΑΥΤΟΤΗΤΑΣ|greek identity card|@person",
                 .example = "ΑΒ 482915"},
    NumberFormat{
        .entity = {.name = "GR_VAT",
                   .country = "GR",
                   .title = "Greek VAT and tax number",
                   .source = "Act 2859/2000; Presidential Decree 342/1995"},
        .shapes = "EL 999 999 999|GR 999 999 999|EL99999999|999 999 999|99999999",
        .valid = GrVat,
        .words =
            "αφμ|ΑΦΜ|afm|φπα|ΦΠΑ|fpa|α.φ.μ|φορολογικού μητρώου|Φορολογικού Μητρώου|greek vat|@tax",
        .example = "856973544"},
    NumberFormat{.entity = {.name = "IT_DRIVER_LICENSE",
                            .country = "IT",
                            .title = "Italian driving licence number",
                            .source = "Codice della strada; MIT decree on driving licences"},
                 .shapes = "aa9999999a|U1xxxxxxxa",
                 .valid = ItDriverLicense,
                 .check = 0,
                 .words = "patente|numero patente|patente di guida|license|licence|driving "
                          "licence|italian driving|@licence",
                 .example = "AB9315193C"},
    NumberFormat{
        .entity = {.name = "IT_FISCAL_CODE",
                   .country = "IT",
                   .title = "Italian fiscal code",
                   .source = "Decree of the Ministry of Finance of 23 December 1976"},
        .shapes = "aaaaaaxxaxxaxxxa|aaaaaa xx a xx a xxx a|aaa aaa xxaxx axxxa|99999999999",
        .valid = ItFiscalCode,
        .strength = Strength::kFair,
        .words = "codice fiscale|cod. fiscale|cod fiscale|c.f.|cf|codfisc|fiscal code|italian tax "
                 "code|@tax|@person",
        .example = "RCCMNL39S07D476H"},
    NumberFormat{.entity = {.name = "IT_IDENTITY_CARD",
                            .country = "IT",
                            .title = "Italian identity card number",
                            .source = "Decree of 23 December 2015 on the CIE"},
                 .shapes = "aa99999aa|aa9999999|aa 9999999|9999999aa",
                 .words = "carta d'identità|carta di identità|carta d'identita|carta "
                          "identità|cie|numero carta|italian identity card|@person",
                 .example = "CA32198AB"},
    NumberFormat{.entity = {.name = "IT_LICENSE_PLATE",
                            .country = "IT",
                            .title = "Italian vehicle registration",
                            .source = "Codice della strada, article 100"},
                 .shapes = "aa 999 aa|aa-999-aa",
                 .words = "targa|numero di targa|targa auto|italian plate|@plate",
                 .example = "AB 366 CD"},
    NumberFormat{
        .entity = {.name = "IT_PASSPORT",
                   .country = "IT",
                   .title = "Italian passport number",
                   .source = "Act 1185/1967; ICAO Doc 9303"},
        .shapes = "aa9999999|aa 9999999",
        .words = "passaporto|numero passaporto|numero di passaporto|italian passport|@passport",
        .example = "YA5836696"},
    NumberFormat{.entity = {.name = "IT_VAT_CODE",
                            .country = "IT",
                            .title = "Italian VAT number",
                            .source = "DPR 633/1972, article 35"},
                 .shapes = "IT99999999999|99999999999|IT 999 999 999 99",
                 .valid = ItVatCode,
                 .words = "partita iva|p.iva|p. iva|piva|iva|vat code|italian vat|@tax|@company",
                 .example = "24713500304"},
    NumberFormat{
        .entity = {.name = "MT_ID_CARD",
                   .country = "MT",
                   .title = "Maltese identity card number",
                   .source = "Identity Card and other Identity Documents Act"},
        .shapes = "9999999a|999999a",
        .valid = MtIdCard,
        .check = 0.1,
        .words =
            "identity card|karta tal-identità|karta tal-identita|id card|maltese identity|@person",
        .example = "2048342M"},
    NumberFormat{.entity = {.name = "MT_VAT",
                            .country = "MT",
                            .title = "Maltese VAT number",
                            .source = "Value Added Tax Act, chapter 406"},
                 .shapes = "MT 9999 9999|9999 9999|9999-9999",
                 .valid = MtVat,
                 .words = "vat reg|maltese vat|malta vat|taxxa|@tax",
                 .example = "13525760"},
    NumberFormat{.entity = {.name = "PT_CC",
                            .country = "PT",
                            .title = "Portuguese citizen card number",
                            .source = "Act 7/2007 on the citizen card"},
                 .shapes = "99999999 9 xx9|99999999 9 xx 9|9999999 9 xx9|9999999 9 xx 9",
                 .valid = PtCc,
                 .words = "cartão de cidadão|cartao de cidadao|cc|número de cartão|documento de "
                          "identificação|portuguese identity|@person",
                 .example = "83028866 6 ZZ5"},
    NumberFormat{
        .entity = {.name = "PT_LICENSE_PLATE",
                   .country = "PT",
                   .title = "Portuguese vehicle registration",
                   .source = "Decree-Law 54/2005; Decree-Law 2/2020"},
        .shapes = "aa-99-aa|99-aa-99|99-99-aa|aa-99-99|aa 99 aa|99 aa 99|99 99 aa|aa 99 99",
        .words = "matrícula|matricula|chapa de matrícula|portuguese plate|@plate",
        .example = "AB-01-CD"},
    NumberFormat{.entity = {.name = "PT_NIF",
                            .country = "PT",
                            .title = "Portuguese tax number",
                            .source = "Decree-Law 14/2013"},
                 .shapes = "PT 999 999 999|999 999 999",
                 .valid = PtNif,
                 .words = "nif|contribuinte|número de contribuinte|número de identificação "
                          "fiscal|nipc|portuguese vat|@tax",
                 .example = "683 396 676"},
    NumberFormat{.entity = {.name = "PT_NISS",
                            .country = "PT",
                            .title = "Portuguese social security number",
                            .source = "Segurança Social, NISS"},
                 .shapes = "999 999 999 99|99999999999",
                 .valid = PtNiss,
                 .words = "niss|segurança social|seguranca social|número de segurança "
                          "social|portuguese social security|@social",
                 .example = "24351696657"},
    NumberFormat{.entity = {.name = "SM_COE",
                            .country = "SM",
                            .title = "San Marinese operator code",
                            .source = "Ufficio Tributario, codice operatore economico"},
                 .shapes = "SM 9{5,5}|9{2,6}",
                 .valid = SmCoe,
                 .check = 0,
                 .words = "coe|codice operatore economico|san marino|operatore economico",
                 .example = "60049"},
    NumberFormat{.entity = {.name = "TR_LICENSE_PLATE",
                            .country = "TR",
                            .title = "Turkish vehicle registration",
                            .source = "Highway traffic regulation, article 53"},
                 .shapes = "99 a{1,3} 9{2,4}",
                 .valid = TrLicensePlate,
                 .check = 0,
                 .words = "plaka|plakası|plakasi|araç plakası|turkish plate|@plate",
                 .example = "43 ABC 193"},
    NumberFormat{.entity = {.name = "TR_NATIONAL_ID",
                            .country = "TR",
                            .title = "Turkish identity number",
                            .source = "Act 5490 on population services, article 46"},
                 .shapes = "99999999999",
                 .valid = TrNationalId,
                 .words = "tc kimlik|t.c. kimlik|tckn|kişi|kimlik no|kimlik numarası|kimlik "
                          "numarasi|tc no|kimlik|turkish personal|turkish identity|@person",
                 .example = "51777588154"},
    NumberFormat{.entity = {.name = "TR_VKN",
                            .country = "TR",
                            .title = "Turkish tax number",
                            .source = "Tax Procedure Act 213, article 8"},
                 .shapes = "9999999999|999 999 99 99",
                 .valid = TrVkn,
                 .words = "vkn|vergi kimlik|vergi kimlik numarası|vergi no|vergi numarası|vergi "
                          "dairesi|turkish tax|@tax",
                 .example = "8102629137"},
};

}  // namespace

std::span<const NumberFormat> SouthEuropeanNumbers() { return kFormats; }

}  // namespace reeve::detectors

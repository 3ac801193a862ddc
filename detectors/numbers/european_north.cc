// Numbers of Denmark, Estonia, Finland, the Faroe Islands, Iceland, Lithuania, Latvia, Norway,
// Sweden.
#include <array>

#include "detectors/bytes.h"
#include "detectors/check_digits.h"
#include "detectors/number_format.h"

namespace reeve::detectors {
namespace {

// Since 2007 numbers are given out without a check digit; the seventh digit tells the century.
bool DkCpr(std::string_view n) {
  const int two = static_cast<int>(NumberOf(n.substr(4, 2)));
  const char seventh = n[6];
  int year = 2000 + two;
  if (seventh >= '5' && seventh <= '8' && two >= 58) {
    year = 1800 + two;
  } else if (seventh <= '3' || ((seventh == '4' || seventh == '9') && two >= 37)) {
    year = 1900 + two;
  }
  return year <= 2040 && DateValid(year, static_cast<int>(NumberOf(n.substr(2, 2))),
                                   static_cast<int>(NumberOf(n.substr(0, 2))));
}

bool DkCvr(std::string_view n) {
  n = WithoutPrefix(n, "DK");
  return n[0] != '0' && WeightedSum(n, {2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0;
}

// Estonia and Lithuania: weights 1 to 9, and where they leave 10, from 3 on again.
bool BalticCheck(std::string_view n) {
  int first = 0;
  int second = 0;
  for (size_t i = 0; i + 1 < n.size(); ++i) {
    first += static_cast<int>(i % 9 + 1) * DigitAt(n, i);
    second += static_cast<int>((i + 2) % 9 + 1) * DigitAt(n, i);
  }
  const int check = first % 11 == 10 ? second % 11 % 10 : first % 11;
  return check == DigitAt(n, n.size() - 1);
}

// The first digit tells century and sex.
bool BalticBirth(std::string_view n) {
  if (n[0] < '1' || n[0] > '8') return false;
  const int century = 1800 + (n[0] - '1') / 2 * 100;
  const int year = century + static_cast<int>(NumberOf(n.substr(1, 2)));
  return DateValid(year > 2099 ? year - 200 : year, static_cast<int>(NumberOf(n.substr(3, 2))),
                   static_cast<int>(NumberOf(n.substr(5, 2))));
}

bool EeIk(std::string_view n) { return BalticBirth(n) && BalticCheck(n); }

bool EeKmkr(std::string_view n) {
  n = WithoutPrefix(n, "EE");
  return !AllSame(n) && WeightedSum(n, {3, 7, 1, 3, 7, 1, 3, 7, 1}) % 10 == 0;
}

bool EeRegistrikood(std::string_view n) {
  constexpr std::string_view kFirst = "1789";
  return kFirst.find(n[0]) != std::string_view::npos && BalticCheck(n);
}

bool FiYtunnus(std::string_view n) {
  n = WithoutPrefix(n, "FI");
  return !AllSame(n) && WeightedSum(n, {7, 9, 10, 5, 8, 4, 2, 1}) % 11 == 0;
}

// Day first; a sign for the century (none of its letters is a check character of another place);
// the check character is the rest of all nine digits modulo 31.
bool FiHetu(std::string_view n) {
  constexpr std::string_view kChecks = "0123456789ABCDEFHJKLMNPRSTUVWXY";
  constexpr std::string_view kCenturies = "ABCDEFUVWXY";
  const bool sign = n.size() == 11;
  if (sign && kCenturies.find(n[6]) == std::string_view::npos) return false;
  const std::string_view serial = n.substr(sign ? 7 : 6, 3);
  if (!ShortDayFirstValid(n.substr(0, 6)) || NumberOf(serial) < 2) return false;
  const int64_t digits = NumberOf(n.substr(0, 6)) * 1000 + NumberOf(serial);
  return kChecks[static_cast<size_t>(digits % 31)] == n.back();
}

// The sum of nine weighted digits; the last digit tells the century.
bool IsKennitala(std::string_view n) {
  const int day = static_cast<int>(NumberOf(n.substr(0, 2)));
  const int year = static_cast<int>(NumberOf(n.substr(4, 2)));
  if (n[9] != '0' && n[9] != '9') return false;
  if (!DateValid(n[9] == '9' ? 1900 + year : 2000 + year,
                 static_cast<int>(NumberOf(n.substr(2, 2))), day > 40 ? day - 40 : day)) {
    return false;
  }
  return WeightedSum(n, {3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0;
}

// A 9 at the beginning is a number whose birth is not known.
bool LtAsmens(std::string_view n) { return (n[0] == '9' || BalticBirth(n)) && BalticCheck(n); }

// A 1 stands before the check digit.
bool LtPvm(std::string_view n) {
  n = WithoutPrefix(n, "LT");
  return n[n.size() - 2] == '1' && BalticCheck(n);
}

// Until 2017 the birth, and a digit for its century; since then 32 and no birth.
bool LvPk(std::string_view n) {
  const int sum = 1 + WeightedSum(n, {10, 5, 8, 4, 2, 1, 6, 3, 7, 9});
  if (sum % 11 % 10 != DigitAt(n, 10)) return false;
  if (n.starts_with("32")) return true;
  return ShortDayFirstValid(n.substr(0, 6));
}

bool LvPvn(std::string_view n) {
  n = WithoutPrefix(n, "LV");
  if (n[0] <= '3') return LvPk(n);
  return WeightedSum(n, {9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1}) % 11 == 3;
}

// Day of birth, 40 higher for numbers of foreigners; the month is 40 or 80 higher in test numbers.
bool NoFodselsnummer(std::string_view n) {
  int day = static_cast<int>(NumberOf(n.substr(0, 2)));
  int month = static_cast<int>(NumberOf(n.substr(2, 2)));
  const int year = static_cast<int>(NumberOf(n.substr(4, 2)));
  if (day > 40) day -= 40;
  month = month > 80 ? month - 80 : month > 40 ? month - 40 : month;
  if (!DateValid(1900 + year, month, day) && !DateValid(2000 + year, month, day)) return false;
  return WeightedSum(n, {3, 7, 6, 1, 8, 9, 4, 5, 2, 1}) % 11 == 0 &&
         WeightedSum(n, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0;
}

// Postal giro accounts are the last seven digits with Luhn's check.
bool NoKontonr(std::string_view n) {
  if (n.starts_with("0000")) return LuhnValid(n.substr(4)) && !AllSame(n);
  return WeightedSum(n, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0;
}

bool NoOrgnr(std::string_view n) {
  n = WithoutPrefix(n, "NO");
  return !AllSame(n.substr(0, 9)) && WeightedSum(n, {3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0;
}

bool SeOrgnr(std::string_view n) { return !AllSame(n) && LuhnValid(n); }

// The day is 60 higher in the coordination numbers of people who are not registered.
bool SePersonnummer(std::string_view n) {
  const std::string_view ten = n.substr(n.size() - 10);
  const int two = static_cast<int>(NumberOf(ten.substr(0, 2)));
  const int month = static_cast<int>(NumberOf(ten.substr(2, 2)));
  int day = static_cast<int>(NumberOf(ten.substr(4, 2)));
  if (day > 60) day -= 60;
  if (!LuhnValid(ten)) return false;
  if (n.size() == 12) return DateValid(static_cast<int>(NumberOf(n.substr(0, 4))), month, day);
  return DateValid(1900 + two, month, day) || DateValid(2000 + two, month, day);
}

bool SePostnummer(std::string_view n) { return WithoutPrefix(n, "SE")[0] != '0'; }

bool SeVat(std::string_view n) {
  n = WithoutPrefix(n, "SE");
  return n.ends_with("01") && SeOrgnr(n.substr(0, 10));
}

constexpr std::array kFormats = {
    NumberFormat{
        .entity = {.name = "DK_CPR",
                   .country = "DK",
                   .title = "Danish citizen number",
                   .source = "CPR Act (CPR-loven), section 3"},
        .shapes = "999999-9999",
        .valid = DkCpr,
        .check = 0.1,
        .words = "cpr|cpr-nummer|cpr nummer|cpr-nr|cpr nr|personnummer|danish citizen|@person",
        .example = "290971-5744"},
    NumberFormat{.entity = {.name = "DK_CVR",
                            .country = "DK",
                            .title = "Danish company and VAT number",
                            .source = "CVR Act (CVR-loven)"},
                 .shapes = "DK 99 99 99 99|99 99 99 99",
                 .valid = DkCvr,
                 .words = "cvr|cvr-nummer|cvr "
                          "nummer|cvr-nr|momsregistreringsnummer|momsnummer|moms|se-nummer|danish "
                          "vat|@company|@tax",
                 .example = "36 07 74 68"},
    NumberFormat{.entity = {.name = "EE_IK",
                            .country = "EE",
                            .title = "Estonian personal code",
                            .source = "Population Register Act; EVS 585"},
                 .shapes = "99999999999",
                 .valid = EeIk,
                 .words = "isikukood|ik|estonian personal|personal code|@person",
                 .example = "40905123581"},
    NumberFormat{.entity = {.name = "EE_KMKR",
                            .country = "EE",
                            .title = "Estonian VAT number",
                            .source = "Value-Added Tax Act (KMS)"},
                 .shapes = "EE 999 999 999|999999999",
                 .valid = EeKmkr,
                 .words = "kmkr|kmkr "
                          "number|käibemaksukohustuslase|käibemaksukohuslase|kaibemaks|käibemaks|"
                          "estonian vat|@tax",
                 .example = "374646750"},
    NumberFormat{.entity = {.name = "EE_REGISTRIKOOD",
                            .country = "EE",
                            .title = "Estonian register code of companies",
                            .source = "Commercial Register Act; EVS 585"},
                 .shapes = "99999999",
                 .valid = EeRegistrikood,
                 .words = "registrikood|registry code|reg kood|rg-kood|estonian "
                          "organisation|organisation registration code|@company",
                 .example = "10867438"},
    NumberFormat{
        .entity = {.name = "FI_ALV",
                   .country = "FI",
                   .title = "Finnish VAT number",
                   .source = "Value Added Tax Act 1501/1993"},
        .shapes = "FI99999999|FI9999999-9|99999999",
        .valid = FiYtunnus,
        .words =
            "alv|alv nro|alv-numero|alv numero|arvonlisäveronumero|arvonlisavero|finnish vat|@tax",
        .example = "35675120"},
    NumberFormat{
        .entity = {.name = "FI_ASSOCIATIONID",
                   .country = "FI",
                   .title = "Finnish association number",
                   .source = "Associations Act 503/1989"},
        .shapes = "9{3,6}|999.999",
        .words = "association identifier|finnish "
                 "association|yhdistysrekisterinumero|yhdistysrekisteri|rekisterinumero|yhdistys",
        .example = "875.766"},
    NumberFormat{
        .entity = {.name = "FI_LICENSE_PLATE",
                   .country = "FI",
                   .title = "Finnish vehicle registration",
                   .source = "Government decree 893/2007 on registration"},
        .shapes = "aaa-999|aa-999",
        .words = "rekisteritunnus|rekisterikilpi|rekkari|finnish plate|ajoneuvon rekisteri|@plate",
        .example = "XYZ-251"},
    NumberFormat{.entity = {.name = "FI_PERSONAL_IDENTITY_CODE",
                            .country = "FI",
                            .title = "Finnish personal identity code",
                            .source = "Act 661/2009 on population data; decree 690/2022"},
                 .shapes = "999999-999x|999999+999x|999999a999x",
                 .separated = true,
                 .valid = FiHetu,
                 .strength = Strength::kFair,
                 .words = "hetu|henkilötunnus|henkilotunnus|personbeteckning|finnish "
                          "personal|personal identity code|identity code|sotu|@person",
                 .example = "290397-479L"},
    NumberFormat{
        .entity = {.name = "FI_VERONUMERO",
                   .country = "FI",
                   .title = "Finnish tax number of construction workers",
                   .source = "Act 473/2021 on tax numbers"},
        .shapes = "999999999999|9999 9999 9999",
        .words = "veronumero|veronumeron|finnish individual tax|skattenummer|valtti|tax number",
        .example = "804741343756"},
    NumberFormat{
        .entity = {.name = "FI_YTUNNUS",
                   .country = "FI",
                   .title = "Finnish business identifier",
                   .source = "Business Information Act 244/2001"},
        .shapes = "9999999-9",
        .valid = FiYtunnus,
        .words =
            "y-tunnus|y tunnus|ytunnus|fo-nummer|business id|finnish business identifier|@company",
        .example = "9391435-3"},
    NumberFormat{.entity = {.name = "FO_VN",
                            .country = "FO",
                            .title = "Faroese tax number",
                            .source = "TAKS, Vinnutal"},
                 .shapes = "FO999999|999 999|999.999|99 99 99",
                 .words = "v-number|v number|v-tal|vinnutal|faroe|faroese tax|tax number",
                 .example = "949 458"},
    NumberFormat{.entity = {.name = "IS_KENNITALA",
                            .country = "IS",
                            .title = "Icelandic identity code",
                            .source = "Act 140/2019 on the registration of individuals"},
                 .shapes = "999999-9999",
                 .valid = IsKennitala,
                 .words = "kennitala|kt|kennitölu|kennitalan|icelandic personal|icelandic "
                          "identity|@person|@company",
                 .example = "190571-5720"},
    NumberFormat{
        .entity = {.name = "IS_VSK",
                   .country = "IS",
                   .title = "Icelandic VAT number",
                   .source = "Value Added Tax Act 50/1988"},
        .shapes = "IS 9{5,6}|9{5,6}",
        .words = "vsk|vsk number|vsk-númer|vsk númer|virðisaukaskattsnúmer|vsknr|icelandic vat",
        .example = "522491"},
    NumberFormat{
        .entity = {.name = "LT_ASMENS",
                   .country = "LT",
                   .title = "Lithuanian personal code",
                   .source = "Population Register Act I-2237"},
        .shapes = "99999999999",
        .valid = LtAsmens,
        .words = "asmens kodas|asmens kodo|asmens|a.k.|lithuanian personal|personal code|@person",
        .example = "98963671901"},
    NumberFormat{.entity = {.name = "LT_PVM",
                            .country = "LT",
                            .title = "Lithuanian VAT number",
                            .source = "Value Added Tax Act IX-751"},
                 .shapes = "LT999999999|LT999999999999|999999999|999999999999",
                 .valid = LtPvm,
                 .words = "pvm|pvm kodas|pvm mokėtojo kodas|pvm moketojo kodas|lithuanian vat|@tax",
                 .example = "860801918"},
    NumberFormat{.entity = {.name = "LV_PK",
                            .country = "LV",
                            .title = "Latvian personal code",
                            .source = "Register of Natural Persons Act"},
                 .shapes = "999999-99999",
                 .valid = LvPk,
                 .words = "personas kods|personas koda|pk|latvian personal|personal code|@person",
                 .example = "320224-72508"},
    NumberFormat{.entity = {.name = "LV_PVN",
                            .country = "LV",
                            .title = "Latvian VAT number",
                            .source = "Value Added Tax Act"},
                 .shapes = "LV99999999999|LV 9999 9999 999|9999 9999 999|999999-99999",
                 .valid = LvPvn,
                 .words = "pvn|pvn numurs|pvn reģistrācijas|pievienotās vērtības|latvian vat|@tax",
                 .example = "89171041848"},
    NumberFormat{.entity = {.name = "NO_FODSELSNUMMER",
                            .country = "NO",
                            .title = "Norwegian birth number",
                            .source = "Population Register Act of 9 December 2016"},
                 .shapes = "999999 99999",
                 .valid = NoFodselsnummer,
                 .words = "fødselsnummer|fodselsnummer|fødselsnr|personnummer|fnr|d-nummer|"
                          "norwegian birth|birth number|@person",
                 .example = "168252 61994"},
    NumberFormat{
        .entity = {.name = "NO_KONTONR",
                   .country = "NO",
                   .title = "Norwegian bank account number",
                   .source = "Bits AS, rules on account numbers"},
        .shapes = "9999.99.99999",
        .valid = NoKontonr,
        .words = "kontonummer|kontonr|konto nr|konto|bankkonto|norwegian bank account|@bank",
        .example = "1435.60.71779"},
    NumberFormat{.entity = {.name = "NO_MVA",
                            .country = "NO",
                            .title = "Norwegian VAT number",
                            .source = "Value Added Tax Act of 19 June 2009"},
                 .shapes = "NO 999 999 999 MVA|999 999 999 MVA",
                 .valid = NoOrgnr,
                 .strength = Strength::kFair,
                 .words = "mva|mva-nummer|mva nummer|merverdiavgift|norwegian vat|@tax",
                 .example = "542722177 MVA"},
    NumberFormat{.entity = {.name = "NO_ORGNR",
                            .country = "NO",
                            .title = "Norwegian organisation number",
                            .source = "Central Coordinating Register Act of 3 June 1994"},
                 .shapes = "999 999 999",
                 .valid = NoOrgnr,
                 .words = "orgnr|org.nr|org nr|organisasjonsnummer|organisasjonsnr|norwegian "
                          "organisation|@company",
                 .example = "358 617 344"},
    NumberFormat{
        .entity = {.name = "SE_LICENSE_PLATE",
                   .country = "SE",
                   .title = "Swedish vehicle registration",
                   .source = "Ordinance 2019:383 on the registration of vehicles"},
        .shapes = "aaa 999|aaa 99a|aaa999|aaa99a",
        .words = "registreringsnummer|regnr|reg.nr|registreringsskylt|swedish plate|@plate",
        .example = "XYZ 702"},
    NumberFormat{.entity = {.name = "SE_ORGANISATIONSNUMMER",
                            .country = "SE",
                            .title = "Swedish company number",
                            .source = "Act 1974:174 on identity designations"},
                 .shapes = "999999-9999",
                 .valid = SeOrgnr,
                 .words = "organisationsnummer|orgnr|org.nr|org nr|orgnummer|org-nr|company "
                          "identity|swedish company|@company",
                 .example = "902488-0271"},
    NumberFormat{.entity = {.name = "SE_PERSONNUMMER",
                            .country = "SE",
                            .title = "Swedish personal identity number",
                            .source = "Population Registration Act 1991:481, section 18"},
                 .shapes = "999999-9999|999999+9999|99999999-9999|99999999+9999|9999-99-9999",
                 .valid = SePersonnummer,
                 .words = "personnummer|personnr|pnr|samordningsnummer|personal identity|personal "
                          "identity code|swedish personal|@person",
                 .example = "481008-0517"},
    NumberFormat{
        .entity = {.name = "SE_POSTNUMMER",
                   .country = "SE",
                   .title = "Swedish postal code",
                   .source = "PostNord, postal code system"},
        .shapes = "999 99|9 99 99|SE-999 99|SE-99999",
        .valid = SePostnummer,
        .check = 0,
        .words = "postnummer|postnr|postcode|swedish postal|postadress|postal code|zip code",
        .example = "776 55"},
    NumberFormat{.entity = {.name = "SE_VAT",
                            .country = "SE",
                            .title = "Swedish VAT number",
                            .source = "Value Added Tax Act 2023:200"},
                 .shapes = "SE999999999901|SE 999999-9999-01|999999999901",
                 .valid = SeVat,
                 .check = 0.15,
                 .words = "momsregistreringsnummer|momsnummer|moms|momsnr|vat-nummer|"
                          "mervärdesskatt|swedish vat|@tax",
                 .example = "454171691801"},
};

}  // namespace

std::span<const NumberFormat> NorthEuropeanNumbers() { return kFormats; }

}  // namespace reeve::detectors

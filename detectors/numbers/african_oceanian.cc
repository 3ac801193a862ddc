// African and Oceanian numbers.
#include <algorithm>
#include <array>
#include <string>

#include "detectors/bytes.h"
#include "detectors/check_digits.h"
#include "detectors/number_format.h"

namespace reeve::detectors {
namespace {

// Two check digits in front: with the first digit less one the sum is a multiple of 89.
bool AuAbn(std::string_view n) {
  return n[0] != '0' && (WeightedSum(n, {10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19}) - 10) % 89 == 0;
}

bool AuAcn(std::string_view n) {
  const int sum = WeightedSum(n, {8, 7, 6, 5, 4, 3, 2, 1});
  return !AllSame(n) && (10 - sum % 10) % 10 == n[8] - '0';
}

// First digit 2 to 6, check digit at the ninth place, issue; the eleventh is the person on it.
bool AuMedicare(std::string_view n) {
  const int sum = WeightedSum(n, {1, 3, 7, 9, 1, 3, 7, 9});
  return n[0] >= '2' && n[0] <= '6' && sum % 10 == n[8] - '0' && n[9] != '0';
}

// Nine digits; eight on old ones, with the first weights or with weights of their own.
bool AuTfn(std::string_view n) {
  if (AllSame(n)) return false;
  if (n.size() == 9) return WeightedSum(n, {1, 4, 3, 7, 5, 8, 6, 9, 10}) % 11 == 0;
  return WeightedSum(n, {1, 4, 3, 7, 5, 8, 6, 9}) % 11 == 0 ||
         WeightedSum(n, {10, 7, 8, 4, 6, 3, 5, 1}) % 11 == 0;
}

// Century, birth date, governorate 01 to 35 or 88 (abroad).
bool EgNid(std::string_view n) {
  const int century = n[0] == '2' ? 1900 : 2000;
  const int64_t governorate = NumberOf(n.substr(7, 2));
  return (n[0] == '2' || n[0] == '3') &&
         DateValid(century + static_cast<int>(NumberOf(n.substr(1, 2))),
                   static_cast<int>(NumberOf(n.substr(3, 2))),
                   static_cast<int>(NumberOf(n.substr(5, 2)))) &&
         ((governorate >= 1 && governorate <= 35) || governorate == 88);
}

// A letter of the kind of taxpayer, two zeros, and a check digit of nine; X is ten.
bool GhTin(std::string_view n) {
  if (std::string_view("PCGQV").find(n[0]) == std::string_view::npos) return false;
  const int check = WeightedSum(n.substr(1), {1, 2, 3, 4, 5, 6, 7, 8, 9}) % 11;
  return n[10] == (check == 10 ? 'X' : static_cast<char>('0' + check));
}

bool GnNifp(std::string_view n) { return !AllSame(n) && LuhnValid(n); }

// ISO/IEC 7064 modulo 97-10 over digits, with 0 as the rest.
bool MaIce(std::string_view n) { return !AllSame(n) && NumberOf(n) % 97 == 0; }

// A letter of the name, birth date, serial, check character modulo 17.
bool MuNid(std::string_view n) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  if (!DateValid(2000 + static_cast<int>(NumberOf(n.substr(5, 2))),
                 static_cast<int>(NumberOf(n.substr(3, 2))),
                 static_cast<int>(NumberOf(n.substr(1, 2))))) {
    return false;
  }
  int sum = 0;
  for (size_t i = 0; i < 13; ++i) sum += static_cast<int>(14 - i) * ValueOf(n[i]);
  return n[13] == kAlphabet[static_cast<size_t>((17 - sum % 17) % 17)];
}

bool MzNuit(std::string_view n) {
  const int rest = WeightedSum(n, {8, 9, 4, 5, 6, 7, 8, 9}) % 11;
  return !AllSame(n) && (rest == 10 ? 1 : rest) == n[8] - '0';
}

bool NgNin(std::string_view n) { return !AllSame(n) && VerhoeffValid(n); }

// What a bank checks is its own: most take weights modulo 11, accounts from 0990000 on others; the
// products of modulo-9 and modulo-10 banks are folded.
bool NzAccountPadded(std::string_view n) {
  enum class Kind { kModulo11, kBank08, kBank09, kModulo10, kFolded, kNone };
  constexpr std::array<std::array<int, 16>, 6> kWeights = {
      {{0, 0, 6, 3, 7, 9, 0, 10, 5, 8, 4, 2, 1, 0, 0, 0},
       {0, 0, 0, 0, 0, 0, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0},
       {0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 4, 3, 2, 0, 0, 1},
       {0, 0, 0, 0, 0, 0, 1, 7, 3, 1, 7, 3, 1, 0, 0, 0},
       {0, 0, 0, 0, 0, 0, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1},
       {}}};
  constexpr std::array<int, 6> kFold = {11, 11, 9, 10, 9, 1};
  constexpr std::array<int, 6> kModulo = {11, 11, 11, 10, 10, 1};
  const int64_t bank = NumberOf(n.substr(0, 2));
  if (bank == 0 || bank == 5 || bank == 7 || bank > 38) return false;
  const Kind kind = bank == 8                                                ? Kind::kBank08
                    : bank == 9                                              ? Kind::kBank09
                    : bank == 25 || bank == 33                               ? Kind::kModulo10
                    : bank == 26 || bank == 28 || bank == 29                 ? Kind::kFolded
                    : bank == 31 || (bank >= 32 && bank <= 37 && bank != 35) ? Kind::kNone
                                                                             : Kind::kModulo11;
  const auto at = static_cast<size_t>(kind);
  const bool high = kind == Kind::kModulo11 && n.substr(6, 7) >= "0990000";
  int sum = 0;
  for (size_t i = high ? 6 : 0; i < 16; ++i) {
    const int product = kWeights[at][i] * (n[i] - '0');
    sum += product > kFold[at] ? product % kFold[at] : product;
  }
  return sum % kModulo[at] == 0;
}

// Bank, branch, account, suffix of one to three digits.
bool NzBankAccount(std::string_view n) {
  const std::string suffix = std::string(16 - n.size(), '0').append(n.substr(13));
  if (NzAccountPadded(std::string(n.substr(0, 13)) + suffix)) return true;
  // A branch of three digits and a suffix of two.
  return n.size() == 14 && NzAccountPadded(std::string(n.substr(0, 2))
                                               .append("0")
                                               .append(n.substr(2, 10))
                                               .append("0")
                                               .append(n.substr(12)));
}

// Eight or nine digits; a second set of weights where the first leaves ten.
bool NzIrd(std::string_view compact) {
  std::string n(compact.starts_with("NZ") ? compact.substr(2) : compact);
  if (n.size() == 8) n.insert(0, "0");
  const int64_t number = NumberOf(n);
  if (number <= 10'000'000 || number >= 150'000'000) return false;
  int check = (11 - WeightedSum(n, {3, 2, 7, 6, 5, 4, 3, 2}) % 11) % 11;
  if (check == 10) check = (11 - WeightedSum(n, {7, 4, 3, 2, 5, 2, 7, 6}) % 11) % 11;
  return check == n[8] - '0';
}

// Health index: three letters without I and O, four digits, the last of them the check; since 2022
// two digits, a letter and a check letter.
bool NzNhi(std::string_view n) {
  constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ";
  int sum = 0;
  for (size_t i = 0; i < 6; ++i) {
    const size_t letter = kLetters.find(n[i]);
    if (!IsDigit(n[i]) && letter == std::string_view::npos) return false;
    sum += (IsDigit(n[i]) ? n[i] - '0' : static_cast<int>(letter) + 1) * static_cast<int>(7 - i);
  }
  if (IsDigit(n[6])) return sum % 11 != 0 && (11 - sum % 11) % 10 == n[6] - '0';
  return kLetters[static_cast<size_t>(23 - sum % 24)] == n[6];
}

// Seven or nine digits with alternating weights, and the tax code: scheme, centre, legal form.
bool SnNinea(std::string_view compact) {
  std::string n(compact);
  if (!IsDigit(n[n.size() - 2])) {
    const char scheme = n[n.size() - 3];
    const char centre = n[n.size() - 2];
    if (scheme > '2' || std::string_view("IOXY").find(centre) != std::string_view::npos) {
      return false;
    }
    n.resize(n.size() - 3);
  }
  if (n.size() != 7 && n.size() != 9) return false;
  if (n.size() == 7) n.insert(0, "00");
  return !AllSame(n) && WeightedSum(n, {1, 2, 1, 2, 1, 2, 1, 2, 1}) % 10 == 0;
}

// Serial, control letter; then VAT code, category, establishment.
bool TnMf(std::string_view n) {
  const size_t at = n.find_first_not_of("0123456789");
  if (std::string_view("IOU").find(n[at]) != std::string_view::npos) return false;
  if (at + 1 == n.size()) return true;
  return std::string_view("APBDN").find(n[at + 1]) != std::string_view::npos &&
         std::string_view("MPCNE").find(n[at + 2]) != std::string_view::npos &&
         (n.substr(at + 3) == "000" || n[at + 2] == 'E');
}

// Birth date, sex, citizenship (0 citizen, 1 resident, 2 refugee), 8 or 9, Luhn.
bool ZaId(std::string_view n) {
  return ShortDateValid(n.substr(0, 6)) && n[10] <= '2' && LuhnValid(n);
}

bool ZaTin(std::string_view n) {
  return std::string_view("01239").find(n[0]) != std::string_view::npos && !AllSame(n) &&
         LuhnValid(n);
}

constexpr std::array kFormats = {
    NumberFormat{.entity = {.name = "AU_ABN",
                            .country = "AU",
                            .title = "Australian business number",
                            .source = "A New Tax System (Australian Business Number) Act 1999"},
                 .shapes = "99 999 999 999",
                 .valid = AuAbn,
                 .strength = Strength::kFair,
                 .words = "abn|australian business|business number|@company|@tax",
                 .example = "53 482 716 890"},
    NumberFormat{.entity = {.name = "AU_ACN",
                            .country = "AU",
                            .title = "Australian company number",
                            .source = "Corporations Act 2001, s. 118"},
                 .shapes = "999 999 999",
                 .valid = AuAcn,
                 .words = "acn|australian company|company number|@company",
                 .example = "148 271 630"},
    NumberFormat{.entity = {.name = "AU_BSB",
                            .category = Category::kPayment,
                            .country = "AU",
                            .title = "Australian bank and branch number",
                            .source = "Australian Payments Network, BSB"},
                 .shapes = "=999-999|~999999|~999 999",
                 .strength = Strength::kBare,
                 .words = "bsb|bsb number|bank state branch",
                 .example = "063-482"},
    NumberFormat{.entity = {.name = "AU_MEDICARE",
                            .country = "AU",
                            .title = "Australian Medicare card number",
                            .source = "Services Australia, Health Insurance Act 1973"},
                 .shapes = "9999 99999 9|9999 99999 9 9|9999999999",
                 .valid = AuMedicare,
                 .words = "medicare|medicare card|medicare number|@health",
                 .example = "2948 27163 1"},
    NumberFormat{.entity = {.name = "AU_PASSPORT",
                            .country = "AU",
                            .title = "Australian passport number",
                            .source = "Australian Passports Act 2005"},
                 .shapes = "a9999999|Pa9999999",
                 .words = "australian passport|@passport",
                 .example = "PA4827163"},
    NumberFormat{.entity = {.name = "AU_TFN",
                            .country = "AU",
                            .title = "Australian tax file number",
                            .source = "Income Tax Assessment Act 1936, part VA"},
                 .shapes = "999 999 999|99 999 999|~99999999",
                 .valid = AuTfn,
                 .words = "tfn|tax file|tax file number|australian tax|@tax",
                 .example = "482 716 391"},
    NumberFormat{.entity = {.name = "DZ_NIF",
                            .country = "DZ",
                            .title = "Algerian tax number",
                            .source = "Direction générale des impôts, finance law 2006, art. 41"},
                 .shapes = "999999999999999|999 999 999 999 999|99999999999999999999|"
                           "999 999 999 999 999 99999",
                 .words = "nif|n.i.f|identification fiscale|identifiant fiscal|algeria|"
                          "algeria tax|algérie|الرقم الجبائي|رقم التعريف الجبائي|@tax",
                 .example = "001648271639502"},
    NumberFormat{.entity = {.name = "EG_NATIONAL_ID",
                            .country = "EG",
                            .title = "Egyptian national identity number",
                            .source = "Civil Status Law 143/1994 of Egypt"},
                 .shapes = "99999999999999|9 999999 99 9999 9",
                 .valid = EgNid,
                 .check = 0.1,
                 .words = "الرقم القومي|رقم قومي|بطاقة الرقم القومي|egyptian national|"
                          "egyptian id|@person",
                 .example = "28706140148271"},
    NumberFormat{.entity = {.name = "EG_TN",
                            .country = "EG",
                            .title = "Egyptian tax registration number",
                            .source = "Unified Tax Procedures Law 206/2020 of Egypt"},
                 .shapes = "999-999-999|~999999999",
                 .words = "tn|tax registration|tax registration number|الرقم الضريبي|"
                          "رقم التسجيل الضريبي|egypt|egypt tax|@tax",
                 .example = "482-716-395"},
    NumberFormat{.entity = {.name = "GH_CARD",
                            .country = "GH",
                            .title = "Ghana card number",
                            .source = "National Identification Authority Act 707/2006"},
                 .shapes = "GHA-999999999-9",
                 .strength = Strength::kStrong,
                 .words = "ghana card|ghanacard|@person",
                 .example = "GHA-482716395-0"},
    NumberFormat{.entity = {.name = "GH_TIN",
                            .country = "GH",
                            .title = "Ghanaian taxpayer number",
                            .source = "Revenue Administration Act 915/2016"},
                 .shapes = "a00999999ax|a0099999999|a009999999x",
                 .valid = GhTin,
                 .strength = Strength::kFair,
                 .words = "tin|ghana|ghana tax|@tax",
                 .example = "P0048271632"},
    NumberFormat{.entity = {.name = "GN_NIFP",
                            .country = "GN",
                            .title = "Guinean permanent tax number",
                            .source = "Code général des impôts de Guinée"},
                 .shapes = "999999999|999-999-999",
                 .valid = GnNifp,
                 .words = "nifp|identification fiscale permanent|identification fiscale|guinea|"
                          "guinea tax|guinée|@tax",
                 .example = "482716396"},
    NumberFormat{.entity = {.name = "KE_ID",
                            .country = "KE",
                            .title = "Kenyan national identity card number",
                            .source = "Registration of Persons Act, cap. 107"},
                 .shapes = "99999999|9999999",
                 .strength = Strength::kBare,
                 .words = "kenyan id|kenya id|kitambulisho|huduma|huduma namba",
                 .example = "28471639"},
    NumberFormat{.entity = {.name = "KE_PIN",
                            .country = "KE",
                            .title = "Kenyan tax number",
                            .source = "Tax Procedures Act 2015, s. 11-15"},
                 .shapes = "A999999999a|P999999999a",
                 .strength = Strength::kFair,
                 .words = "pin|kra pin|kra|kenya|kenya tax|@tax",
                 .example = "A004827163M"},
    NumberFormat{.entity = {.name = "MA_CIN",
                            .country = "MA",
                            .title = "Moroccan identity card number",
                            .source = "Law 04-20 on the national electronic identity card"},
                 .shapes = "a99999|a999999|aa99999|aa999999",
                 .words = "cin|cine|cnie|carte nationale|carte d'identité nationale|"
                          "البطاقة الوطنية|رقم البطاقة الوطنية|@person",
                 .example = "BK482716"},
    NumberFormat{.entity = {.name = "MA_ICE",
                            .country = "MA",
                            .title = "Moroccan common company number",
                            .source = "Decree 2-11-63 of 2011"},
                 .shapes = "999999999999999",
                 .valid = MaIce,
                 .words = "ice|identifiant commun|identifiant commun de l'entreprise|"
                          "identifiant commun de l’entreprise|التعريف الموحد|"
                          "التعريف الموحد للمقاولة|morocco|maroc|@company|@tax",
                 .example = "001482716000023"},
    NumberFormat{.entity = {.name = "MU_NID",
                            .country = "MU",
                            .title = "Mauritian national identity number",
                            .source = "National Identity Card Act 1985 of Mauritius"},
                 .shapes = "a9999999999999|a999999999999a",
                 .valid = MuNid,
                 .strength = Strength::kFair,
                 .words = "mauritian|mauritius|mauritian national|nic number|@person",
                 .example = "R1406874827169"},
    NumberFormat{.entity = {.name = "MZ_NUIT",
                            .country = "MZ",
                            .title = "Mozambican tax number",
                            .source = "Decree 28/2012 of Mozambique"},
                 .shapes = "999999999|999 999 999|999.999.999",
                 .valid = MzNuit,
                 .words = "nuit|número único de identificação tributária|mozambique|moçambique|"
                          "identificação tributaria|identificação tributária|@tax",
                 .example = "148271631"},
    NumberFormat{.entity = {.name = "NG_BVN",
                            .category = Category::kPayment,
                            .country = "NG",
                            .title = "Nigerian bank verification number",
                            .source = "Central Bank of Nigeria, BVN framework"},
                 .shapes = "22999999999",
                 .strength = Strength::kBare,
                 .words = "bvn|bank verification",
                 .example = "22148271639"},
    NumberFormat{.entity = {.name = "NG_NIN",
                            .country = "NG",
                            .title = "Nigerian national identification number",
                            .source = "National Identity Management Commission Act 2007"},
                 .shapes = "99999999999",
                 .valid = NgNin,
                 .words = "nin|nimc|nigerian national|nigerian id|@person",
                 .example = "48271639505"},
    NumberFormat{
        .entity = {.name = "NG_VEHICLE_REGISTRATION",
                   .country = "NG",
                   .title = "Nigerian vehicle registration",
                   .source = "Federal Road Safety Corps, National Road Traffic Regulations"},
        .shapes = "aaa-999aa|aaa 999aa",
        .words = "plates|vehicle number|frsc|@plate",
        .example = "KRT-482MX"},
    NumberFormat{
        .entity = {.name = "NZ_BANKACCOUNT",
                   .category = Category::kPayment,
                   .country = "NZ",
                   .title = "New Zealand bank account number",
                   .source = "Payments NZ; Inland Revenue, RWT and NRWT specification",
                   .keep_last = 4},
        .shapes = "99-9999-9999999-99|99-9999-9999999-999|99-9999-9999999-9|=99-999-9999999-99",
        .valid = NzBankAccount,
        .check = 0.15,
        .words = "new zealand bank|nz bank|new zealand account|@bank",
        .example = "01-0482-0716393-00"},
    NumberFormat{.entity = {.name = "NZ_IRD",
                            .country = "NZ",
                            .title = "New Zealand tax number",
                            .source = "Inland Revenue of New Zealand, Tax Administration Act 1994"},
                 .shapes = "99-999-999|999-999-999|99999999|999999999|9999999-9|"
                           "NZ 99-999-999|NZ 999-999-999",
                 .valid = NzIrd,
                 .words =
                     "ird|ird number|inland revenue|te tari taake|te tari tāke|new zealand tax|"
                     "new zealand inland|@tax",
                 .example = "48-271-634"},
    NumberFormat{.entity = {.name = "NZ_NHI",
                            .country = "NZ",
                            .title = "New Zealand national health index",
                            .source = "HISO 10046 consumer health identity standard"},
                 .shapes = "aaa9999|aaa99aa",
                 .valid = NzNhi,
                 .check = 0.1,
                 .words = "nhi|national health index|@health",
                 .example = "KRT4828"},
    NumberFormat{.entity = {.name = "SN_NINEA",
                            .country = "SN",
                            .title = "Senegalese company number",
                            .source = "Decree 2012-886 of Senegal"},
                 .shapes = "99999999a9|9999999 9a9|9999999999a9|999999999 9a9|9999999-9a9|"
                           "9999999 9 a 9|999999999|~9999999",
                 .valid = SnNinea,
                 .words = "ninea|identification nationale des entreprises|senegal|sénégal|"
                          "senegal tax|@tax|@company",
                 .example = "4827161 2G3"},
    NumberFormat{.entity = {.name = "TN_MF",
                            .country = "TN",
                            .title = "Tunisian tax number",
                            .source = "Code de la TVA de Tunisie"},
                 .shapes =
                     "9999999/a/a/a/999|9999999a/a/a/999|999999a/a/a/999|99999a/a/a/999|"
                     "9999a/a/a/999|9999999/aaa/999|9999999/a|999999/a|~99999/a|~9999/a|"
                     "=999/a|~999a|9999999a|999999a|999999/a/a/a/999|999 999 aaa 999|999999/aaa999|"
                     "99999/a/a/a/999",
                 .valid = TnMf,
                 .check = 0,
                 .words = "mf|matricule fiscal|matricule fiscale|matricule fiscal tunisien|tunisia|"
                          "tunisia tax|tunisie|المعرف الجبائي|@tax",
                 .example = "1482716K/A/M/000"},
    NumberFormat{.entity = {.name = "ZA_ID_NUMBER",
                            .country = "ZA",
                            .title = "South African identity number",
                            .source = "Identification Act 68 of 1997"},
                 .shapes = "9999999999999|999999 9999 99 9|999999 9999 999",
                 .valid = ZaId,
                 .strength = Strength::kWeak,
                 .words = "south african id|rsa id|sa id|id number|id no|permanent resident|"
                          "refugee id|identity document|south african identity|@person",
                 .example = "8706145482083"},
    NumberFormat{.entity = {.name = "ZA_TIN",
                            .country = "ZA",
                            .title = "South African tax number",
                            .source = "Tax Administration Act 28 of 2011"},
                 .shapes = "9999999999|9999/999/99/9",
                 .valid = ZaTin,
                 .words = "tin|south african tax|sars|income tax number|tax reference|@tax",
                 .example = "1482716394"},
};

}  // namespace

std::span<const NumberFormat> AfricanAndOceanianNumbers() { return kFormats; }

}  // namespace reeve::detectors

// Numbers of Mexico, Central America and the Caribbean.
#include <algorithm>
#include <array>

#include "detectors/check_digits.h"
#include "detectors/number_format.h"

namespace reeve::detectors {
namespace {

// The first digit says whose it is: 0 or none of a native's; 8 and 9 are naturalised.
bool CrCpf(std::string_view n) { return n.size() != 10 || n[0] == '0'; }

// The class of the legal person.
bool CrCpj(std::string_view n) {
  const int64_t type = NumberOf(n.substr(1, 3));
  switch (n[0]) {
    case '2':
      return type == 100 || type == 200 || type == 300 || type == 400;
    case '3':
      return (type >= 2 && type <= 14) || (type >= 101 && type <= 110);
    case '4':
      return type == 0;
    case '5':
      return type == 1;
    default:
      return false;
  }
}

// Year, month and day of birth; the seventh digit is the century's.
bool CuNi(std::string_view n) {
  const int century = n[6] == '9' ? 1800 : n[6] <= '5' ? 1900 : 2000;
  return DateValid(century + static_cast<int>(NumberOf(n.substr(0, 2))),
                   static_cast<int>(NumberOf(n.substr(2, 2))),
                   static_cast<int>(NumberOf(n.substr(4, 2))));
}

bool DoCedula(std::string_view n) { return !AllSame(n) && LuhnValid(n); }

// Series and type of the receipt: paper with series A, P and B, electronic with E.
bool DoNcf(std::string_view n) {
  const int64_t type = NumberOf(n.substr(n.size() == 19 ? 9 : 1, 2));
  if (n[0] == 'E') return (type >= 31 && type <= 34) || (type >= 41 && type <= 47 && type != 42);
  return (type >= 1 && type <= 4) || (type >= 11 && type <= 17);
}

bool DoRnc(std::string_view n) {
  const int sum = WeightedSum(n, {7, 9, 8, 6, 5, 4, 3, 2}) % 11;
  return (10 - sum) % 9 + 1 == n[8] - '0';
}

// Weights 2, 3, ... from the right; K is ten.
bool WeightedFromRight(std::string_view digits, char check) {
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (digits[i] < '0' || digits[i] > '9') return false;
    sum += static_cast<int>(digits.size() + 1 - i) * (digits[i] - '0');
  }
  const int want = (11 - sum % 11) % 11;
  return check == (want == 10 ? 'K' : static_cast<char>('0' + want));
}

bool GtNit(std::string_view n) {
  return !AllSame(n) && WeightedFromRight(n.substr(0, n.size() - 1), n.back());
}

// Eight digits with their check digit (weights 2 to 9, modulo 11), department 1 to 22,
// municipality.
bool GtCui(std::string_view n) {
  const int64_t department = NumberOf(n.substr(9, 2));
  const int64_t municipality = NumberOf(n.substr(11, 2));
  return department >= 1 && department <= 22 && municipality >= 1 && municipality <= 40 &&
         WeightedSum(n, {2, 3, 4, 5, 6, 7, 8, 9}) % 11 == n[8] - '0';
}

// Department 01 to 18, municipality, year of registration.
bool HnDni(std::string_view n) {
  const int64_t department = NumberOf(n.substr(0, 2));
  const int64_t year = NumberOf(n.substr(4, 4));
  return department >= 1 && department <= 18 && NumberOf(n.substr(2, 2)) >= 1 && year >= 1890 &&
         year <= 2099;
}

// Weights 3 7 1 over 17 digits, each product modulo 10.
bool MxClabe(std::string_view n) {
  constexpr std::array<int, 3> kWeights = {3, 7, 1};
  int sum = 0;
  for (size_t i = 0; i < 17; ++i) sum += (n[i] - '0') * kWeights[i % 3] % 10;
  return !AllSame(n) && (10 - sum % 10) % 10 == n[17] - '0';
}

// Letters by their place in an alphabet that has Ñ behind N.
int MxValue(char c) {
  const int value = ValueOf(c);
  return value > ValueOf('N') ? value + 1 : value;
}

bool MxCurp(std::string_view n) {
  constexpr std::string_view kStates =
      "ASBCBSCCCHCLCMCSDFDGGRGTHGJCMCMNMSNENLNTOCPLQRQTSLSPSRTCTLTSVZYNZS";
  const int century = n[16] >= '0' && n[16] <= '9' ? 1900 : 2000;
  const bool date = DateValid(century + static_cast<int>(NumberOf(n.substr(4, 2))),
                              static_cast<int>(NumberOf(n.substr(6, 2))),
                              static_cast<int>(NumberOf(n.substr(8, 2))));
  if (!date || (n[10] != 'H' && n[10] != 'M' && n[10] != 'X')) return false;
  bool state = false;
  for (size_t i = 0; i < kStates.size(); i += 2) {
    state = state || kStates.substr(i, 2) == n.substr(11, 2);
  }
  int sum = 0;
  for (size_t i = 0; i < 17; ++i) sum += MxValue(n[i]) * static_cast<int>(18 - i);
  return state && (10 - sum % 10) % 10 == n[17] - '0';
}

bool MxNss(std::string_view n) { return !AllSame(n) && LuhnValid(n); }

// Letters of the name, a date, and the homonym's three characters. Their check digit is not kept
// strictly by the registry, so it is not asked for.
bool MxRfc(std::string_view n) {
  const size_t letters = n.size() == 12 ? 3 : 4;
  return DateValid(2000 + static_cast<int>(NumberOf(n.substr(letters, 2))),
                   static_cast<int>(NumberOf(n.substr(letters + 2, 2))),
                   static_cast<int>(NumberOf(n.substr(letters + 4, 2))));
}

bool SvDui(std::string_view n) {
  const int sum = WeightedSum(n, {9, 8, 7, 6, 5, 4, 3, 2});
  return !AllSame(n) && (10 - sum % 10) % 10 == n[8] - '0';
}

// Municipality, date and serial. Old numbers (serial to 100) have other weights than new ones.
bool SvNit(std::string_view compact) {
  const std::string_view n = compact.substr(compact.size() - 14);
  if (n[0] != '0' && n[0] != '1' && n[0] != '9') return false;
  const bool old = NumberOf(n.substr(10, 3)) <= 100;
  const int rest = old ? WeightedSum(n, {14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11
                       : (11 - WeightedSum(n, {2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11) % 11;
  return rest % 10 == n[13] - '0';
}

constexpr std::array kFormats = {
    NumberFormat{.entity = {.name = "CR_CPF",
                            .country = "CR",
                            .title = "Costa Rican identity card number",
                            .source = "Tribunal Supremo de Elecciones, cédula de persona física"},
                 .shapes = "9-9999-9999|99-9999-9999|=9-999-9999|=9-9999-999|=9-999-999|999999999",
                 .valid = CrCpf,
                 .check = 0,
                 .words = "cpf|cédula de persona física|cedula de persona fisica|costa rica|"
                          "costarricense|cédula costarricense|@person",
                 .example = "2-0714-0385"},
    NumberFormat{.entity = {.name = "CR_CPJ",
                            .country = "CR",
                            .title = "Costa Rican number of a legal person",
                            .source = "Registro Nacional, cédula jurídica; decree 31062"},
                 .shapes = "9-999-999999",
                 .valid = CrCpj,
                 .check = 0.1,
                 .words = "cpj|cédula jurídica|cedula juridica|cédula de persona jurídica|"
                          "costa rica|@tax|@company",
                 .example = "3-101-482917"},
    NumberFormat{.entity = {.name = "CR_CR",
                            .country = "CR",
                            .title = "Costa Rican number of a foreign resident",
                            .source = "Dirección General de Migración, DIMEX"},
                 .shapes = "1-999-999999-99|19999999999|199999999999",
                 .words = "cr|dimex|cédula de residencia|cedula de residencia|costa rica|"
                          "residencia|foreigners id|@person",
                 .example = "172400481937"},
    NumberFormat{.entity = {.name = "CU_NI",
                            .country = "CU",
                            .title = "Cuban identity number",
                            .source = "Decree-law 248 on the register of identity"},
                 .shapes = "99999999999",
                 .valid = CuNi,
                 .check = 0,
                 .words = "ni|número de identidad|carné de identidad|carnet de identidad|cuba|"
                          "cuban|cubano|@person",
                 .example = "84072315268"},
    NumberFormat{.entity = {.name = "DO_CEDULA",
                            .country = "DO",
                            .title = "Dominican identity card number",
                            .source = "Junta Central Electoral, law 6125"},
                 .shapes = "999-9999999-9|99999999999",
                 .valid = DoCedula,
                 .words = "cedula|cédula|cédula de identidad y electoral|dominican|dominicana|"
                          "@person",
                 .example = "402-3418276-0"},
    NumberFormat{.entity = {.name = "DO_NCF",
                            .country = "DO",
                            .title = "Dominican fiscal receipt number",
                            .source = "DGII, general norm 06-2018"},
                 .shapes = "A999999999999999999|P999999999999999999|B9999999999|E999999999999",
                 .valid = DoNcf,
                 .check = 0,
                 .words = "ncf|e-ncf|encf|comprobante fiscal|comprobantes fiscales|dominican",
                 .example = "B0100048213"},
    NumberFormat{.entity = {.name = "DO_RNC",
                            .country = "DO",
                            .title = "Dominican taxpayer number",
                            .source = "DGII, law 11-92"},
                 .shapes = "999999999|9-99-99999-9|999-99999-9",
                 .valid = DoRnc,
                 .words = "rnc|registro nacional del contribuyente|dominican|dominicana|@tax|"
                          "@company",
                 .example = "131-48207-4"},
    NumberFormat{.entity = {.name = "GT_CUI",
                            .country = "GT",
                            .title = "Guatemalan identification code (CUI)",
                            .source = "RENAP, decree 90-2005"},
                 .shapes = "9999 99999 9999|9999999999999",
                 .valid = GtCui,
                 .words = "cui|dpi|documento personal de identificación|renap|guatemala|"
                          "guatemalteco|@person",
                 .example = "2481 73952 0101"},
    NumberFormat{.entity = {.name = "GT_NIT",
                            .country = "GT",
                            .title = "Guatemalan taxpayer number",
                            .source = "SAT, Código Tributario, decree 6-91"},
                 .shapes = "99999-x|999999-x|9999999-x|99999999-x|~9999-x|~999999x|9999999x",
                 .valid = GtNit,
                 .words = "nit|identificación tributaria|identificacion tributaria|guatemala|"
                          "guatemalteco|@tax",
                 .example = "4817236-7"},
    NumberFormat{.entity = {.name = "HN_DNI",
                            .country = "HN",
                            .title = "Honduran identity number",
                            .source = "Registro Nacional de las Personas, decree 62-2004"},
                 .shapes = "9999-9999-99999|9999999999999",
                 .valid = HnDni,
                 .check = 0.1,
                 .words = "dni|documento nacional de identificación|tarjeta de identidad|honduras|"
                          "hondureño|@person",
                 .example = "0801-1987-04826"},
    NumberFormat{.entity = {.name = "MX_CLABE",
                            .category = Category::kPayment,
                            .country = "MX",
                            .title = "Mexican bank account number (CLABE)",
                            .source = "Asociación de Bancos de México, CLABE",
                            .keep_last = 4},
                 .shapes = "999999999999999999|999 999 99999999999 9",
                 .valid = MxClabe,
                 .words = "clabe|clabe interbancaria|cuenta clabe|interbancaria|spei|@bank",
                 .example = "012180047281936505"},
    NumberFormat{.entity = {.name = "MX_CURP",
                            .country = "MX",
                            .title = "Mexican population register code",
                            .source = "RENAPO, Ley General de Población, arts. 85-112"},
                 .shapes = "aaaa999999aaaaaax9",
                 .valid = MxCurp,
                 .strength = Strength::kStrong,
                 .words = "curp|clave única de registro|clave unica de registro|renapo|"
                          "registro de población|mexican|@person",
                 .example = "TORM870423MJCRSR02"},
    NumberFormat{.entity = {.name = "MX_NSS",
                            .country = "MX",
                            .title = "Mexican social security number",
                            .source = "IMSS, Ley del Seguro Social"},
                 .shapes = "99999999999|99-99-99-9999-9|99 99 99 9999 9",
                 .valid = MxNss,
                 .words = "nss|imss|número de seguridad social|seguro social|@social",
                 .example = "48-06-87-3124-8"},
    NumberFormat{
        .entity = {.name = "MX_RFC",
                   .country = "MX",
                   .title = "Mexican taxpayer register number",
                   .source = "SAT, Código Fiscal de la Federación, art. 27"},
        .shapes =
            "aaaa999999xxx|aaa999999xxx|aaaa999999|aaaa 999999|aaaa 999999 xxx|aaa 999999 xxx|"
            "aaaa-999999-xxx|aaa-999999-xxx",
        .valid = MxRfc,
        .check = 0,
        .strength = Strength::kFair,
        .words = "rfc|registro federal|registro federal de contribuyentes|contribuyentes|"
                 "mexican|mexico|méxico|@tax",
        .example = "TORM870423QX7"},
    NumberFormat{.entity = {.name = "SV_DUI",
                            .country = "SV",
                            .title = "Salvadoran identity document number",
                            .source = "RNPN, Ley Especial Reguladora del DUI"},
                 .shapes = "99999999-9",
                 .valid = SvDui,
                 .words = "dui|documento único de identidad|documento unico de identidad|salvador|"
                          "salvadoreño|@person",
                 .example = "04827163-7"},
    NumberFormat{.entity = {.name = "SV_NIT",
                            .country = "SV",
                            .title = "Salvadoran taxpayer number",
                            .source = "Ministerio de Hacienda, Ley del NIT"},
                 .shapes = "9999-999999-999-9|SV 9999-999999-999-9|99999999999999",
                 .valid = SvNit,
                 .words = "nit|identificación tributaria|identificacion tributaria|salvador|"
                          "salvadoreño|@tax",
                 .example = "0614-230487-112-2"},
};

}  // namespace

std::span<const NumberFormat> CentralAmericanNumbers() { return kFormats; }

}  // namespace reeve::detectors

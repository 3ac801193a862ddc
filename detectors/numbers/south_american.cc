// Numbers of South America.
#include <algorithm>
#include <array>

#include "detectors/bytes.h"
#include "detectors/check_digits.h"
#include "detectors/number_format.h"

namespace reeve::detectors {
namespace {

// Weights 3, 1, 7, 9 from the right.
bool CbuBlockValid(std::string_view block) {
  constexpr std::array<int, 4> kWeights = {3, 1, 7, 9};
  int sum = 0;
  for (size_t i = 0; i + 1 < block.size(); ++i) {
    sum += kWeights[i % 4] * (block[block.size() - 2 - i] - '0');
  }
  return (10 - sum % 10) % 10 == block.back() - '0';
}

// Bank and branch with a check digit, account with another.
bool ArCbu(std::string_view n) {
  return !AllSame(n) && CbuBlockValid(n.substr(0, 8)) && CbuBlockValid(n.substr(8));
}

// Kind of person, eight digits, check digit modulo 11 with 9 for ten.
bool ArCuit(std::string_view n) {
  constexpr std::array<int64_t, 11> kKinds = {20, 23, 24, 25, 26, 27, 30, 33, 34, 50, 51};
  const int64_t kind = NumberOf(n.substr(0, 2));
  if (kind != 55 && std::find(kKinds.begin(), kKinds.end(), kind) == kKinds.end()) return false;
  const int check = (11 - WeightedSum(n, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11) % 11;
  return (check == 10 ? 9 : check) == n[10] - '0';
}

// Two check digits, letters counting by their code from `0` on (Receita Federal, IN 2229/2024).
bool BrCnpj(std::string_view n) {
  if (n.starts_with("000000000000") || AllSame(n)) return false;
  const int first = (11 - WeightedSum(n, {5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2}) % 11) % 11 % 10;
  const int second = (11 - WeightedSum(n, {6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2}) % 11) % 11 % 10;
  return first == n[12] - '0' && second == n[13] - '0';
}

// Health card: those that begin with 1, 2, 7, 8, 9, weights 15 to 1, modulo 11.
bool BrCns(std::string_view n) {
  if (std::string_view("12789").find(n[0]) == std::string_view::npos) return false;
  return !AllSame(n) &&
         WeightedSum(n, {15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0;
}

bool BrCpf(std::string_view n) {
  if (AllSame(n)) return false;
  const int first = (11 - WeightedSum(n, {10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11) % 11 % 10;
  const int second = (11 - WeightedSum(n, {11, 10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11) % 11 % 10;
  return first == n[9] - '0' && second == n[10] - '0';
}

// Driving licence: weights 9 to 1 and 1 to 9; a first remainder of ten takes two from the second.
bool BrCnh(std::string_view n) {
  const int first = WeightedSum(n, {9, 8, 7, 6, 5, 4, 3, 2, 1}) % 11;
  int second = WeightedSum(n, {1, 2, 3, 4, 5, 6, 7, 8, 9}) % 11;
  if (first > 9) second = second >= 2 ? second - 2 : second + 9;
  return !AllSame(n) && (first > 9 ? 0 : first) == n[9] - '0' &&
         (second > 9 ? 0 : second) == n[10] - '0';
}

bool BrPis(std::string_view n) {
  const int check = (11 - WeightedSum(n, {3, 2, 9, 8, 7, 6, 5, 4, 3, 2}) % 11) % 11;
  return !AllSame(n) && (check == 10 ? 0 : check) == n[10] - '0';
}

bool BrRenavam(std::string_view n) {
  const int check = WeightedSum(n, {3, 2, 9, 8, 7, 6, 5, 4, 3, 2}) * 10 % 11;
  return !AllSame(n) && (check == 10 ? 0 : check) == n[10] - '0';
}

// Eight digits, state 01 to 28, two check digits.
bool BrVoter(std::string_view n) {
  const int64_t state = NumberOf(n.substr(8, 2));
  if (state < 1 || state > 28) return false;
  const auto digit = [&](int sum) {
    const int rest = sum % 11;
    return rest == 10 ? 0 : rest == 0 && state <= 2 ? 1 : rest;
  };
  return digit(WeightedSum(n, {2, 3, 4, 5, 6, 7, 8, 9})) == n[10] - '0' &&
         digit(WeightedSum(n.substr(8), {7, 8, 9})) == n[11] - '0';
}

// Weights 2 to 7 again and again from the right; K is ten.
bool ClRut(std::string_view compact) {
  std::string_view n = compact;
  if (n.starts_with("CL")) n.remove_prefix(2);
  int sum = 0;
  for (size_t i = 0; i + 1 < n.size(); ++i) {
    const char c = n[n.size() - 2 - i];
    if (!IsDigit(c)) return false;
    sum += static_cast<int>(2 + i % 6) * (c - '0');
  }
  const int check = (11 - sum % 11) % 11;
  return !AllSame(n) && n.back() == (check == 10 ? 'K' : static_cast<char>('0' + check));
}

bool CoNit(std::string_view n) {
  constexpr std::array<int, 15> kWeights = {3,  7,  13, 17, 19, 23, 29, 37,
                                            41, 43, 47, 53, 59, 67, 71};
  int sum = 0;
  for (size_t i = 0; i + 1 < n.size(); ++i) sum += kWeights[i] * (n[n.size() - 2 - i] - '0');
  const int rest = sum % 11;
  return !AllSame(n) && (rest < 2 ? rest : 11 - rest) == n.back() - '0';
}

bool EcProvince(std::string_view n) {
  const int64_t province = NumberOf(n.substr(0, 2));
  return (province >= 1 && province <= 24) || province == 30 || province == 50;
}

// Province, a third digit to 6, Luhn.
bool EcCi(std::string_view n) { return EcProvince(n) && n[2] <= '6' && LuhnValid(n); }

// A person's card number, a public body's (third digit 6) or a company's (9), and the branch.
bool EcRuc(std::string_view n) {
  if (!EcProvince(n)) return false;
  const bool branch = n.substr(10) != "000";
  const bool person = branch && EcCi(n.substr(0, 10));
  const bool body = n.substr(9) != "0000" && WeightedSum(n, {3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0;
  if (n[2] < '6') return person;
  if (n[2] == '6') return body || person;
  return n[2] == '9' &&
         (body || (branch && WeightedSum(n, {4, 3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0));
}

// Eight digits; a ninth is a check digit, or the letter that stands for it on older cards.
bool PeCui(std::string_view n) {
  if (n.size() == 8) return true;
  constexpr std::string_view kDigits = "65432110987";
  constexpr std::string_view kLetters = "KJIHGFEDCBA";
  const auto at = static_cast<size_t>(WeightedSum(n, {3, 2, 7, 6, 5, 4, 3, 2}) % 11);
  return n[8] == kDigits[at] || n[8] == kLetters[at];
}

bool PeRuc(std::string_view n) {
  const int64_t kind = NumberOf(n.substr(0, 2));
  if (kind != 10 && kind != 15 && kind != 16 && kind != 17 && kind != 20) return false;
  return (11 - WeightedSum(n, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11) % 10 == n[10] - '0';
}

// Weights 2, 3, ... from the right.
bool PyRuc(std::string_view n) {
  int sum = 0;
  for (size_t i = 0; i + 1 < n.size(); ++i) {
    sum += static_cast<int>(n.size() - i) * (n[i] - '0');
  }
  return !AllSame(n) && (11 - sum % 11) % 11 % 10 == n.back() - '0';
}

// Seven digits and a check digit; six for old numbers.
bool UyCi(std::string_view n) {
  int sum = 0;
  constexpr std::array<int, 7> kWeights = {2, 9, 8, 7, 6, 3, 4};
  const size_t size = n.size() - 1;
  for (size_t i = 0; i < size; ++i) sum += kWeights[7 - size + i] * (n[i] - '0');
  return !AllSame(n) && (10 - sum % 10) % 10 == n.back() - '0';
}

// Register 01 to 22, number, 001, check digit.
bool UyRut(std::string_view compact) {
  const std::string_view n = compact.substr(compact.size() - 12);
  const int64_t office = NumberOf(n.substr(0, 2));
  if (office < 1 || office > 22 || n.substr(2, 6) == "000000" || n.substr(8, 3) != "001") {
    return false;
  }
  return (11 - WeightedSum(n, {4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2}) % 11) % 11 == n[11] - '0';
}

// The letter of the kind of person counts four times its place in V, E, J, P, G.
bool VeRif(std::string_view n) {
  const size_t kind = n[0] == 'C' ? 2 : std::string_view("VEJPG").find(n[0]);
  if (kind == std::string_view::npos) return false;
  const int sum =
      static_cast<int>(kind + 1) * 4 + WeightedSum(n.substr(1), {3, 2, 7, 6, 5, 4, 3, 2});
  const int check = 11 - sum % 11;
  return (check > 9 ? 0 : check) == n[9] - '0';
}

constexpr std::array kFormats = {
    NumberFormat{.entity = {.name = "AR_CBU",
                            .category = Category::kPayment,
                            .country = "AR",
                            .title = "Argentine bank account number (CBU)",
                            .source = "Banco Central de la República Argentina, SINAP",
                            .keep_last = 4},
                 .shapes = "9999999999999999999999|99999999 99999999999999|"
                           "9999999-9-9999999999999-9",
                 .valid = ArCbu,
                 .strength = Strength::kFair,
                 .words = "cbu|cvu|clave bancaria|clave virtual|argentine bank|@bank",
                 .example = "0170218940000048217367"},
    NumberFormat{.entity = {.name = "AR_CUIT",
                            .country = "AR",
                            .title = "Argentine tax and labour identification (CUIT, CUIL)",
                            .source = "ARCA (AFIP), RG 10/1997"},
                 .shapes = "99-99999999-9",
                 .valid = ArCuit,
                 .strength = Strength::kFair,
                 .words = "cuit|cuil|cuit/cuil|identificación tributaria|argentin|argentina|"
                          "argentinian tax|@tax|@person",
                 .example = "27-31482074-1"},
    NumberFormat{.entity = {.name = "AR_DNI",
                            .country = "AR",
                            .title = "Argentine national identity document number",
                            .source = "RENAPER, law 17.671"},
                 .shapes = "99.999.999|9.999.999|~99999999|99 999 999",
                 .words = "dni|documento nacional de identidad|libreta cívica|argentin|"
                          "argentinian national|@person",
                 .example = "31.482.074"},
    NumberFormat{.entity = {.name = "BR_CNH",
                            .country = "BR",
                            .title = "Brazilian driving licence number",
                            .source = "CONTRAN, resolution 598/2016"},
                 .shapes = "99999999999",
                 .valid = BrCnh,
                 .words = "cnh|carteira de motorista|carteira nacional de habilitação|habilitação|"
                          "@licence",
                 .example = "04827169981"},
    NumberFormat{.entity = {.name = "BR_CNPJ",
                            .country = "BR",
                            .title = "Brazilian company number",
                            .source = "Receita Federal, IN RFB 2.119/2022 and 2.229/2024"},
                 .shapes = "99.999.999/9999-99|=xx.xxx.xxx/xxxx-99|~xxxxxxxxxxxx99",
                 .valid = BrCnpj,
                 .strength = Strength::kFair,
                 .words = "cnpj|cadastro nacional da pessoa jurídica|pessoa jurídica|"
                          "brazilian company|@company|@tax",
                 .example = "48.271.639/0051-05"},
    NumberFormat{.entity = {.name = "BR_CNS",
                            .country = "BR",
                            .title = "Brazilian health card number",
                            .source = "Ministério da Saúde, portaria 940/2011"},
                 .shapes = "999 9999 9999 9999|999999999999999",
                 .valid = BrCns,
                 .words = "cns|cartão sus|cartão nacional de saúde|cartao nacional de saude|sus|"
                          "@health",
                 .example = "704 8271 6394 0211"},
    NumberFormat{.entity = {.name = "BR_CPF",
                            .country = "BR",
                            .title = "Brazilian taxpayer number of a person",
                            .source = "Receita Federal, IN RFB 2.172/2024"},
                 .shapes = "999.999.999-99",
                 .valid = BrCpf,
                 .strength = Strength::kFair,
                 .words = "cpf|cpf/mf|cadastro de pessoas físicas|cadastro de pessoas fisicas|"
                          "pessoa física|brazilian national|@person|@tax",
                 .example = "482.716.391-02"},
    NumberFormat{.entity = {.name = "BR_LICENSE_PLATE",
                            .country = "BR",
                            .title = "Brazilian vehicle registration",
                            .source = "CONTRAN, resolution 969/2022"},
                 .shapes = "aaa9a99|aaa-9999|aaa9999",
                 .words = "placa|placa do carro|placa do veículo|@plate",
                 .example = "RTK4B82"},
    NumberFormat{.entity = {.name = "BR_PIS",
                            .country = "BR",
                            .title = "Brazilian social integration number (PIS, PASEP, NIS, NIT)",
                            .source = "Caixa Econômica Federal, law 7/1970"},
                 .shapes = "999.99999.99-9|99999999999",
                 .valid = BrPis,
                 .words = "pis|pasep|pis/pasep|nis|nit|ctps|@social",
                 .example = "120.48271.63-6"},
    NumberFormat{.entity = {.name = "BR_RENAVAM",
                            .country = "BR",
                            .title = "Brazilian vehicle register number",
                            .source = "CONTRAN, resolution 812/1996"},
                 .shapes = "99999999999",
                 .valid = BrRenavam,
                 .words = "renavam|crlv|@plate",
                 .example = "00482716398"},
    NumberFormat{.entity = {.name = "BR_VOTER",
                            .country = "BR",
                            .title = "Brazilian voter registration number",
                            .source = "TSE, resolution 23.659/2021"},
                 .shapes = "9999 9999 9999|999999999999",
                 .valid = BrVoter,
                 .words = "título de eleitor|titulo de eleitor|título eleitoral|titulo eleitoral|"
                          "eleitor|voter",
                 .example = "0482 7163 0124"},
    NumberFormat{.entity = {.name = "CL_RUT",
                            .country = "CL",
                            .title = "Chilean tax and identity number (RUT, RUN)",
                            .source = "Servicio de Impuestos Internos, DFL 3/1969"},
                 .shapes = "99.999.999-x|9.999.999-x|99999999-x|9999999-x|CL 99999999-x|"
                           "CL 9999999-x|~99999999x|~9999999x",
                 .valid = ClRut,
                 .words = "rut|run|rol único|rol Único|rol unico|chile|chilean|chileno|@tax|"
                          "@person|@company",
                 .example = "14.827.163-1"},
    NumberFormat{.entity = {.name = "CO_NIT",
                            .country = "CO",
                            .title = "Colombian tax number",
                            .source = "DIAN, decree 1165/1996"},
                 .shapes = "999.999.999-9|99.999.999-9|999 999 999-9|9.999.999.999-9|999999999-9|"
                           "99999999-9|9999999999|~999999999",
                 .valid = CoNit,
                 .words = "nit|rut|número de identificación tributaria|identificación tributaria|"
                          "identificacion tributaria|cédula de ciudadanía|colombia|colombian|"
                          "@tax|@company|@person",
                 .example = "830.482.716-3"},
    NumberFormat{.entity = {.name = "EC_CI",
                            .country = "EC",
                            .title = "Ecuadorian identity card number",
                            .source = "Ley Orgánica de Gestión de la Identidad y Datos Civiles"},
                 .shapes = "999999999-9|9999999999",
                 .valid = EcCi,
                 .words = "ci|cédula de identidad|cedula de identidad|cédula de ciudadanía|"
                          "ecuador|ecuadorian|ecuatoriano|@person",
                 .example = "171482071-7"},
    NumberFormat{.entity = {.name = "EC_RUC",
                            .country = "EC",
                            .title = "Ecuadorian taxpayer number",
                            .source = "Servicio de Rentas Internas, Ley del RUC"},
                 .shapes = "9999999999999|9999999999-999",
                 .valid = EcRuc,
                 .words = "ruc|registro único de contribuyentes|registro Único de contribuyentes|"
                          "contribuyentes|ecuador|ecuadorian|@tax|@company",
                 .example = "1714820717001"},
    NumberFormat{.entity = {.name = "PE_CUI",
                            .country = "PE",
                            .title = "Peruvian identity number (CUI, DNI)",
                            .source = "RENIEC, law 26497"},
                 .shapes = "99999999-x|~99999999|=9999999-9|99999999a|~999999999",
                 .valid = PeCui,
                 .check = 0,
                 .words = "cui|dni|cédula única de identidad|cedula unica de identidad|"
                          "documento nacional de identidad|peru|perú|peruvian|peruano|@person",
                 .example = "10482716-6"},
    NumberFormat{.entity = {.name = "PE_RUC",
                            .country = "PE",
                            .title = "Peruvian taxpayer number",
                            .source = "SUNAT, decree law 25734"},
                 .shapes = "99999999999|99-99999999-9",
                 .valid = PeRuc,
                 .words = "ruc|registro único de contribuyentes|registro Único de contribuyentes|"
                          "contribuyentes|peru|perú|peruvian|sunat|@tax|@company",
                 .example = "20482716394"},
    NumberFormat{.entity = {.name = "PY_RUC",
                            .country = "PY",
                            .title = "Paraguayan taxpayer number",
                            .source = "SET, law 1352/88"},
                 .shapes = "99999-9|999999-9|9999999-9|99999999-9|~9999-9|~9999999",
                 .valid = PyRuc,
                 .words = "ruc|registro único de contribuyentes|registro Único de contribuyentes|"
                          "contribuyentes|paraguay|paraguayan|paraguayo|@tax|@company",
                 .example = "80048271-9"},
    NumberFormat{.entity = {.name = "UY_CI",
                            .country = "UY",
                            .title = "Uruguayan identity card number",
                            .source = "Dirección Nacional de Identificación Civil"},
                 .shapes = "9.999.999-9|999.999-9|9999999-9|~99999999",
                 .valid = UyCi,
                 .words = "cédula de identidad|cedula de identidad|documento uruguayo|uruguay|"
                          "uruguayan|@person",
                 .example = "4.827.163-9"},
    NumberFormat{.entity = {.name = "UY_RUT",
                            .country = "UY",
                            .title = "Uruguayan taxpayer number",
                            .source = "Dirección General Impositiva, decree 597/988"},
                 .shapes = "99-999999-999-9|UY 99 999999 999 9|UY999999999999|999999999999",
                 .valid = UyRut,
                 .words = "rut|registro único tributario|registro Único tributario|uruguay|"
                          "uruguayan|@tax|@company",
                 .example = "21-482716-001-4"},
    NumberFormat{.entity = {.name = "VE_RIF",
                            .country = "VE",
                            .title = "Venezuelan tax number",
                            .source = "SENIAT, providencia 0073/2006"},
                 .shapes = "a-99999999-9|a99999999-9|a999999999",
                 .valid = VeRif,
                 .words = "rif|registro de identificación fiscal|identificación fiscal|"
                          "registro de información fiscal|venezuela|venezuelan|@tax|@company",
                 .example = "J-48271639-2"},
};

}  // namespace

std::span<const NumberFormat> SouthAmericanNumbers() { return kFormats; }

}  // namespace reeve::detectors

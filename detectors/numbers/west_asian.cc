// Numbers of the Caucasus, of Western and of Central Asia.
#include <algorithm>
#include <array>

#include "detectors/check_digits.h"
#include "detectors/number_format.h"

namespace reeve::detectors {
namespace {

// 784 is the country's number in ISO 3166-1.
bool AeId(std::string_view n) {
  const int64_t year = NumberOf(n.substr(3, 4));
  return year >= 1900 && year <= 2099 && LuhnValid(n);
}

// A number of the tax office, its check digit, and 1 for a company or 2 for a person.
bool AzVoen(std::string_view compact) {
  const bool short_form = compact.size() == 9;  // without the zero of the first office
  const int sum = short_form ? WeightedSum(compact, {1, 8, 6, 2, 7, 5, 3})
                             : WeightedSum(compact, {4, 1, 8, 6, 2, 7, 5, 3});
  const char kind = compact.back();
  return (kind == '1' || kind == '2') && sum % 11 == compact[compact.size() - 2] - '0';
}

// Companies begin with 5.
bool IlHp(std::string_view n) { return n[0] == '5' && !AllSame(n) && LuhnValid(n); }

// Leading zeros may be left out; they do not change the check.
bool IlId(std::string_view n) { return !AllSame(n) && LuhnValid(n); }

bool IrNationalId(std::string_view n) {
  const int rest = WeightedSum(n, {10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  return !AllSame(n) && (rest < 2 ? rest : 11 - rest) == n[9] - '0';
}

// Century, birth date, serial.
bool KwCivilId(std::string_view n) {
  if (n[0] < '1' || n[0] > '3' || !ShortDateValid(n.substr(1, 6))) return false;
  return 11 - WeightedSum(n, {2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}) % 11 == n[11] - '0';
}

// Birth date, century and sex, serial; a remainder of ten asks for other weights.
bool KzIin(std::string_view n) {
  if (!ShortDateValid(n.substr(0, 6)) || n[6] > '6') return false;
  int check = WeightedSum(n, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}) % 11;
  if (check == 10) check = WeightedSum(n, {3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2}) % 11;
  return check == n[11] - '0';
}

// The check covers the five digits before it; X is ten.
bool OmVat(std::string_view n) {
  const int check = (WeightedSum(n.substr(6), {1, 6, 3, 7, 9}) + 1) % 11;
  return n[11] == (check == 10 ? 'X' : static_cast<char>('0' + check));
}

// Citizens begin with 1, residents with 2.
bool SaId(std::string_view n) { return !AllSame(n) && LuhnValid(n); }

// Century and sex, birth date, district, serial; weights 7 3 1.
bool UzPinfl(std::string_view n) {
  if (n[0] < '1' || n[0] > '6') return false;
  if (!DateValid(2000, static_cast<int>(NumberOf(n.substr(3, 2))),
                 static_cast<int>(NumberOf(n.substr(1, 2))))) {
    return false;
  }
  return WeightedSum(n, {7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1, 7}) % 10 == n[13] - '0';
}

constexpr std::array kFormats = {
    NumberFormat{.entity = {.name = "AE_ID",
                            .country = "AE",
                            .title = "Emirates identity number",
                            .source = "Federal Authority for Identity of the UAE"},
                 .shapes = "784-9999-9999999-9",
                 .valid = AeId,
                 .strength = Strength::kFair,
                 .words = "emirates id|الهوية الإماراتية|رقم الهوية|بطاقة الهوية|uae id|@person",
                 .example = "784-1987-4827163-6"},
    NumberFormat{.entity = {.name = "AZ_VOEN",
                            .country = "AZ",
                            .title = "Azerbaijani taxpayer number",
                            .source = "Tax Code of Azerbaijan, art. 33"},
                 .shapes = "9999999999|999999999|999 999 9999",
                 .valid = AzVoen,
                 .words = "voen|vöen|vÖen|vergi ödəyicisi|vergi ödəyicisinin|azerbaijan|"
                          "azerbaijan tax|@tax|@company",
                 .example = "1400482741"},
    NumberFormat{.entity = {.name = "IL_HP",
                            .country = "IL",
                            .title = "Israeli company number",
                            .source = "Israeli Corporations Authority"},
                 .shapes = "999999999|99-999999-9",
                 .valid = IlHp,
                 .words = "ח.פ|ח\"פ|חפ|מספר חברה|hp|company number|israeli company|@company|@tax",
                 .example = "514827161"},
    NumberFormat{.entity = {.name = "IL_IDNR",
                            .country = "IL",
                            .title = "Israeli identity number",
                            .source = "Population Registry Law of Israel, 1965"},
                 .shapes = "99999999-9|9999999-9|~99999999",
                 .valid = IlId,
                 .words = "ת.ז|ת\"ז|תז|תעודת זהות|מספר זהות|teudat zehut|mispar zehut|"
                          "israeli identity|israeli id|@person",
                 .example = "31482716-3"},
    NumberFormat{.entity = {.name = "IR_NATIONAL_ID",
                            .country = "IR",
                            .title = "Iranian national code",
                            .source = "National Organization for Civil Registration of Iran"},
                 .shapes = "9999999999|999-999999-9",
                 .valid = IrNationalId,
                 .words = "کد ملی|شماره ملی|کدملی|melli code|kode melli|iranian national|@person",
                 .example = "048-271639-8"},
    NumberFormat{.entity = {.name = "KW_CIVIL_ID",
                            .country = "KW",
                            .title = "Kuwaiti civil number",
                            .source = "Public Authority for Civil Information, law 32/1982"},
                 .shapes = "999999999999",
                 .valid = KwCivilId,
                 .words = "civil id|civil number|الرقم المدني|البطاقة المدنية|kuwait id|@person",
                 .example = "287061448272"},
    NumberFormat{.entity = {.name = "KZ_IIN",
                            .country = "KZ",
                            .title = "Kazakh individual identification number",
                            .source = "Law of Kazakhstan 223-III of 2007"},
                 .shapes = "999999999999",
                 .valid = KzIin,
                 .words = "иин|жсн|индивидуальный идентификационный номер|"
                          "жеке сәйкестендіру нөмірі|iin|kazakhstan id|@person|@tax",
                 .example = "870614348270"},
    NumberFormat{.entity = {.name = "OM_VAT",
                            .country = "OM",
                            .title = "Omani VAT number",
                            .source = "Oman Tax Authority, royal decree 121/2020"},
                 .shapes = "OM999999999x|OM 9999 9999 9x",
                 .valid = OmVat,
                 .strength = Strength::kFair,
                 .words = "vat|vatin|oman|omani|الرقم الضريبي|ضريبة القيمة المضافة|@tax",
                 .example = "OM1100482717"},
    NumberFormat{.entity = {.name = "SA_NATIONAL_ID",
                            .country = "SA",
                            .title = "Saudi national or residence number",
                            .source = "Ministry of Interior of Saudi Arabia"},
                 .shapes = "1999999999|2999999999",
                 .valid = SaId,
                 .words = "iqama|رقم الهوية|الهوية الوطنية|رقم الإقامة|الإقامة|saudi id|"
                          "saudi national|@person",
                 .example = "1048271637"},
    NumberFormat{.entity = {.name = "UZ_PINFL",
                            .country = "UZ",
                            .title = "Uzbek personal identification number",
                            .source = "Cabinet of Ministers of Uzbekistan, JShShIR"},
                 .shapes = "99999999999999",
                 .valid = UzPinfl,
                 .words = "pinfl|jshshir|пинфл|жшшир|uzbek id|uzbekistan id|@person",
                 .example = "31406874827161"},
};

}  // namespace

std::span<const NumberFormat> WestAsianNumbers() { return kFormats; }

}  // namespace reeve::detectors

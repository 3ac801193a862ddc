// Numbers of South and Southeast Asia.
#include <algorithm>
#include <array>

#include "detectors/bytes.h"
#include "detectors/check_digits.h"
#include "detectors/number_format.h"

namespace reeve::detectors {
namespace {

bool ShortDateOf(std::string_view n, size_t year, size_t month, size_t day) {
  const int yy = static_cast<int>(NumberOf(n.substr(year, 2)));
  const int mm = static_cast<int>(NumberOf(n.substr(month, 2)));
  const int dd = static_cast<int>(NumberOf(n.substr(day, 2)));
  return DateValid(1900 + yy, mm, dd) || DateValid(2000 + yy, mm, dd);
}

// Province, regency, district; a woman's day of birth has 40 added.
bool IdNik(std::string_view n) {
  const int64_t province = NumberOf(n.substr(0, 2));
  const int64_t regency = NumberOf(n.substr(2, 2));
  if (province < 11 || province > 96 || regency == 0 || (regency > 39 && regency < 71)) {
    return false;
  }
  const int day = static_cast<int>(NumberOf(n.substr(6, 2))) % 40;
  const int month = static_cast<int>(NumberOf(n.substr(8, 2)));
  const int year = static_cast<int>(NumberOf(n.substr(10, 2)));
  return DateValid(1900 + year, month, day) || DateValid(2000 + year, month, day);
}

// Nine digits with Luhn, office and branch; since 2024 sixteen: a zero before the
// old, or a person's NIK.
bool IdNpwp(std::string_view n) {
  if (n.size() == 15) return !AllSame(n.substr(0, 9)) && LuhnValid(n.substr(0, 9));
  return n[0] == '0' && LuhnValid(n.substr(0, 10));
}

bool IdNpwpForm(std::string_view n) { return n.size() == 16 && IdNik(n); }

bool Palindrome(std::string_view n) {
  return std::equal(n.begin(), n.begin() + static_cast<ptrdiff_t>(n.size() / 2), n.rbegin());
}

// First digit 2 to 9, no palindrome, Verhoeff (UIDAI).
bool InAadhaar(std::string_view n) { return n[0] >= '2' && !Palindrome(n) && VerhoeffValid(n); }

// The fourth letter is the kind of holder.
bool InPan(std::string_view n) {
  return std::string_view("ABCFGHJKLPTE").find(n[3]) != std::string_view::npos &&
         n.substr(5, 4) != "0000";
}

// State, PAN, registration of the state, Z. The check character is no condition: such numbers are
// copied by hand, and the form is rare enough.
bool InGstinForm(std::string_view n) {
  const int64_t state = NumberOf(n.substr(0, 2));
  return ((state >= 1 && state <= 37) || state == 97) && n[12] != '0' && n.substr(7, 4) != "0000";
}

// Luhn over base 36.
bool InGstin(std::string_view n) {
  int sum = 0;
  for (size_t i = 0; i < n.size(); ++i) {
    const int product = ValueOf(n[i]) * (i % 2 == 0 ? 1 : 2);
    sum += product / 36 + product % 36;
  }
  return sum % 36 == 0 && InGstinForm(n);
}

// Letters that begin no passport: Q, X, Z; the first digit is none of zero.
bool InPassport(std::string_view n) {
  return std::string_view("QXZ").find(n[0]) == std::string_view::npos && n[1] != '0';
}

bool InVoter(std::string_view n) { return n.substr(3) != "0000000"; }

constexpr std::string_view kIndianStates =
    "ANAPARASBHBRCGCHDDDLDNGAGJHPHRJHJKKAKLLALDMHMLMNMPMZNLODORPBPYRJSKTNTRTSUAUKUPWB";

bool InState(std::string_view code) {
  for (size_t i = 0; i < kIndianStates.size(); i += 2) {
    if (kIndianStates.substr(i, 2) == code) return true;
  }
  return false;
}

// State and district, series, number; older ones have three letters of their own.
bool InVehicle(std::string_view n) {
  if (n.ends_with("0000")) return false;
  return !IsDigit(n[2]) || InState(n.substr(0, 2));
}

bool InDrivingLicense(std::string_view n) {
  const int64_t year = NumberOf(n.substr(4, 4));
  return InState(n.substr(0, 2)) && year >= 1950 && year <= 2099;
}

// Twelve digits: year, day of the year (a woman's with 500 added), serial. Older: two of the year.
bool LkNic(std::string_view n) {
  const bool old = n.size() == 10;
  const int64_t year = old ? 1900 + NumberOf(n.substr(0, 2)) : NumberOf(n.substr(0, 4));
  const int64_t day = NumberOf(n.substr(old ? 2 : 4, 3)) % 500;
  return year >= 1900 && year <= 2029 && day >= 1 && day <= 366;
}

// Birth date, and the code of the state or country of birth.
bool MyNric(std::string_view n) {
  const int64_t place = NumberOf(n.substr(6, 2));
  const bool none = place == 0 || (place >= 17 && place <= 20) || place == 69 || place == 70 ||
                    place == 73 || place == 80 || place == 81 || (place >= 94 && place <= 97);
  return !none && ShortDateOf(n, 0, 2, 4);
}

// Nine digits with weights 9 to 2 modulo 11, then the branch.
bool PhTin(std::string_view n) {
  return !AllSame(n.substr(0, 9)) && WeightedSum(n, {9, 8, 7, 6, 5, 4, 3, 2}) % 11 == n[8] - '0';
}

// Province or territory, district, tehsil; the last digit is odd for men, and never zero.
bool PkCnic(std::string_view n) { return n[0] >= '1' && n[0] <= '7' && n[12] != '0'; }

// Weights 2 7 6 5 4 3 2; T and G add 4, M adds 3. Each series has letters of its own.
bool SgNric(std::string_view n) {
  const int sum = WeightedSum(n.substr(1), {2, 7, 6, 5, 4, 3, 2});
  const auto letter = [&](std::string_view letters, int more) {
    return letters[static_cast<size_t>((sum + more) % 11)];
  };
  switch (n[0]) {
    case 'S':
      return n[8] == letter("JZIHGFEDCBA", 0);
    case 'T':
      return n[8] == letter("JZIHGFEDCBA", 4);
    case 'F':
      return n[8] == letter("XWUTRQPNMLK", 0);
    case 'G':
      return n[8] == letter("XWUTRQPNMLK", 4);
    case 'M':
      return n[8] == letter("XWUTRQPNJLK", 3);
    default:
      return false;
  }
}

// On specimens and in forms the letter is often not that of the check.
bool SgNricForm(std::string_view n) {
  return std::string_view("STFGM").find(n[0]) != std::string_view::npos;
}

// Businesses (8 digits), local companies (year and 5 digits), and all others (R, S or T for the
// century, year, kind, number), each with a letter (ACRA).
bool SgUen(std::string_view n) {
  if (n.size() == 9) {
    const int sum = WeightedSum(n, {10, 4, 9, 3, 8, 2, 7, 1});
    return n[8] == std::string_view("XMKECAWLJDB")[static_cast<size_t>(sum % 11)];
  }
  if (IsDigit(n[0])) {
    const int sum = WeightedSum(n, {10, 8, 6, 4, 9, 7, 5, 3, 1});
    const int64_t year = NumberOf(n.substr(0, 4));
    return year >= 1900 && year <= 2099 &&
           n[9] == std::string_view("ZKCMDNERGWH")[static_cast<size_t>(sum % 11)];
  }
  constexpr std::string_view kAlphabet = "ABCDEFGHJKLMNPQRSTUVWX0123456789";
  constexpr std::array<int, 9> kWeights = {4, 3, 5, 3, 10, 2, 2, 5, 7};
  constexpr std::string_view kKinds =
      "CCCDCHCLCMCPCSCXDPFBFCFMFNGAGBGSHSLLLPMBMCMDMHMMMQNBNRPAPBPFRFRPSMSSTCTUVHXL";
  bool kind = false;
  for (size_t i = 0; i < kKinds.size(); i += 2) {
    kind = kind || kKinds.substr(i, 2) == n.substr(3, 2);
  }
  if (!kind) return false;
  int sum = -5;
  for (size_t i = 0; i < kWeights.size(); ++i) {
    const size_t value = kAlphabet.find(n[i]);
    if (value == std::string_view::npos) return false;
    sum += kWeights[i] * static_cast<int>(value);
  }
  return n[9] == kAlphabet[static_cast<size_t>((sum + 11) % 11)];
}

// Weights 13 to 2.
bool ThCheck(std::string_view n) {
  const int sum = WeightedSum(n, {13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2});
  return (11 - sum % 11) % 10 == n[12] - '0';
}

bool ThMoa(std::string_view n) { return n[0] == '0' && !AllSame(n) && ThCheck(n); }

// Kind of person 1 to 8, province of the register.
bool ThTnin(std::string_view n) {
  constexpr std::array<std::pair<int64_t, int64_t>, 7> kProvinces = {
      {{10, 27}, {30, 49}, {50, 58}, {60, 67}, {70, 77}, {80, 86}, {90, 96}}};
  if (n[0] == '0' || n[0] == '9' || AllSame(n)) return false;
  const int64_t province = NumberOf(n.substr(1, 2));
  const bool known = std::any_of(kProvinces.begin(), kProvinces.end(), [&](const auto& range) {
    return province >= range.first && province <= range.second;
  });
  return known && ThCheck(n);
}

bool ThTin(std::string_view n) { return n[0] != '9' && !AllSame(n) && ThCheck(n); }

// Province 001 to 096, sex and century, year of birth.
bool VnCccd(std::string_view n) {
  const int64_t province = NumberOf(n.substr(0, 3));
  return province >= 1 && province <= 96 && n[3] <= '3';
}

// Province and seven digits with their check digit, then the branch.
bool VnMst(std::string_view n) {
  if (n.substr(2, 7) == "0000000" || (n.size() == 13 && n.substr(10) == "000")) return false;
  return 10 - WeightedSum(n, {31, 29, 23, 19, 17, 13, 7, 5, 3}) % 11 == n[9] - '0';
}

constexpr std::array kFormats = {
    NumberFormat{.entity = {.name = "ID_NIK",
                            .country = "ID",
                            .title = "Indonesian identity number",
                            .source = "Law 24/2013 on population administration"},
                 .shapes = "9999999999999999|99.99.99.999999.9999",
                 .valid = IdNik,
                 .check = 0.1,
                 .words = "nik|ktp|e-ktp|nomor induk kependudukan|nomor ktp|indonesian identity|"
                          "@person",
                 .example = "3174015406870002"},
    NumberFormat{.entity = {.name = "ID_NPWP",
                            .country = "ID",
                            .title = "Indonesian taxpayer number",
                            .source = "Director General of Taxes, PER-04/2020; PMK 112/2022"},
                 .shapes = "99.999.999.9-999.999|999999999999999|9999999999999999|"
                           "999.999.999.9-999.999",
                 .valid = IdNpwp,
                 .form = IdNpwpForm,
                 .strength = Strength::kWeak,
                 .words = "npwp|nomor pokok wajib pajak|wajib pajak|indonesian vat|@tax",
                 .example = "48.271.639.6-014.000"},
    NumberFormat{.entity = {.name = "IN_AADHAAR",
                            .country = "IN",
                            .title = "Indian Aadhaar number",
                            .source = "UIDAI, Aadhaar Act 2016"},
                 .shapes = "9999 9999 9999|9999-9999-9999",
                 .valid = InAadhaar,
                 .words = "aadhaar|aadhar|adhaar|aadhaar card|uidai|uid|आधार|आधार संख्या|"
                          "indian personal|@person",
                 .example = "4827 1639 5020"},
    NumberFormat{.entity = {.name = "IN_DRIVING_LICENSE",
                            .country = "IN",
                            .title = "Indian driving licence number",
                            .source = "Central Motor Vehicles Rules 1989, form 7"},
                 .shapes = "aa99 99999999999|aa-9999999999999|aa9999999999999",
                 .valid = InDrivingLicense,
                 .check = 0,
                 .words = "dl number|dl no|indian driving|ड्राइविंग लाइसेंस|@licence",
                 .example = "KA03 20140048271"},
    NumberFormat{.entity = {.name = "IN_GSTIN",
                            .country = "IN",
                            .title = "Indian goods and services tax number",
                            .source = "CGST Rules 2017, rule 10"},
                 .shapes = "99aaaaa9999axZx|99 aaaaa9999a x Z x",
                 .valid = InGstin,
                 .form = InGstinForm,
                 .check = 0.3,
                 .strength = Strength::kStrong,
                 .words = "gstin|gst|gst registration|goods and services tax|gst number|जीएसटी|"
                          "indian vat|@tax|@company",
                 .example = "29AKRPT4827M1ZQ"},
    NumberFormat{.entity = {.name = "IN_IFSC",
                            .category = Category::kPayment,
                            .country = "IN",
                            .title = "Indian bank branch code",
                            .source = "Reserve Bank of India, IFSC"},
                 .shapes = "aaaa0999999|aaaa0xxxxxx",
                 .words = "ifsc|ifsc code|neft|rtgs|@bank",
                 .example = "KRVB0048271"},
    NumberFormat{.entity = {.name = "IN_PAN",
                            .country = "IN",
                            .title = "Indian permanent account number",
                            .source = "Income-tax Rules 1962, rule 114"},
                 .shapes = "aaaaa9999a|aaaaa 9999 a",
                 .valid = InPan,
                 .check = 0.1,
                 .strength = Strength::kFair,
                 .words = "pan|pan card|pan number|permanent account|income tax|indian income|"
                          "पैन|@tax",
                 .example = "AKRPT4827M"},
    NumberFormat{.entity = {.name = "IN_PASSPORT",
                            .country = "IN",
                            .title = "Indian passport number",
                            .source = "Passports Act 1967; ICAO Doc 9303 part 4"},
                 .shapes = "a9999999|a9 99999",
                 .valid = InPassport,
                 .check = 0,
                 .words = "indian passport|पासपोर्ट|@passport",
                 .example = "R4827163"},
    NumberFormat{.entity = {.name = "IN_UAN",
                            .country = "IN",
                            .title = "Indian provident fund account number (UAN)",
                            .source = "EPFO, Employees' Provident Funds Act 1952"},
                 .shapes = "999999999999",
                 .strength = Strength::kBare,
                 .words = "uan|universal account number|epfo|provident fund",
                 .example = "100482716395"},
    NumberFormat{.entity = {.name = "IN_VEHICLE_REGISTRATION",
                            .country = "IN",
                            .title = "Indian vehicle registration",
                            .source = "Central Motor Vehicles Rules 1989, rule 50"},
                 .shapes = "aa99aa9999|aa99a9999|aa9a9999|aa9aa9999|aa99aaa9999|aa99 aa 9999|"
                           "aa-99-aa-9999|aa 99 aa 9999|aa 99 a 9999|aaa9999|aa999999|99BH9999aa|"
                           "99BH9999a",
                 .valid = InVehicle,
                 .check = 0,
                 .words = "registration number|bike|car|truck|scooter|rto|वाहन|@plate",
                 .example = "KA03MR4827"},
    NumberFormat{.entity = {.name = "IN_VID",
                            .country = "IN",
                            .title = "Indian Aadhaar virtual identifier",
                            .source = "UIDAI, circular 1/2018"},
                 .shapes = "9999 9999 9999 9999|9999-9999-9999-9999",
                 .valid = InAadhaar,
                 .words = "vid|virtual id|virtual identity|aadhaar virtual|indian personal virtual|"
                          "@person",
                 .example = "9482 7163 9502 7147"},
    NumberFormat{.entity = {.name = "IN_VOTER",
                            .country = "IN",
                            .title = "Indian voter card number (EPIC)",
                            .source = "Election Commission of India, EPIC"},
                 .shapes = "aaa9999999|aaa/9999999",
                 .valid = InVoter,
                 .check = 0,
                 .strength = Strength::kFair,
                 .words = "epic|voter|voter id|voter card|electoral|elector|election card|मतदाता|"
                          "@person",
                 .example = "KRT4827163"},
    NumberFormat{.entity = {.name = "LK_NIC",
                            .country = "LK",
                            .title = "Sri Lankan identity card number",
                            .source = "Registration of Persons Act 32/1968"},
                 .shapes = "999999999V|999999999X|999999999999",
                 .valid = LkNic,
                 .check = 0.1,
                 .words = "nic|nic number|sri lanka|sri lankan|@person",
                 .example = "871654827V"},
    NumberFormat{.entity = {.name = "MY_NRIC",
                            .country = "MY",
                            .title = "Malaysian identity card number",
                            .source = "National Registration Regulations 1990"},
                 .shapes = "999999-99-9999",
                 .valid = MyNric,
                 .check = 0.1,
                 .strength = Strength::kFair,
                 .words = "nric|nric no|mykad|ic number|ic no|no kad pengenalan|kad pengenalan|"
                          "malaysian national|malaysian id|@person",
                 .example = "870614-14-4827"},
    NumberFormat{.entity = {.name = "PH_PHILHEALTH",
                            .country = "PH",
                            .title = "Philippine health insurance number",
                            .source = "PhilHealth, National Health Insurance Act"},
                 .shapes = "99-999999999-9|999999999999",
                 .words = "philhealth|philhealth number|philippine health|@health",
                 .example = "19-048271639-5"},
    NumberFormat{.entity = {.name = "PH_SSS",
                            .country = "PH",
                            .title = "Philippine social security number",
                            .source = "Social Security Act of 2018, RA 11199"},
                 .shapes = "99-9999999-9|9999999999",
                 .words = "sss|sss number|sss no|philippine social|@social",
                 .example = "34-4827163-9"},
    NumberFormat{.entity = {.name = "PH_TIN",
                            .country = "PH",
                            .title = "Philippine taxpayer number",
                            .source = "Bureau of Internal Revenue, RR 7-2012"},
                 .shapes = "999-999-999|999-999-999-999|999-999-999-99999",
                 .valid = PhTin,
                 .strength = Strength::kFair,
                 .words = "tin|bir|philippine tax|@tax",
                 .example = "482-716-393-001"},
    NumberFormat{.entity = {.name = "PK_CNIC",
                            .country = "PK",
                            .title = "Pakistani computerised identity card number",
                            .source = "NADRA Ordinance 2000"},
                 .shapes = "99999-9999999-9",
                 .valid = PkCnic,
                 .check = 0.1,
                 .strength = Strength::kFair,
                 .words = "cnic|nicop|nadra|شناختی کارڈ|pakistani|pakistani computerised|@person",
                 .example = "35202-4827163-5"},
    NumberFormat{.entity = {.name = "SG_NRIC_FIN",
                            .country = "SG",
                            .title = "Singapore identity or foreigner's number",
                            .source = "National Registration Act 1965 of Singapore"},
                 .shapes = "a9999999a",
                 .valid = SgNric,
                 .form = SgNricForm,
                 .strength = Strength::kFair,
                 .words = "nric|fin|nric no|fin number|singapore id|work permit|@person",
                 .example = "S8748271E"},
    NumberFormat{.entity = {.name = "SG_UEN",
                            .country = "SG",
                            .title = "Singapore unique entity number",
                            .source = "ACRA, Business Registration Act 2014"},
                 .shapes = "99999999a|999999999a|R99aa9999a|S99aa9999a|T99aa9999a",
                 .valid = SgUen,
                 .strength = Strength::kFair,
                 .words = "uen|unique entity|unique entity number|singapore company|acra|@company|"
                          "@tax",
                 .example = "T14LL4827C"},
    NumberFormat{.entity = {.name = "TH_MOA",
                            .country = "TH",
                            .title = "Thai company registration number",
                            .source = "Department of Business Development of Thailand"},
                 .shapes = "9-99-9-999-99999-9|9-9999-99999-99-9|9999999999999",
                 .valid = ThMoa,
                 .words = "moa|memorandum of association|ทะเบียนนิติบุคคล|เลขทะเบียนนิติบุคคล|"
                          "thailand memorandum|thai company|@company",
                 .example = "0-10-5-548-27163-5"},
    NumberFormat{.entity = {.name = "TH_TIN",
                            .country = "TH",
                            .title = "Thai taxpayer number",
                            .source = "Revenue Code of Thailand, section 3 undecies"},
                 .shapes = "9-9999-99999-99-9|9-99-9-999-99999-9|9999999999999",
                 .valid = ThTin,
                 .words = "tin|เลขประจำตัวผู้เสียภาษี|ผู้เสียภาษี|thailand taxpayer|thai tax|"
                          "thailand tax|@tax",
                 .example = "3-1004-82716-39-1"},
    NumberFormat{.entity = {.name = "TH_TNIN",
                            .country = "TH",
                            .title = "Thai national identity number",
                            .source = "Civil Registration Act B.E. 2534"},
                 .shapes = "9-9999-99999-99-9|9999999999999",
                 .valid = ThTnin,
                 .words = "pin|tnin|thai id|thai national id|thai national|เลขประจำตัวประชาชน|"
                          "เลขบัตรประชาชน|บัตรประชาชน|thailand personal|@person",
                 .example = "1-1004-82716-39-5"},
    NumberFormat{.entity = {.name = "VN_CCCD",
                            .country = "VN",
                            .title = "Vietnamese citizen card number",
                            .source = "Law 59/2014/QH13 on citizen identification"},
                 .shapes = "999999999999",
                 .valid = VnCccd,
                 .check = 0,
                 .words = "cccd|căn cước công dân|can cuoc cong dan|căn cước|định danh cá nhân|"
                          "vietnamese id|@person",
                 .example = "079087482716"},
    NumberFormat{.entity = {.name = "VN_MST",
                            .country = "VN",
                            .title = "Vietnamese tax code",
                            .source = "Circular 105/2020/TT-BTC"},
                 .shapes = "9999999999|9999999999-999|99.99.999.999",
                 .valid = VnMst,
                 .words = "mst|mã số thuế|ma so thue|vietnam tax|vietnamese tax|@tax|@company",
                 .example = "0104827161"},
};

}  // namespace

std::span<const NumberFormat> SouthAsianNumbers() { return kFormats; }

}  // namespace reeve::detectors

// Numbers of Canada and the United States. Social security numbers have a matcher of their own
// (ssn.cc).
#include <algorithm>
#include <array>

#include "detectors/check_digits.h"
#include "detectors/number_format.h"

namespace reeve::detectors {
namespace {

// The remainder of each product is taken before the sum.
bool CaBcPhn(std::string_view n) {
  constexpr std::array<int, 8> kWeights = {2, 4, 8, 5, 10, 9, 7, 3};
  int sum = 0;
  for (size_t i = 0; i < kWeights.size(); ++i) sum += kWeights[i] * (n[i + 1] - '0') % 11;
  return n[0] == '9' && (11 - sum % 11) % 11 == n[9] - '0';
}

// Nine digits, and the program account with its reference number where it is given.
bool CaBn(std::string_view n) {
  constexpr std::array<std::string_view, 6> kPrograms = {"RC", "RM", "RP", "RR", "RT", "RZ"};
  if (!LuhnValid(n.substr(0, 9)) || AllSame(n.substr(0, 9))) return false;
  return n.size() == 9 ||
         std::find(kPrograms.begin(), kPrograms.end(), n.substr(9, 2)) != kPrograms.end();
}

bool CaOnHealth(std::string_view n) {
  return n[0] != '0' && LuhnValid(n.substr(0, 10)) && !AllSame(n.substr(0, 10));
}

// Four letters of the name, and the birth date with 50 added to a woman's month.
bool CaQcHealth(std::string_view n) {
  const int year = static_cast<int>(NumberOf(n.substr(4, 2)));
  const int month = static_cast<int>(NumberOf(n.substr(6, 2))) % 50;
  const int day = static_cast<int>(NumberOf(n.substr(8, 2)));
  return DateValid(1900 + year, month, day) || DateValid(2000 + year, month, day);
}

// 0 and 8 begin none; nine like digits are a placeholder.
bool CaSin(std::string_view n) { return n[0] != '0' && n[0] != '8' && !AllSame(n) && LuhnValid(n); }

// Weights 3 7 1. The prefix is not asked for: what somebody calls a routing number is one, assigned
// or not.
bool AbaRouting(std::string_view n) {
  return !AllSame(n) && WeightedSum(n, {3, 7, 1, 3, 7, 1, 3, 7, 1}) % 10 == 0;
}

// The registrant's code, a letter of the name or 9, and seven digits: the last is that of the sum
// of the first, third and fifth and twice the others.
bool MedicalLicense(std::string_view n) {
  constexpr std::string_view kRegistrants = "ABCDEFGHJKLMPRSTUX";
  if (kRegistrants.find(n[0]) == std::string_view::npos) return false;
  if (n[1] >= '0' && n[1] <= '8') return false;
  return WeightedSum(n.substr(2), {1, 2, 1, 2, 1, 2}) % 10 == n[8] - '0';
}

// Prefixes of the campuses that assign them.
bool UsEin(std::string_view n) {
  constexpr std::array<uint8_t, 17> kUnused = {0,  7,  8,  9,  17, 18, 19, 28, 29,
                                               49, 69, 70, 78, 79, 89, 96, 97};
  return std::find(kUnused.begin(), kUnused.end(), NumberOf(n.substr(0, 2))) == kUnused.end();
}

bool UsItin(std::string_view n) {
  const int64_t group = NumberOf(n.substr(3, 2));
  return n[0] == '9' && group >= 50 && group != 66 && group != 67 && group != 68 && group != 69 &&
         group != 89 && group != 93;
}

// Digit 1-9, letter, letter or digit, digit, letter, letter or digit, digit, two letters, two
// digits; never S, L, O, I, B, Z.
bool UsMbi(std::string_view n) {
  return n[0] != '0' && n.find_first_of("SLOIBZ") == std::string_view::npos;
}

// Luhn over the number with 80840 (health, United States) before it, which adds 24.
bool UsNpi(std::string_view n) {
  int sum = 24;
  for (size_t i = 0; i < n.size(); ++i) {
    const int digit = (n[i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return (n[0] == '1' || n[0] == '2') && sum % 10 == 0;
}

constexpr std::array kFormats = {
    NumberFormat{.entity = {.name = "CA_BANK_TRANSIT",
                            .category = Category::kPayment,
                            .country = "CA",
                            .title = "Canadian bank transit and institution number",
                            .source = "Payments Canada, rule A4"},
                 .shapes = "99999-999|099999999",
                 .strength = Strength::kBare,
                 .words = "transit number|transit no|institution number|numéro de transit|"
                          "branch transit",
                 .example = "40217-003"},
    NumberFormat{.entity = {.name = "CA_BC_PHN",
                            .country = "CA",
                            .title = "British Columbia personal health number",
                            .source = "BC Ministry of Health, PHN standard"},
                 .shapes = "9999 999 999|9999-999-999",
                 .valid = CaBcPhn,
                 .words = "phn|bc phn|personal health number|care card|services card|@health",
                 .example = "9471 280 356"},
    NumberFormat{.entity = {.name = "CA_BN",
                            .country = "CA",
                            .title = "Canadian business number",
                            .source = "Canada Revenue Agency, RC2"},
                 .shapes = "999999999|999999999aa9999|99999 9999|99999 9999 aa 9999|"
                           "999999999 aa 9999|999999999 aa9999",
                 .valid = CaBn,
                 .words = "bn|canadian business|numéro d'entreprise|gst number|hst number|"
                          "gst hst|gst/hst|payroll account|cra|canada revenue|@company|@tax",
                 .example = "731840260RC0001"},
    NumberFormat{.entity = {.name = "CA_ON_HEALTH",
                            .country = "CA",
                            .title = "Ontario health card number",
                            .source = "Ontario Ministry of Health, HCV reference manual"},
                 .shapes = "9999 999 999|9999-999-999|9999 999 999 aa|9999-999-999-aa|"
                           "9999999999aa",
                 .valid = CaOnHealth,
                 .words = "ohip|ontario health|carte santé|@health",
                 .example = "5584 486 673 WJ"},
    NumberFormat{.entity = {.name = "CA_PASSPORT",
                            .country = "CA",
                            .title = "Canadian passport number",
                            .source = "Immigration, Refugees and Citizenship Canada"},
                 .shapes = "aa999999|a999999aa",
                 .words = "canadian passport|@passport",
                 .example = "GK482913"},
    NumberFormat{.entity = {.name = "CA_QC_HEALTH",
                            .country = "CA",
                            .title = "Quebec health insurance number",
                            .source = "Régie de l'assurance maladie du Québec"},
                 .shapes = "aaaa 9999 9999|aaaa99999999",
                 .valid = CaQcHealth,
                 .check = 0,
                 .strength = Strength::kFair,
                 .words = "ramq|numéro d'assurance maladie|carte soleil|quebec health|@health",
                 .example = "TREM 8257 1914"},
    NumberFormat{.entity = {.name = "CA_SIN",
                            .country = "CA",
                            .title = "Canadian social insurance number",
                            .source = "Employment Insurance Act, s. 138"},
                 .shapes = "999-999-999|999 999 999",
                 .valid = CaSin,
                 .words = "sin|nas|social insurance|assurance sociale|canadian social|@person",
                 .example = "524 863 198"},
    NumberFormat{.entity = {.name = "ABA_ROUTING_NUMBER",
                            .category = Category::kPayment,
                            .country = "US",
                            .title = "US bank routing number",
                            .source = "American Bankers Association, routing number policy"},
                 .shapes = "999999999|9999-9999-9",
                 .valid = AbaRouting,
                 .words = "aba|rtn|routing|routing number|routing no|routing transport|"
                          "transit routing|ach|wire transfer|fedwire|@bank",
                 .example = "1210-4288-2"},
    NumberFormat{.entity = {.name = "MEDICAL_LICENSE",
                            .country = "US",
                            .title = "US controlled substances registration (DEA number)",
                            .source = "21 CFR 1301.13"},
                 .shapes = "aa9999999|a99999999",
                 .valid = MedicalLicense,
                 .words = "dea|dea number|medical license|medical certificate|certificate number|"
                          "prescriber|registrant",
                 .example = "MK4702139"},
    NumberFormat{.entity = {.name = "US_ATIN",
                            .country = "US",
                            .title = "US adoption taxpayer identification number",
                            .source = "26 CFR 301.6109-3"},
                 .shapes = "999-99-9999|999999999",
                 .strength = Strength::kBare,
                 .words = "atin|adoption taxpayer|adoption tax",
                 .example = "972-93-4186"},
    NumberFormat{.entity = {.name = "US_BANK_NUMBER",
                            .category = Category::kPayment,
                            .country = "US",
                            .title = "US bank account number",
                            .source = "NACHA operating rules: up to 17 digits",
                            .keep_last = 4},
                 .shapes = "999999999?9?9?9?9?9?9?9?9?",
                 .strength = Strength::kBare,
                 .words = "checking account|savings account|bank account|account number|account #|"
                          "acct|acct no|debit account|direct deposit",
                 .example = "304871926545"},
    NumberFormat{.entity = {.name = "US_DRIVER_LICENSE",
                            .country = "US",
                            .title = "US driver's license number",
                            .source = "AAMVA DL/ID card design standard; forms of the states"},
                 .shapes = "a9999999|a99999999|a999999999|a99999999999|a999999999999|"
                           "a9999999999999|a99999999999999|aa999999|aa999999a|aa9999999|"
                           "a999-9999-9999|a999-999-99-999-9|a9999 99999 99999|99aaa9999|"
                           "999aa9999|999999aa|~99999999?9?9?9?9?",
                 .words = "dl number|dl no|dl#|driving permit|dmv|@licence",
                 .example = "F4820193"},
    NumberFormat{.entity = {.name = "US_EIN",
                            .country = "US",
                            .title = "US employer identification number",
                            .source = "26 CFR 301.6109-1; IRS Publication 1635"},
                 .shapes = "99-9999999",
                 .valid = UsEin,
                 .check = 0,
                 .words = "ein|fein|employer identification|employer id|federal tax id|@tax|"
                          "@company",
                 .example = "36-4810927"},
    NumberFormat{.entity = {.name = "US_ITIN",
                            .country = "US",
                            .title = "US individual taxpayer identification number",
                            .source = "26 CFR 301.6109-1(d)(3); IRS Publication 4757"},
                 .shapes = "999-99-9999|999 99 9999|999-999999|99999-9999",
                 .valid = UsItin,
                 .check = 0.1,
                 .strength = Strength::kFair,
                 .words = "itin|individual taxpayer|individual tax|taxpayer id|@tax",
                 .example = "947-74-3081"},
    NumberFormat{.entity = {.name = "US_MBI",
                            .country = "US",
                            .title = "US Medicare beneficiary identifier",
                            .source = "CMS, understanding the MBI format"},
                 .shapes = "9ax9-ax9-aa99|9ax9ax9aa99",
                 .valid = UsMbi,
                 .check = 0.1,
                 .strength = Strength::kFair,
                 .words = "mbi|beneficiary|beneficiary identifier|@health",
                 .example = "7KD2-WR5-QT84"},
    NumberFormat{.entity = {.name = "US_NPI",
                            .country = "US",
                            .title = "US national provider identifier",
                            .source = "45 CFR 162.406"},
                 .shapes = "9999999999|9999-999-999",
                 .valid = UsNpi,
                 .words = "npi|national provider|provider identifier|provider id|provider number|"
                          "prescriber|taxonomy|@health",
                 .example = "1750382461"},
    NumberFormat{.entity = {.name = "US_PASSPORT",
                            .country = "US",
                            .title = "US passport number",
                            .source = "US Department of State; ICAO Doc 9303 part 4"},
                 .shapes = "a99999999|999999999",
                 .words = "us passport|american passport|passport book|passport card|"
                          "travel passport|@passport",
                 .example = "C04827193"},
    NumberFormat{.entity = {.name = "US_PTIN",
                            .country = "US",
                            .title = "US preparer tax identification number",
                            .source = "26 CFR 1.6109-2"},
                 .shapes = "P99999999|P-99999999",
                 .words = "ptin|preparer|tax preparer|preparer tax",
                 .example = "P01748302"},
};

}  // namespace

std::span<const NumberFormat> AmericanNumbers() { return kFormats; }

}  // namespace reeve::detectors

// International numbers: of devices, vehicles, banks, companies and people.
#include <algorithm>
#include <array>
#include <string>

#include "detectors/bytes.h"
#include "detectors/check_digits.h"
#include "detectors/number_format.h"

namespace reeve::detectors {
namespace {

// ISO 3166-1 alpha-2, and XK, which SWIFT uses for Kosovo.
constexpr std::string_view kCountries =
    "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCM"
    "CNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGY"
    "HKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMF"
    "MGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARE"
    "RORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZ"
    "VAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

bool CountryKnown(std::string_view code) {
  for (size_t i = 0; i < kCountries.size(); i += 2) {
    if (kCountries.substr(i, 2) == code) return true;
  }
  return false;
}

// Words of bank forms in capitals whose fifth and sixth letter are a country.
bool Bic(std::string_view n) {
  constexpr std::array<std::string_view, 14> kWords = {
      "BUSINESS", "CUSTOMER",    "DOCUMENT",  "COMPANIES",   "PAYMENTS", "PASSWORD",    "CURRENCY",
      "DIRECTOR", "BENEFICIARY", "REFERENCE", "INFORMATION", "REMITTER", "APPLICATION", "PERSONAL"};
  return CountryKnown(n.substr(4, 2)) && std::find(kWords.begin(), kWords.end(), n) == kWords.end();
}

bool Iccid(std::string_view n) { return LuhnValid(n); }

// Fifteen digits have a check digit, fourteen lack it, sixteen have the software version instead.
bool Imei(std::string_view n) { return n.size() == 15 && !AllSame(n) && LuhnValid(n); }
bool ImeiWithoutCheck(std::string_view n) { return n.size() != 15 && !AllSame(n); }

bool Imo(std::string_view compact) {
  const std::string_view n = compact.substr(compact.size() - 7);
  return !AllSame(n) && WeightedSum(n, {7, 6, 5, 4, 3, 2}) % 10 == n[6] - '0';
}

// Mobile country codes of ITU-T E.212 begin with 2 to 7; 001 is for tests.
bool Imsi(std::string_view n) {
  const int64_t country = NumberOf(n.substr(0, 3));
  return (country >= 202 && country <= 750) || country == 1 || country == 901 || country == 999;
}

bool Isni(std::string_view n) { return !AllSame(n) && Mod11_2Valid(n); }

// Blocks that ORCID has from ISNI: 0000-0001-5 to 0000-0003-5, and 0009.
bool Orcid(std::string_view n) {
  return (n.starts_with("0000000") || n.starts_with("0009000")) && Isni(n);
}

// ISO 11649: the first four characters go to the end.
bool CreditorReference(std::string_view n) {
  return Mod97_10Valid(std::string(n.substr(4)).append(n.substr(0, 4)));
}

bool Lei(std::string_view n) { return !AllSame(n) && Mod97_10Valid(n); }

bool LuhnOfHex(std::string_view n) {
  int sum = 0;
  bool twice = false;
  for (size_t i = n.size(); i-- > 0; twice = !twice) {
    const int value = ValueOf(n[i]) * (twice ? 2 : 1);
    sum += value / 16 + value % 16;
  }
  return sum % 16 == 0;
}

// Fourteen hexadecimal digits, or ten and eight decimal ones; a check digit may follow. Without a
// letter it is the IMEI of the same device (3GPP2 S.R0048).
bool Meid(std::string_view n) {
  constexpr int64_t kMaxManufacturer = 0xFFFFFFFF;
  constexpr int64_t kMaxSerial = 0xFFFFFF;
  if (AllSame(n)) return false;
  if (n.size() >= 18) {
    return NumberOf(n.substr(0, 10)) <= kMaxManufacturer &&
           NumberOf(n.substr(10, 8)) <= kMaxSerial && (n.size() == 18 || LuhnValid(n));
  }
  if (n.find_first_not_of("0123456789ABCDEF") != std::string_view::npos) return false;
  const bool decimal = n.find_first_of("ABCDEF") == std::string_view::npos;
  return n.size() == 14 || (decimal ? LuhnValid(n) : LuhnOfHex(n));
}

// ISO 3779: no I, O or Q, at most some letters in the last part.
bool VinForm(std::string_view n) {
  const bool letters = n.find_first_of("ABCDEFGHJKLMNPRSTUVWXYZ") != std::string_view::npos;
  const bool serial = std::all_of(n.begin() + 13, n.end(), IsDigit);
  return letters && serial && n.find_first_of("IOQ") == std::string_view::npos && n[0] != '0';
}

// The check digit of North America and China at the ninth place (49 CFR 565.15).
bool Vin(std::string_view n) {
  constexpr std::string_view kValues = "12345678012345070923456789";  // A to Z
  constexpr std::array<int, 17> kWeights = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
  if (!VinForm(n)) return false;
  int sum = 0;
  for (size_t i = 0; i < n.size(); ++i) {
    const char digit = IsDigit(n[i]) ? n[i] : kValues[static_cast<size_t>(n[i] - 'A')];
    sum += (digit - '0') * kWeights[i];
  }
  const int check = sum % 11;
  return n[8] == (check == 10 ? 'X' : static_cast<char>('0' + check));
}

// Elsewhere the ninth place is the maker's.
bool VinWithoutCheck(std::string_view n) { return VinForm(n) && !(n[0] >= '1' && n[0] <= '5'); }

constexpr std::array kFormats = {
    NumberFormat{.entity = {.name = "BIC",
                            .category = Category::kPayment,
                            .title = "bank identifier code (SWIFT)",
                            .source = "ISO 9362"},
                 .shapes = "aaaaaaxx|aaaaaaxxxxx|=aaaa aa xx|=aaaa aa xx xxx",
                 .valid = Bic,
                 .check = 0,
                 .words = "bic|swift|swift code|bic code|bic/swift|swift/bic|swift-bic|"
                          "bank identifier code|business identifier code|iban",
                 .example = "KRVBDEM2XXX"},
    NumberFormat{.entity = {.name = "ICCID",
                            .kind = Kind::kNetwork,
                            .title = "SIM card number",
                            .source = "ITU-T E.118"},
                 .shapes = "8999999999999999999|89999999999999999999|8999 9999 9999 9999 999|"
                           "8999 9999 9999 9999 9999",
                 .valid = Iccid,
                 .words = "iccid|sim card|sim number|sim serial|sim-karte|esim",
                 .example = "8949048271639502716"},
    NumberFormat{.entity = {.name = "IMEI",
                            .kind = Kind::kNetwork,
                            .title = "mobile equipment identity",
                            .source = "3GPP TS 23.003, clause 6"},
                 .shapes = "999999999999999|99-999999-999999-9|999999-99-999999-9|"
                           "99-999999-999999|99-999999-999999-99|99999999-999999-99|"
                           "9999999999999999|99999999999999|99 999999 999999 9|"
                           "99999999 999999 9",
                 .valid = Imei,
                 .form = ImeiWithoutCheck,
                 .words = "imei|imeisv|imei number|imei no|mobile equipment|device id|handset",
                 .example = "35-482716-395027-0"},
    NumberFormat{.entity = {.name = "IMO",
                            .title = "ship identification number",
                            .source = "IMO resolution A.1117(30)"},
                 .shapes = "IMO 9999999|~9999999",
                 .valid = Imo,
                 .strength = Strength::kFair,
                 .words = "imo|imo number|imo no|ship identification|maritime organization",
                 .example = "IMO 9482718"},
    NumberFormat{.entity = {.name = "IMSI",
                            .kind = Kind::kNetwork,
                            .title = "mobile subscriber identity",
                            .source = "ITU-T E.212"},
                 .shapes = "999999999999999|99999999999999|999 99 9999999999|999 99 999999999|"
                           "999 999 999999999|999-99-9999999999",
                 .valid = Imsi,
                 .check = 0,
                 .words = "imsi|mobile subscriber|subscriber identity",
                 .example = "262074827163950"},
    NumberFormat{.entity = {.name = "ISNI",
                            .title = "standard name identifier of a person",
                            .source = "ISO 27729"},
                 .shapes = "9999 9999 9999 999x",
                 .valid = Isni,
                 .words = "isni|standard name identifier|name identifier",
                 .example = "0000 0004 8271 6394"},
    NumberFormat{.entity = {.name = "ISO11649",
                            .category = Category::kPayment,
                            .title = "structured creditor reference",
                            .source = "ISO 11649"},
                 .shapes = "RF99x{1,21}",
                 .valid = CreditorReference,
                 .words = "iso 11649|creditor reference|structured reference|rf reference|"
                          "zahlungsreferenz|verwendungszweck",
                 .example = "RF18 0827 1639 50"},
    NumberFormat{
        .entity = {.name = "LEI", .title = "legal entity identifier", .source = "ISO 17442"},
        .shapes = "xxxxxxxxxxxxxxxxxx99|xxxx xxxx xxxx xxxx xx99",
        .valid = Lei,
        .words = "lei|lei code|legal entity|legal entity identifier",
        .example = "5299004827KRVB163908"},
    NumberFormat{.entity = {.name = "MEID",
                            .kind = Kind::kNetwork,
                            .title = "mobile equipment identifier",
                            .source = "3GPP2 S.R0048"},
                 .shapes = "xxxxxxxxxxxxxx|xxxxxxxxxxxxxxx|xx xx xx xx xx xx xx|"
                           "xx xx xx xx xx xx xx x|99999 99999 9999 9999|99999 99999 9999 9999 9|"
                           "99-999999-999999|99-999999-999999-9",
                 .valid = Meid,
                 .check = 0,
                 .words = "meid|mobile equipment identifier|mobile equipment",
                 .example = "A0 00 48 27 16 3B 95"},
    NumberFormat{
        .entity = {.name = "ORCID", .title = "researcher identifier", .source = "ISO 27729, ORCID"},
        .shapes = "9999-9999-9999-999x",
        .valid = Orcid,
        .strength = Strength::kFair,
        .words = "orcid|orcid id|researcher",
        .example = "0000-0002-4827-1630"},
    NumberFormat{.entity = {.name = "VIN",
                            .title = "vehicle identification number",
                            .source = "ISO 3779; 49 CFR 565"},
                 .shapes = "xxxxxxxxxxxxxxxxx",
                 .valid = Vin,
                 .form = VinWithoutCheck,
                 .strength = Strength::kFair,
                 .words = "vin|vin number|vehicle identification|chassis number|chassis|"
                          "fahrgestellnummer|fin|numéro de châssis|número de chasis|"
                          "numero di telaio|bastidor",
                 .example = "1KRVB48X5MT482713"},
};

}  // namespace

std::span<const NumberFormat> InternationalNumbers() { return kFormats; }

}  // namespace reeve::detectors

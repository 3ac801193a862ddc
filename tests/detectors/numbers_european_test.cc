// What is particular in European numbers: centuries, prefixes, letters in place of digits, old and
// new forms. That every row finds its example is tested in numbers_test.cc.
#include <algorithm>

#include "detectors/number_format.h"
#include "tests/detectors/found.h"

namespace reeve::detectors {
namespace {

const NumberFormat& Format(std::string_view name) {
  for (const NumberFormat* format : NumberFormats()) {
    if (format->entity.name == name) return *format;
  }
  FAIL("no number is named " << name);
  throw 0;
}

// Does the validator take the compact form?
bool Valid(std::string_view name, std::string_view compact) { return Format(name).valid(compact); }

// Is it found on exactly this number, behind `before`?
bool Finds(std::string_view name, const std::string& number, const std::string& before = "") {
  const std::string text = before + number;
  const std::vector<std::string> found = Found(text);
  return std::count(found.begin(), found.end(), std::string(name) + " " + number) == 1;
}

TEST_CASE("detectors: a century stands in the month, the first digit or the sign between") {
  CHECK(Valid("PL_PESEL", "07272079451"));  // 20 July 2007
  CHECK(Valid("PL_PESEL", "99872053766"));  // 20 July 1899
  CHECK_FALSE(Valid("PL_PESEL", "07932079451"));
  CHECK(Valid("BG_EGN", "0449195904"));  // September 2004
  CHECK(Valid("BG_EGN", "9929147043"));  // September 1899
  CHECK(Valid("EE_IK", "50502188514"));
  CHECK(Valid("EE_IK", "18712208269"));
  CHECK_FALSE(Valid("EE_IK", "90502188514"));
  CHECK(Valid("LT_ASMENS", "60412302501"));
  CHECK(Valid("RO_CNP", "5040229460306"));        // 29 February 2004
  CHECK_FALSE(Valid("RO_CNP", "1040229460306"));  // of 1904 the check digit is another
  CHECK(Valid("SI_EMSO", "0702006296151"));
  CHECK(Valid("SI_EMSO", "0702946043820"));
  CHECK(Finds("FI_PERSONAL_IDENTITY_CODE", "120703A415J"));
  CHECK(Finds("FI_PERSONAL_IDENTITY_CODE", "120703-325M"));
  CHECK(Finds("FI_PERSONAL_IDENTITY_CODE", "120798+775N"));
  CHECK_FALSE(Finds("FI_PERSONAL_IDENTITY_CODE", "120703/325M", "hetu "));
  CHECK_FALSE(Finds("FI_PERSONAL_IDENTITY_CODE", "120703325M", "hetu "));
  CHECK(Finds("SE_PERSONNUMMER", "130417+8658"));
  CHECK(Finds("SE_PERSONNUMMER", "19620417-5308"));
  CHECK_FALSE(Finds("SE_PERSONNUMMER", "19620431-5308", "personnummer "));
}

TEST_CASE("detectors: a day or a month is higher for women, foreigners and companies") {
  CHECK(Valid("CZ_RC", "8359174670"));       // a woman of 17 September 1983
  CHECK(Valid("CZ_RC", "1278099361"));       // a man of 2012, the day's numbers were used up
  CHECK(Valid("CZ_RC", "445212930"));        // 1944, no check digit yet
  CHECK_FALSE(Valid("CZ_RC", "555212930"));  // nine digits ended in 1953
  CHECK(Valid("NO_FODSELSNUMMER", "55098138039"));
  CHECK(Valid("IS_KENNITALA", "5612987429"));
  CHECK(Valid("IS_KENNITALA", "1107040540"));
  CHECK_FALSE(Valid("IS_KENNITALA", "3112987429"));
  CHECK(Valid("BE_NN", "04022971268"));
  CHECK(Valid("BE_BIS", "04422934367"));
  CHECK_FALSE(Valid("BE_NN", "04422934367"));
  CHECK(Valid("BE_SSN", "04422934367"));
  CHECK(Valid("LV_PK", "24029920668"));
  CHECK(Valid("LV_PK", "32092856080"));  // since 2017 without a birth
}

TEST_CASE("detectors: a VAT number is found in prose by its country's letters") {
  for (const std::string number : {"DE255658689", "DE 255 658 689", "de-255658689"}) {
    INFO(number);
    CHECK(Finds("DE_VAT_ID", number, "USt-IdNr. "));
  }
  CHECK(Finds("DE_VAT_ID", "DE255658689", "They wrote "));
  CHECK(Finds("AT_UID", "ATU50393612", "They wrote "));
  CHECK(Finds("PL_NIP", "PL 9738993101", "They wrote "));
  CHECK(Finds("NL_BTW", "NL236305344B63", "They wrote "));  // of 2020
  CHECK(Finds("BG_VAT", "BG 762137532", "They wrote "));
  CHECK(Finds("DK_CVR", "DK 58 22 57 03", "They wrote "));
  CHECK(Finds("LT_PVM", "LT123483265013", "They wrote "));
  CHECK(Finds("CH_UID", "CHE-209.533.309", "They wrote "));
  CHECK(Finds("GB_VAT", "GB 415650118", "They wrote "));
  CHECK(Found("They wrote 255658689 then") == kNothing);
  CHECK(Found("VAT: DE 255 658 688") == kNothing);  // and no number of another country either
}

TEST_CASE("detectors: small words before a number are no country") {
  CHECK(Finds("FR_TVA", "96 552 100 554", "the tva is "));
  CHECK(Finds("PT_NIF", "501 964 843", "o nif no "));
}

TEST_CASE("detectors: letters stand for digits where a norm says so") {
  CHECK(Valid("IT_FISCAL_CODE", "BNCLGU75A48F200R"));
  CHECK(Valid("IT_FISCAL_CODE", "BNCLGULRAQMFNRLK"));
  CHECK_FALSE(Valid("IT_FISCAL_CODE", "BNCLGULRAQMFNRLJ"));
  CHECK_FALSE(Valid("IT_FISCAL_CODE", "BNCLGU75A32F200R"));  // neither a man's day nor a woman's
  CHECK(Finds("IT_FISCAL_CODE", "BNCLGULRAQMFNRLK", "codice fiscale "));
  CHECK(Found("ABSOLUTELYNOTHING THEUNTOUCHABLES") == kNothing);
  CHECK(Valid("FR_NIR", "185052A00401270"));  // Corsica
  CHECK_FALSE(Valid("FR_NIR", "185052C00401270"));
  CHECK(Valid("FR_TVA", "FRC1552100554"));
  CHECK_FALSE(Valid("FR_TVA", "FRI1552100554"));
  CHECK(Valid("BY_UNP", "MA6478331"));
  CHECK(Finds("BY_UNP", "МА6478331", "УНП "));
  CHECK(Finds("MK_EDB", "МК4030083666871", "ЕДБ "));
  CHECK(Finds("RU_LICENSE_PLATE", "К482ХУ78", "госномер "));
}

TEST_CASE("detectors: Spain's tax number has the forms of persons, foreigners and companies") {
  for (const std::string number :
       {"96072657R", "Y3538939N", "G92499425", "Q4563249D", "K6345931R"}) {
    INFO(number);
    CHECK(Finds("ES_NIF", number, "NIF: "));
  }
  CHECK(Finds("ES_NIE", "Y-3538939-N", "NIE "));
  CHECK(Finds("ES_CIF", "G-92499425", "CIF "));
  CHECK_FALSE(Finds("ES_NIF", "96072657T", "NIF: "));
  CHECK_FALSE(Finds("ES_CIF", "Y3538939N", "CIF "));
}

TEST_CASE("detectors: old and new forms of Ireland, Britain and Romania") {
  CHECK(Valid("IE_VAT", "IE5209046H"));
  CHECK(Valid("IE_VAT", "IE4S25783M"));
  CHECK(Valid("IE_VAT", "IE8235693TH"));
  CHECK_FALSE(Valid("IE_VAT", "IE8235693TA"));
  CHECK(Valid("IE_PPS", "0418062MA"));
  CHECK_FALSE(Valid("IE_PPS", "0418062ME"));
  CHECK(Valid("GB_VAT", "GBGD499"));
  CHECK_FALSE(Valid("GB_VAT", "GBGD500"));
  CHECK(Valid("GB_VAT", "HA500"));
  CHECK(Finds("RO_ONRC", "J2024883752005", "ONRC "));
  CHECK(Finds("RO_ONRC", "J40/1234/2019", "ONRC "));
  CHECK(Finds("RO_ONRC", "F5/1055/03.09.1993", "ONRC "));
  CHECK_FALSE(Finds("RO_ONRC", "J49/1234/2019", "ONRC "));
  CHECK_FALSE(Finds("RO_ONRC", "J40/1234/1919", "ONRC "));
}

TEST_CASE("detectors: establishments of La Poste have a sum of their own") {
  CHECK(Valid("FR_SIRET", "35600000004377"));
  CHECK(Valid("FR_SIRET", "55210055409188"));
  CHECK_FALSE(Valid("FR_SIRET", "55210055409187"));
}

TEST_CASE("detectors: a German tax identifier repeats one digit at most") {
  CHECK(Valid("DE_TAX_ID", "79935091825"));
  CHECK_FALSE(Valid("DE_TAX_ID", "79935091824"));
  CHECK_FALSE(Valid("DE_TAX_ID", "11111111111"));
  CHECK(Finds("DE_TAX_NUMBER", "2893081508152", "Steuernummer "));
  CHECK_FALSE(Finds("DE_TAX_NUMBER", "1793081508152", "Steuernummer "));  // no state of that number
}

TEST_CASE("detectors: German plates and registers need their groups") {
  for (const std::string plate : {"HH-XY 123", "M AB 1", "KA-EF-12H", "MIL EF 1234E"}) {
    INFO(plate);
    CHECK(Finds("DE_KFZ", plate, "Kennzeichen: "));
  }
  CHECK_FALSE(Finds("DE_KFZ", "HHXY123", "Kennzeichen: "));
  CHECK_FALSE(Finds("DE_KFZ", "HH-XY 12345", "Kennzeichen: "));
  CHECK(Finds("DE_HANDELSREGISTER", "HRB 7712", "Amtsgericht Jena, "));
  CHECK(Finds("DE_HANDELSREGISTER", "HRB 7712 B", "Charlottenburg "));
  CHECK(Finds("DE_HANDELSREGISTER", "HRA   812", "Kiel   "));
  CHECK_FALSE(Finds("DE_HANDELSREGISTER", "HRC 7712", "Amtsgericht Jena, "));
  CHECK(Valid("DE_LEITWEG", "05ACME7754"));
  CHECK_FALSE(Valid("DE_LEITWEG", "25ACME7754"));
}

TEST_CASE("detectors: the places of a British postcode have letters of their own") {
  for (const std::string_view code :
       {"M11AA", "B338TH", "CR26XH", "DN551PT", "W1A1HQ", "EC1A1BB"}) {
    INFO(code);
    CHECK(Valid("UK_POSTCODE", code));
  }
  for (const std::string_view code : {"QR26XH", "CI26XH", "W1I1HQ", "EC1C1BB", "M11AC"}) {
    INFO(code);
    CHECK_FALSE(Valid("UK_POSTCODE", code));
  }
  CHECK(Finds("UK_POSTCODE", "EC1A 1BB", "We moved to "));
  CHECK_FALSE(Finds("UK_POSTCODE", "EC1A1BB", "We moved to "));  // needs a word
  CHECK(Finds("UK_POSTCODE", "EC1A1BB", "postcode "));
}

TEST_CASE("detectors: British plates, licences and insurance numbers refuse what was never given") {
  CHECK(Valid("UK_VEHICLE_REGISTRATION", "LK24ABC"));
  CHECK(Valid("UK_VEHICLE_REGISTRATION", "K1ABC"));
  CHECK(Valid("UK_VEHICLE_REGISTRATION", "ABC1D"));
  CHECK_FALSE(Valid("UK_VEHICLE_REGISTRATION", "LK49ABC"));
  CHECK_FALSE(Valid("UK_VEHICLE_REGISTRATION", "O1ABC"));
  CHECK_FALSE(Valid("UK_VEHICLE_REGISTRATION", "ABC1Z"));
  CHECK(Valid("UK_NINO", "JK123456C"));
  CHECK_FALSE(Valid("UK_NINO", "GB123456C"));
  CHECK_FALSE(Valid("UK_NINO", "JO123456C"));
  CHECK_FALSE(Valid("UK_NINO", "JK123456E"));
  CHECK(Valid("UK_DRIVING_LICENCE", "BLOGG862310J99AB"));
  CHECK_FALSE(Valid("UK_DRIVING_LICENCE", "BLOGG813310J99AB"));  // month 13
  CHECK_FALSE(Valid("UK_DRIVING_LICENCE", "BL9GG862310J99AB"));  // padding in the middle
}

TEST_CASE("detectors: a Turkish plate names one of 81 provinces") {
  CHECK(Finds("TR_LICENSE_PLATE", "34 KLM 482", "plaka "));
  CHECK_FALSE(Finds("TR_LICENSE_PLATE", "82 KLM 482", "plaka "));
  CHECK_FALSE(Finds("TR_LICENSE_PLATE", "34 KWM 482", "plaka "));
  CHECK(Valid("TR_NATIONAL_ID", "43570841574"));
  CHECK_FALSE(Valid("TR_NATIONAL_ID", "43570841573"));
  CHECK_FALSE(Valid("TR_NATIONAL_ID", "03570841574"));
}

}  // namespace
}  // namespace reeve::detectors

#include "detectors/check_digits.h"
#include "tests/detectors/found.h"

namespace reeve::detectors {
namespace {

std::vector<std::string> Card(std::string_view words) { return Only("CREDIT_CARD", words); }
std::vector<std::string> Iban(std::string_view words) { return Only("IBAN_CODE", words); }

TEST_CASE("detectors: the Luhn check accepts its own example and refuses each changed digit") {
  const std::string valid = "79927398713";
  CHECK(LuhnValid(valid));
  for (size_t i = 0; i < valid.size(); ++i) {
    std::string changed = valid;
    changed[i] = static_cast<char>('0' + (changed[i] - '0' + 1) % 10);
    CHECK_FALSE(LuhnValid(changed));
  }
}

TEST_CASE("detectors: cards of each network are found in the forms that people write") {
  CHECK(Found("it was 4111111111111111") == Card("4111111111111111"));
  CHECK(Found("card 4111 1111 1111 1111, thanks") == Card("4111 1111 1111 1111"));
  CHECK(Found("4111-1111-1111-1111.") == Card("4111-1111-1111-1111"));
  CHECK(Found("5555555555554444") == Card("5555555555554444"));
  CHECK(Found("2223003122003222") == Card("2223003122003222"));
  CHECK(Found("3782 822463 10005") == Card("3782 822463 10005"));
  CHECK(Found("3056 930902 5904") == Card("3056 930902 5904"));
  CHECK(Found("it was 6011111111111117") == Card("6011111111111117"));
  CHECK(Found("3530111333300000") == Card("3530111333300000"));
  CHECK(Found("6200000000000005") == Card("6200000000000005"));
  CHECK(Found("{\"card_number\":\"5018000000000009\"}") == Card("5018000000000009"));
}

TEST_CASE("detectors: a card between other numbers is found alone") {
  CHECK(Found("row 12 4111 1111 1111 1111 99") == Card("4111 1111 1111 1111"));
}

// A text of digits may be another number.
bool IsCard(std::string_view text) {
  for (const Finding& finding : Everything().Scan(text)) {
    if (finding.entity == "CREDIT_CARD") return true;
  }
  return false;
}

TEST_CASE("detectors: a wrong check digit, issuer, length or form is no card") {
  CHECK_FALSE(IsCard("4111111111111112"));
  CHECK_FALSE(IsCard("9111111111111111"));
  CHECK_FALSE(IsCard("411111111111111"));
  CHECK_FALSE(IsCard("41 1111 1111 1111 11"));
  CHECK_FALSE(IsCard("4111 1111-1111 1111"));
  CHECK_FALSE(IsCard("4111.1111.1111.1111"));
  CHECK_FALSE(IsCard("4444444444444444444444444444"));
}

TEST_CASE("detectors: the middle of a longer token is no card") {
  CHECK_FALSE(IsCard("x4111111111111111"));
  CHECK_FALSE(IsCard("4111111111111111x"));
  CHECK_FALSE(IsCard("id_4111111111111111"));
  CHECK_FALSE(IsCard("0.4111111111111111"));
  CHECK_FALSE(IsCard("1-4111-1111-1111-1111"));
  CHECK_FALSE(IsCard("4111111111111111.25"));
}

TEST_CASE("detectors: short numbers of weak ranges need a word beside them") {
  CHECK_FALSE(IsCard("501800000009"));
  CHECK(Found("maestro 501800000009") == Card("501800000009"));
}

TEST_CASE("detectors: words for and against move the score of a card") {
  const double alone = ScoreOf("it was 4111111111111111");
  CHECK(ScoreOf("my visa 4111111111111111") > alone);
  CHECK(ScoreOf("tracking 4111111111111111") < alone);
}

TEST_CASE("detectors: an IBAN in other groups is found in capitals") {
  CHECK(Found("DE 89 3704 0044 0532 0130 00") == Iban("DE 89 3704 0044 0532 0130 00"));
  CHECK(Found("IBAN DE-89-370400440532013000.") == Iban("DE-89-370400440532013000"));
  CHECK(Found("to DE89.37040044.0532013000, please") == Iban("DE89.37040044.0532013000"));
  CHECK(Found("to de 89 3704 0044 0532 0130 00") == kNothing);
  CHECK(Found("to DE 89  3704 0044 0532 0130 00") == kNothing);
}

TEST_CASE("detectors: an IBAN is found compact and in groups of four") {
  CHECK(Found("IBAN DE89370400440532013000.") == Iban("DE89370400440532013000"));
  CHECK(Found("DE89 3704 0044 0532 0130 00") == Iban("DE89 3704 0044 0532 0130 00"));
  CHECK(Found("GB82-WEST-1234-5698-7654-32") == Iban("GB82-WEST-1234-5698-7654-32"));
  CHECK(Found("pay to gb82west12345698765432!") == Iban("gb82west12345698765432"));
  CHECK(Found("NO93 8601 1117 947 now") == Iban("NO93 8601 1117 947"));
  CHECK(Found("MT84MALT011000012345MTLCAST001S") == Iban("MT84MALT011000012345MTLCAST001S"));
}

TEST_CASE("detectors: IBANs of countries that have no entry in the registry are found") {
  CHECK(Found("MA14482716093482716093482716") == Iban("MA14482716093482716093482716"));
  CHECK(Found("MA15482716093482716093482716") == kNothing);
}

TEST_CASE("detectors: an IBAN of a wrong sum, length or country is refused") {
  CHECK(Found("DE88370400440532013000") == kNothing);
  CHECK(Found("DE8937040044053201300") == kNothing);
  CHECK(Found("DE893704004405320130000") == kNothing);
  CHECK(Found("XX89370400440532013000") == kNothing);
  CHECK(Found("ADE89370400440532013000") == kNothing);
  CHECK(Found("BE41091811735141") == kNothing);  // the sum of the account is wrong
  CHECK(Found("BE68539007547034") == Iban("BE68539007547034"));
  CHECK(Found("DE89  3704 0044 0532 0130 00") == kNothing);
}

}  // namespace
}  // namespace reeve::detectors

#include "detectors/generalise.h"

#include "tests/detectors/redact_testing.h"

namespace reeve::detectors {
namespace {

std::string Of(std::string_view entity, std::string_view text) {
  return Whole(entity, text, {.op = Operator::kGeneralise});
}

TEST_CASE("detectors: an age becomes a band of ten years, and from 90 one band") {
  CHECK(Of("AGE", "37") == "30-39");
  CHECK(Of("AGE", "aged 8") == "0-9");
  CHECK(Of("AGE", "89 years old") == "80-89");
  CHECK(Of("AGE", "103") == "90+");
  CHECK(Of("AGE", "in her forties") == "<AGE>");
  CHECK(Of("AGE", "1944") == "<AGE>");
}

TEST_CASE("detectors: a date of birth becomes its year") {
  CHECK(Of("DATE_OF_BIRTH", "1984-02-29") == "1984");
  CHECK(Of("DATE_OF_BIRTH", "29.2.1984") == "1984");
  CHECK(Of("DATE_OF_BIRTH", "February 29th, 1984") == "1984");
  CHECK(Of("DATE_OF_BIRTH", "29.2.84") == "<DATE_OF_BIRTH>");
  CHECK(Of("DATE_OF_BIRTH", "1984 or 1985") == "<DATE_OF_BIRTH>");
}

TEST_CASE("detectors: an address becomes its network") {
  CHECK(Of("IP_ADDRESS", "93.184.216.34") == "93.184.216.0/24");
  CHECK(Of("IP_ADDRESS", "93.184.216.34/32") == "93.184.216.0/24");
  CHECK(Of("IP_ADDRESS", "2A00:1450:4001:81B::200e") == "2a00:1450:4001::/48");
  CHECK(Of("IP_ADDRESS", "2a00:1450::1") == "2a00:1450::/48");
  CHECK(Of("IP_ADDRESS", "fe80::1%eth0") == "fe80::/48");
  CHECK(Of("IP_ADDRESS", "::1") == "::/48");
  CHECK(Of("IP_ADDRESS", "localhost") == "<IP_ADDRESS>");
  CHECK(Of("MAC_ADDRESS", "3c:22:fb:11:22:33") == "3c:22:fb:xx:xx:xx");
}

TEST_CASE("detectors: a postal code becomes its area") {
  CHECK(Of("UK_POSTCODE", "SW1A 1AA") == "SW");
  CHECK(Of("UK_POSTCODE", "m1 1ae") == "m");
  CHECK(Of("US_ZIP_CODE", "90210-1234") == "902xx-xxxx");
  CHECK(Of("DE_POSTCODE", "10115") == "10xxx");
  CHECK(Of("DE_POSTCODE", "1") == "<DE_POSTCODE>");
}

TEST_CASE("detectors: a card becomes its issuer's range, an IBAN and a phone their country") {
  CHECK(Of("CREDIT_CARD", "4012 8888 8888 1881") == "4012 88xx xxxx xxxx");
  CHECK(Of("CREDIT_CARD", "40128888") == "<CREDIT_CARD>");
  CHECK(Of("IBAN_CODE", "DE02 1203 0000 0000 2020 51") == "DExx xxxx xxxx xxxx xxxx xx");
  CHECK(Of("PHONE_NUMBER", "+44 20 7946 0123") == "+44 xx xxxx xxxx");
  CHECK(Of("PHONE_NUMBER", "+1-202-555-0123") == "+1-xxx-xxx-xxxx");
  CHECK(Of("PHONE_NUMBER", "+353 1 234 5678") == "+353 x xxx xxxx");
  CHECK(Of("PHONE_NUMBER", "+91 98765 43210") == "+91 xxxxx xxxxx");
  CHECK(Of("PHONE_NUMBER", "020 7946 0123") == "<PHONE_NUMBER>");
}

TEST_CASE("detectors: coordinates become two decimals, an amount a range, an address its host") {
  CHECK(Of("COORDINATES", "52.520008, -13.404954") == "52.52, -13.40");
  CHECK(Of("COORDINATES", "52.5") == "52.5");
  CHECK(Of("COORDINATES", "52\u00B0 31'") == "<COORDINATES>");
  CHECK(Of("AMOUNT", "EUR 12,345.67") == "EUR 10000-20000");
  CHECK(Of("AMOUNT", "1.234.567,00 \u20AC") == "1000000-2000000 \u20AC");
  CHECK(Of("AMOUNT", "$0.99") == "$0-1");
  CHECK(Of("AMOUNT", "99") == "90-100");
  CHECK(Of("EMAIL_ADDRESS", "ada@example.org") == "*@example.org");
  CHECK(Of("URL", "https://ada:pw@example.org:8443/u/17?k=v") == "https://example.org:8443/");
  CHECK(Of("URL", "https://example.org/@ada") == "https://example.org/");
}

TEST_CASE("detectors: what has no coarser form gets its label") {
  CHECK(Of("US_SSN", "219-09-9999") == "<US_SSN>");
  CHECK(Of("AWS_ACCESS_KEY", "AKIAIOSFODNN7EXAMPLE") == "<AWS_ACCESS_KEY>");
}

}  // namespace
}  // namespace reeve::detectors

#include "detectors/surrogate.h"

#include <set>

#include "detectors/surrogate_draw.h"
#include "tests/detectors/found.h"
#include "tests/detectors/redact_testing.h"

namespace reeve::detectors {
namespace {

std::string Of(std::string_view entity, std::string_view text) {
  return WholeWithKeys(entity, text, Operator::kSurrogate);
}

// Letters become a, digits 0.
std::string FormOf(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c >= '0' && c <= '9' ? '0' : (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 'a' : c;
  }
  return out;
}

TEST_CASE("detectors: a surrogate is the same for a value of a tenant, and for no other tenant") {
  const std::string card = Of("CREDIT_CARD", "4012 8888 8888 1881");
  CHECK(card == Of("CREDIT_CARD", "4012 8888 8888 1881"));
  CHECK(Of("CREDIT_CARD", "4012888888881881") ==
        card.substr(0, 4) + card.substr(5, 4) + card.substr(10, 4) + card.substr(15));
  CHECK(card != WholeWithKeys("CREDIT_CARD", "4012 8888 8888 1881", Operator::kSurrogate, "other"));
  CHECK(card != Of("CREDIT_CARD", "4012 8888 8888 1873"));
}

TEST_CASE("detectors: a card's surrogate is of its network's test range, its form, and found") {
  for (const std::string_view card :
       {"4012 8888 8888 1881", "3714-496353-98431", "5105105105105100", "2720 9900 0000 0007",
        "3530111333300000", "6011 0009 9013 9424"}) {
    const std::string made = Of("CREDIT_CARD", card);
    CAPTURE(card, made);
    CHECK(FormOf(made) == FormOf(card));
    CHECK(made.substr(0, 1) == card.substr(0, 1));
    CHECK(Found("card " + made) == Only("CREDIT_CARD", made));
  }
}

TEST_CASE("detectors: an IBAN's surrogate is of its country, at no bank, and found") {
  for (const std::string_view iban : {"DE02 1203 0000 0000 2020 51", "GB33BUKB20201555555555",
                                      "FR76 3000 6000 0112 3456 7890 189", "NL02ABNA0123456789",
                                      "NO8330001234567", "MT31MALT01100000000000000000123"}) {
    const std::string made = Of("IBAN_CODE", iban);
    CAPTURE(iban, made);
    CHECK(FormOf(made) == FormOf(iban));
    CHECK(made.substr(0, 2) == iban.substr(0, 2));
    CHECK(Compacted(made).substr(4, 4) ==
          (FormOf(Compacted(iban)).substr(4, 4) == "0000" ? "0000" : "XXXX"));
    CHECK(Found("IBAN " + made) == Only("IBAN_CODE", made));
  }
}

TEST_CASE("detectors: numbers that were never issued stand for those of persons") {
  for (int i = 10; i < 60; ++i) {
    const std::string ssn = Of("US_SSN", "219-09-99" + std::to_string(i));
    CAPTURE(ssn);
    CHECK(FormOf(ssn) == "000-00-0000");
    CHECK(ssn[0] == '9');
    CHECK(ssn.substr(4, 2) >= "01");
    CHECK(ssn.substr(4, 2) <= "49");
    CHECK(ssn.substr(7) != "0000");
  }
  CHECK(Of("CA_SIN", "130 692 544")[0] == '0');
  CHECK(Of("UK_NINO", "AB 12 34 56 C").starts_with("QQ "));
  CHECK(Of("IN_AADHAAR", "2341 2341 2346")[0] == '1');
  CHECK(Of("FI_PERSONAL_IDENTITY_CODE", "131052-308T")[7] == '9');
}

// Each scheme by its definition, as a sum over the whole number.
TEST_CASE("detectors: the check digits of surrogates are right by their definitions") {
  for (int i = 1000; i < 1100; ++i) {
    const std::string nhs = Of("UK_NHS", "943476" + std::to_string(i));
    const std::string bsn = Of("NL_BSN", "11122" + std::to_string(i));
    CAPTURE(nhs, bsn);
    unsigned nhs_sum = 0;
    for (unsigned k = 0; k < 10; ++k) nhs_sum += static_cast<unsigned>(nhs[k] - '0') * (10 - k);
    CHECK(nhs_sum % 11 == 0);
    int bsn_sum = -(bsn[8] - '0');
    for (int k = 0; k < 8; ++k) bsn_sum += (bsn[static_cast<size_t>(k)] - '0') * (9 - k);
    CHECK(bsn_sum % 11 == 0);
    CHECK(nhs.starts_with("999"));
    CHECK(bsn.starts_with("9999"));
  }
  // Published examples.
  CHECK(LuhnDigit("7992739871") == '3');
  CHECK(VerhoeffDigit("236") == '3');
  CHECK(VerhoeffDigit("12345") == '1');
  CHECK(IbanCheckDigits("DE", "370400440532013000") == "89");
  CHECK(IbanCheckDigits("GB", "WEST12345698765432") == "82");
}

TEST_CASE("detectors: a phone's surrogate is of a range for drama") {
  CHECK(Of("PHONE_NUMBER", "(415) 867-5309").substr(5, 7) == " 555-01");
  CHECK(FormOf(Of("PHONE_NUMBER", "+1 415 867 5309")) == "+0 000 000 0000");
  const std::set<std::string> british = {"+44 2079460", "+44 7700900", "+44 1632960"};
  CHECK(british.contains(Of("PHONE_NUMBER", "+44 20 7123 45678").substr(0, 11)));
  const std::string french = Compacted(Of("PHONE_NUMBER", "+33 1 42 68 53 00"));
  CHECK((french.starts_with("3319900") || french.starts_with("3363998")));
  CHECK(Of("PHONE_NUMBER", "+48 22 694 59 59").starts_with("+999 "));
  CHECK(Of("PHONE_NUMBER", "030 901820").starts_with("+999 "));
}

TEST_CASE("detectors: addresses for documentation stand for those of machines and mailboxes") {
  const std::string email = Of("EMAIL_ADDRESS", "ada@lovelace.example.net");
  CHECK(email.starts_with("user-"));
  CHECK(email.ends_with("@example.com"));
  CHECK(Of("EMAIL_ADDRESS", "ADA@lovelace.example.net") == email);
  const std::string ip = Of("IP_ADDRESS", "8.8.4.4");
  CHECK((ip.starts_with("192.0.2.") || ip.starts_with("198.51.100.") ||
         ip.starts_with("203.0.113.")));
  CHECK(Of("IP_ADDRESS", "2a00:1450::8a").starts_with("2001:db8:"));
  CHECK(Found("from " + Of("IP_ADDRESS", "2a00:1450::8a")).size() == 1);
  CHECK(Of("MAC_ADDRESS", "3C-22-FB-11-22-33").starts_with("00-00-5e-00-53-"));
}

TEST_CASE("detectors: a name is for a name, and a date for a date of the same form") {
  const std::string name = Of("PERSON", "Grace Hopper");
  CHECK(std::count(name.begin(), name.end(), ' ') == 1);
  CHECK(Of("PERSON", "Hopper").find(' ') == std::string::npos);
  CHECK(FormOf(Of("DATE_OF_BIRTH", "9.12.1906")) == "0.00.0000");
  CHECK(FormOf(Of("DATE_OF_BIRTH", "1906-12-09")) == "0000-00-00");
}

TEST_CASE("detectors: where no range is known, or no such form, a digest token stands") {
  CHECK(Of("GITHUB_TOKEN", "ghp_abc").starts_with("<GITHUB_TOKEN#"));
  CHECK(Of("CREDIT_CARD", "4111").starts_with("<CREDIT_CARD#"));
  CHECK(Of("IBAN_CODE", "1234").starts_with("<IBAN_CODE#"));
  CHECK(Of("DATE_OF_BIRTH", "last May").starts_with("<DATE_OF_BIRTH#"));
}

}  // namespace
}  // namespace reeve::detectors

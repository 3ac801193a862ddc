#include "detectors/redact.h"

#include "tests/detectors/found.h"

namespace reeve::detectors {
namespace {

std::string Redacted(std::string_view text, Operator op) {
  return Redact(text, Everything().Scan(text), op);
}

Finding At(std::string_view entity, size_t begin, size_t end) {
  Finding finding;
  finding.entity = entity;
  finding.span.start.bytes = begin;
  finding.span.end.bytes = end;
  return finding;
}

TEST_CASE("detectors: the label operator puts the entity's name in place of the finding") {
  CHECK(Redacted("\U0001F600 card 4111 1111 1111 1111, mail ada@example.org!", Operator::kLabel) ==
        "\U0001F600 card <CREDIT_CARD>, mail <EMAIL_ADDRESS>!");
  CHECK(Redacted("nothing here", Operator::kLabel) == "nothing here");
  CHECK(Redacted("", Operator::kLabel) == "");
}

TEST_CASE("detectors: the mask operator keeps the last four of a card and an IBAN only") {
  CHECK(Redacted("5555 5555 5555 4444 x", Operator::kMask) == "***************4444 x");
  CHECK(Redacted("4111-1111-1111-1111 x", Operator::kMask) == "***************1111 x");
  CHECK(Redacted("DE89 3704 0044 0532 0130 00", Operator::kMask) == "**********************30 00");
  CHECK(Redacted("mail ada@example.org", Operator::kMask) == "mail ***************");
}

TEST_CASE("detectors: the mask has one star for each code point") {
  const std::string text = "an j\u00FCrg@example.org";
  CHECK(Redacted(text, Operator::kMask) == "an " + std::string(16, '*'));
}

TEST_CASE("detectors: overlapping findings are replaced once, and nothing of either stays") {
  const std::vector<Finding> findings = {At("EMAIL_ADDRESS", 6, 12), At("CREDIT_CARD", 2, 8)};
  CHECK(Redact("ab345678901234", findings, Operator::kLabel) == "ab<CREDIT_CARD>34");
  CHECK(Redact("ab345678901234", findings, Operator::kMask) == "ab**********34");
  const std::vector<Finding> nested = {At("US_SSN", 0, 4), At("INJECTION_EXFILTRATION", 0, 9)};
  CHECK(Redact("abcdefghij", nested, Operator::kLabel) == "<INJECTION_EXFILTRATION>j");
}

TEST_CASE("detectors: findings that touch are replaced one by one") {
  const std::vector<Finding> findings = {At("US_SSN", 4, 8), At("IP_ADDRESS", 0, 4)};
  CHECK(Redact("abcdefgh", findings, Operator::kLabel) == "<IP_ADDRESS><US_SSN>");
}

TEST_CASE(
    "detectors: a span that would cut a code point is widened, and an end past the text cut") {
  const std::vector<Finding> inside = {At("US_SSN", 1, 3)};
  CHECK(Redact("\U0001F600x", inside, Operator::kLabel) == "<US_SSN>x");
  const std::vector<Finding> beyond = {At("US_SSN", 2, 99), At("US_SSN", 50, 60)};
  CHECK(Redact("abcd", beyond, Operator::kLabel) == "ab<US_SSN>");
}

TEST_CASE("detectors: a short finding keeps at most a third of its letters under the mask") {
  const std::vector<Finding> findings = {At("CREDIT_CARD", 0, 6)};
  CHECK(Redact("123456", findings, Operator::kMask) == "****56");
}

TEST_CASE("detectors: every operator has a name, by which it is found again") {
  for (size_t i = 0; i < kOperatorCount; ++i) {
    const auto op = static_cast<Operator>(i);
    CAPTURE(OperatorName(op));
    CHECK(ParseOperator(OperatorName(op)) == op);
  }
  CHECK_FALSE(ParseOperator("Mask").has_value());
  CHECK_FALSE(ParseOperator("").has_value());
}

}  // namespace
}  // namespace reeve::detectors

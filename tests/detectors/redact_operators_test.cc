#include "detectors/redact_operators.h"

#include "tests/detectors/redact_testing.h"

namespace reeve::detectors {
namespace {

std::string Masked(std::string_view text, MaskTerms mask, std::string_view entity = "US_SSN") {
  return Whole(entity, text, {.op = Operator::kMask, .mask = std::move(mask)});
}

TEST_CASE("detectors: a mask keeps letters at either end, at most a third before and half behind") {
  CHECK(Masked("123-45-6789", {.keep_last = 4}) == "*******6789");
  CHECK(Masked("123-45-6789", {.keep_first = 2, .keep_last = 0}) == "12*********");
  CHECK(Masked("123-45-6789", {.keep_first = 3, .keep_last = 9}) == "123****6789");
  CHECK(Masked("1234", {.keep_last = 4}) == "**34");
  CHECK(Masked("7", {.keep_last = 1}) == "*");
}

TEST_CASE("detectors: a mask may keep separators, and be of another character") {
  CHECK(Masked("123-45-6789", {.keep_last = 4, .keep_separators = true}) == "***-**-6789");
  CHECK(Masked("ab c", {.character = "\u2588", .keep_last = 0}) == "\u2588\u2588\u2588\u2588");
}

TEST_CASE("detectors: a mask of so many characters counts from the end that is asked for") {
  CHECK(Masked("abcdefgh", {.keep_last = 0, .count = 3}) == "***defgh");
  CHECK(Masked("abcdefgh", {.keep_last = 0, .count = 3, .from_end = true}) == "abcde***");
  CHECK(Masked("abc", {.keep_last = 0, .count = 9}) == "***");
  CHECK(Masked("\U0001F600\U0001F600x", {.keep_last = 0, .count = 1}) == "*\U0001F600x");
}

TEST_CASE("detectors: remove, replace and hash leave nothing, a text, and a digest") {
  CHECK(Whole("PERSON", "Ada", {.op = Operator::kRemove}) == "");
  CHECK(Whole("PERSON", "Ada", {.op = Operator::kReplace, .text = "[a person]"}) == "[a person]");
  // printf 'Adapepper' | sha256sum
  CHECK(Whole("PERSON", "Ada", {.op = Operator::kHash, .text = "pepper"}) ==
        "26c390546c8871b7f0af61a50c104fbf8a2bd0516326caeb96e0fecfd15aba6a");
}

TEST_CASE("detectors: without keys the operators that need them give the label") {
  for (const Operator op :
       {Operator::kSurrogate, Operator::kEncrypt, Operator::kToken, Operator::kNumber}) {
    CAPTURE(OperatorName(op));
    CHECK(Whole("US_SSN", "123-45-6789", {.op = op}) == "<US_SSN>");
  }
}

TEST_CASE("detectors: a number is one value's within the interaction, however it is written") {
  LabelNumbers numbers;
  const RedactionContext context{&KeysOf("acme"), "i-1", &numbers};
  const RedactionTerms number{.op = Operator::kNumber};
  CHECK(Whole("PHONE_NUMBER", "+1 202-555-0101", number, context) == "<PHONE_NUMBER_1>");
  CHECK(Whole("PHONE_NUMBER", "+1 202-555-0102", number, context) == "<PHONE_NUMBER_2>");
  CHECK(Whole("PHONE_NUMBER", "+12025550101", number, context) == "<PHONE_NUMBER_1>");
  CHECK(Whole("PERSON", "Ada", number, context) == "<PERSON_1>");
}

TEST_CASE("detectors: a number that a text shows already is given to no other value") {
  LabelNumbers numbers;
  const RedactionContext context{&KeysOf("acme"), "i-1", &numbers};
  const std::string text = "<PERSON_7> met Ada, <PERSON_x>, <_9>, <PERSON_1234567>";
  const std::vector<Redaction> all = {
      {FindingOf("PERSON", text, "Ada"), {.op = Operator::kNumber}}};
  CHECK(Redact(text, all, context) ==
        "<PERSON_7> met <PERSON_8>, <PERSON_x>, <_9>, <PERSON_1234567>");
}

TEST_CASE("detectors: past its bound, an interaction gives labels without a number") {
  LabelNumbers numbers;
  for (size_t i = 0; i < kMaxLabelNumbers; ++i) {
    REQUIRE(numbers.NumberOf("PERSON", Sha256(std::to_string(i))) == i + 1);
  }
  CHECK_FALSE(numbers.NumberOf("PERSON", Sha256("one more")).has_value());
  CHECK(numbers.NumberOf("PERSON", Sha256("0")) == 1);
}

TEST_CASE("detectors: where two operators meet, the stricter one sees the whole stretch once") {
  const auto both = [](RedactionTerms a, RedactionTerms b) {
    const std::vector<Redaction> all = {{FindingAt("US_SSN", 0, 6), std::move(a)},
                                        {FindingAt("PERSON", 3, 12), std::move(b)}};
    return Redact("abcdefghijkl!", all, {.keys = &KeysOf("acme"), .interaction = "i-1"});
  };
  CHECK(both({.op = Operator::kMask}, {.op = Operator::kRemove}) == "!");
  CHECK(both({.op = Operator::kReplace, .text = "x"}, {.op = Operator::kLabel}) == "x!");
  CHECK(both({.op = Operator::kReplace, .text = "x"}, {.op = Operator::kReplace, .text = "y"}) ==
        "!");
  CHECK(both({.op = Operator::kMask}, {.op = Operator::kGeneralise}) == "<PERSON>!");
  CHECK(both({.op = Operator::kHash}, {.op = Operator::kHash, .text = "s"}) == "<PERSON>!");
  CHECK(both({.op = Operator::kMask, .mask = {.keep_last = 4}},
             {.op = Operator::kMask, .mask = {.count = 1}}) == "************!");
  CHECK(both({.op = Operator::kSurrogate}, {.op = Operator::kSurrogate}) == "<PERSON>!");
}

TEST_CASE("detectors: the stricter of two masks keeps what both keep") {
  const RedactionTerms a{.op = Operator::kMask, .mask = {.keep_first = 2, .keep_last = 4}};
  // One by the catalogue, one by number: what both keep is none.
  CHECK(Stricter(a, {.op = Operator::kMask}).mask == MaskTerms{.keep_last = 0});
  const RedactionTerms b{
      .op = Operator::kMask,
      .mask = {.keep_first = 1, .keep_last = 6, .count = 3, .keep_separators = true}};
  const MaskTerms both = Stricter(a, b).mask;
  CHECK(both == MaskTerms{.keep_first = 1, .keep_last = 4});
  CHECK(Stricter(b, a).mask == both);
}

TEST_CASE("detectors: values that are written differently are the same, and secrets are not") {
  const auto same = [](std::string_view text, Category category, Kind kind,
                       std::string_view entity) {
    return SameValue({text, entity, category, kind});
  };
  CHECK(same("4111 1111-1111 1111", Category::kPayment, Kind::kIdentifier, "CREDIT_CARD") ==
        "4111111111111111");
  CHECK(same("Ada@Example.ORG", Category::kPii, Kind::kContact, "EMAIL_ADDRESS") ==
        "ada@example.org");
  CHECK(same("ghp_AbC-d", Category::kSecret, Kind::kCredential, "GITHUB_TOKEN") == "ghp_AbC-d");
  CHECK(same("1.22.3.4", Category::kPii, Kind::kNetwork, "IP_ADDRESS") == "1.22.3.4");
  CHECK(same("1-11-2001", Category::kPii, Kind::kIdentifier, "DATE_OF_BIRTH") == "1-11-2001");
}

}  // namespace
}  // namespace reeve::detectors

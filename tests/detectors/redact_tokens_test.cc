#include "detectors/redact_tokens.h"

#include "tests/detectors/redact_testing.h"

namespace reeve::detectors {
namespace {

std::string Sealed(std::string_view value, std::string_view tenant = "acme",
                   std::string_view interaction = "i-1", uint8_t restore = kRestoreInOutput) {
  return *SealedToken(KeysOf(tenant), interaction, "PERSON", value, restore);
}

TEST_CASE("detectors: a digest token is the same for a value of a tenant and kind, and no other") {
  const std::string token = DigestToken(KeysOf("acme"), "US_SSN", "123456789");
  CHECK(token == DigestToken(KeysOf("acme"), "US_SSN", "123456789"));
  CHECK(token.starts_with("<US_SSN#"));
  CHECK(token.size() == std::string_view("<US_SSN#>").size() + 26);
  CHECK(token != DigestToken(KeysOf("other"), "US_SSN", "123456789"));
  CHECK(token != DigestToken(KeysOf("acme"), "US_SSN", "123456788"));
  CHECK(token.substr(8) != DigestToken(KeysOf("acme"), "PERSON", "123456789").substr(8));
}

TEST_CASE("detectors: a sealed token opens in its interaction, and nowhere else") {
  const std::string text = "for " + Sealed("Ada \"L\"\n") + ".";
  CHECK(Restore(KeysOf("acme"), "i-1", text, kRestoreInOutput) == "for Ada \"L\"\n.");
  CHECK(Restore(KeysOf("acme"), "i-2", text, kRestoreInOutput) == text);
  CHECK(Restore(KeysOf("other"), "i-1", text, kRestoreInOutput) == text);
  CHECK(Restore(KeysOf("acme"), "i-1", text, kRestoreInToolCall) == text);
  const std::vector<std::string_view> others = {"CREDIT_CARD"};
  CHECK(Restore(KeysOf("acme"), "i-1", text, kRestoreInOutput, others) == text);
  const RedactionKeys later(std::string(32, 'n'), "acme");
  CHECK(Restore(later, "i-1", text, kRestoreInOutput) == text);
}

TEST_CASE("detectors: a sealed token of another kind, or changed in any letter, opens no more") {
  const std::string token = Sealed("Ada Lovelace");
  for (size_t i = 1; i + 1 < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'b' ? 'c' : 'b';
    CAPTURE(i);
    CHECK(Restore(KeysOf("acme"), "i-1", changed, kRestoreInOutput) == changed);
  }
  CHECK(Restore(KeysOf("acme"), "i-1", token.substr(0, token.size() - 1), kRestoreInOutput) ==
        token.substr(0, token.size() - 1));
}

TEST_CASE("detectors: a sealed token opens in capitals too") {
  std::string token = Sealed("Ada");
  for (char& c : token) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  CHECK(Restore(KeysOf("acme"), "i-1", token, kRestoreInOutput) == "Ada");
}

TEST_CASE("detectors: the same value is sealed the same within an interaction, and only there") {
  CHECK(Sealed("Ada") == Sealed("Ada"));
  CHECK(Sealed("Ada") != Sealed("Ada", "acme", "i-2"));
  CHECK(Sealed("Ada") != Sealed("Ada", "other"));
}

TEST_CASE("detectors: what is restored into a JSON document is escaped there") {
  const std::string text = R"({"to":")" + Sealed("Ada \"L\"\n") + R"(","n":1})";
  std::vector<std::string> restored;
  CHECK(Restore(KeysOf("acme"), "i-1", text, kRestoreInOutput, {}, &restored) ==
        R"({"to":"Ada \"L\"\n","n":1})");
  CHECK(restored == std::vector<std::string>{"PERSON"});
  // In a document within a string of a document.
  const std::string nested = R"({"a":"{\"to\":\")" + Sealed("\"") + R"(\"}"})";
  CHECK(Restore(KeysOf("acme"), "i-1", nested, kRestoreInOutput) == R"({"a":"{\"to\":\"\\\"\"}"})");
}

TEST_CASE("detectors: findings within the letters of a sealed token leave it as it is") {
  const std::string token = Sealed("Ada Lovelace");
  const std::string text = token + " and Bob";
  const std::vector<Redaction> all = {{FindingAt("PERSON", 10, 20)},
                                      {FindingOf("PERSON", text, "Bob")}};
  CHECK(Redact(text, all, {.keys = &KeysOf("acme"), .interaction = "i-1"}) ==
        token + " and <PERSON>");
  // Of another interaction it is text like any other.
  CHECK(Redact(text, all, {.keys = &KeysOf("acme"), .interaction = "i-2"}) !=
        token + " and <PERSON>");
}

TEST_CASE("detectors: what is too long to seal is not sealed") {
  CHECK(SealedToken(KeysOf("acme"), "i", "PERSON", std::string(kMaxSealedBytes, 'x'), 1));
  CHECK_FALSE(SealedToken(KeysOf("acme"), "i", "PERSON", std::string(kMaxSealedBytes + 1, 'x'), 1));
  const std::string most = Sealed(std::string(kMaxSealedBytes, 'x'));
  CHECK(Restore(KeysOf("acme"), "i-1", most, kRestoreInOutput) ==
        std::string(kMaxSealedBytes, 'x'));
  CHECK(WholeWithKeys("PERSON", std::string(kMaxSealedBytes + 1, 'x'), Operator::kEncrypt) ==
        "<PERSON>");
}

}  // namespace
}  // namespace reeve::detectors

#include "detectors/secrets.h"

#include "base/encoding.h"
#include "tests/detectors/found.h"

namespace reeve::detectors {
namespace {

// The tokens are put together here, so that no scanner takes this file for a leak.
std::string Token(std::string_view prefix, size_t length) {
  constexpr std::string_view kLetters = "q7Zr2KpX9vBn4TfWc8YdL3sHgM6jR5eNu1Ak";
  std::string token(prefix);
  for (size_t i = 0; i < length; ++i) token += kLetters[i * 7 % kLetters.size()];
  return token;
}

std::string Jwt(std::string_view header) {
  std::string encoded = Base64Encode(header);
  while (encoded.ends_with('=')) encoded.pop_back();
  return encoded + "." + Token("eyJ", 40) + "." + Token("", 43);
}

std::string Upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return text;
}

TEST_CASE("detectors: credentials are found by prefix, letters and length") {
  const auto check = [](const std::string& entity, const std::string& token) {
    CHECK(Found("token = \"" + token + "\"") == Only(entity, token));
    CHECK(Found("It is " + token + ".") == Only(entity, token));
  };
  check("AWS_ACCESS_KEY", Upper(Token("AKIA", 16)));
  check("AWS_ACCESS_KEY", Upper(Token("ASIA", 16)));
  check("GITHUB_TOKEN", Token("ghp_", 36));
  check("GITHUB_TOKEN", Token("github_pat_", 82));
  check("GITLAB_TOKEN", Token("glpat-", 20));
  check("OPENAI_API_KEY", Token("sk-", 48));
  check("OPENAI_API_KEY", Token("sk-proj-", 120));
  check("ANTHROPIC_API_KEY", Token("sk-ant-api03-", 95));
  check("GOOGLE_API_KEY", Token("AIza", 35));
  check("HUGGINGFACE_TOKEN", Token("hf_", 34));
  check("SLACK_TOKEN", Token("xoxb-1234-", 30));
  check("SLACK_TOKEN", "hooks.slack.com/services/" + Upper(Token("T", 8)) + "/" +
                           Upper(Token("B", 8)) + "/" + Token("", 24));
  check("STRIPE_API_KEY", Token("sk_live_", 24));
  check("SENDGRID_API_KEY", Token("SG.", 22) + "." + Token("", 43));
  check("NPM_TOKEN", Token("npm_", 36));
  check("JWT", Jwt(R"({"alg":"HS256","typ":"JWT"})"));
}

TEST_CASE("detectors: a credential of another length or alphabet is refused") {
  CHECK(Found(Upper(Token("AKIA", 15))) == kNothing);
  CHECK(Found(Upper(Token("AKIA", 17))) == kNothing);
  CHECK(Found(Token("AKIA", 16)) == kNothing);
  CHECK(Found(Token("ghp_", 35)) == kNothing);
  CHECK(Found(Token("GHP_", 36)) == kNothing);
  CHECK(Found(Token("AIza", 36)) == kNothing);
  CHECK(Found(Token("SG.", 30) + "." + Token("", 35)) == kNothing);
  CHECK(Found(Token("sk-", 20)) == kNothing);
}

TEST_CASE("detectors: the middle of a longer word is no credential") {
  CHECK(Found("x" + Token("ghp_", 36)) == kNothing);
  CHECK(Found(Token("task-", 48)) == kNothing);
}

TEST_CASE("detectors: specimens and monotonous tokens are no credentials") {
  CHECK(Found("AKIAIOSFODNN7EXAMPLE") == kNothing);
  CHECK(Found("ghp_" + std::string(36, 'x')) == kNothing);
  CHECK(Found("ghp_abcdefghijklmnopqrstuvwxyz0123456789") == kNothing);
  CHECK(Found("sk_live_your-key-goes-here-please") == kNothing);
}

TEST_CASE("detectors: a right checksum confirms a GitHub token") {
  // 0xCBF43926, the check value of CRC-32, is 3jZRME in base 62.
  CHECK(Base62ChecksumValid("1234567893jZRME"));
  CHECK_FALSE(Base62ChecksumValid("1234567893jZRMF"));
  const std::vector<Finding> confirmed =
      Everything().Scan("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");
  REQUIRE(confirmed.size() == 1);
  CHECK(confirmed[0].validated);
  CHECK(confirmed[0].parts.check > 0);
  CHECK_FALSE(Base62ChecksumValid("short"));
  CHECK_FALSE(Base62ChecksumValid(Token("", 36)));
}

TEST_CASE("detectors: three dotted parts are a web token only with a header that names alg") {
  CHECK(Found(Jwt(R"({"typ":"JWT"})")) == kNothing);
  CHECK(Found("eyJzzz." + Token("", 20) + "." + Token("", 20)) == kNothing);
  CHECK(Found("eyJhbGciOiJub25lIn0 and nothing else") == kNothing);
}

TEST_CASE("detectors: a private key is found as a whole block") {
  const std::string body = Token("MIIE", 60) + "\n" + Token("", 64) + "\n";
  const std::string block =
      "-----BEGIN RSA PRIVATE KEY-----\n" + body + "-----END RSA PRIVATE KEY-----";
  CHECK(Found("key:\n" + block + "\nend") == Only("PRIVATE_KEY", block));
  const std::string open = "-----BEGIN OPENSSH PRIVATE KEY-----\n" + body;
  CHECK(Found(open) == Only("PRIVATE_KEY", open.substr(0, open.size() - 1)));
  CHECK(Found("-----BEGIN PUBLIC KEY-----\n" + body + "-----END PUBLIC KEY-----") == kNothing);
  CHECK(Found("use -----BEGIN PRIVATE KEY----- as the first line") == kNothing);
}

TEST_CASE("detectors: entropy counts bits a byte") {
  CHECK(Entropy("aaaa") == Approx(0));
  CHECK(Entropy("abab") == Approx(1));
  CHECK(Entropy("abcdefgh") == Approx(3));
}

}  // namespace
}  // namespace reeve::detectors

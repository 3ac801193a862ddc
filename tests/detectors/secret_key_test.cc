#include "detectors/secret_key.h"

#include <catch2/catch.hpp>

#include "detectors/placeholder.h"

namespace reeve::detectors {
namespace {

TEST_CASE("detectors: the last word of a key says what its value is") {
  CHECK(ReadSecretKey("password") == SecretNoun::kPassword);
  CHECK(ReadSecretKey("DB_PASSWORD_PROD") == SecretNoun::kPassword);
  CHECK(ReadSecretKey("dbPassword2") == SecretNoun::kPassword);
  CHECK(ReadSecretKey("the admin password") == SecretNoun::kPassword);
  CHECK(ReadSecretKey("spring.datasource.password") == SecretNoun::kPassword);
  CHECK(ReadSecretKey("clientSecret") == SecretNoun::kSecret);
  CHECK(ReadSecretKey("aws_secret_access_key") == SecretNoun::kSecret);
  CHECK(ReadSecretKey("private-key") == SecretNoun::kSecret);
  CHECK(ReadSecretKey("apikey") == SecretNoun::kApiKey);
  CHECK(ReadSecretKey("X-API-Key") == SecretNoun::kApiKey);
  CHECK(ReadSecretKey("APIKey") == SecretNoun::kApiKey);
  CHECK(ReadSecretKey("var accessToken string") == SecretNoun::kToken);
  CHECK(ReadSecretKey("user_auth") == SecretNoun::kToken);
  CHECK(ReadSecretKey("Authorization") == SecretNoun::kHeader);
  CHECK(ReadSecretKey("key") == SecretNoun::kWeakKey);
  CHECK(ReadSecretKey("secret_do_not_commit") == SecretNoun::kWeakKey);
}

TEST_CASE("detectors: a key that names something of a secret has no secret") {
  for (const std::string_view key :
       {"passwordFile", "password_url", "secret_name", "token_endpoint", "api_key_id", "public_key",
        "primaryKey", "csrf_token", "max_tokens", "author", "monkey", "keyboard", "tokens",
        "password_hash", "secretsManager", "compass", "passenger", "bypass_list"}) {
    INFO(key);
    CHECK(ReadSecretKey(key) == SecretNoun::kNone);
  }
}

TEST_CASE("detectors: references to a secret are none") {
  for (const std::string_view value :
       {"${DB_PASS}", "$DB_PASS", "$(cat pass)", "{{ vault.pass }}", "<your password>", "%PASS%",
        "os.environ[\"X\"]", "process.env.PASS", "getenv(\"PASS\")", "config[\"pass\"]", "@pass@",
        "/run/secrets/db", "vault:kv/data/db#pass", "ENC[AES256,data:x]", "#{pass}", "!Ref Pass"}) {
    INFO(value);
    CHECK(IsReference(value));
  }
  CHECK_FALSE(IsReference("m{{h}o)p9"));
  CHECK_FALSE(IsReference("Tr0ub4dor&3"));
}

TEST_CASE("detectors: placeholders are no secrets") {
  for (const std::string_view value :
       {"password", "changeme", "CHANGE_ME_NOW", "your-api-key-here", "xxxxxxxx", "********",
        "....", "aaaaaaaa", "1234", "abcdefghijkl", "insert_key", "example-token", "REDACTED",
        "abc123..."}) {
    INFO(value);
    CHECK(IsPlaceholder(value));
  }
  CHECK_FALSE(IsPlaceholder("kT9-vbQ2-ww71"));
}

TEST_CASE("detectors: drawn letters are told from words, versions and hosts") {
  for (const std::string_view value :
       {"q7Zr2KpX9vBn4TfW", "3fea6af1349166ea", "9b2d-77Qx-kk31-zzP0"}) {
    INFO(value);
    CHECK(LooksDrawn(value));
  }
  for (const std::string_view value :
       {"NEXUS-GPT4-API-KEY", "sm02915.int.contoso.com", "1.7.8-SNAPSHOT",
        "Ed25519.BlindKeySignatures", "snake_case_name_2", "20231217", "onlyletters"}) {
    INFO(value);
    CHECK_FALSE(LooksDrawn(value));
  }
}

}  // namespace
}  // namespace reeve::detectors

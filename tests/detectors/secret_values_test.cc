// Credentials of no issuer: addresses, headers, commands, files, and the values of keys. The tokens
// are put together here, so that no scanner takes this file for a leak.
#include "base/encoding.h"
#include "tests/detectors/found.h"

namespace reeve::detectors {
namespace {

const std::string kDrawn = std::string("q7Zr2KpX") + "9vBn4TfWc8YdL3";
const std::string kChosen = std::string("Tr4l") + "ala!9";

// Secrets only: an address beside them is another detector's.
std::vector<std::string> Secrets(const std::string& text) {
  std::vector<std::string> found;
  for (const Finding& finding : Everything().Scan(text)) {
    if (finding.category != Category::kSecret) continue;
    const size_t begin = finding.span.start.bytes;
    found.push_back(std::string(finding.entity) + " " +
                    text.substr(begin, finding.span.end.bytes - begin));
  }
  return found;
}

TEST_CASE("detectors: the password of an address is found, with what it opens") {
  CHECK(Secrets("postgres://ada:" + kChosen + "@db.example.net/x") ==
        Only("POSTGRES_PASSWORD", kChosen));
  CHECK(Secrets("mongodb+srv://ada:" + kChosen + "@m.example.net") ==
        Only("MONGODB_PASSWORD", kChosen));
  CHECK(Secrets("redis://:" + kChosen + "@cache:6379/0") == Only("REDIS_PASSWORD", kChosen));
  CHECK(Secrets("https://ada:" + kChosen + "@example.net/") == Only("URL_CREDENTIALS", kChosen));
  CHECK(Secrets("acme+x://ada:" + kChosen + "@example.net/") == Only("URL_CREDENTIALS", kChosen));
}

TEST_CASE("detectors: an address without a literal password has no secret") {
  for (const char* const text :
       {"https://example.net:8080/a@b", "https://ada@example.net/",
        "http://ada:password@example.net", "https://ada:${PASS}@example.net",
        "https://ada:<pass>@example.net", "https://:@example.net"}) {
    INFO(text);
    CHECK(Secrets(text) == kNothing);
  }
}

TEST_CASE("detectors: the password of an address is no part of a mail address") {
  const std::vector<std::string> found = Found("ftp://ada:" + kChosen + "@files.example.net/");
  for (const std::string& finding : found) CHECK(finding.rfind("EMAIL_ADDRESS", 0) != 0);
}

TEST_CASE("detectors: headers of authentication are read") {
  const std::string pair = Base64Encode("ada:" + kDrawn);
  CHECK(Secrets("Authorization: Basic " + pair) == Only("BASIC_AUTH", pair));
  CHECK(Secrets("-H 'authorization: bearer " + kDrawn + "'") == Only("BEARER_TOKEN", kDrawn));
  CHECK(Secrets("Authorization: Basic " + Base64Encode("no colon here")) == kNothing);
  CHECK(Secrets("Authorization: Bearer <token>") == kNothing);
  CHECK(Secrets("Authorization: Bearer $TOKEN1") == kNothing);
}

TEST_CASE("detectors: credentials of curl and of netrc are found") {
  CHECK(Secrets("curl -s -u ada:" + kChosen + " https://x.example.net") ==
        Only("CURL_PASSWORD", "ada:" + kChosen));
  CHECK(Secrets("curl --user \"" + kDrawn + ":\" x") == Only("CURL_PASSWORD", kDrawn + ":"));
  CHECK(Secrets("curl -u \"$USER:$PASS\" x") == kNothing);
  CHECK(Secrets("curl -u ada:password x") == kNothing);
  CHECK(Secrets("curl https://x.example.net") == kNothing);
  CHECK(Secrets("machine x.example.net login ada password " + kChosen) ==
        Only("NETRC_PASSWORD", kChosen));
  CHECK(Secrets("machine learning needs no login") == kNothing);
}

TEST_CASE("detectors: the data of a Kubernetes secret are found, of other kinds not") {
  const std::string value = Base64Encode(kDrawn);
  const std::string data = "data:\n  note: # none\n  color: " + value + "\n";
  CHECK(Secrets("kind: Secret\nmetadata:\n  name: x\n" + data) == Only("KUBERNETES_SECRET", value));
  CHECK(Secrets("apiVersion: v1\n" + data + "kind: \"Secret\"\n") ==
        Only("KUBERNETES_SECRET", value));
  CHECK(Secrets("kind: ConfigMap\n" + data) == kNothing);
  CHECK(Secrets("kind: Secret\n---\nkind: ConfigMap\n" + data) == kNothing);
  CHECK(Secrets("kind: SealedSecret\n" + data) == kNothing);
}

TEST_CASE("detectors: values of keys that say what they are") {
  CHECK(Secrets("db_password = \"" + kChosen + "\"") == Only("PASSWORD", kChosen));
  CHECK(Secrets("My password is: " + kChosen) == Only("PASSWORD", kChosen));
  CHECK(Secrets("myClientSecret := `" + kDrawn + "`") == Only("GENERIC_SECRET", kDrawn));
  CHECK(Secrets("{\"apiKey\": \"" + kDrawn + "\"}") == Only("GENERIC_API_KEY", kDrawn));
  CHECK(Secrets("export SOME_TOKEN=" + kDrawn) == Only("GENERIC_TOKEN", kDrawn));
  CHECK(Secrets("if (\"" + kDrawn + "\" == api_key) {") == Only("GENERIC_API_KEY", kDrawn));
  CHECK(Secrets("deploy --token " + kDrawn + " --now") == Only("GENERIC_TOKEN", kDrawn));
  CHECK(Secrets("client.set_token(\"" + kDrawn + "\")") == Only("GENERIC_TOKEN", kDrawn));
  CHECK(Secrets("password=" + kChosen + "&user=ada") == Only("PASSWORD", kChosen));
}

TEST_CASE("detectors: what only looks like a secret's assignment is none") {
  for (const char* const text :
       {"Password: at least 8 characters", "password: \"Enter your password\"",
        "{\"password\": \"Passwort\"}",
        "def login(user, password: str = None):", "names = [\"password\", \"passwd\", \"pwd\"]",
        "SigningKey& SigningKey::operator=(SigningKey&& x1)", "get_password(\"svc-user01\")",
        "token = request.headers[\"X-Token-1\"]", "password => name2of", "max_tokens = 128000128",
        "secret_name = \"prod/db-7f3a9c21\"", "public_key = \"9Cnzj4p4WGeKLs1Pt8QuKUpR\"",
        "password: ${DB_PASS1}", "api_key = \"your-api-key-1\""}) {
    INFO(text);
    CHECK(Secrets(text) == kNothing);
  }
}

TEST_CASE("detectors: where an issuer's format is known the general reading is not told") {
  CHECK(Secrets("fastly_token = \"" + kDrawn + kDrawn.substr(0, 10) + "\"") ==
        Only("FASTLY_TOKEN", kDrawn + kDrawn.substr(0, 10)));
  CHECK(Secrets("favicon.ico-" + kDrawn + kDrawn.substr(0, 10)) == kNothing);
}

}  // namespace
}  // namespace reeve::detectors

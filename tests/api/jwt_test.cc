// Signed tokens of others: what is read, what is refused, and whose keys count.
#include "api/jwt.h"

#include "api/jwks.h"
#include "api/jwt_issuers.h"
#include "base/file.h"
#include "base/sha256.h"
#include "tests/api/fixture.h"
#include "tests/api/test_issuer.h"

namespace reeve::api::testing {
namespace {

using engine::testing::kStart;
using std::chrono::seconds;

constexpr char kIssuer[] = "https://idp.example.org";

int64_t SecondsOf(Timestamp time) {
  return std::chrono::duration_cast<seconds>(time.time_since_epoch()).count();
}

json::Object Claims(std::initializer_list<json::Member> changes = {}) {
  json::Object claims{
      {"iss", kIssuer}, {"sub", "u-1"}, {"aud", "reeve"}, {"exp", SecondsOf(kStart) + 600}};
  for (const json::Member& change : changes) claims.Set(change.key, change.value);
  return claims;
}
json::Object Without(std::string_view key) {
  json::Object out;
  for (const json::Member& member : Claims()) {
    if (member.key != key) out.Add(member.key, member.value);
  }
  return out;
}

template <typename T>
std::string CodeOf(const Result<T>& result) {
  return result.ok() ? "" : std::string(result.error().code);
}

// The issuer's keys in a file, and a server's side that reads it.
struct Issuers {
  TempDir folder;
  FakeClock clock{kStart};
  Metrics metrics;
  TestIssuer issuer;
  std::unique_ptr<JwtIssuers> issuers;

  explicit Issuers(seconds skew = seconds(60)) {
    SetLogLevel(LogLevel::kError);
    Publish(issuer.Jwks());
    issuers = Must(JwtIssuers::Open(
        {.issuers = {{kIssuer, (folder / "keys").string(), "reeve"}}, .skew = skew}, clock,
        metrics));
  }
  void Publish(const std::string& set) {
    Must(WriteFileDurably(folder / "keys", set, FileMode::kPublic));
  }
  std::string Code(const std::string& token) const { return CodeOf(issuers->Verify(token)); }
};

}  // namespace

TEST_CASE("jwt: a token by each algorithm is its issuer's, and gives issuer and subject") {
  const Issuers server;
  for (const char* algorithm : {"RS256", "ES256", "EdDSA"}) {
    INFO(algorithm);
    const std::string token = server.issuer.Token(algorithm, Claims());
    const JwtIdentity who = Must(server.issuers->Verify(token));
    CHECK(who.issuer == kIssuer);
    CHECK(who.subject == "u-1");
  }
  const json::Object many = Claims({{"aud", json::Array{"other", "reeve"}}});
  CHECK(server.Code(server.issuer.Token("EdDSA", many)).empty());
}

TEST_CASE("jwt: no byte of a token can be changed") {
  const Issuers server;
  for (const char* algorithm : {"RS256", "ES256", "EdDSA"}) {
    const std::string token = server.issuer.Token(algorithm, Claims());
    for (size_t i = 0; i < token.size(); ++i) {
      std::string altered = token;
      altered[i] = altered[i] == 'A' ? 'B' : 'A';
      INFO(algorithm << " at " << i);
      CHECK_FALSE(server.issuers->Verify(altered).ok());
    }
    CHECK_FALSE(server.issuers->Verify(token + "A").ok());
    CHECK_FALSE(server.issuers->Verify(token.substr(0, token.size() - 1)).ok());
  }
}

TEST_CASE("jwt: none, HMACs and the algorithm of another key are refused") {
  const Issuers server;
  const std::string claims = Base64Url(json::Compact(Claims()));
  for (const char* name :
       {"none", "None", "NONE", "nOnE", "", "HS256", "HS512", "RS512", "PS256", "ES384", "rs256"}) {
    INFO(name);
    const std::string input =
        Base64Url(json::Compact(json::Object{{"alg", name}, {"kid", "r"}})) + "." + claims;
    CHECK(server.Code(input + ".") == "jwt.algorithm");
    CHECK(server.Code(input + ".AAAA") == "jwt.algorithm");
  }
  // The public key as the secret of an HMAC, under every name that takes signatures.
  const std::string modulus = Text(json::Value(server.issuer.RsaKey()), "/n");
  for (const char* name : {"HS256", "RS256", "ES256", "EdDSA"}) {
    const std::string input =
        Base64Url(json::Compact(json::Object{{"alg", name}, {"kid", "r"}})) + "." + claims;
    for (const std::string& secret :
         {modulus, Must(Base64UrlDecode(modulus)), server.issuer.Jwks()}) {
      const Hash mac = HmacSha256(secret, input);
      CHECK_FALSE(server.issuers->Verify(input + "." + Base64Url(AsBytes(mac))).ok());
    }
  }
  for (const char* name : {"RS256", "ES256", "EdDSA"}) {
    for (const char* signer : {"RS256", "ES256", "EdDSA"}) {
      for (const char* id : {"r", "e", "d"}) {
        const std::string token =
            server.issuer.TokenOf({{"alg", name}, {"kid", id}}, Claims(), signer);
        const std::string own = std::string(name) == "RS256"   ? "r"
                                : std::string(name) == "ES256" ? "e"
                                                               : "d";
        INFO(name << " " << signer << " " << id);
        CHECK(server.Code(token) ==
              (std::string(name) == signer && own == id ? "" : "jwt.signature"));
      }
    }
  }
}

TEST_CASE("jwt: another issuer, audience, time or key is refused") {
  Issuers server;
  const auto code = [&](const json::Object& claims) {
    return server.Code(server.issuer.Token("EdDSA", claims));
  };
  CHECK(code(Claims({{"iss", "https://idp.example.org/"}})) == "jwt.issuer");
  CHECK(code(Claims({{"aud", "reeve2"}})) == "jwt.audience");
  CHECK(code(Claims({{"aud", json::Array{"a", "b"}}})) == "jwt.audience");
  const int64_t now = SecondsOf(kStart);
  CHECK(code(Claims({{"exp", now - 59}})).empty());  // within the skew
  CHECK(code(Claims({{"exp", now - 60}})) == "jwt.expired");
  CHECK(code(Claims({{"nbf", now + 60}})).empty());
  CHECK(code(Claims({{"nbf", now + 62}})) == "jwt.not_yet");
  const TestIssuer other;
  CHECK(server.Code(other.Token("EdDSA", Claims())) == "jwt.signature");
  CHECK(server.Code(other.Token("RS256", Claims())) == "jwt.signature");
}

TEST_CASE("jwt: what is not whole is refused") {
  const Issuers server;
  const auto code = [&](const json::Object& claims) {
    return server.Code(server.issuer.Token("EdDSA", claims));
  };
  for (const char* claim : {"iss", "sub", "aud", "exp"})
    CHECK(code(Without(claim)) == "jwt.malformed");
  CHECK(code(Claims({{"sub", ""}})) == "jwt.malformed");
  CHECK(code(Claims({{"sub", 7}})) == "jwt.malformed");
  CHECK(code(Claims({{"exp", "tomorrow"}})) == "jwt.malformed");
  CHECK(code(Claims({{"exp", -1}})) == "jwt.malformed");
  CHECK(code(Claims({{"exp", 1e300}})) == "jwt.malformed");
  CHECK(code(Claims({{"nbf", "now"}})) == "jwt.malformed");
  CHECK(code(Claims({{"aud", json::Array{}}})) == "jwt.malformed");
  CHECK(code(Claims({{"aud", json::Array{7}}})) == "jwt.malformed");
  CHECK(server.Code(server.issuer.TokenOf({{"alg", "EdDSA"}, {"crit", json::Array{"b64"}}},
                                          Claims(), "EdDSA")) == "jwt.critical");
  CHECK(server.Code(server.issuer.TokenOf({{"alg", "EdDSA"}, {"kid", 7}}, Claims(), "EdDSA")) ==
        "jwt.malformed");
  for (const char* text : {"", ".", "..", "a.b", "a.b.c", "a.b.c.d", "e30.e30.e30", "=.=.="}) {
    INFO(text);
    CHECK_FALSE(server.issuers->Verify(text).ok());
  }
  CHECK(server.Code(std::string(kMaxJwtBytes + 1, 'a')) == "jwt.malformed");
}

TEST_CASE("jwt: a key that is not known is asked for, but not again and again") {
  Issuers server;
  const TestIssuer next;
  server.Publish(next.Jwks());
  const std::string token = next.Token("EdDSA", Claims());
  CHECK(server.Code(token) == "jwt.signature");  // of the same id: nothing says that it changed
  server.clock.Advance(seconds(31));
  const std::string named = next.TokenOf({{"alg", "EdDSA"}, {"kid", "new"}}, Claims(), "EdDSA");
  json::Object key = next.EdKey();
  key.Set("kid", "new");
  server.Publish(json::Compact(json::Object{{"keys", json::Array{key}}}));
  CHECK(server.Code(named).empty());
  // Within the pause nothing is asked.
  const TestIssuer third;
  json::Object later = third.EdKey();
  later.Set("kid", "later");
  server.Publish(json::Compact(json::Object{{"keys", json::Array{later}}}));
  const std::string newest = third.TokenOf({{"alg", "EdDSA"}, {"kid", "later"}}, Claims(), "EdDSA");
  server.clock.Advance(seconds(29));
  CHECK(server.Code(newest) == "jwt.signature");
  server.clock.Advance(seconds(1));
  CHECK(server.Code(newest).empty());
}

TEST_CASE(
    "jwt: keys are asked for anew after ten minutes, and forgotten after a day without answer") {
  Issuers server;
  const json::Object claims = Claims({{"exp", SecondsOf(kStart) + 10 * 86'400}});
  const std::string token = server.issuer.Token("RS256", claims);
  const TestIssuer next;
  server.clock.Advance(kMaxJwksAge);
  server.Publish(next.Jwks());
  CHECK(server.Code(token) == "jwt.signature");  // the old key was taken away
  CHECK(server.Code(next.Token("RS256", claims)).empty());
  server.Publish("broken");
  server.clock.Advance(std::chrono::hours(23));
  CHECK(server.Code(next.Token("RS256", claims)).empty());
  server.clock.Advance(std::chrono::hours(1));
  CHECK(server.Code(next.Token("RS256", claims)) == "jwt.signature");
  CHECK(server.metrics
            .Counter("reeve_jwks_failures_total",
                     "Times that an issuer's keys could not be read anew.", {})
            .Value() == 2);
  server.Publish(next.Jwks());
  server.clock.Advance(kMinJwksPause);
  CHECK(server.Code(next.Token("RS256", claims)).empty());
}

TEST_CASE("jwks: keys of other kinds are left out, and bad ones refused") {
  const TestIssuer issuer;
  const auto set = [](json::Array keys) {
    return json::Compact(json::Object{{"keys", std::move(keys)}});
  };
  const json::Object secret{{"kty", "oct"}, {"k", "c2VjcmV0"}, {"kid", "d"}, {"alg", "HS256"}};
  CHECK(Must(ReadJwks(set({secret, issuer.EdKey()}))).size() == 1);
  json::Object encrypts = issuer.RsaKey();
  encrypts.Set("use", "enc");
  CHECK(CodeOf(ReadJwks(set({encrypts}))) == "jwks.malformed");
  json::Object other = issuer.RsaKey();
  other.Set("alg", "PS256");
  CHECK(CodeOf(ReadJwks(set({other}))) == "jwks.malformed");
  json::Object small = issuer.RsaKey();
  small.Set("n", Base64Url("\xC1" + std::string(127, '\x01')));
  CHECK(CodeOf(ReadJwks(set({small}))) == "jwks.malformed");
  json::Object off_curve = issuer.EcKey();
  off_curve.Set("x", Base64Url(std::string(32, '\x01')));
  CHECK(CodeOf(ReadJwks(set({off_curve}))) == "jwks.malformed");
  json::Object one = issuer.RsaKey();
  one.Set("e", Base64Url("\x01"));
  CHECK(CodeOf(ReadJwks(set({one}))) == "jwks.malformed");
  json::Object cut = issuer.EdKey();
  cut.Set("x", Base64Url(std::string(31, 'x')));
  CHECK(CodeOf(ReadJwks(set({cut}))) == "jwks.malformed");
  for (const char* text : {"", "{}", "[]", R"({"keys":7})", R"({"keys":[7]})", R"({"keys":[]})"}) {
    CHECK(CodeOf(ReadJwks(text)) == "jwks.malformed");
  }
  CHECK(CodeOf(ReadJwks(set(json::Array(101, issuer.EdKey())))) == "jwks.malformed");
}

TEST_CASE("jwt: an issuer without keys, named twice or without audience is refused at the start") {
  const TempDir folder;
  const TestIssuer issuer;
  Must(WriteFileDurably(folder / "keys", issuer.Jwks(), FileMode::kPublic));
  Must(WriteFileDurably(folder / "broken", "{}", FileMode::kPublic));
  FakeClock clock(kStart);
  Metrics metrics;
  const auto open = [&](std::vector<JwtIssuerOptions> issuers) {
    return CodeOf(JwtIssuers::Open({.issuers = std::move(issuers)}, clock, metrics));
  };
  const std::string keys = (folder / "keys").string();
  CHECK(open({{kIssuer, keys, "reeve"}, {kIssuer, keys, "reeve"}}) == "jwt.issuer");
  CHECK(open({{kIssuer, (folder / "broken").string(), "reeve"}}) == "jwks.malformed");
  CHECK(open({{kIssuer, (folder / "absent").string(), "reeve"}}) == "file.not_found");
  CHECK(open({{kIssuer, "http://idp.example.org/keys", "reeve"}}) == "source.plain_http");
  CHECK(CodeOf(ParseJwtIssuer("https://idp.example.org", "reeve")) == "jwt.issuer");
  CHECK(CodeOf(ParseJwtIssuer("=keys", "reeve")) == "jwt.issuer");
  CHECK(CodeOf(ParseJwtIssuer("https://idp.example.org=keys", "")) == "jwt.audience");
  CHECK(Must(ParseJwtIssuer("https://i.example=https://i.example/k?a=b", "reeve")).keys ==
        "https://i.example/k?a=b");
}

TEST_CASE("jwt: keys are fetched from a web server") {
  const TestIssuer issuer;
  httplib::Server web;
  std::atomic<int> asked = 0;
  web.Get("/keys", [&](const httplib::Request&, httplib::Response& response) {
    ++asked;
    response.set_content(issuer.Jwks(), "application/jwk-set+json");
  });
  const int port = web.bind_to_any_port("127.0.0.1");
  std::jthread serving([&web] { web.listen_after_bind(); });
  while (!web.is_running()) std::this_thread::yield();
  FakeClock clock(kStart);
  Metrics metrics;
  const std::string address = "http://127.0.0.1:" + std::to_string(port) + "/keys";
  const auto issuers =
      Must(JwtIssuers::Open({.issuers = {{kIssuer, address, "reeve"}}}, clock, metrics));
  for (int i = 0; i < 3; ++i) CHECK(issuers->Verify(issuer.Token("ES256", Claims())).ok());
  CHECK(asked == 1);
  clock.Advance(kMaxJwksAge);
  const json::Object later = Claims({{"exp", SecondsOf(kStart) + 86'400}});
  CHECK(issuers->Verify(issuer.Token("ES256", later)).ok());
  CHECK(asked == 2);
  web.stop();
}

}  // namespace reeve::api::testing

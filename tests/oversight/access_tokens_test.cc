// The fold over `token.created`, `token.revoked` and `token.used`: what it refuses, however the
// record came to be; and the tokens that stand.
#include "oversight/access_tokens.h"

#include <thread>

#include "tests/oversight/fixture.h"

namespace reeve::oversight::testing {
namespace {

using std::chrono::hours;

const ActingPerson kRoot{"Root Example", "root", "default"};

AccessToken Person(const std::string& id, Role role = Role::kAuditor,
                   const std::string& person = "Ada Example") {
  return {.id = id,
          .principal = "ada",
          .credential = {CredentialKind::kSecret, "hmac-sha256:" + id},
          .roles = Only(role),
          .tenants = {"default"},
          .person = person,
          .expires = kNow + hours(24)};
}

AccessToken Service(const std::string& id) {
  return {.id = id,
          .principal = "demo",
          .credential = {CredentialKind::kSecret, "hmac-sha256:" + id},
          .roles = Only(Role::kService),
          .systems = {"demo"},
          .tenants = {"default"},
          .expires = kNow + hours(24)};
}

std::string CodeOf(const Status& status) {
  return status.ok() ? "" : std::string(status.error().code);
}

// A ledger, its clock, and the register over both.
struct Tokens {
  FakeClock clock{kNow};
  TestLedger log{clock};
  std::unique_ptr<TokenRegister> tokens = Must(TokenRegister::Open(*log, clock));

  std::string Create(const AccessToken& token) { return CodeOf(tokens->Create(token, kRoot)); }
  std::string Revoke(const std::string& id) {
    return CodeOf(tokens->Revoke(id, "it leaked", kRoot, Random::System()));
  }
};

AccessToken With(void (*change)(AccessToken&), AccessToken token = Person("t-1")) {
  change(token);
  return token;
}

}  // namespace

TEST_CASE(
    "tokens: one is kept whole, found by its id and its credential, and by its tenant alone") {
  Tokens tokens;
  AccessToken service = Service("t-1");
  service.note = "the front end";
  REQUIRE(tokens.Create(service).empty());
  const TokenEntry entry = Must(FindToken(*tokens.log, "default", "t-1"));
  CHECK(json::Compact(ToJson(entry.token, true)) == json::Compact(ToJson(service, true)));
  CHECK(entry.by == "Root Example");
  CHECK(entry.created == kNow);
  CHECK(FindToken(*tokens.log, "other", "t-1").error().code == "token.not_found");
  CHECK(Must(ListTokens(*tokens.log, "other")).empty());
  REQUIRE(tokens.tokens->FindById("t-1") != nullptr);
  CHECK(tokens.tokens->FindById("t-1") == tokens.tokens->FindByCredential(service.credential));
  CHECK(tokens.tokens->FindById("t-2") == nullptr);
  tokens.tokens = Must(TokenRegister::Open(*tokens.log, tokens.clock));
  REQUIRE(tokens.tokens->FindById("t-1") != nullptr);
  CHECK(tokens.tokens->FindById("t-1")->token().note == "the front end");
}

TEST_CASE("tokens: a service is nobody, a person has a name, an administrator no other role") {
  Tokens tokens;
  const auto refuse = [&](void (*change)(AccessToken&), AccessToken token = Person("t-1")) {
    return tokens.Create(With(change, std::move(token)));
  };
  CHECK(refuse([](AccessToken& t) { t.roles = kNoRole; }) == "token.roles");
  CHECK(refuse([](AccessToken& t) { t.roles |= Only(Role::kService); }) == "token.roles");
  CHECK(refuse([](AccessToken& t) { t.roles |= Only(Role::kAdministrator); }) == "token.roles");
  CHECK(refuse([](AccessToken& t) { t.person = ""; }) == "token.person");
  CHECK(refuse([](AccessToken& t) { t.person = " Ada"; }) == "person.name");
  CHECK(refuse([](AccessToken& t) { t.systems = {"demo"}; }) == "token.systems");
  CHECK(refuse([](AccessToken& t) { t.tenants = {}; }) == "token.tenants");
  CHECK(refuse([](AccessToken& t) { t.tenants = {"a", "a"}; }) == "token.tenants");
  CHECK(refuse([](AccessToken& t) { t.tenants = {"A"}; }) == "token.tenants");
  for (const char* name : {"Ada", "a b", "development", "reeve"}) {
    AccessToken token = Person("t-1");
    token.principal = name;
    INFO(name);
    CHECK(tokens.Create(token) == "token.principal");
  }
  CHECK(refuse([](AccessToken& t) { t.person = "Ada"; }, Service("t-1")) == "token.person");
  CHECK(refuse([](AccessToken& t) { t.systems = {}; }, Service("t-1")) == "token.systems");
  CHECK(refuse(
            [](AccessToken& t) {
              t.systems = {"*", "demo"};
            },
            Service("t-1")) == "token.systems");
  CHECK(refuse([](AccessToken& t) { t.systems = {"a", "a"}; }, Service("t-1")) == "token.systems");
  CHECK(tokens.log->size() == 0);
  // An officer may also approve, for what others brought forward.
  CHECK(refuse([](AccessToken& t) {
          t.roles = Only(Role::kRiskOfficer) | Only(Role::kApprover);
        }).empty());
}

TEST_CASE("tokens: one ends, and within 366 days") {
  Tokens tokens;
  CHECK(tokens.Create(With([](AccessToken& t) { t.expires = kNow; })) == "token.expires");
  CHECK(tokens.Create(With([](AccessToken& t) {
    t.expires = kNow + kMaxTokenTime + std::chrono::microseconds(1);
  })) == "token.expires");
  CHECK(tokens.Create(With([](AccessToken& t) { t.expires = kNow + kMaxTokenTime; })).empty());
  CHECK_FALSE(
      tokens.tokens->FindById("t-1")->IsOver(kNow + kMaxTokenTime - std::chrono::microseconds(1)));
  CHECK(tokens.tokens->FindById("t-1")->IsOver(kNow + kMaxTokenTime));
}

TEST_CASE("tokens: a credential is of one token that stands") {
  Tokens tokens;
  AccessToken first = Service("t-1");
  first.credential = {CredentialKind::kCertificate, "uri:spiffe://example.org/credit"};
  AccessToken second = Service("t-2");
  second.credential = first.credential;
  REQUIRE(tokens.Create(first).empty());
  CHECK(tokens.Create(second) == "token.taken");
  CHECK(tokens.Create(first) == "token.exists");
  REQUIRE(tokens.Revoke("t-1").empty());
  CHECK(tokens.tokens->FindByCredential(first.credential) == nullptr);
  CHECK(tokens.Create(second).empty());
  CHECK(tokens.tokens->FindByCredential(first.credential)->token().id == "t-2");
  tokens.clock.Advance(hours(24));  // it ends by itself
  AccessToken third = Service("t-3");
  third.credential = first.credential;
  third.expires = tokens.clock.Now() + hours(1);
  CHECK(tokens.Create(third).empty());
  // The same subject of another issuer is another.
  AccessToken jwt = Service("t-4");
  jwt.expires = third.expires;
  jwt.credential = {CredentialKind::kJwt, "u-1", "https://one.example"};
  CHECK(tokens.Create(jwt).empty());
  jwt.id = "t-5";
  jwt.credential.issuer = "https://two.example";
  CHECK(tokens.Create(jwt).empty());
}

TEST_CASE("tokens: a certificate is named by its kind, a JWT by issuer and subject") {
  Tokens tokens;
  const auto refuse = [&](Credential credential) {
    AccessToken token = Service("t-1");
    token.credential = std::move(credential);
    return tokens.Create(token);
  };
  CHECK(refuse({CredentialKind::kCertificate, "spiffe://x"}) == "token.credential");
  CHECK(refuse({CredentialKind::kCertificate, "uri:"}) == "token.credential");
  CHECK(refuse({CredentialKind::kCertificate, "dns:x", "issuer"}) == "token.credential");
  CHECK(refuse({CredentialKind::kJwt, "u-1"}) == "token.credential");
  CHECK(refuse({CredentialKind::kJwt, "u\n1", "https://one.example"}) == "token.credential");
  CHECK(refuse({CredentialKind::kSecret, ""}) == "token.credential");
  CHECK(tokens.log->size() == 0);
}

TEST_CASE("tokens: nobody administers access and decides, whatever the spelling of the name") {
  Tokens tokens;
  REQUIRE(tokens.Create(Person("t-1", Role::kAdministrator)).empty());
  CHECK(tokens.Create(Person("t-2", Role::kApprover, "ada  EXAMPLE")) == "token.duties");
  CHECK(tokens.Create(Person("t-2", Role::kAdministrator)).empty());
  CHECK(tokens.Create(Person("t-3", Role::kApprover, "Ben Example")).empty());
  CHECK(tokens.Create(Person("t-4", Role::kAdministrator, "Ben Example")) == "token.duties");
  REQUIRE(tokens.Revoke("t-1").empty());
  CHECK(tokens.Create(Person("t-5", Role::kApprover)) == "token.duties");  // t-2 stands
  REQUIRE(tokens.Revoke("t-2").empty());
  CHECK(tokens.Create(Person("t-5", Role::kApprover)).empty());
  tokens.clock.Advance(hours(24));
  AccessToken later = Person("t-6", Role::kAdministrator);
  later.expires = tokens.clock.Now() + hours(1);
  CHECK(tokens.Create(later).empty());  // the others have ended
}

TEST_CASE("tokens: of two racing makers of one duty each, one is refused") {
  Tokens tokens;
  std::string codes[2];
  {
    std::jthread one([&] { codes[0] = tokens.Create(Person("t-1", Role::kAdministrator)); });
    std::jthread two([&] { codes[1] = tokens.Create(Person("t-2", Role::kApprover)); });
  }
  CHECK((codes[0].empty() != codes[1].empty()));
  CHECK(codes[0] + codes[1] == "token.duties");
}

TEST_CASE("tokens: what is revoked stands, is of the tenant, and is revoked once") {
  Tokens tokens;
  REQUIRE(tokens.Create(Person("t-1")).empty());
  CHECK(tokens.Revoke("t-9") == "token.not_found");
  CHECK(CodeOf(tokens.tokens->Revoke("t-1", "r", {"Root Example", "root", "other"},
                                     Random::System())) == "token.not_found");
  CHECK(tokens.Revoke("t-1").empty());
  CHECK(tokens.tokens->FindById("t-1") == nullptr);
  CHECK(tokens.Revoke("t-1") == "token.state");
  REQUIRE(tokens.Create(Person("t-2")).empty());
  tokens.clock.Advance(hours(24));
  CHECK(tokens.Revoke("t-2") == "token.state");
}

TEST_CASE("tokens: a use is recorded once a day by one of many, and outlives a start") {
  Tokens tokens;
  REQUIRE(tokens.Create(Person("t-1")).empty());
  const auto token = tokens.tokens->FindById("t-1");
  CHECK(token->used() == Timestamp());
  {
    std::vector<std::jthread> callers;
    for (int i = 0; i < 8; ++i) {
      callers.emplace_back([&] { tokens.tokens->NoteUse(*token, "default", Random::System()); });
    }
  }
  CHECK(tokens.log->size() == 2);
  tokens.clock.Advance(hours(1));
  tokens.tokens->NoteUse(*token, "default", Random::System());
  CHECK(tokens.log->size() == 2);
  CHECK(token->used() == kNow + hours(1));
  CHECK(Must(FindToken(*tokens.log, "default", "t-1")).used == kNow);
  tokens.tokens = Must(TokenRegister::Open(*tokens.log, tokens.clock));
  CHECK(tokens.tokens->FindById("t-1")->used() == kNow);
  // Another token that is made meanwhile forgets nothing.
  tokens.tokens->NoteUse(*tokens.tokens->FindById("t-1"), "default", Random::System());
  REQUIRE(tokens.Create(Service("t-2")).empty());
  CHECK(tokens.tokens->FindById("t-1")->used() == kNow + hours(1));
  CHECK(tokens.log->size() == 3);
}

TEST_CASE("tokens: whether somebody may make tokens is a matter of the time") {
  Tokens tokens;
  CHECK_FALSE(tokens.tokens->HasAdministrator());
  REQUIRE(tokens.Create(Service("t-1")).empty());
  CHECK_FALSE(tokens.tokens->HasAdministrator());
  REQUIRE(tokens.Create(Person("t-2", Role::kAdministrator)).empty());
  CHECK(tokens.tokens->HasAdministrator());
  tokens.clock.Advance(hours(24));
  CHECK_FALSE(tokens.tokens->HasAdministrator());
}

}  // namespace reeve::oversight::testing

// Who may call, and for what: the table of api/access.h tried cell by cell, and tokens of access as
// their holders meet them. docs/identity.md.
#include <catch2/catch.hpp>

#include "api/access.h"
#include "api/authenticator.h"
#include "api/person.h"
#include "base/file.h"
#include "tests/api/fixture.h"
#include "tests/api/test_issuer.h"

namespace reeve::api::testing {
namespace {

using oversight::AccessToken;
using oversight::ActingPerson;
using oversight::Only;
using oversight::Role;

// A path that the row is for. What it names need not be there.
std::string PathOf(const RouteAccess& row) {
  std::string path(row.path);
  const auto put = [&path](const std::string& hole, const std::string& text) {
    const size_t at = path.find(hole);
    if (at != std::string::npos) path.replace(at, hole.size(), text);
  };
  const bool of_system = path.starts_with("/v1/systems/");
  const bool of_incident = path.starts_with("/v1/incidents/");
  const bool of_bundle = path.starts_with("/v1/bundles/");
  put("{id}", "x-1");
  put("{digest}", "sha256:" + std::string(64, '0'));
  put("{command}", of_system ? "suspend" : of_incident ? "close" : of_bundle ? "activate" : "end");
  put("{target}", "nobody");
  put("{tile}", "000");
  put("{system}", "demo");
  put("{path}", "reeve/allow");
  put("{model}", "m");
  put("{correction}", "c-1");
  return path;
}

// The status, and of a problem its code.
struct Answered {
  int status = 0;
  std::string code;
};

Answered Ask(httplib::Client& client, const RouteAccess& row) {
  Answered answered;
  std::string body;
  const std::string path = PathOf(row);
  if (row.method == "POST" || row.method == "ANY") {
    const httplib::Response response = Got(client.Post(path, "{}", kJson));
    answered.status = response.status;
    body = response.body;
  } else {
    // Events have no end, so the head of the answer is all that is waited for where it is good.
    client.Get(
        path,
        [&](const httplib::Response& response) {
          answered.status = response.status;
          return response.status != 200;
        },
        [&](const char* bytes, size_t size) {
          body.append(bytes, size);
          return true;
        });
  }
  if (answered.status < 400) return answered;
  const auto problem = json::Parse(body);
  const json::Value* code = problem.ok() ? problem->Find("code") : nullptr;
  // The proxy's errors are those of the interfaces that it speaks.
  if (code == nullptr && problem.ok()) code = json::Resolve(*problem, "/error/code");
  answered.code = code == nullptr ? "" : *code->as_string();
  return answered;
}

AccessToken Terms(oversight::Roles roles, const std::string& principal = "caller",
                  const std::string& person = "Ada Example") {
  AccessToken terms{.principal = principal, .roles = roles, .tenants = {"default"}};
  if (terms.IsService()) {
    terms.systems = {"*"};
  } else {
    terms.person = person;
  }
  return terms;
}

engine::NewToken Make(TestServer& server, AccessToken terms) {
  return Must(
      server.engine()->tokens().New(std::move(terms), {"Root Example", "reeve init", "default"}));
}

httplib::Client As(TestServer& server, const engine::NewToken& token) {
  return server.Client("Bearer " + token.secret);
}

double Forbidden(TestServer& server, const char* reason) {
  return server.engine()
      .metrics()
      .Counter("reeve_http_forbidden_total",
               "Requests of a known caller who may not do what was asked, by what was missing.",
               {{"reason", reason}})
      .Value();
}

std::vector<ledger::Record> RecordsOf(TestServer& server, std::string_view kind) {
  std::vector<ledger::Record> out;
  const ledger::Ledger& ledger = server.engine().ledger();
  for (uint64_t i = 0; i < ledger.size(); ++i) {
    ledger::Record record = Must(ledger.Read(i));
    if (record.kind() == kind) out.push_back(std::move(record));
  }
  return out;
}

}  // namespace

TEST_CASE("identity: every cell of role and route is as the table says") {
  TestServer server;
  for (const Role role : oversight::kAllRoles) {
    const std::string name(oversight::RoleName(role));
    const auto token = Make(server, Terms(Only(role), "a-" + name, "The " + name + " Example"));
    for (const RouteAccess& row : AccessTable()) {
      auto client = As(server, token);
      const Answered answered = Ask(client, row);
      INFO(name << " " << row.method << " " << row.path << ": " << answered.status << " "
                << answered.code);
      if (row.open || Holds(row.roles, role)) {
        CHECK(answered.status != 401);
        CHECK(answered.code != "identity.role");
        // The route is there, and for this method.
        CHECK((answered.code != "http.not_found" || row.path.starts_with("/contracts/")));
        CHECK(answered.status != 405);
      } else {
        CHECK(answered.status == 403);
        CHECK(answered.code == "identity.role");
      }
    }
  }
}

TEST_CASE("identity: without a token, or with a wrong one, only what is open is answered") {
  TestServer server;
  const auto token = Make(server, Terms(Only(Role::kAuditor)));
  std::string altered = token.secret;
  altered.back() = altered.back() == '0' ? '1' : '0';
  std::string other_id = token.secret;
  other_id[8] = other_id[8] == 'Z' ? 'Y' : 'Z';
  for (const std::string& authorization :
       {std::string(), "Bearer " + altered, "Bearer " + other_id, "Bearer " + token.secret + "0",
        "Bearer " + token.secret.substr(0, token.secret.size() - 1), "Basic " + token.secret,
        token.secret, std::string("Bearer "), std::string("Bearer reeve_")}) {
    for (const RouteAccess& row : AccessTable()) {
      auto client = server.Client(authorization);
      const Answered answered = Ask(client, row);
      INFO(authorization.substr(0, 12) << " " << row.method << " " << row.path);
      CHECK((answered.code == "http.unauthorized") == !row.open);
      if (!row.open) CHECK(answered.status == 401);
    }
  }
}

TEST_CASE("identity: a token may come as x-api-key, where there is no other word of who calls") {
  TestServer server;
  const auto token = Make(server, Terms(Only(Role::kAuditor)));
  auto client = server.Client("");
  const auto ask = [&](const httplib::Headers& headers) {
    return Got(client.Get("/v1/principal", headers)).status;
  };
  CHECK(ask({{"x-api-key", token.secret}}) == 200);
  CHECK(ask({{"X-Api-Key", kToken}}) == 200);
  CHECK(ask({{"x-api-key", "wrong"}}) == 401);
  CHECK(ask({{"x-api-key", ""}}) == 401);
  CHECK(ask({{"Authorization", "Bearer wrong"}, {"x-api-key", token.secret}}) == 401);
  CHECK(ask({{"Authorization", "Basic eDp5"}, {"x-api-key", token.secret}}) == 401);
}

TEST_CASE("identity: what a gateway passes on asks for the role by every method") {
  TestServer server;
  auto auditor = As(server, Make(server, Terms(Only(Role::kAuditor))));
  auto service = As(server, Make(server, Terms(Only(Role::kService), "service-1")));
  const std::string path = "/contracts/demo/ext_authz/some/path";
  CHECK(Problem(Got(auditor.Get(path))) == "403 identity.role");
  CHECK(Problem(Got(auditor.Options(path))) == "403 identity.role");
  CHECK(Problem(Got(auditor.Put(path, "{}", kJson))) == "403 identity.role");
  CHECK(Problem(Got(auditor.Patch(path, "{}", kJson))) == "403 identity.role");
  CHECK(Problem(Got(auditor.Delete(path))) == "403 identity.role");
  CHECK(Got(service.Get(path)).status == 200);
  CHECK(Got(service.Put(path, "{}", kJson)).status == 200);
}

TEST_CASE("identity: the table of the documentation is the table that is enforced") {
  const std::string page = Must(ReadFile(REEVE_SOURCE_DIR "/docs/identity.md"));
  CHECK(page.find(AccessMarkdown()) != std::string::npos);
}

TEST_CASE("identity: the administrator reads no content and decides nothing but access") {
  for (const RouteAccess& row : AccessTable()) {
    INFO(row.method << " " << row.path);
    if (row.open || !Holds(row.roles, Role::kAdministrator)) continue;
    CHECK((row.path.starts_with("/v1/tokens") || row.path == "/v1/principal" ||
           row.path.starts_with("/v1/notifications")));
  }
}

TEST_CASE("identity: a service speaks only for its systems") {
  TestServer server;
  AccessToken terms = Terms(Only(Role::kService), "demo-service");
  terms.systems = {"demo"};
  const auto token = Make(server, terms);
  auto client = As(server, token);
  const httplib::Response own = Decide(client, RequestText());
  REQUIRE(own.status == 200);
  const std::string own_id = Text(Json(own.body), "/id");
  CHECK(Got(client.Get("/v1/decisions/" + own_id)).status == 200);

  CHECK(Problem(Decide(client, RequestText({{"/system", "credit"}}))) ==
        "403 identity.system /system");
  CHECK(Forbidden(server, "right") == 1);
  // Whether a system that is not its own is registered at all, it does not hear.
  CHECK(Problem(Decide(client, RequestText({{"/system", "nowhere"}}))) ==
        "403 identity.system /system");
  const json::Value batch = Json(Got(client.Post("/v1/decisions:batch",
                                                 "{\"requests\":[" + RequestText() + "," +
                                                     RequestText({{"/system", "credit"}}) + "]}",
                                                 kJson))
                                     .body);
  CHECK(Text(batch, "/results/0/effect") == "allow");
  CHECK(Text(batch, "/results/1/code") == "identity.system");

  const std::string text = R"({"text":"card 4111 1111 1111 1111","language":"en"})";
  CHECK(Got(client.Post("/contracts/demo/analyze", text, kJson)).status == 200);
  CHECK(Problem(Got(client.Post("/contracts/credit/analyze", text, kJson))) ==
        "403 identity.system");

  auto everybody = server.Client();
  const json::Value other = Json(Decide(everybody, RequestText({{"/system", "credit"}})).body);
  const std::string other_id = Text(other, "/id");
  CHECK(Problem(Got(client.Get("/v1/decisions/" + other_id))) == "404 ledger.not_found");
  CHECK(Problem(Got(client.Get("/v1/decisions/" + other_id + "/receipt"))) ==
        "404 ledger.not_found");
  CHECK(Problem(Got(client.Post(
            "/v1/outcomes",
            R"({"outcomes":[{"decision":")" + other_id + R"(","outcome":"granted"}]})", kJson))) ==
        "404 outcome.unknown_decision /outcomes/0/decision");
  const json::Value held =
      Json(Decide(everybody, RequestText({{"/system", "credit"},
                                          {"/stage", "tool_call"},
                                          {"/action", Json(R"({"kind":"refund","amount":900})")}}))
               .body);
  const std::string approval = "/v1/approvals/" + Text(held, "/approval/id");
  for (const char* tail : {"", "?wait=1s", "/events"}) {
    CHECK(Problem(Got(client.Get(approval + tail))) == "404 approval.not_found");
  }
}

TEST_CASE("identity: a caller of several tenants says for which it asks, and of no other") {
  TestServer server;
  AccessToken terms = Terms(Only(Role::kService));
  terms.tenants = {"default", "second"};
  auto client = As(server, Make(server, terms));
  const auto decide = [&](const std::string& tenant) {
    return Got(client.Post("/v1/decisions", {{"Reeve-Tenant", tenant}}, RequestText(), kJson));
  };
  CHECK(decide("default").status == 200);
  CHECK(Problem(decide("second")) == "403 engine.unknown_system /system");
  CHECK(Problem(decide("third")) == "403 identity.tenant");
  CHECK(Problem(Decide(client, RequestText())) == "403 identity.tenant");
  CHECK(Forbidden(server, "tenant") == 2);
  auto one = As(server, Make(server, Terms(Only(Role::kService), "other")));
  CHECK(Decide(one, RequestText()).status == 200);
  CHECK(Problem(Got(one.Post("/v1/decisions", {{"Reeve-Tenant", "second"}}, RequestText(),
                             kJson))) == "403 identity.tenant");
}

TEST_CASE("identity: the acting person is the holder of the token, and naming another is refused") {
  TestServer server;
  auto ada = As(server, Make(server, Terms(Only(Role::kRiskOfficer), "ada")));
  const std::string halt = R"({"system":"demo","reason":"A look"})";
  const auto place = [&](const httplib::Headers& headers) {
    return Got(ada.Post("/v1/halts", headers, halt, kJson));
  };
  const httplib::Response placed = place({});
  REQUIRE(placed.status == 201);
  CHECK(Text(Json(placed.body), "/by") == "Ada Example");
  CHECK(place({{"Reeve-Person", "ada  EXAMPLE"}}).status == 201);  // the same person
  CHECK(Problem(place({{"Reeve-Person", "Ben Example"}})) == "403 identity.person");
  CHECK(Forbidden(server, "person") == 1);
  const auto records = RecordsOf(server, "halt.placed");
  REQUIRE(records.size() == 2);
  CHECK(Text(Json(records[1].body_text()), "/by") == "Ada Example");
  CHECK(Text(Json(records[1].body_text()), "/principal") == "ada");
}

TEST_CASE("identity: the person of a command is the token's, in every case") {
  Caller ada{.principal = {"ada", "default"}, .person = "Ada Example"};
  CHECK(Must(PersonOf(ada, "")).name == "Ada Example");
  CHECK(PersonOf(ada, "Ben Example").error().code == "identity.person");
  const Caller service{.principal = {"demo", "default"}};
  CHECK(PersonOf(service, "").error().code == "identity.person");
  CHECK(PersonOf(service, "Ada Example").error().code == "identity.person");
  const Caller development{.principal = {"development", "default"}, .names_anyone = true};
  CHECK(Must(PersonOf(development, "Ben Example")).name == "Ben Example");
  CHECK(PersonOf(development, "").error().code == "person.missing");
}

TEST_CASE("identity: an administrator makes, lists and revokes tokens; the secret is shown once") {
  TestServer server;
  auto root = As(server, Make(server, Terms(Only(Role::kAdministrator), "root", "Root Example")));
  const httplib::Response made = Got(root.Post(
      "/v1/tokens",
      R"({"principal":"ada","roles":["risk_officer"],"person":"Ada Example","note":"policies"})",
      kJson));
  REQUIRE(made.status == 201);
  CHECK(made.get_header_value("Cache-Control") == "no-store");
  const json::Value token = Json(made.body);
  const std::string secret = Text(token, "/secret");
  const std::string id = Text(token, "/id");
  CHECK(secret.starts_with("reeve_" + id.substr(2) + "_"));
  CHECK(Text(token, "/state") == "active");
  CHECK(Text(token, "/by") == "Root Example");
  CHECK(token.Find("used") == nullptr);

  auto ada = server.Client("Bearer " + secret);
  const json::Value who = Json(Got(ada.Get("/v1/principal")).body);
  CHECK(Text(who, "/principal") == "ada");
  CHECK(Text(who, "/person") == "Ada Example");
  CHECK(Text(who, "/roles/0") == "risk_officer");
  CHECK(Text(who, "/token") == id);

  const httplib::Response shown = Got(root.Get("/v1/tokens/" + id));
  CHECK(Text(Json(shown.body), "/used") == FormatTimestamp(engine::testing::kStart));
  const httplib::Response list = Got(root.Get("/v1/tokens?state=active"));
  CHECK(Int(Json(list.body), "/total") == 2);
  for (const std::string& body : {shown.body, list.body}) {
    CHECK(body.find(secret.substr(40)) == std::string::npos);
    CHECK(body.find("hmac") == std::string::npos);
  }

  const std::string why = R"({"reason":"It leaked"})";
  CHECK(Got(root.Post("/v1/tokens/" + id + "/revoke", why, kJson)).status == 200);
  CHECK(Problem(Got(ada.Get("/v1/principal"))) == "401 http.unauthorized");
  CHECK(Problem(Got(root.Post("/v1/tokens/" + id + "/revoke", why, kJson))) == "409 token.state");
  CHECK(Problem(Got(root.Post("/v1/tokens/t-1/revoke", why, kJson))) == "404 token.not_found");

  const ledger::Ledger& ledger = server.engine().ledger();
  for (uint64_t i = 0; i < ledger.size(); ++i) {
    const ledger::Record record = Must(ledger.Read(i));
    CHECK(record.bytes().find(secret.substr(secret.size() - 64)) == std::string::npos);
  }
  const auto created = RecordsOf(server, "token.created");
  REQUIRE(created.size() == 2);
  const json::Value body = Json(created[1].body_text());
  CHECK(Text(body, "/by") == "Root Example");
  CHECK(Text(body, "/by_principal") == "root");
  CHECK(Text(body, "/credential/value").starts_with("hmac-sha256:"));
  CHECK(RecordsOf(server, "token.revoked").size() == 1);
}

TEST_CASE("identity: an administrator gives access to tenants of their own alone") {
  TestServer server;
  auto root = As(server, Make(server, Terms(Only(Role::kAdministrator), "root", "Root Example")));
  CHECK(Problem(Got(root.Post(
            "/v1/tokens",
            R"({"principal":"x","roles":["service"],"systems":["*"],"tenants":["second"]})",
            kJson))) == "400 token.tenants /tenants");
}

TEST_CASE("identity: a token ends by itself, and one that is used is recorded once a day") {
  TestServer server;
  AccessToken terms = Terms(Only(Role::kAuditor));
  terms.expires = engine::testing::kStart + std::chrono::hours(48);
  auto client = As(server, Make(server, terms));
  for (int i = 0; i < 3; ++i) CHECK(Got(client.Get("/v1/principal")).status == 200);
  CHECK(RecordsOf(server, "token.used").size() == 1);
  server.engine().clock().Advance(std::chrono::hours(24));
  for (int i = 0; i < 3; ++i) CHECK(Got(client.Get("/v1/principal")).status == 200);
  CHECK(RecordsOf(server, "token.used").size() == 2);
  server.engine().clock().Advance(std::chrono::hours(24));
  CHECK(Problem(Got(client.Get("/v1/principal"))) == "401 http.unauthorized");
  CHECK(RecordsOf(server, "token.used").size() == 2);
}

TEST_CASE("identity: without a development token the file's text stands for nobody") {
  TestEngine engine(CompileRules(kManyRules));
  const auto terms = Terms(Only(Role::kAuditor));
  const auto made = Must(engine->tokens().New(terms, {"Root Example", "reeve init", "default"}));
  const auto server = Must(Server::Start({.port = 0}, *engine, engine.metrics()));
  httplib::Client client("127.0.0.1", server->port());
  for (const char* bearer : {"Bearer ", "Bearer", "", kToken}) {
    CHECK(Got(client.Get("/v1/principal", {{"Authorization", bearer}})).status == 401);
  }
  CHECK(Got(client.Get("/v1/principal", {{"Authorization", "Bearer " + made.secret}})).status ==
        200);
}

TEST_CASE("identity: a principal beyond its rate is told when to come again, and counted") {
  TestEngine engine(CompileRules(kManyRules));
  const ActingPerson root{"Root Example", "reeve init", "default"};
  const auto one = Must(engine->tokens().New(Terms(Only(Role::kService), "one"), root));
  const auto same = Must(engine->tokens().New(Terms(Only(Role::kService), "one"), root));
  const auto other = Must(engine->tokens().New(Terms(Only(Role::kService), "other"), root));
  const auto server =
      Must(Server::Start({.port = 0, .token = kToken, .rate = {.per_second = 0.25, .burst = 3}},
                         *engine, engine.metrics()));
  const auto ask = [&](const std::string& secret) {
    httplib::Client client("127.0.0.1", server->port());
    return Got(client.Get("/v1/principal", {{"Authorization", "Bearer " + secret}}));
  };
  for (const auto* token : {&one, &same, &one}) CHECK(ask(token->secret).status == 200);
  const httplib::Response refused = ask(same.secret);  // tokens of one principal share its rate
  CHECK(Problem(refused) == "429 identity.rate");
  CHECK(refused.get_header_value("Retry-After") == "4");
  CHECK(ask(other.secret).status == 200);
  for (int i = 0; i < 10; ++i) CHECK(ask(kToken).status == 200);
  CHECK(ask("wrong").status == 401);
  engine.clock().Advance(std::chrono::seconds(4));
  CHECK(ask(one.secret).status == 200);
  CHECK(ask(one.secret).status == 429);
  CHECK(
      engine.metrics()
          .Counter("reeve_http_rate_limited_total", "Requests of a principal beyond its rate.", {})
          .Value() == 2);
}

TEST_CASE("identity: a signed token of an issuer is a principal where a token of access says so") {
  TestEngine engine(CompileRules(kManyRules));
  const TempDir folder;
  const TestIssuer issuer;
  Must(WriteFileDurably(folder / "keys", issuer.Jwks(), FileMode::kPublic));
  const auto issuers = Must(JwtIssuers::Open(
      {.issuers = {{"https://idp.example.org", (folder / "keys").string(), "reeve"}}},
      engine.clock(), engine.metrics()));
  AccessToken terms = Terms(Only(Role::kRiskOfficer), "ada");
  terms.credential = {oversight::CredentialKind::kJwt, "u-1", "https://idp.example.org"};
  const ActingPerson root{"Root Example", "reeve init", "default"};
  const auto made = Must(engine->tokens().New(terms, root));
  CHECK(made.secret.empty());
  const auto server =
      Must(Server::Start({.port = 0, .jwt = issuers.get()}, *engine, engine.metrics()));
  const auto ask = [&](const std::string& subject, const std::string& audience = "reeve") {
    const int64_t now =
        std::chrono::duration_cast<std::chrono::seconds>(engine.clock().Now().time_since_epoch())
            .count();
    // What an issuer says of roles gives none.
    const std::string token = issuer.Token("ES256", {{"iss", "https://idp.example.org"},
                                                     {"sub", subject},
                                                     {"aud", audience},
                                                     {"exp", now + 60},
                                                     {"roles", json::Array{"administrator"}}});
    httplib::Client client("127.0.0.1", server->port());
    return Got(client.Get("/v1/principal", {{"Authorization", "Bearer " + token}}));
  };
  const httplib::Response ada = ask("u-1");
  REQUIRE(ada.status == 200);
  CHECK(Text(Json(ada.body), "/person") == "Ada Example");
  CHECK(At(Json(ada.body), "/roles").as_array()->size() == 1);
  CHECK(Text(Json(ada.body), "/roles/0") == "risk_officer");
  CHECK(Problem(ask("u-2")) == "401 http.unauthorized");
  CHECK(Problem(ask("u-1", "other")) == "401 http.unauthorized");
  Must(engine->tokens().Revoke(made.id, "left", root));
  CHECK(Problem(ask("u-1")) == "401 http.unauthorized");
}

}  // namespace reeve::api::testing

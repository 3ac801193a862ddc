// TLS as callers meet it: what is spoken, what is served after a reload, and who a certificate is.
#include "api/tls.h"

#include "tests/api/fixture.h"
#include "tests/api/test_authority.h"

namespace reeve::api::testing {
namespace {

using oversight::AccessToken;
using oversight::CredentialKind;
using oversight::Only;
using oversight::Role;

std::string CodeOf(const Result<std::unique_ptr<Tls>>& opened) {
  return opened.ok() ? "" : std::string(opened.error().code);
}

// A server that speaks TLS, with an authority for it and for its callers.
struct TlsServer {
  TempDir folder;
  TestAuthority authority;
  TestEngine engine{CompileRules(kManyRules)};
  std::unique_ptr<Tls> tls;
  std::unique_ptr<Server> server;

  explicit TlsServer(bool with_clients = false, bool require_client = false) {
    authority.WriteTo(folder / "ca.pem");
    authority.Issue(folder / "server", "one", "DNS:localhost,IP:127.0.0.1");
    tls = Must(Tls::Open({.certificate = Path("server.pem"),
                          .key = Path("server.key"),
                          .client_ca = with_clients ? Path("ca.pem") : "",
                          .require_client = require_client}));
    server = Must(
        Server::Start({.port = 0, .token = kToken, .tls = tls.get()}, *engine, engine.metrics()));
  }
  std::string Path(const std::string& name) const { return (folder / name).string(); }

  std::unique_ptr<httplib::SSLClient> Client(const std::string& certificate = "") const {
    auto client = certificate.empty()
                      ? std::make_unique<httplib::SSLClient>("localhost", server->port())
                      : std::make_unique<httplib::SSLClient>("localhost", server->port(),
                                                             Path(certificate + ".pem"),
                                                             Path(certificate + ".key"));
    client->set_ca_cert_path(Path("ca.pem").c_str());
    return client;
  }
  // By a connection of its own, whatever certificate it is.
  std::string SubjectServed() const {
    SSL_CTX* context = SSL_CTX_new(TLS_client_method());
    BIO* bio = BIO_new_ssl_connect(context);
    SSL* connection = nullptr;
    BIO_get_ssl(bio, &connection);
    BIO_set_conn_hostname(bio, ("localhost:" + std::to_string(server->port())).c_str());
    REQUIRE(BIO_do_connect(bio) == 1);
    X509* shown = SSL_get1_peer_certificate(connection);
    char name[256] = "";
    X509_NAME_oneline(X509_get_subject_name(shown), name, sizeof name);
    X509_free(shown);
    BIO_free_all(bio);
    SSL_CTX_free(context);
    return name;
  }
  void Know(const std::string& name, const std::string& principal) {
    AccessToken terms{.principal = principal,
                      .credential = {CredentialKind::kCertificate, name},
                      .roles = Only(Role::kService),
                      .systems = {"demo"},
                      .tenants = {"default"}};
    Must(engine->tokens().New(std::move(terms), {"Root Example", "reeve init", "default"}));
  }
};

std::string PrincipalOf(httplib::SSLClient& client) {
  const httplib::Response response = Got(client.Get("/v1/principal"));
  return response.status == 200 ? Text(Json(response.body), "/principal")
                                : std::to_string(response.status);
}

}  // namespace

TEST_CASE("tls: a server speaks it, 1.2 and above, and nothing in the clear") {
  TlsServer server;
  auto client = server.Client();
  client->set_default_headers({{"Authorization", std::string("Bearer ") + kToken}});
  const httplib::Response decided = Got(client->Post("/v1/decisions", RequestText(), kJson));
  CHECK(decided.status == 200);
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    auto one = server.Client();
    SSL_CTX_set_min_proto_version(one->ssl_context(), version);
    SSL_CTX_set_max_proto_version(one->ssl_context(), version);
    CHECK(Got(one->Get("/livez")).status == 200);
  }
  auto old = server.Client();
  SSL_CTX_set_security_level(old->ssl_context(), 0);
  SSL_CTX_set_min_proto_version(old->ssl_context(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(old->ssl_context(), TLS1_1_VERSION);
  CHECK_FALSE(old->Get("/livez"));
  httplib::Client plain("localhost", server.server->port());
  CHECK_FALSE(plain.Get("/livez"));
}

TEST_CASE("tls: new files are served after a reload, and bad ones change nothing") {
  TlsServer server;
  CHECK(server.SubjectServed() == "/CN=one");
  server.authority.Issue(server.folder / "server", "two", "DNS:localhost");
  CHECK(server.SubjectServed() == "/CN=one");
  REQUIRE(server.tls->Reload().ok());
  CHECK(server.SubjectServed() == "/CN=two");
  auto standing = server.Client();
  standing->set_keep_alive(true);
  CHECK(Got(standing->Get("/livez")).status == 200);
  Must(WriteFileDurably(server.folder / "server.pem", "no certificate", FileMode::kPublic));
  CHECK(server.tls->Reload().error().code == "tls.certificate");
  CHECK(server.SubjectServed() == "/CN=two");
  CHECK(Got(standing->Get("/livez")).status == 200);
}

TEST_CASE("tls: files that are no good are named") {
  TempDir folder;
  TestAuthority authority;
  authority.WriteTo(folder / "ca.pem");
  authority.Issue(folder / "a", "a", "");
  authority.Issue(folder / "b", "b", "");
  Must(WriteFileDurably(folder / "garbage", "-----BEGIN CERTIFICATE-----\nAAAA\n",
                        FileMode::kPublic));
  const auto path = [&](const char* name) { return (folder / name).string(); };
  const auto open = [&](const char* certificate, const char* key, const char* ca = nullptr) {
    return CodeOf(Tls::Open({.certificate = path(certificate),
                             .key = path(key),
                             .client_ca = ca == nullptr ? "" : path(ca)}));
  };
  CHECK(open("a.pem", "a.key", "ca.pem").empty());
  CHECK(open("a.pem", "b.key") == "tls.key");
  CHECK(open("a.pem", "a.pem") == "tls.key");
  CHECK(open("a.key", "a.key") == "tls.certificate");
  CHECK(open("garbage", "a.key") == "tls.certificate");
  CHECK(open("absent", "a.key") == "file.not_found");
  CHECK(open("a.pem", "absent") == "file.not_found");
  CHECK(open("a.pem", "a.key", "garbage") == "tls.client_ca");
}

TEST_CASE("tls: a caller's certificate is a principal where a token says so") {
  TlsServer server(true);
  server.authority.Issue(server.folder / "credit", "credit", "URI:spiffe://example.org/credit");
  server.authority.Issue(server.folder / "named", "the-named", "");
  server.authority.Issue(server.folder / "both", "x",
                         "DNS:unknown.example.org,DNS:second.example.org,email:a@example.org");
  server.authority.Issue(server.folder / "stranger", "stranger", "DNS:stranger.example.org");
  server.Know("uri:spiffe://example.org/credit", "credit");
  server.Know("subject:CN=the-named", "named");
  server.Know("dns:second.example.org", "second");
  CHECK(PrincipalOf(*server.Client("credit")) == "credit");
  CHECK(PrincipalOf(*server.Client("named")) == "named");
  CHECK(PrincipalOf(*server.Client("both")) == "second");
  CHECK(PrincipalOf(*server.Client("stranger")) == "401");
  CHECK(PrincipalOf(*server.Client()) == "401");

  auto credit = server.Client("credit");
  CHECK(Got(credit->Post("/v1/decisions", RequestText(), kJson)).status == 200);
  CHECK(Problem(Got(credit->Post("/v1/decisions", RequestText({{"/system", "credit"}}), kJson))) ==
        "403 identity.system /system");
  // Who says a secret is who the secret says, and nobody where it is wrong.
  credit->set_default_headers({{"Authorization", std::string("Bearer ") + kToken}});
  CHECK(PrincipalOf(*credit) == "development");
  credit->set_default_headers({{"Authorization", "Bearer wrong"}});
  CHECK(PrincipalOf(*credit) == "401");
}

TEST_CASE("tls: a certificate that stands for two principals stands for nobody") {
  TlsServer server(true);
  server.authority.Issue(server.folder / "two", "two", "DNS:one.example.org,DNS:two.example.org");
  server.Know("dns:one.example.org", "one");
  CHECK(PrincipalOf(*server.Client("two")) == "one");
  server.Know("dns:two.example.org", "two");
  CHECK(PrincipalOf(*server.Client("two")) == "401");
}

TEST_CASE("tls: a certificate of another authority, or one that is over, is not taken") {
  TlsServer server(true);
  server.Know("dns:credit.example.org", "credit");
  TestAuthority other("Other Authority");
  other.Issue(server.folder / "forged", "credit", "DNS:credit.example.org");
  server.authority.Issue(server.folder / "over", "credit", "DNS:credit.example.org", -60);
  CHECK_FALSE(server.Client("forged")->Get("/v1/principal"));
  CHECK_FALSE(server.Client("over")->Get("/v1/principal"));
}

TEST_CASE("tls: where one is required, nobody comes without a certificate") {
  TlsServer server(true, true);
  server.authority.Issue(server.folder / "any", "any", "");
  CHECK_FALSE(server.Client()->Get("/livez"));
  CHECK(Got(server.Client("any")->Get("/livez")).status == 200);
}

TEST_CASE("tls: without it only this host is listened to, unless told otherwise") {
  TestEngine engine(CompileRules(kManyRules));
  const auto start = [&](ServerOptions options) {
    options.port = 0;
    const auto server = Server::Start(std::move(options), *engine, engine.metrics());
    return server.ok() ? "" : std::string(server.error().code);
  };
  const auto terms = AccessToken{
      .principal = "demo", .roles = Only(Role::kService), .systems = {"*"}, .tenants = {"default"}};
  Must(engine->tokens().New(terms, {"Root Example", "reeve init", "default"}));
  CHECK(start({.host = "0.0.0.0"}) == "server.host");
  CHECK(start({.host = "0.0.0.0", .plain_network = true}).empty());
  // The development token stands for everybody, so it stays on this host whatever is spoken.
  CHECK(start({.host = "0.0.0.0", .token = kToken, .plain_network = true}) == "server.host");
  TlsServer tls;
  CHECK(start({.host = "0.0.0.0", .tls = tls.tls.get()}).empty());
  CHECK(start({.host = "0.0.0.0", .token = kToken, .tls = tls.tls.get()}) == "server.host");
}

}  // namespace reeve::api::testing

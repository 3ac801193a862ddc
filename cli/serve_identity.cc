#include "cli/serve_identity.h"

#include "cli/arguments.h"

namespace reeve::cli {
namespace {

void AddTlsOptions(Parser& command, IdentityOptions& options) {
  Option* certificate =
      command.AddOption("--tls-certificate", options.tls.certificate,
                        "Speak TLS with this certificate and its chain (PEM); read anew at SIGHUP");
  Option* key = command.AddOption("--tls-key", options.tls.key, "and its key (PEM)");
  certificate->Needs(key);
  key->Needs(certificate);
  Option* authority =
      command
          .AddOption("--client-ca", options.tls.client_ca,
                     "Authorities for certificates of callers (PEM), which tokens of access name")
          ->Needs(certificate);
  command
      .AddFlag("--require-client", options.tls.require_client,
               "Nobody connects without such a certificate")
      ->Needs(authority);
  command
      .AddFlag("--plain-network", options.plain_network,
               "Speak plain HTTP to others than this host, where something in front speaks TLS")
      ->Excludes(certificate);
}

void AddJwtOptions(Parser& command, IdentityOptions& options) {
  Option* issuer =
      command
          .AddOption("--jwt-issuer", options.jwt_issuers,
                     "Whose signed tokens are taken, and its keys as a file or an address: "
                     "https://idp.example.org=https://idp.example.org/keys; may be given again")
          ->Repeated();
  Option* audience = command.AddOption("--jwt-audience", options.jwt_audience,
                                       "The audience that they must be for");
  issuer->Needs(audience);
  audience->Needs(issuer);
  command
      .AddOption("--jwt-ca", options.jwt_ca,
                 "Authorities for the certificates of issuers (PEM); default the system's")
      ->Needs(issuer);
  command
      .AddOption("--jwt-skew", options.jwt_skew,
                 "Seconds that their clocks may differ from this one")
      ->ShowDefault()
      ->Between(int64_t{0}, int64_t{api::kMaxJwtSkew.count()});
}

}  // namespace

void AddIdentityOptions(Parser& command, IdentityOptions& options) {
  command.AddFlag(
      "--dev-token", options.dev_token,
      "For development: the token in DATA/token, made on first use, stands for everybody "
      "in every role");
  AddTlsOptions(command, options);
  AddJwtOptions(command, options);
  command
      .AddOption("--rate", options.rate.per_second,
                 "Requests a second of each principal; past it 429; 0: no limit")
      ->ShowDefault()
      ->Between(0.0, 1e6);
  command.AddOption("--burst", options.rate.burst, "and so many at once")
      ->ShowDefault()
      ->Between(1.0, 1e6);
}

Result<std::unique_ptr<api::Tls>> OpenTls(const IdentityOptions& options) {
  if (options.tls.certificate.empty()) return std::unique_ptr<api::Tls>();
  return api::Tls::Open(options.tls);
}

Result<std::unique_ptr<api::JwtIssuers>> OpenJwtIssuers(const IdentityOptions& options,
                                                        Metrics& metrics) {
  if (options.jwt_issuers.empty()) return std::unique_ptr<api::JwtIssuers>();
  api::JwtOptions jwt{.ca_file = options.jwt_ca, .skew = std::chrono::seconds(options.jwt_skew)};
  jwt.issuers.reserve(options.jwt_issuers.size());
  for (const std::string& typed : options.jwt_issuers) {
    REEVE_ASSIGN_OR_RETURN(jwt.issuers.emplace_back(),
                           api::ParseJwtIssuer(typed, options.jwt_audience));
  }
  return api::JwtIssuers::Open(jwt, Clock::System(), metrics);
}

}  // namespace reeve::cli

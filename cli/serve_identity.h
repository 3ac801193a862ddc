// How callers of a server reach it and prove who they are, as the command line says it: TLS, signed
// tokens of others, rates. docs/identity.md.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/jwt_issuers.h"
#include "api/rate_limiter.h"
#include "api/tls.h"
#include "base/metrics.h"
#include "base/result.h"

namespace reeve::cli {

class Parser;

struct IdentityOptions {
  bool dev_token = false;
  bool plain_network = false;
  api::TlsFiles tls;
  std::vector<std::string> jwt_issuers;
  std::string jwt_audience;
  std::string jwt_ca;
  int64_t jwt_skew = api::kDefaultJwtSkew.count();
  api::RateLimit rate;
};

// --dev-token, --plain-network, --tls-certificate, --tls-key, --client-ca, --require-client,
// --jwt-issuer, --jwt-audience, --jwt-ca, --jwt-skew, --rate, --burst.
void AddIdentityOptions(Parser& command, IdentityOptions& options);

// Null without --tls-certificate. Errors of api::Tls::Open
Result<std::unique_ptr<api::Tls>> OpenTls(const IdentityOptions& options);
// Null without --jwt-issuer. Errors of api::ParseJwtIssuer and api::JwtIssuers::Open
Result<std::unique_ptr<api::JwtIssuers>> OpenJwtIssuers(const IdentityOptions& options,
                                                        Metrics& metrics);

}  // namespace reeve::cli

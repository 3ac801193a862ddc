// Whose signed tokens are taken (OpenID Connect, or any issuer of JWTs): the issuers by name, each
// with its audience and its keys.
//
// A signed token proves an identity and nothing else. What its subject may do is said by a token of
// access (oversight/access_token.h), and whoever has none may do nothing. Roles that an issuer
// claims are not read.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/jwks.h"
#include "api/jwt.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/result.h"

namespace reeve::api {

inline constexpr std::chrono::seconds kDefaultJwtSkew{60};
inline constexpr std::chrono::seconds kMaxJwtSkew{600};
inline constexpr size_t kMaxJwtIssuers = 16;

struct JwtIssuerOptions {
  std::string name;      // as `iss` has it, to the letter
  std::string keys;      // a file, or an address
  std::string audience;  // that `aud` must have
};

struct JwtOptions {
  std::vector<JwtIssuerOptions> issuers = {};
  std::string ca_file = {};  // for their certificates; empty: the system's
  std::chrono::seconds skew = kDefaultJwtSkew;
};

struct JwtIdentity {
  std::string issuer;
  std::string subject;
};

// "https://idp.example.org=https://idp.example.org/keys", as typed. jwt.issuer
Result<JwtIssuerOptions> ParseJwtIssuer(std::string_view typed, std::string_view audience);

// Thread-safety: any thread.
class JwtIssuers {
 public:
  // Asks each for its keys. The clock must outlive it. jwt.issuer (two of a name, or too many), and
  // the errors of JwksCache::Open, with the issuer
  static Result<std::unique_ptr<JwtIssuers>> Open(const JwtOptions& options, const Clock& clock,
                                                  Metrics& metrics);

  // Those of ReadJwt; jwt.issuer, jwt.audience, jwt.expired, jwt.not_yet, jwt.signature
  Result<JwtIdentity> Verify(std::string_view text) const;

 private:
  struct Issuer {
    std::string name;
    std::string audience;
    std::unique_ptr<JwksCache> keys;
  };

  JwtIssuers(std::vector<Issuer> issuers, std::chrono::seconds skew, const Clock& clock)
      : issuers_(std::move(issuers)), skew_(skew), clock_(clock) {}
  Status CheckTimes(const Jwt& jwt) const;

  const std::vector<Issuer> issuers_;
  const std::chrono::seconds skew_;
  const Clock& clock_;
};

}  // namespace reeve::api

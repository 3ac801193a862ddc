// Who calls: from what a request carries to a Caller, or to why there is none.
//
// A caller is known by a token of access (oversight/access_token.h), whichever its credential is.
// Beside them there may be one development token, which stands for everybody in every role.
//
// Thread-safety: any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/caller.h"
#include "api/jwt_issuers.h"
#include "base/result.h"
#include "base/sha256.h"
#include "engine/token_commands.h"

namespace reeve::api {

// By which a caller of several tenants says for which it asks.
inline constexpr char kTenantHeader[] = "Reeve-Tenant";

// Where clients that were not made for Reeve put the token; it counts where there is no
// `Authorization`.
inline constexpr char kKeyHeader[] = "x-api-key";

// What a request says of who sends it.
struct Presented {
  std::string_view authorization;  // "Bearer ...", or empty
  std::string_view tenant;         // of kTenantHeader, or empty
  // Of a certificate that was found good (tls.h). They count where nothing else is said.
  std::vector<std::string> certificate_names = {};
};

class Authenticator {
 public:
  // `development_token` empty: there is none. `issuers` null: no JWT is taken. `tokens` and
  // `issuers` must outlive it.
  Authenticator(std::string_view development_token, engine::Principal development,
                engine::TokenCommands& tokens, const JwtIssuers* issuers);

  // http.unauthorized; identity.tenant
  Result<Caller> Authenticate(const Presented& given) const;
  // False once the caller's token is over or revoked: for answers that take long.
  bool StillStands(const Caller& caller) const;

 private:
  using Standing = std::shared_ptr<oversight::StandingToken>;

  bool IsDevelopmentToken(std::string_view bearer) const;
  // Null where it is nobody's.
  Standing OfBearer(std::string_view bearer) const;
  Standing OfCertificate(const std::vector<std::string>& names) const;

  const bool has_development_token_;
  const Hash development_digest_;
  const engine::Principal development_;
  engine::TokenCommands& tokens_;
  const JwtIssuers* const issuers_;
};

}  // namespace reeve::api

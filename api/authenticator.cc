#include "api/authenticator.h"

#include <strings.h>

#include <algorithm>

#include "base/log.h"

namespace reeve::api {
namespace {

using oversight::StandingToken;

constexpr std::string_view kScheme = "Bearer ";

// The scheme's case does not matter (RFC 9110 section 11.1).
std::string_view BearerOf(std::string_view authorization) {
  if (authorization.size() <= kScheme.size() ||
      ::strncasecmp(authorization.data(), kScheme.data(), kScheme.size()) != 0) {
    return {};
  }
  return authorization.substr(kScheme.size());
}

Error Unauthorized() {
  return {"http.unauthorized",
          "send a token that stands as `Authorization: Bearer`; an administrator makes one with "
          "`reeve token new`"};
}

Result<std::string> TenantOf(const std::vector<std::string>& tenants, std::string_view asked) {
  if (asked.empty() && tenants.size() == 1) return tenants.front();
  if (std::find(tenants.begin(), tenants.end(), asked) != tenants.end()) return std::string(asked);
  return Error{"identity.tenant", "name a tenant of this token in the header `" +
                                      std::string(kTenantHeader) +
                                      "`: `reeve token whoami` has them"};
}

Result<Caller> CallerOf(std::shared_ptr<StandingToken> standing, std::string_view tenant) {
  const oversight::AccessToken& token = standing->token();
  Caller caller{.principal = {token.principal, {}}, .roles = token.roles, .person = token.person};
  REEVE_ASSIGN_OR_RETURN(caller.principal.tenant, TenantOf(token.tenants, tenant));
  caller.tenants = token.tenants;
  const bool every = !token.systems.empty() && token.systems.front() == oversight::kEverySystem;
  if (!every) caller.principal.systems = token.systems;
  caller.token = std::move(standing);
  return caller;
}

}  // namespace

Authenticator::Authenticator(std::string_view development_token, engine::Principal development,
                             engine::TokenCommands& tokens, const JwtIssuers* issuers)
    : has_development_token_(!development_token.empty()),
      development_digest_(Sha256(development_token)),
      development_(std::move(development)),
      tokens_(tokens),
      issuers_(issuers) {}

// Digests are compared, so neither the time nor the length tells anything about the token.
bool Authenticator::IsDevelopmentToken(std::string_view bearer) const {
  const Hash given = Sha256(bearer);
  return has_development_token_ && ConstantTimeEqual(AsBytes(given), AsBytes(development_digest_));
}

Authenticator::Standing Authenticator::OfBearer(std::string_view bearer) const {
  if (bearer.starts_with(engine::kSecretPrefix)) return tokens_.FindBySecret(bearer);
  if (issuers_ == nullptr) return nullptr;
  Result<JwtIdentity> who = issuers_->Verify(bearer);
  if (!who.ok()) {
    Log(LogLevel::kInfo, "jwt.refused", {{"code", who.error().code}});
    return nullptr;
  }
  return tokens_.FindByCredential(
      {oversight::CredentialKind::kJwt, std::move(who->subject), std::move(who->issuer)});
}

// A certificate whose names are of two tokens is of neither: it could be either's.
Authenticator::Standing Authenticator::OfCertificate(const std::vector<std::string>& names) const {
  Standing found;
  for (const std::string& name : names) {
    Standing one = tokens_.FindByCredential({oversight::CredentialKind::kCertificate, name});
    if (one == nullptr) continue;
    if (found != nullptr && found != one) return nullptr;
    found = std::move(one);
  }
  return found;
}

Result<Caller> Authenticator::Authenticate(const Presented& given) const {
  const std::string_view bearer = BearerOf(given.authorization);
  // Who says something wrong is nobody, whatever certificate they have.
  if (bearer.empty() && !given.authorization.empty()) return Unauthorized();
  if (!bearer.empty() && IsDevelopmentToken(bearer)) {
    Caller caller{.principal = development_,
                  .roles = oversight::kEveryRole,
                  .names_anyone = true,
                  .tenants = {development_.tenant}};
    REEVE_ASSIGN_OR_RETURN(caller.principal.tenant, TenantOf(caller.tenants, given.tenant));
    return caller;
  }
  Standing standing = bearer.empty() ? OfCertificate(given.certificate_names) : OfBearer(bearer);
  if (standing == nullptr) return Unauthorized();
  REEVE_ASSIGN_OR_RETURN(Caller caller, CallerOf(std::move(standing), given.tenant));
  tokens_.NoteUse(*caller.token, caller.principal.tenant);
  return caller;
}

bool Authenticator::StillStands(const Caller& caller) const {
  return caller.token == nullptr || tokens_.Stands(caller.token->token().id);
}

}  // namespace reeve::api

#include "api/jwt_issuers.h"

#include <algorithm>

namespace reeve::api {

Result<JwtIssuerOptions> ParseJwtIssuer(std::string_view typed, std::string_view audience) {
  const size_t equals = typed.find('=');
  if (equals == 0 || equals == std::string_view::npos || equals + 1 == typed.size()) {
    return Error{"jwt.issuer", "`" + std::string(typed) +
                                   "` names no issuer: type ISSUER=KEYS, the keys as a file or an "
                                   "address"};
  }
  if (audience.empty()) {
    return Error{"jwt.audience", "name the audience that signed tokens must be for"};
  }
  return JwtIssuerOptions{std::string(typed.substr(0, equals)),
                          std::string(typed.substr(equals + 1)), std::string(audience)};
}

Result<std::unique_ptr<JwtIssuers>> JwtIssuers::Open(const JwtOptions& options, const Clock& clock,
                                                     Metrics& metrics) {
  if (options.issuers.size() > kMaxJwtIssuers) {
    return Error{"jwt.issuer", "at most 16 issuers of signed tokens are taken"};
  }
  Counter failures = metrics.Counter("reeve_jwks_failures_total",
                                     "Times that an issuer's keys could not be read anew.", {});
  std::vector<Issuer> issuers;
  issuers.reserve(options.issuers.size());
  for (const JwtIssuerOptions& each : options.issuers) {
    if (std::any_of(issuers.begin(), issuers.end(),
                    [&each](const Issuer& other) { return other.name == each.name; })) {
      return Error{"jwt.issuer", "the issuer `" + each.name + "` is named twice"};
    }
    REEVE_ASSIGN_OR_RETURN(JwksSource source, OpenJwksSource(each.keys, options.ca_file));
    auto keys = JwksCache::Open(std::move(source), clock, failures);
    if (!keys.ok()) {
      return Error{keys.error().code, "the keys of `" + each.name + "`: " + keys.error().message};
    }
    issuers.push_back({each.name, each.audience, *std::move(keys)});
  }
  return std::unique_ptr<JwtIssuers>(new JwtIssuers(std::move(issuers), options.skew, clock));
}

Status JwtIssuers::CheckTimes(const Jwt& jwt) const {
  const double now = std::chrono::duration<double>(clock_.Now().time_since_epoch()).count();
  const auto skew = static_cast<double>(skew_.count());
  if (now >= jwt.expires + skew) return Error{"jwt.expired", "the signed token has expired"};
  if (now < jwt.not_before - skew) {
    return Error{"jwt.not_yet", "the signed token is not yet good"};
  }
  return {};
}

Result<JwtIdentity> JwtIssuers::Verify(std::string_view text) const {
  REEVE_ASSIGN_OR_RETURN(Jwt jwt, ReadJwt(text));
  const auto issuer = std::find_if(issuers_.begin(), issuers_.end(),
                                   [&jwt](const Issuer& each) { return each.name == jwt.issuer; });
  if (issuer == issuers_.end()) {
    return Error{"jwt.issuer", "signed tokens of this issuer are not taken"};
  }
  if (std::find(jwt.audiences.begin(), jwt.audiences.end(), issuer->audience) ==
      jwt.audiences.end()) {
    return Error{"jwt.audience", "the signed token is for somebody else"};
  }
  REEVE_RETURN_IF_ERROR(CheckTimes(jwt));
  for (const PublicKey& key : issuer->keys->Find(jwt.key_id, jwt.algorithm)) {
    if (key.Verify(jwt.signing_input, jwt.signature)) {
      return JwtIdentity{std::move(jwt.issuer), std::move(jwt.subject)};
    }
  }
  return Error{"jwt.signature", "the signed token is signed by no key of its issuer"};
}

}  // namespace reeve::api

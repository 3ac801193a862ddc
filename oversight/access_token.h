// A token of access: by which credential a caller is known, under which name it then acts, in which
// roles, for which systems and tenants, and until when. docs/identity.md.
//
// The credential is a secret that was shown once, of which a keyed digest is all that is kept; or a
// name in client certificates; or a subject of an issuer of signed tokens (JWT). Whichever it is,
// what its holder may do stands here and nowhere else, so it is on record and can be revoked.
//
// This is one token in memory and as JSON; what the log holds of all of them is in access_tokens.h.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "base/result.h"
#include "oversight/role.h"

namespace reeve::oversight {

inline constexpr std::chrono::hours kMaxTokenTime{24 * 366};  // from its making to its end
inline constexpr std::chrono::hours kDefaultTokenTime{24 * 90};
inline constexpr size_t kMaxPrincipalBytes = 64;
inline constexpr size_t kMaxTokenSystems = 256;
inline constexpr size_t kMaxTokenTenants = 16;
inline constexpr size_t kMaxTenantBytes = 64;
inline constexpr size_t kMaxCredentialBytes = 512;
inline constexpr std::string_view kEverySystem = "*";

enum class CredentialKind : uint8_t { kSecret, kCertificate, kJwt };
// "secret", "certificate", "jwt"
std::string_view CredentialKindName(CredentialKind kind);

struct Credential {
  CredentialKind kind = CredentialKind::kSecret;
  // The digest of the secret, "hmac-sha256:..."; a name as api/tls.h reads it from a certificate,
  // "uri:spiffe://example.org/credit"; the subject of a JWT.
  std::string value = {};
  std::string issuer = {};  // of a JWT
};

struct AccessToken {
  std::string id = {};         // "t-..."
  std::string principal = {};  // what records name as the caller
  Credential credential = {};
  Roles roles = kNoRole;
  std::vector<std::string> systems = {};  // of a service: ids, or `*`
  std::vector<std::string> tenants = {};  // at least one
  std::string person = {};                // of every role but service
  Timestamp expires = {};                 // the first moment at which it is of no use
  std::string note = {};                  // what it is for

  bool IsService() const { return Holds(roles, Role::kService); }
};

// What is known of a credential, by which no two tokens that stand may be the same.
std::string CredentialKey(const Credential& credential);

// principal, roles, credential {kind, value, issuer}, systems, tenants, person, expires, note; the
// digest of a secret only where `with_digest` (that is, in records).
json::Object ToJson(const AccessToken& token, bool with_digest);

// What an administrator says of a new token: all of ToJson but the id; of a secret no value, where
// `credential` may be left out. `expires` at the epoch where it is left out and may be. Faults go
// to the reader.
void ReadTokenTerms(json::ObjectReader& reader, json::Need expires, AccessToken* token);

// token.roles, token.principal (1 to 64 of a-z, 0-9, '-', '_', '.', or reserved), token.systems (of
// a service none, or of another some), token.tenants, token.person and those of CheckPersonName,
// token.credential
Status CheckTokenTerms(const AccessToken& token);

}  // namespace reeve::oversight

#include "oversight/access_token.h"

#include <algorithm>
#include <array>

#include "oversight/acting_person.h"
#include "oversight/bundle_register.h"
#include "oversight/read_time.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

constexpr std::array<std::string_view, 3> kKinds = {"secret", "certificate", "jwt"};
constexpr std::string_view kCertificateNames[] = {"uri:", "dns:", "email:", "subject:"};
constexpr size_t kMaxSystemBytes = 256;
constexpr size_t kMaxRoleBytes = 32;

// Names under which the program itself acts.
constexpr std::string_view kReserved[] = {"development", "reeve"};

bool IsNameLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

bool IsName(std::string_view name, size_t most) {
  return !name.empty() && name.size() <= most &&
         std::all_of(name.begin(), name.end(), IsNameLetter);
}

bool IsPrintable(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7F'; });
}

bool HasTwice(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) != names.end();
}

Status CheckSystemsOf(const AccessToken& token) {
  if (!token.IsService()) {
    if (token.systems.empty()) return {};
    return Error{"token.systems",
                 "`systems` bounds what a service speaks for; persons are bounded by their tenants",
                 "/systems"};
  }
  const bool every =
      std::find(token.systems.begin(), token.systems.end(), kEverySystem) != token.systems.end();
  if (token.systems.empty() || (every && token.systems.size() > 1) || HasTwice(token.systems)) {
    return Error{"token.systems",
                 "name each system that the service speaks for once, or `*` alone for every system "
                 "of its tenants",
                 "/systems"};
  }
  return {};
}

Status CheckTenantsOf(const AccessToken& token) {
  const bool named = std::all_of(token.tenants.begin(), token.tenants.end(),
                                 [](const auto& one) { return IsName(one, kMaxTenantBytes); });
  if (!token.tenants.empty() && named && !HasTwice(token.tenants)) return {};
  return Error{"token.tenants", "name each tenant once, by 1 to 64 of a-z, 0-9, `-`, `_` and `.`",
               "/tenants"};
}

Status CheckPersonOf(const AccessToken& token) {
  if (!token.IsService()) {
    if (token.person.empty()) {
      return Error{"token.person", "name the person who holds the token: only a service is nobody",
                   "/person"};
    }
    return CheckPersonName(token.person);
  }
  if (token.person.empty()) return {};
  return Error{"token.person", "a service is no person: leave `person` out", "/person"};
}

Status CheckCredential(const Credential& credential) {
  const bool named =
      !credential.value.empty() && IsPrintable(credential.value) && IsPrintable(credential.issuer);
  switch (credential.kind) {
    case CredentialKind::kSecret:
      if (named && credential.issuer.empty()) return {};
      break;
    case CredentialKind::kCertificate:
      if (named && credential.issuer.empty() &&
          std::any_of(std::begin(kCertificateNames), std::end(kCertificateNames),
                      [&](std::string_view begin) {
                        return credential.value.starts_with(begin) &&
                               credential.value.size() > begin.size();
                      })) {
        return {};
      }
      break;
    case CredentialKind::kJwt:
      if (named && !credential.issuer.empty()) return {};
      break;
  }
  return Error{"token.credential",
               "a certificate is named by `uri:`, `dns:`, `email:` or `subject:` and what follows; "
               "a JWT by its issuer and its subject; a secret by nothing",
               "/credential"};
}

Roles ReadRoles(ObjectReader& reader) {
  Roles roles = kNoRole;
  for (const std::string& name : reader.Strings("roles", kAllRoles.size(), kMaxRoleBytes)) {
    const auto role = RoleFromName(name);
    if (!role) {
      reader.Fail("json.value", "roles",
                  "a role is service, risk_officer, approver, auditor or administrator, not `" +
                      name + "`");
      return kNoRole;
    }
    roles |= Only(*role);
  }
  return roles;
}

void ReadCredential(ObjectReader& reader, Credential* credential) {
  static const std::vector<std::string> kNames(kKinds.begin(), kKinds.end());
  const json::Value* given = reader.ObjectMember("credential", Need::kOptional);
  if (given == nullptr) return;
  ObjectReader inner(*given, "/credential");
  const std::string kind = inner.OneOf("kind", Need::kRequired, kNames);
  const auto found = std::find(kKinds.begin(), kKinds.end(), kind);
  if (found != kKinds.end()) {
    credential->kind = static_cast<CredentialKind>(found - kKinds.begin());
  }
  credential->value = inner.String("value", Need::kOptional, kMaxCredentialBytes);
  credential->issuer = inner.String("issuer", Need::kOptional, kMaxCredentialBytes);
  reader.Absorb(inner.Finish());
}

}  // namespace

std::string_view CredentialKindName(CredentialKind kind) {
  return kKinds[static_cast<size_t>(kind)];
}

std::string CredentialKey(const Credential& credential) {
  std::string key(CredentialKindName(credential.kind));
  key += '/';
  key += credential.issuer;
  key += '\0';
  return key += credential.value;
}

json::Object ToJson(const AccessToken& token, bool with_digest) {
  json::Object credential{{"kind", CredentialKindName(token.credential.kind)}};
  if (with_digest || token.credential.kind != CredentialKind::kSecret) {
    credential.Add("value", token.credential.value);
  }
  if (!token.credential.issuer.empty()) credential.Add("issuer", token.credential.issuer);
  json::Object out{{"principal", token.principal},
                   {"roles", RolesJson(token.roles)},
                   {"credential", std::move(credential)},
                   {"tenants", json::Array(token.tenants.begin(), token.tenants.end())},
                   {"expires", FormatTimestamp(token.expires)}};
  if (!token.systems.empty()) {
    out.Add("systems", json::Array(token.systems.begin(), token.systems.end()));
  }
  if (!token.person.empty()) out.Add("person", token.person);
  if (!token.note.empty()) out.Add("note", token.note);
  return out;
}

void ReadTokenTerms(ObjectReader& reader, Need expires, AccessToken* token) {
  token->principal = reader.String("principal", Need::kRequired, kMaxPrincipalBytes);
  token->roles = ReadRoles(reader);
  ReadCredential(reader, &token->credential);
  token->systems = reader.Strings("systems", kMaxTokenSystems, kMaxSystemBytes);
  token->tenants = reader.Strings("tenants", kMaxTokenTenants, kMaxTenantBytes);
  token->person = reader.String("person", Need::kOptional, kMaxPersonBytes);
  token->expires = ReadTime(reader, "expires", expires);
  token->note = reader.String("note", Need::kOptional, kMaxReasonBytes);
}

Status CheckTokenTerms(const AccessToken& token) {
  REEVE_RETURN_IF_ERROR(CheckRoles(token.roles));
  const bool reserved =
      std::find(std::begin(kReserved), std::end(kReserved), token.principal) != std::end(kReserved);
  if (!IsName(token.principal, kMaxPrincipalBytes) || reserved) {
    return Error{"token.principal",
                 "a principal is named by 1 to 64 of a-z, 0-9, `-`, `_` and `.`, and not "
                 "`development` or `reeve`",
                 "/principal"};
  }
  REEVE_RETURN_IF_ERROR(CheckSystemsOf(token));
  REEVE_RETURN_IF_ERROR(CheckTenantsOf(token));
  REEVE_RETURN_IF_ERROR(CheckPersonOf(token));
  return CheckCredential(token.credential);
}

}  // namespace reeve::oversight

#include "engine/token_commands.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/sha256.h"

namespace reeve::engine {
namespace {

using oversight::AccessToken;
using oversight::CredentialKind;
using oversight::StandingToken;
using oversight::TokenEntry;

constexpr std::string_view kIdPrefix = "t-";
constexpr size_t kIdLetters = 26;
constexpr size_t kSecretBytes = 32;
constexpr size_t kSecretLetters = kSecretPrefix.size() + kIdLetters + 1 + kSecretBytes * 2;

std::string_view StateAt(const TokenEntry& entry, Timestamp now) {
  if (entry.revoked) return "revoked";
  return now < entry.token.expires ? "active" : "expired";
}

}  // namespace

std::string TokenCommands::Digest(std::string_view secret) const {
  return commitments_.Commit("token", secret);
}

Result<NewToken> TokenCommands::New(AccessToken terms, const oversight::ActingPerson& by) {
  const Timestamp now = clock_.Now();
  terms.id = NewId(kIdPrefix, now, random_);
  if (terms.expires == Timestamp()) terms.expires = now + oversight::kDefaultTokenTime;
  NewToken made{terms.id, {}};
  if (terms.credential.kind == CredentialKind::kSecret) {
    if (!terms.credential.value.empty()) {
      return Error{"token.credential", "a secret is drawn here: leave `value` out", "/credential"};
    }
    made.secret.append(kSecretPrefix)
        .append(terms.id, kIdPrefix.size())
        .append("_")
        .append(HexEncode(RandomBytes(random_, kSecretBytes)));
    terms.credential.value = Digest(made.secret);
  }
  REEVE_RETURN_IF_ERROR(oversight::CheckTokenTerms(terms));
  REEVE_RETURN_IF_ERROR(register_.Create(terms, by));
  return made;
}

Status TokenCommands::Revoke(std::string_view id, std::string_view reason,
                             const oversight::ActingPerson& by) {
  return register_.Revoke(id, reason, by, random_);
}

json::Object TokenCommands::View(const TokenEntry& entry, Timestamp now) const {
  json::Object out = oversight::ToJson(entry.token, false);
  out.Add("id", entry.token.id)
      .Add("tenant", entry.tenant)
      .Add("by", entry.by)
      .Add("created", FormatTimestamp(entry.created))
      .Add("state", StateAt(entry, now));
  const auto standing = register_.FindById(entry.token.id);
  const Timestamp used = std::max(standing == nullptr ? Timestamp() : standing->used(),
                                  entry.used.value_or(Timestamp()));
  if (used != Timestamp()) out.Add("used", FormatTimestamp(used));
  if (entry.revoked) {
    out.Add("revoked", json::Object{{"by", entry.revoked->by},
                                    {"reason", entry.revoked->reason},
                                    {"time", FormatTimestamp(entry.revoked->time)}});
  }
  return out;
}

Result<json::Object> TokenCommands::Find(std::string_view tenant, std::string_view id) const {
  REEVE_ASSIGN_OR_RETURN(const TokenEntry entry, oversight::FindToken(ledger_, tenant, id));
  return View(entry, clock_.Now());
}

Result<json::Object> TokenCommands::List(std::string_view tenant, std::string_view state) const {
  const Timestamp now = clock_.Now();
  REEVE_ASSIGN_OR_RETURN(const std::vector<TokenEntry> entries,
                         oversight::ListTokens(ledger_, tenant));
  json::Array out;
  uint64_t total = 0;
  for (const TokenEntry& entry : entries) {
    if (!state.empty() && state != StateAt(entry, now)) continue;
    if (++total <= kMaxListedTokens) out.emplace_back(View(entry, now));
  }
  return json::Object{{"tokens", std::move(out)}, {"total", total}};
}

// The id finds the token; that it is right is said by the digest of the whole alone, which is
// compared whether or not there is such a token.
std::shared_ptr<StandingToken> TokenCommands::FindBySecret(std::string_view secret) const {
  if (secret.size() != kSecretLetters || !secret.starts_with(kSecretPrefix)) return nullptr;
  std::string id(kIdPrefix);
  id += secret.substr(kSecretPrefix.size(), kIdLetters);
  auto token = register_.FindById(id);
  const std::string digest = Digest(secret);
  const std::string_view known =
      token == nullptr ? std::string_view() : std::string_view(token->token().credential.value);
  if (!ConstantTimeEqual(digest, known)) return nullptr;
  return token->IsOver(clock_.Now()) ? nullptr : token;
}

std::shared_ptr<StandingToken> TokenCommands::FindByCredential(
    const oversight::Credential& credential) const {
  auto token = register_.FindByCredential(credential);
  return token == nullptr || token->IsOver(clock_.Now()) ? nullptr : token;
}

bool TokenCommands::Stands(std::string_view id) const {
  const auto token = register_.FindById(id);
  return token != nullptr && !token->IsOver(clock_.Now());
}

Result<bool> TokenCommands::AnyMade() const {
  bool any = false;
  REEVE_RETURN_IF_ERROR(
      ledger_.State("tokens").Scan("token/", [&any](std::string_view, std::string_view) {
        any = true;
        return false;
      }));
  return any;
}

}  // namespace reeve::engine

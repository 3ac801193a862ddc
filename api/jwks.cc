#include "api/jwks.h"

#include <algorithm>

#include "api/http_source.h"
#include "api/jwt.h"
#include "api/source_url.h"
#include "base/file.h"
#include "base/json.h"
#include "base/log.h"

namespace reeve::api {
namespace {

constexpr size_t kMaxDepth = 8;
constexpr std::chrono::milliseconds kWhole{10'000};

Error Malformed(const std::string& why) { return {"jwks.malformed", "the set of keys " + why}; }

// Empty where it is absent or no text.
std::string TextAt(const json::Value& key, std::string_view name) {
  const json::Value* value = key.Find(name);
  return value == nullptr || value->as_string() == nullptr ? "" : *value->as_string();
}

Result<std::string> NumberAt(const json::Value& key, std::string_view name) {
  Result<std::string> bytes = Base64UrlDecode(TextAt(key, name));
  if (bytes.ok() && !bytes->empty()) return bytes;
  return Malformed("has a key without a good `" + std::string(name) + "`");
}

// Of a kind of ours, by the key's own words; else nothing.
std::optional<SignatureAlgorithm> AlgorithmOf(const json::Value& key) {
  const std::string kind = TextAt(key, "kty");
  const std::string curve = TextAt(key, "crv");
  if (kind == "RSA") return SignatureAlgorithm::kRs256;
  if (kind == "EC" && curve == "P-256") return SignatureAlgorithm::kEs256;
  if (kind == "OKP" && curve == "Ed25519") return SignatureAlgorithm::kEdDsa;
  return std::nullopt;
}

bool IsForSigning(const json::Value& key, SignatureAlgorithm algorithm) {
  const std::string use = TextAt(key, "use");
  const std::string named = TextAt(key, "alg");
  return (use.empty() || use == "sig") &&
         (named.empty() || named == SignatureAlgorithmName(algorithm));
}

Result<PublicKey> KeyOf(const json::Value& key, SignatureAlgorithm algorithm) {
  switch (algorithm) {
    case SignatureAlgorithm::kRs256: {
      REEVE_ASSIGN_OR_RETURN(const std::string modulus, NumberAt(key, "n"));
      REEVE_ASSIGN_OR_RETURN(const std::string exponent, NumberAt(key, "e"));
      return PublicKey::Rsa(modulus, exponent);
    }
    case SignatureAlgorithm::kEs256: {
      REEVE_ASSIGN_OR_RETURN(const std::string x, NumberAt(key, "x"));
      REEVE_ASSIGN_OR_RETURN(const std::string y, NumberAt(key, "y"));
      return PublicKey::P256(x, y);
    }
    case SignatureAlgorithm::kEdDsa:
      break;
  }
  REEVE_ASSIGN_OR_RETURN(const std::string x, NumberAt(key, "x"));
  return PublicKey::Ed25519(x);
}

}  // namespace

Result<std::vector<Jwk>> ReadJwks(std::string_view text) {
  const auto set = json::Parse(text, {.max_bytes = kMaxJwksBytes, .max_depth = kMaxDepth});
  const json::Value* keys = set.ok() ? set->Find("keys") : nullptr;
  if (keys == nullptr || keys->as_array() == nullptr) return Malformed("is no JWK Set");
  if (keys->as_array()->size() > kMaxJwksKeys) return Malformed("has more than 100 keys");
  std::vector<Jwk> out;
  for (const json::Value& each : *keys->as_array()) {
    if (each.as_object() == nullptr) return Malformed("has a key that is no object");
    const auto algorithm = AlgorithmOf(each);
    if (!algorithm || !IsForSigning(each, *algorithm)) continue;
    Result<PublicKey> key = KeyOf(each, *algorithm);
    if (!key.ok()) return Malformed("has a bad key: " + key.error().message);
    out.push_back({TextAt(each, "kid"), *std::move(key)});
  }
  if (out.empty()) return Malformed("has no key that signs by RS256, ES256 or EdDSA");
  return out;
}

Result<JwksSource> OpenJwksSource(const std::string& where, const std::string& ca_file) {
  if (!LooksLikeUrl(where)) {
    return JwksSource([where] { return ReadFile(where, kMaxJwksBytes); });
  }
  REEVE_ASSIGN_OR_RETURN(
      std::unique_ptr<engine::BundleSource> opened,
      HttpSource({.url = where, .ca_file = ca_file, .max_bytes = kMaxJwksBytes, .whole = kWhole}));
  const std::shared_ptr<engine::BundleSource> source = std::move(opened);
  return JwksSource([source]() -> Result<std::string> {
    REEVE_ASSIGN_OR_RETURN(engine::SourceLook look, source->Look(true, {}));
    return std::move(look.content.file.bytes);
  });
}

Result<std::unique_ptr<JwksCache>> JwksCache::Open(JwksSource source, const Clock& clock,
                                                   Counter failures) {
  std::unique_ptr<JwksCache> cache(new JwksCache(std::move(source), clock, failures));
  REEVE_RETURN_IF_ERROR(cache->Ask(clock.Now()));
  return cache;
}

std::shared_ptr<const JwksCache::Keys> JwksCache::keys() const {
  const MutexLock lock(mutex_);
  return keys_;
}

Status JwksCache::Ask(Timestamp now) {
  tried_.store(now);
  REEVE_ASSIGN_OR_RETURN(const std::string text, source_());
  REEVE_ASSIGN_OR_RETURN(std::vector<Jwk> all, ReadJwks(text));
  auto keys = std::make_shared<const Keys>(Keys{std::move(all), now});
  const MutexLock lock(mutex_);
  keys_ = std::move(keys);
  return {};
}

void JwksCache::AskAgain(Timestamp now) {
  if (now - tried_.load() < kMinJwksPause || asking_.exchange(true)) return;
  if (const Status asked = Ask(now); !asked.ok()) {
    failures_.Add();
    Log(LogLevel::kWarning, "jwks.failed", {{"code", asked.error().code}});
  }
  asking_.store(false);
}

std::vector<PublicKey> JwksCache::Find(std::string_view id, SignatureAlgorithm algorithm) {
  const Timestamp now = clock_.Now();
  const auto fits = [&](const Jwk& each) {
    return each.key.algorithm() == algorithm && (id.empty() || each.id == id);
  };
  auto known = keys();
  if (now - known->answered >= kMaxJwksAge ||
      std::none_of(known->all.begin(), known->all.end(), fits)) {
    AskAgain(now);
    known = keys();
  }
  std::vector<PublicKey> out;
  if (now - known->answered >= kMaxStaleJwks) return out;
  for (const Jwk& each : known->all) {
    if (fits(each)) out.push_back(each.key);
  }
  return out;
}

}  // namespace reeve::api

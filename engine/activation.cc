#include "engine/activation.h"

#include "base/encoding.h"
#include "base/json.h"
#include "base/sha256.h"

namespace reeve::engine {
namespace {

constexpr std::string_view kActiveKey = "active";
constexpr std::string_view kDigestPrefix = "sha256:";

}  // namespace

Status BundleProjection::Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const {
  if (record.kind() != kBundleActivated) return {};
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  const json::Value* digest = body->Find("bundle");
  if (digest == nullptr || digest->as_string() == nullptr) {
    return Error{"bundle.malformed", "a record `bundle.activated` names no bundle"};
  }
  state.Put(kActiveKey, *digest->as_string());
  return {};
}

Result<std::optional<std::string>> ActiveDigest(const ledger::Ledger& ledger) {
  return ledger.State("bundle").Get(kActiveKey);
}

Result<ledger::NewRecord> ActivationRecord(const policy::Bundle& bundle, std::string id,
                                           std::string tenant, std::string_view principal) {
  json::Array policies;
  for (const policy::Policy& policy : bundle.policies()) policies.push_back(policy.id);
  json::Object body;
  body.Add("bundle", bundle.digest())
      .Add("default", policy::EffectName(bundle.default_effect()))
      .Add("policies", std::move(policies))
      .Add("principal", principal);
  REEVE_ASSIGN_OR_RETURN(std::string text, json::Canonical(std::move(body)));
  return ledger::NewRecord{.kind = std::string(kBundleActivated),
                           .log = ledger::LogRole::kControl,
                           .tenant = std::move(tenant),
                           .id = std::move(id),
                           .body = std::move(text)};
}

Result<std::shared_ptr<const policy::Bundle>> LoadBundle(const ledger::BlobStore& blobs,
                                                         std::string_view digest) {
  const Error unknown{"bundle.not_found", "there is no bundle `" + std::string(digest) + "`"};
  if (!digest.starts_with(kDigestPrefix)) return unknown;
  const Result<std::string> hash = HexDecode(digest.substr(kDigestPrefix.size()));
  if (!hash.ok() || hash->size() != sizeof(Hash)) return unknown;
  REEVE_ASSIGN_OR_RETURN(const std::string bytes, blobs.Get(HashFromBytes(*hash)));
  return policy::BundleFromBytes(bytes);
}

}  // namespace reeve::engine

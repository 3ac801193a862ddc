#include "engine/activation.h"

#include "base/encoding.h"
#include "base/sha256.h"
#include "oversight/bundle_register.h"

namespace reeve::engine {
namespace {

constexpr std::string_view kDigestPrefix = "sha256:";

}  // namespace

json::Object ActivationBody(const policy::Bundle& bundle) {
  json::Array policies;
  for (const policy::Policy& policy : bundle.policies()) policies.push_back(policy.id);
  json::Object body;
  body.Add("bundle", bundle.digest())
      .Add("default", policy::EffectName(bundle.default_effect()))
      .Add("policies", std::move(policies));
  for (const json::Member& member : bundle.release().ToJson()) body.Add(member.key, member.value);
  return body;
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

Result<Timestamp> ActiveSince(const ledger::Ledger& ledger, std::string_view digest) {
  REEVE_ASSIGN_OR_RETURN(const json::Object entry, oversight::FindBundle(ledger, digest));
  const json::Value value(entry);
  const json::Value* time = json::Resolve(value, "/activated/time");
  return ParseTimestamp(time == nullptr || time->as_string() == nullptr ? "" : *time->as_string());
}

}  // namespace reeve::engine

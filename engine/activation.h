// Which bundle is active: a fold over records `bundle.activated`.
//
// The record names the bundle by digest; its bytes lie in the blob store, so that any decision can
// be replayed under the rules that made it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/projection.h"
#include "policy/bundle.h"

namespace reeve::engine {

inline constexpr std::string_view kBundleActivated = "bundle.activated";

// Key: "active". Value: the digest.
class BundleProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "bundle"; }
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

// Nothing on a new log.
Result<std::optional<std::string>> ActiveDigest(const ledger::Ledger& ledger);

// The record that makes `bundle` the active one.
Result<ledger::NewRecord> ActivationRecord(const policy::Bundle& bundle, std::string id,
                                           std::string tenant, std::string_view principal);

// The bundle of that digest, compiled from the blob store.
Result<std::shared_ptr<const policy::Bundle>> LoadBundle(const ledger::BlobStore& blobs,
                                                         std::string_view digest);

}  // namespace reeve::engine

// What the record of an activation says of a bundle, and a bundle by the digest that a record
// names.
#pragma once

#include <memory>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "policy/bundle.h"

namespace reeve::engine {

// `bundle`, `default`, `policies`, and of its release `revision`, `created`: who did it, and from
// which proposal, is the caller's to add.
json::Object ActivationBody(const policy::Bundle& bundle);

// The bundle of that digest, compiled from the blob store. bundle.not_found
Result<std::shared_ptr<const policy::Bundle>> LoadBundle(const ledger::BlobStore& blobs,
                                                         std::string_view digest);

// Since when the active bundle is in force. bundle.not_found
Result<Timestamp> ActiveSince(const ledger::Ledger& ledger, std::string_view digest);

}  // namespace reeve::engine

// A text that a record is about and does not hold: what happened, what somebody complains of.
//
// It lies in the blob store, as {"nonce","text"} in canonical JSON, and the record names its
// digest; the 32 random bytes keep a guess of the text from being tried against the digest. Who
// must erase it removes the blob: the log still verifies (docs/incidents.md).
#pragma once

#include <string>
#include <string_view>

#include "base/random.h"
#include "base/result.h"
#include "ledger/blob_store.h"

namespace reeve::engine {

// Its digest, "sha256:...". Durable on return.
Result<std::string> AttachText(const ledger::BlobStore& blobs, std::string_view text,
                               const Random& random);

// text.erased: the blob is no longer there; text.malformed; errors of the store.
Result<std::string> ReadAttachedText(const ledger::BlobStore& blobs, std::string_view digest);

// The bytes of that digest. ledger.not_found, also for what is no digest.
Result<std::string> ReadBlob(const ledger::BlobStore& blobs, std::string_view digest);

}  // namespace reeve::engine

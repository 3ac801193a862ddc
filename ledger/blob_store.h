// Large things beside the log, by digest: the record names the digest, the bytes lie here.
//
// A blob is the file DATA/blobs/<64 hex digits of SHA-256>. It never changes. Put a blob before the
// record that names it, so that a durable record never names a blob that is not there.
// Thread-safety: any thread; two Puts of the same bytes do no harm.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/sha256.h"

namespace reeve::ledger {

class BlobStore {
 public:
  // Creates the folder if it is not there. file.io
  static Result<BlobStore> Open(const std::filesystem::path& folder);

  // Durable on return. file.io
  Result<Hash> Put(std::string_view bytes) const;
  // ledger.not_found; ledger.blob_damaged if the bytes are not those of the digest.
  Result<std::string> Get(const Hash& digest) const;

  // Checks every blob against its name; calls for each good one.
  // ledger.blob_damaged, naming the first bad one; ledger.blob_name for a foreign file.
  using Visitor = std::function<Status(const Hash& digest, std::string_view bytes)>;
  Status ForEach(const Visitor& visitor) const;

 private:
  explicit BlobStore(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path folder_;
};

}  // namespace reeve::ledger

#include "ledger/blob_copy.h"

namespace reeve::ledger {

Result<uint64_t> CopyBlobs(const BlobStore& from, const std::filesystem::path& to) {
  REEVE_ASSIGN_OR_RETURN(const BlobStore copies, BlobStore::Open(to));
  uint64_t count = 0;
  REEVE_RETURN_IF_ERROR(from.ForEach([&](const Hash&, std::string_view bytes) -> Status {
    ++count;
    const Result<Hash> copied = copies.Put(bytes);
    return copied.ok() ? Status() : Status(copied.error());
  }));
  return count;
}

}  // namespace reeve::ledger

// Uploaded attributes at rest: one file a set, sealed (AES-256-GCM) under a random key of its own,
// which stands in the file wrapped under a key derived from the vault's master key.
//
//   "reeve-attributes-1\n"  nonce, 12 bytes  the wrapped key, 32 + 16 bytes
//   nonce, 12 bytes  the sealed bytes, as they were uploaded, + 16
//
// Both are bound to the set's id: a file under another name does not open. Deletion overwrites the
// file where it lies, syncs and removes it (ledger/subject_keys.h, ShredFile). Backups leave the
// folder out: a copy would outlive the deletion.
//
// Thread-safety: every method, from any thread; one set on one thread at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/result.h"

namespace reeve::oversight::bias {

inline constexpr size_t kMaxAttributeBytes = size_t{64} << 20;  // of one set

inline std::filesystem::path AttributesFolder(const std::filesystem::path& data) {
  return data / "bias-attributes";
}

class SealedAttributes {
 public:
  // The folder is made with the first set. Precondition: master.size() == ledger::kMasterKeyBytes.
  SealedAttributes(std::filesystem::path folder, std::string_view master, const Random& random);
  ~SealedAttributes();
  SealedAttributes(const SealedAttributes&) = delete;
  SealedAttributes& operator=(const SealedAttributes&) = delete;

  // Durable on return. file.io
  Status Keep(const std::string& id, std::string_view bytes) const;
  // bias.attributes_gone: there is no such file. bias.attributes_damaged: it was changed, or sealed
  // under another vault.key.
  Result<std::string> Read(const std::string& id) const;
  // Nothing where there is no such file. file.io
  Status Shred(const std::string& id) const;
  // Of all files there are. file.io
  Result<std::vector<std::string>> Ids() const;

 private:
  const std::filesystem::path folder_;
  std::string master_;  // derived
  const Random& random_;
};

}  // namespace reeve::oversight::bias

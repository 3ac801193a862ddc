// The head guard: beside the store, the last head that a key has signed and that was published.
//
// A store restored from an old backup, or cut short by its disk, verifies perfectly: it is merely
// shorter than what its readers have seen, and would sign another history. The guard remembers. It
// is written after each commit without a sync, for it need only outlive the process: losing the
// newest of it in a power cut loses no record, it only makes the check older. It is synced when a
// log is opened and when it is closed.
//
// The file is DATA/head-<key id>: two slots of 128 bytes, written in turn, each
//   "reeve-head 1 SSSSSSSSSSSSSSSSSSSS HHHH...(64) CCCCCCCCCCCCCCCC" padded with spaces, newline
// (size in 20 digits, root in hex, the first 8 bytes of the SHA-256 of what stands before). A slot
// that does not read was torn by a crash; the other one then holds. docs/ledger-format.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/sha256.h"
#include "ledger/note.h"

namespace reeve::ledger {

// Thread-safety: one thread at a time.
class HeadGuard {
 public:
  struct Head {
    uint64_t size = 0;
    Hash root{};
    friend bool operator==(const Head&, const Head&) = default;
  };

  static std::filesystem::path PathFor(const std::filesystem::path& folder, const VerifierKey& key);

  // What a guard file says, without keeping it open; nothing when there is none or no slot reads.
  // file.io
  static Result<std::optional<Head>> Read(const std::filesystem::path& path);

  // Opens or makes the file. file.io
  static Result<HeadGuard> Open(const std::filesystem::path& path);
  HeadGuard(HeadGuard&& other) noexcept;
  HeadGuard& operator=(HeadGuard&&) = delete;
  ~HeadGuard();

  const std::optional<Head>& last() const { return last_; }

  // Success if the key may sign this head: not smaller, and no other root for the same size.
  // ledger.behind, ledger.forked
  Status Allows(const Head& head) const;
  // Remembers it. file.io
  Status Publish(const Head& head);
  // Makes what was remembered survive a power cut. file.io
  Status Sync() const;

 private:
  HeadGuard(int fd, std::filesystem::path path) : fd_(fd), path_(std::move(path)) {}

  int fd_;
  std::filesystem::path path_;
  std::optional<Head> last_;
  unsigned next_slot_ = 0;
};

}  // namespace reeve::ledger

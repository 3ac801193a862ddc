// One key for each subject, destroyed when the subject is erased: the content that it sealed is
// then gone, wherever copies of it lie.
//
// A key is a file of its own, FOLDER/<2 hex digits>/<64 hex digits>, named by a digest of tenant
// and subject and wrapped (AES-256-GCM) under the master key. Not a row in a database: a
// log-structured store keeps old values in files that nobody names any more, while a small file is
// overwritten where it lies, synced, and only then removed. docs/privacy.md says what that
// guarantees on which disks.
//
//   "reeve-key-1\n"  key id, 16 bytes  nonce, 12 bytes  the wrapped key, 32 + 16 bytes
//
// Thread-safety: every method, from any thread.
#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/mutex.h"
#include "base/random.h"
#include "base/result.h"

namespace reeve::ledger {

inline constexpr size_t kMasterKeyBytes = 32;

// Thread-safety: immutable. Its memory is overwritten at the end.
class SubjectKey {
 public:
  SubjectKey(std::string id, std::string secret) : id_(std::move(id)), secret_(std::move(secret)) {}
  ~SubjectKey();
  SubjectKey(const SubjectKey&) = delete;
  SubjectKey& operator=(const SubjectKey&) = delete;

  // "k-<32 hex digits>". A subject that is erased and comes back has another.
  const std::string& id() const { return id_; }
  std::string_view secret() const { return secret_; }

 private:
  const std::string id_;
  std::string secret_;
};

// Whose key: 64 hex digits that tell neither.
std::string SubjectKeyName(std::string_view tenant, std::string_view subject);

class SubjectKeys {
 public:
  // Keys held unwrapped in memory, of each of kShards parts.
  static constexpr size_t kShards = 16;
  static constexpr size_t kCachedKeys = 256;

  // The folder is made if it is not there. Precondition: master.size() == kMasterKeyBytes. file.io
  static Result<std::unique_ptr<SubjectKeys>> Open(const std::filesystem::path& folder,
                                                   std::string master, const Random& random);
  ~SubjectKeys();

  // The subject's key; a new one, durable on return, where there is none.
  // vault.key_damaged, file.io
  Result<std::shared_ptr<const SubjectKey>> Make(const std::string& name);
  // Null where there is none.
  Result<std::shared_ptr<const SubjectKey>> Find(const std::string& name);
  // The file is overwritten, synced and removed, if it holds the key of that id. Whether it did.
  Result<bool> Destroy(const std::string& name, std::string_view id);

 private:
  struct Shard {
    Mutex mutex;
    std::unordered_map<std::string, std::shared_ptr<const SubjectKey>> cache
        REEVE_GUARDED_BY(mutex);
  };

  SubjectKeys(std::filesystem::path folder, std::string master, const Random& random)
      : folder_(std::move(folder)), master_(std::move(master)), random_(random) {}

  Shard& ShardOf(const std::string& name);
  Result<std::shared_ptr<const SubjectKey>> Load(Shard& shard, const std::string& name)
      REEVE_REQUIRES(shard.mutex);
  Result<std::shared_ptr<const SubjectKey>> Read(const std::string& name) const;
  Result<std::shared_ptr<const SubjectKey>> Write(const std::string& name) const;

  const std::filesystem::path folder_;
  std::string master_;
  const Random& random_;
  std::array<Shard, kShards> shards_;
};

// The wrapped keys in such a folder, by name: for a backup, which needs no master key. file.io
using WrappedKeyVisitor = std::function<Status(const std::string& name, std::string_view bytes)>;
Status VisitWrappedKeys(const std::filesystem::path& folder, const WrappedKeyVisitor& visitor);
// Where the key of that name lies in it.
std::filesystem::path WrappedKeyPath(const std::filesystem::path& folder, const std::string& name);

// Overwrites a file where it lies, syncs it, removes its name and syncs the folder. Nothing where
// there is no such file. file.io
Status ShredFile(const std::filesystem::path& path);

}  // namespace reeve::ledger

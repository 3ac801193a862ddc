#include "ledger/subject_keys.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

#include "base/aes_gcm.h"
#include "base/encoding.h"
#include "base/file.h"
#include "base/sha256.h"

namespace reeve::ledger {
namespace {

constexpr std::string_view kMagic = "reeve-key-1\n";
constexpr size_t kIdBytes = 16;
constexpr size_t kWrappedBytes = kGcmKeyBytes + kGcmTagBytes;
constexpr size_t kFileBytes = kMagic.size() + kIdBytes + kGcmNonceBytes + kWrappedBytes;
constexpr size_t kNameLetters = 64;
constexpr std::string_view kIdPrefix = "k-";

Error IoError(std::string_view doing, const std::filesystem::path& path) {
  return {"file.io", "cannot " + std::string(doing) + " `" + path.string() + "`", path.string()};
}

Error Damaged(const std::filesystem::path& path) {
  return {"vault.key_damaged",
          "`" + path.string() +
              "` is damaged, or wrapped under another vault.key: restore it from a backup",
          path.string()};
}

std::string KeyId(std::string_view id) { return std::string(kIdPrefix) + HexEncode(id); }

// What a wrapped key is bound to: a file under another name does not open.
std::string Bound(std::string_view id, const std::string& name) {
  return std::string(kMagic) + std::string(id) + name;
}

Status MakeFolder(const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return {};
  std::filesystem::create_directories(path, error);
  if (!error) {
    std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
  }
  return error ? Status(IoError("make the folder", path)) : Status();
}

Status SyncFolder(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return IoError("open", path);
  const bool synced = ::fsync(fd) == 0;
  ::close(fd);
  return synced ? Status() : IoError("sync", path);
}

Status Overwrite(int fd, size_t size, const std::filesystem::path& path) {
  const std::string noise = RandomBytes(Random::System(), std::max<size_t>(size, 1));
  size_t done = 0;
  while (done < noise.size()) {
    const ssize_t written =
        ::pwrite(fd, noise.data() + done, noise.size() - done, static_cast<off_t>(done));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return IoError("overwrite", path);
    done += static_cast<size_t>(written);
  }
  return ::fsync(fd) == 0 ? Status() : IoError("sync", path);
}

}  // namespace

Status ShredFile(const std::filesystem::path& path) {
  std::error_code error;
  const uintmax_t size = std::filesystem::file_size(path, error);
  if (error == std::errc::no_such_file_or_directory) return {};
  if (error) return IoError("look at", path);
  const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return IoError("open", path);
  const Status overwritten = Overwrite(fd, size, path);
  ::close(fd);
  REEVE_RETURN_IF_ERROR(overwritten);
  if (::unlink(path.c_str()) != 0) return IoError("remove", path);
  return SyncFolder(path.parent_path());
}

SubjectKey::~SubjectKey() { WipeSecret(&secret_); }

std::string SubjectKeyName(std::string_view tenant, std::string_view subject) {
  return HexEncode(AsBytes(Sha256({"subject key", {"\0", 1}, tenant, {"\0", 1}, subject})));
}

Result<std::unique_ptr<SubjectKeys>> SubjectKeys::Open(const std::filesystem::path& folder,
                                                       std::string master, const Random& random) {
  if (master.size() != kMasterKeyBytes) Panic("the master key of a vault has 32 bytes");
  REEVE_RETURN_IF_ERROR(MakeFolder(folder));
  return std::unique_ptr<SubjectKeys>(new SubjectKeys(folder, std::move(master), random));
}

SubjectKeys::~SubjectKeys() { WipeSecret(&master_); }

SubjectKeys::Shard& SubjectKeys::ShardOf(const std::string& name) {
  const std::string_view digits = "0123456789abcdef";
  const size_t digit = name.empty() ? 0 : digits.find(name.front());
  return shards_[digit < kShards ? digit : 0];
}

std::filesystem::path WrappedKeyPath(const std::filesystem::path& folder, const std::string& name) {
  return folder / name.substr(0, 2) / name;
}

Result<std::shared_ptr<const SubjectKey>> SubjectKeys::Read(const std::string& name) const {
  const std::filesystem::path path = WrappedKeyPath(folder_, name);
  const Result<std::string> bytes = ReadFile(path, kFileBytes);
  if (!bytes.ok() && bytes.error().code == "file.not_found") {
    return std::shared_ptr<const SubjectKey>();
  }
  if (!bytes.ok() && bytes.error().code == "file.too_large") return Damaged(path);
  if (!bytes.ok()) return bytes.error();
  if (bytes->size() != kFileBytes || !bytes->starts_with(kMagic)) return Damaged(path);
  const std::string_view rest = std::string_view(*bytes).substr(kMagic.size());
  const std::string_view id = rest.substr(0, kIdBytes);
  std::optional<std::string> secret =
      GcmOpen(master_, rest.substr(kIdBytes, kGcmNonceBytes), Bound(id, name),
              rest.substr(kIdBytes + kGcmNonceBytes));
  if (!secret) return Damaged(path);
  return std::make_shared<const SubjectKey>(KeyId(id), *std::move(secret));
}

Result<std::shared_ptr<const SubjectKey>> SubjectKeys::Write(const std::string& name) const {
  const std::filesystem::path path = WrappedKeyPath(folder_, name);
  REEVE_RETURN_IF_ERROR(MakeFolder(path.parent_path()));
  const std::string id = RandomBytes(random_, kIdBytes);
  const std::string nonce = RandomBytes(random_, kGcmNonceBytes);
  std::string secret = RandomBytes(random_, kGcmKeyBytes);
  const std::string file =
      std::string(kMagic) + id + nonce + GcmSeal(master_, nonce, Bound(id, name), secret);
  auto key = std::make_shared<const SubjectKey>(KeyId(id), std::move(secret));
  REEVE_RETURN_IF_ERROR(WriteFileDurably(path, file, FileMode::kSecret));
  REEVE_RETURN_IF_ERROR(SyncFolder(folder_));
  return key;
}

Result<std::shared_ptr<const SubjectKey>> SubjectKeys::Load(Shard& shard, const std::string& name) {
  const auto found = shard.cache.find(name);
  if (found != shard.cache.end()) return found->second;
  REEVE_ASSIGN_OR_RETURN(std::shared_ptr<const SubjectKey> key, Read(name));
  if (key == nullptr) return key;
  if (shard.cache.size() >= kCachedKeys) shard.cache.erase(shard.cache.begin());
  shard.cache.emplace(name, key);
  return key;
}

Result<std::shared_ptr<const SubjectKey>> SubjectKeys::Find(const std::string& name) {
  Shard& shard = ShardOf(name);
  const MutexLock lock(shard.mutex);
  return Load(shard, name);
}

Result<std::shared_ptr<const SubjectKey>> SubjectKeys::Make(const std::string& name) {
  Shard& shard = ShardOf(name);
  const MutexLock lock(shard.mutex);
  REEVE_ASSIGN_OR_RETURN(std::shared_ptr<const SubjectKey> key, Load(shard, name));
  if (key != nullptr) return key;
  REEVE_ASSIGN_OR_RETURN(key, Write(name));
  if (shard.cache.size() >= kCachedKeys) shard.cache.erase(shard.cache.begin());
  shard.cache.emplace(name, key);
  return key;
}

Result<bool> SubjectKeys::Destroy(const std::string& name, std::string_view id) {
  Shard& shard = ShardOf(name);
  const MutexLock lock(shard.mutex);
  const Result<std::string> bytes = ReadFile(WrappedKeyPath(folder_, name), kFileBytes);
  if (!bytes.ok() && bytes.error().code == "file.not_found") return false;
  if (!bytes.ok()) return bytes.error();
  // Noise in its place: a crash came between the overwriting and the removal.
  const bool half_done = bytes->size() != kFileBytes || !bytes->starts_with(kMagic);
  if (!half_done && KeyId(std::string_view(*bytes).substr(kMagic.size(), kIdBytes)) != id) {
    return false;
  }
  shard.cache.erase(name);
  REEVE_RETURN_IF_ERROR(ShredFile(WrappedKeyPath(folder_, name)));
  return true;
}

Status VisitWrappedKeys(const std::filesystem::path& folder, const WrappedKeyVisitor& visitor) {
  std::error_code error;
  std::vector<std::filesystem::path> paths;
  std::filesystem::recursive_directory_iterator it(folder, error);
  for (; !error && it != std::filesystem::recursive_directory_iterator(); it.increment(error)) {
    if (it->path().filename().string().size() == kNameLetters) paths.push_back(it->path());
  }
  if (error) return IoError("list", folder);
  std::sort(paths.begin(), paths.end());
  for (const std::filesystem::path& path : paths) {
    const Result<std::string> bytes = ReadFile(path, kFileBytes);
    if (!bytes.ok() && bytes.error().code == "file.not_found") continue;  // destroyed meanwhile
    if (!bytes.ok()) return bytes.error();
    REEVE_RETURN_IF_ERROR(visitor(path.filename().string(), *bytes));
  }
  return {};
}

}  // namespace reeve::ledger

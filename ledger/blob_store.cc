#include "ledger/blob_store.h"

#include <algorithm>
#include <system_error>
#include <vector>

#include "base/encoding.h"
#include "base/file.h"

namespace reeve::ledger {
namespace {

constexpr size_t kMaxBlobBytes = size_t{1} << 30;

// The digest that a file's name gives; nothing for a foreign name.
Result<Hash> DigestOfName(const std::filesystem::path& path) {
  const Result<std::string> bytes = HexDecode(path.filename().string());
  if (bytes.ok() && bytes->size() == Hash{}.size()) return HashFromBytes(*bytes);
  return Error{"ledger.blob_name", "`" + path.string() + "` does not belong among the blobs",
               path.string()};
}

Result<std::string> ReadChecked(const std::filesystem::path& path, const Hash& digest) {
  REEVE_ASSIGN_OR_RETURN(std::string bytes, ReadFile(path, kMaxBlobBytes));
  if (Sha256(bytes) == digest) return bytes;
  return Error{"ledger.blob_damaged",
               "`" + path.string() + "` does not have the digest it is named by", path.string()};
}

}  // namespace

Result<BlobStore> BlobStore::Open(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error) return BlobStore(folder);
  return Error{"file.io", "cannot make `" + folder.string() + "`: " + error.message(),
               folder.string()};
}

Result<Hash> BlobStore::Put(std::string_view bytes) const {
  const Hash digest = Sha256(bytes);
  const std::filesystem::path path = folder_ / HexEncode(AsBytes(digest));
  // What lies there is written again if it is not whole: a crash may have left it so.
  if (ReadChecked(path, digest).ok()) return digest;
  REEVE_RETURN_IF_ERROR(WriteFileDurably(path, bytes, FileMode::kSecret));
  return digest;
}

Result<std::string> BlobStore::Get(const Hash& digest) const {
  Result<std::string> bytes = ReadChecked(folder_ / HexEncode(AsBytes(digest)), digest);
  if (bytes.ok() || bytes.error().code != "file.not_found") return bytes;
  return Error{"ledger.not_found", "there is no blob `" + DigestName(digest) + "`"};
}

Status BlobStore::ForEach(const Visitor& visitor) const {
  std::error_code error;
  std::vector<std::filesystem::path> paths;
  std::filesystem::directory_iterator it(folder_, error);
  for (; !error && it != std::filesystem::directory_iterator(); it.increment(error)) {
    // A temporary file of a Put that a crash ended: nothing names it.
    if (it->path().extension() != ".new") paths.push_back(it->path());
  }
  if (error) {
    return Error{"file.io", "cannot list `" + folder_.string() + "`: " + error.message(),
                 folder_.string()};
  }
  std::sort(paths.begin(), paths.end());
  for (const std::filesystem::path& path : paths) {
    REEVE_ASSIGN_OR_RETURN(const Hash digest, DigestOfName(path));
    REEVE_ASSIGN_OR_RETURN(const std::string bytes, ReadChecked(path, digest));
    REEVE_RETURN_IF_ERROR(visitor(digest, bytes));
  }
  return {};
}

}  // namespace reeve::ledger

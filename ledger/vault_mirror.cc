#include "ledger/vault_mirror.h"

#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "base/file.h"
#include "ledger/content_store.h"
#include "ledger/subject_keys.h"

namespace reeve::ledger {
namespace {

constexpr size_t kBatchBytes = size_t{4} << 20;
constexpr size_t kMaxCheckBytes = 256;

using References = std::vector<ContentStore::Reference>;

// Those of the first list whose ids are not in the second; both by id.
References Missing(const References& from, const References& in) {
  References out;
  size_t at = 0;
  for (const ContentStore::Reference& reference : from) {
    while (at < in.size() && in[at].id < reference.id) ++at;
    if (at == in.size() || in[at].id != reference.id) out.push_back(reference);
  }
  return out;
}

Status CopyContents(const ContentStore& from, ContentStore& to, const References& added) {
  std::vector<ContentStore::Entry> batch;
  size_t bytes = 0;
  for (const ContentStore::Reference& reference : added) {
    REEVE_ASSIGN_OR_RETURN(std::optional<std::string> entry, from.Get(reference.id));
    if (!entry) continue;
    bytes += entry->size();
    batch.push_back({reference.subject_name, reference.id, *std::move(entry)});
    if (bytes < kBatchBytes) continue;
    REEVE_RETURN_IF_ERROR(to.Put(batch));
    batch.clear();
    bytes = 0;
  }
  return batch.empty() ? Status() : to.Put(batch);
}

Status MirrorContents(const std::filesystem::path& vault, const std::filesystem::path& copy,
                      Mirrored* mirrored) {
  REEVE_ASSIGN_OR_RETURN(const auto from, ContentStore::OpenReadOnly(vault));
  REEVE_ASSIGN_OR_RETURN(const auto to, ContentStore::Open(copy));
  REEVE_ASSIGN_OR_RETURN(const References there, from->References());
  REEVE_ASSIGN_OR_RETURN(const References here, to->References());
  const References added = Missing(there, here);
  const References gone = Missing(here, there);
  REEVE_RETURN_IF_ERROR(CopyContents(*from, *to, added));
  mirrored->contents_added = added.size();
  mirrored->contents_removed = gone.size();
  if (gone.empty()) return {};
  REEVE_RETURN_IF_ERROR(to->Delete(gone));
  return to->Compact(gone.back().id);
}

Status CopyKey(const std::filesystem::path& path, std::string_view bytes, Mirrored* mirrored) {
  const Result<std::string> known = ReadFile(path);
  if (known.ok() && *known == bytes) return {};
  // Of a subject that was erased and came back: the old key is destroyed, not written over.
  if (known.ok()) {
    REEVE_RETURN_IF_ERROR(ShredFile(path));
    ++mirrored->keys_destroyed;
  }
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  ++mirrored->keys_added;
  return WriteFileDurably(path, bytes, FileMode::kSecret);
}

Status MirrorKeys(const std::filesystem::path& vault, const std::filesystem::path& copy,
                  Mirrored* mirrored) {
  std::set<std::string> there;
  REEVE_RETURN_IF_ERROR(
      VisitWrappedKeys(vault, [&](const std::string& name, std::string_view bytes) -> Status {
        there.insert(name);
        return CopyKey(WrappedKeyPath(copy, name), bytes, mirrored);
      }));
  std::vector<std::string> gone;
  REEVE_RETURN_IF_ERROR(
      VisitWrappedKeys(copy, [&](const std::string& name, std::string_view) -> Status {
        if (!there.contains(name)) gone.push_back(name);
        return {};
      }));
  for (const std::string& name : gone) {
    REEVE_RETURN_IF_ERROR(ShredFile(WrappedKeyPath(copy, name)));
    ++mirrored->keys_destroyed;
  }
  return {};
}

}  // namespace

Result<Mirrored> MirrorVault(const std::filesystem::path& vault,
                             const std::filesystem::path& copy) {
  Mirrored mirrored;
  std::error_code error;
  if (!std::filesystem::is_directory(vault / "content", error)) return mirrored;
  std::filesystem::create_directories(copy / "keys", error);
  if (error) {
    return Error{"file.io", "cannot make `" + copy.string() + "`: " + error.message(),
                 copy.string()};
  }
  REEVE_ASSIGN_OR_RETURN(const std::string check, ReadFile(vault / "check", kMaxCheckBytes));
  REEVE_RETURN_IF_ERROR(WriteFileDurably(copy / "check", check, FileMode::kSecret));
  REEVE_RETURN_IF_ERROR(MirrorContents(vault / "content", copy / "content", &mirrored));
  REEVE_RETURN_IF_ERROR(MirrorKeys(vault / "keys", copy / "keys", &mirrored));
  return mirrored;
}

}  // namespace reeve::ledger

// LoadFolder: the files of a policy folder. A mounted Kubernetes ConfigMap, whose files are links
// to a hidden folder beside them, loads as it is; a link that leads outside of the folder does not.
#include <algorithm>
#include <system_error>

#include "base/file.h"
#include "base/text.h"
#include "policy/bundle.h"
#include "policy/list_file.h"

namespace reeve::policy {
namespace {

namespace fs = std::filesystem;

Error FolderError(std::string_view code, std::string message, const fs::path& at) {
  return {code, std::move(message), at.string()};
}

bool IsHidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

std::string NameIn(const fs::path& root, const fs::path& path) {
  return path.lexically_relative(root).generic_string();
}

bool IsDocument(const fs::path& path) {
  return path.extension() == ".yaml" || path.extension() == ".yml";
}

bool IsInside(const fs::path& path, const fs::path& root) {
  return std::mismatch(root.begin(), root.end(), path.begin(), path.end()).first == root.end();
}

Status CheckLink(const fs::path& path, const fs::path& root) {
  std::error_code error;
  const fs::path target = fs::canonical(path, error);
  if (error) {
    return FolderError("policy.link", "the link `" + path.string() + "` leads nowhere", path);
  }
  if (!IsInside(target, root)) {
    return FolderError("policy.link", "the link `" + path.string() + "` leads out of the folder",
                       path);
  }
  return {};
}

Result<SourceFile> Load(const fs::path& path, const fs::path& root) {
  const std::string name = NameIn(root, path);
  const bool is_list = IsListFile(name);
  auto text = ReadFile(path, is_list ? kMaxListBytes : kMaxBundleBytes);
  if (!text.ok() && is_list && text.error().code == "file.too_large") {
    return FolderError("policy.list_too_large",
                       "the list `" + name + "` has more than 32 MB; divide it into several lists",
                       path);
  }
  if (!text.ok()) return std::move(text).error();
  SourceFile file{name, std::move(*text)};
  if (!IsValidUtf8(file.name)) {
    return FolderError("policy.folder", "a file name is not UTF-8", path);
  }
  return file;
}

// The documents and lists beneath the folder, unsorted.
Result<std::vector<fs::path>> FindSources(const fs::path& root) {
  std::vector<fs::path> out;
  std::error_code error;
  fs::recursive_directory_iterator it(root, error);
  for (const fs::recursive_directory_iterator end; !error && it != end; it.increment(error)) {
    const fs::path& path = it->path();
    if (IsHidden(path)) {
      it.disable_recursion_pending();
      continue;
    }
    if (it->is_symlink(error)) REEVE_RETURN_IF_ERROR(CheckLink(path, root));
    if (it->is_directory(error)) {
      // A linked folder is not entered, and must not look as if it had been.
      if (!it->is_symlink(error)) continue;
      return FolderError("policy.link", "`" + path.string() + "` is a link to a folder", path);
    }
    if (!IsDocument(path) && !IsListFile(NameIn(root, path))) continue;
    if (!it->is_regular_file(error)) {
      return FolderError("policy.folder", "`" + path.string() + "` is no ordinary file", path);
    }
    out.push_back(path);
    if (out.size() > kMaxBundleFiles) {
      return FolderError("policy.too_many_files",
                         "more than " + std::to_string(kMaxBundleFiles) + " documents and lists",
                         root);
    }
  }
  if (error) {
    return FolderError("policy.folder",
                       "cannot read the folder `" + root.string() + "`: " + error.message(), root);
  }
  return out;
}

}  // namespace

Result<std::vector<SourceFile>> LoadFolder(const fs::path& folder) {
  std::error_code error;
  const fs::path root = fs::canonical(folder, error);
  if (error || !fs::is_directory(root, error)) {
    return FolderError("policy.folder", "`" + folder.string() + "` is no folder", folder);
  }
  REEVE_ASSIGN_OR_RETURN(const std::vector<fs::path> paths, FindSources(root));
  std::vector<SourceFile> files;
  size_t bytes = 0;
  for (const fs::path& path : paths) {
    REEVE_ASSIGN_OR_RETURN(SourceFile file, Load(path, root));
    bytes += file.text.size();
    if (bytes > kMaxBundleBytes) {
      return FolderError("policy.too_large",
                         "the documents and lists have more than 64 MB together", root);
    }
    files.push_back(std::move(file));
  }
  std::sort(files.begin(), files.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.name < b.name; });
  return files;
}

Result<std::string> ReadFolderFile(const fs::path& folder, std::string_view name,
                                   size_t max_bytes) {
  std::error_code error;
  const fs::path root = fs::canonical(folder, error);
  if (error) return FolderError("policy.folder", "`" + folder.string() + "` is no folder", folder);
  const fs::path path = root / fs::path(name);
  if (!fs::exists(path, error)) {
    return FolderError("file.not_found", "there is no file `" + std::string(name) + "`", path);
  }
  REEVE_RETURN_IF_ERROR(CheckLink(path, root));
  if (!fs::is_regular_file(path, error)) {
    return FolderError("policy.folder", "`" + std::string(name) + "` is no ordinary file", path);
  }
  return ReadFile(path, max_bytes);
}

}  // namespace reeve::policy

#include "base/file_stamps.h"

#include <sys/stat.h>

#include <optional>
#include <system_error>

namespace reeve {
namespace {

namespace fs = std::filesystem;

int64_t Nanoseconds(const timespec& time) {
  return int64_t{time.tv_sec} * 1'000'000'000 + int64_t{time.tv_nsec};
}

std::optional<FileStamp> StampOf(const fs::path& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return std::nullopt;
  return FileStamp{found.st_ino, static_cast<uint64_t>(found.st_size), Nanoseconds(found.st_mtim),
                   Nanoseconds(found.st_ctim)};
}

}  // namespace

std::map<std::string, FileStamp> StampsBeneath(const fs::path& path) {
  std::map<std::string, FileStamp> stamps;
  const auto add = [&stamps](const fs::path& file) {
    if (const auto stamp = StampOf(file)) stamps.emplace(file.string(), *stamp);
  };
  add(path);
  std::error_code error;
  fs::recursive_directory_iterator it(path, error);
  for (const fs::recursive_directory_iterator end; !error && it != end; it.increment(error)) {
    add(it->path());
  }
  return stamps;
}

}  // namespace reeve

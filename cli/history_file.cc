#include "cli/history_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <sstream>
#include <system_error>

#include "base/file.h"

namespace reeve::cli {
namespace {

constexpr size_t kMaxFileBytes = size_t{16} << 20;

Error Failed(const std::string& what, const std::filesystem::path& path, int number) {
  return {"file.io", "cannot " + what + " `" + path.string() +
                         "`: " + std::generic_category().message(number)};
}

// An absolute path from the environment, or "".
std::filesystem::path FolderOf(const char* variable) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here sets the environment
  const char* value = std::getenv(variable);
  const std::filesystem::path path = value == nullptr ? "" : value;
  return path.is_absolute() ? path : std::filesystem::path();
}

}  // namespace

std::optional<std::filesystem::path> HistoryFile::PathOf(const std::string& name) {
  std::filesystem::path folder = FolderOf("XDG_STATE_HOME");
  if (folder.empty()) {
    const std::filesystem::path home = FolderOf("HOME");
    if (home.empty()) return std::nullopt;
    folder = home / ".local" / "state";
  }
  return folder / "reeve" / name;
}

Result<std::vector<std::string>> HistoryFile::Load() {
  const Result<std::string> text = ReadFile(path_, kMaxFileBytes);
  if (!text.ok() && text.error().code == "file.not_found") return std::vector<std::string>();
  if (!text.ok()) return text.error();
  std::vector<std::string> lines;
  std::istringstream in(*text);
  for (std::string line; std::getline(in, line);) lines.push_back(std::move(line));
  const bool too_long = lines.size() > 2 * kMaxLines;
  if (lines.size() > kMaxLines) {
    lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(kMaxLines));
  }
  if (too_long) {
    std::string kept;
    for (const std::string& line : lines) (kept += line) += '\n';
    REEVE_RETURN_IF_ERROR(WriteFileDurably(path_, kept, FileMode::kSecret));
  }
  return lines;
}

Status HistoryFile::Add(const std::string& line) {
  if (line.empty() || line.size() > kMaxLineBytes || line.front() == ' ') return {};
  std::error_code made;
  std::filesystem::create_directories(path_.parent_path(), made);
  if (made) return Failed("make the folder of", path_, made.value());
  const int file =
      open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return Failed("open", path_, errno);
  // One write, so that sessions beside each other never mix two lines.
  const std::string bytes = line + "\n";
  const bool written = fchmod(file, 0600) == 0 && write(file, bytes.data(), bytes.size()) ==
                                                      static_cast<ssize_t>(bytes.size());
  const int number = errno;
  close(file);
  return written ? Status() : Failed("write", path_, number);
}

}  // namespace reeve::cli

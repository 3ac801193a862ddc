#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace reeve {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

Error IoError(std::string_view doing, const std::filesystem::path& path) {
  const int code = errno;
  return {"file.io",
          "cannot " + std::string(doing) + " `" + path.string() +
              "`: " + std::generic_category().message(code),
          path.string()};
}

Status WriteAll(int fd, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return IoError("write", path);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return {};
}

// Leaves no part of the file behind when it fails.
Status WriteSynced(const std::filesystem::path& path, std::string_view bytes, FileMode mode) {
  const Descriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, static_cast<mode_t>(mode)));
  if (file.get() < 0) return IoError("create", path);
  Status written = [&]() -> Status {
    // The mode of a file that was left by a crash may be another.
    if (::fchmod(file.get(), static_cast<mode_t>(mode)) != 0) return IoError("protect", path);
    REEVE_RETURN_IF_ERROR(WriteAll(file.get(), bytes, path));
    return ::fsync(file.get()) == 0 ? Status() : IoError("sync", path);
  }();
  if (!written.ok()) ::unlink(path.c_str());
  return written;
}

}  // namespace

Result<std::string> ReadFile(const std::filesystem::path& path, size_t max_bytes) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    const bool missing = errno == ENOENT;
    Error error = IoError("open", path);
    if (missing) error.code = "file.not_found";
    return error;
  }
  std::string out;
  char buffer[65536];
  while (true) {
    const ssize_t got = ::read(file.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return IoError("read", path);
    if (got == 0) return out;
    out.append(buffer, static_cast<size_t>(got));
    if (out.size() > max_bytes) {
      return Error{"file.too_large",
                   "`" + path.string() + "` has more than " + std::to_string(max_bytes) + " bytes",
                   path.string()};
    }
  }
}

Status WriteFileDurably(const std::filesystem::path& path, std::string_view bytes, FileMode mode) {
  const std::filesystem::path temporary = path.string() + ".new";
  REEVE_RETURN_IF_ERROR(WriteSynced(temporary, bytes, mode));
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const Error error = IoError("rename", path);
    ::unlink(temporary.c_str());  // it may be a secret
    return error;
  }
  const std::filesystem::path parent = path.has_parent_path() ? path.parent_path() : ".";
  const Descriptor folder(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || ::fsync(folder.get()) != 0) return IoError("sync", parent);
  return {};
}

}  // namespace reeve

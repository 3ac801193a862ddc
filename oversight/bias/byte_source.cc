#include "oversight/bias/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace reeve::oversight::bias {
namespace {

constexpr size_t kRoomForRest = 4096;  // of most records, so that the buffer is made once

std::string SystemText(int number) { return std::generic_category().message(number); }

class FileSource final : public ByteSource {
 public:
  FileSource(int fd, uint64_t size, std::string path)
      : fd_(fd), size_(size), path_(std::move(path)) {}
  ~FileSource() override { ::close(fd_); }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  uint64_t size() const override { return size_; }
  Result<size_t> ReadAt(uint64_t offset, char* out, size_t size) const override {
    size = static_cast<size_t>(std::min<uint64_t>(size, size_ - std::min(size_, offset)));
    size_t done = 0;
    while (done < size) {
      const ssize_t got = ::pread(fd_, out + done, size - done, static_cast<off_t>(offset + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) {
        return Error{"file.io", "cannot read `" + path_ + "`: " + SystemText(errno), path_};
      }
      if (got == 0) {
        return Error{"file.io", "`" + path_ + "` became shorter while it was read", path_};
      }
      done += static_cast<size_t>(got);
    }
    return done;
  }

 private:
  int fd_;
  uint64_t size_;
  std::string path_;
};

class TextSource final : public ByteSource {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}
  uint64_t size() const override { return text_.size(); }
  Result<size_t> ReadAt(uint64_t offset, char* out, size_t size) const override {
    const size_t begin = static_cast<size_t>(std::min<uint64_t>(offset, text_.size()));
    return text_.copy(out, size, begin);
  }

 private:
  std::string text_;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> OpenFileSource(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return Error{errno == ENOENT ? "file.not_found" : "file.io",
                 "cannot open `" + path.string() + "`: " + SystemText(errno), path.string()};
  }
  struct stat status {};
  if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(fd);
    return Error{"file.io", "`" + path.string() + "` is no regular file", path.string()};
  }
  return std::unique_ptr<ByteSource>(
      std::make_unique<FileSource>(fd, static_cast<uint64_t>(status.st_size), path.string()));
}

std::unique_ptr<ByteSource> MakeTextSource(std::string text) {
  return std::make_unique<TextSource>(std::move(text));
}

Status ByteWindow::Grow() {
  const size_t rest = filled_ - consumed_;
  if (rest + block_ > room_) {
    room_ = 2 * rest + block_ + kRoomForRest;
    auto wider = std::make_unique_for_overwrite<char[]>(room_);
    if (rest > 0) std::memcpy(wider.get(), buffer_.get() + consumed_, rest);
    buffer_ = std::move(wider);
  } else if (rest > 0) {
    std::memmove(buffer_.get(), buffer_.get() + consumed_, rest);
  }
  offset_ += consumed_;
  consumed_ = 0;
  filled_ = rest;
  const auto got = source_.ReadAt(offset_ + rest, buffer_.get() + rest, block_);
  if (!got.ok()) return got.error();
  filled_ += *got;
  return {};
}

}  // namespace reeve::oversight::bias

// Bytes that several threads read at places of their own: a file, or a text in memory.
// Thread-safety: ReadAt may be called from any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace reeve::oversight::bias {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual uint64_t size() const = 0;
  // Fills `out` from `offset`, up to `size` bytes; fewer only at the end. file.io
  virtual Result<size_t> ReadAt(uint64_t offset, char* out, size_t size) const = 0;
};

// A regular file, which must not change meanwhile: one that shrinks is a file.io. file.not_found
Result<std::unique_ptr<ByteSource>> OpenFileSource(const std::filesystem::path& path);
std::unique_ptr<ByteSource> MakeTextSource(std::string text);

// A window that moves through a source: what is not yet consumed, and room for more.
class ByteWindow {
 public:
  ByteWindow(const ByteSource& source, uint64_t offset, size_t block)
      : source_(source), offset_(offset), block_(block) {}

  std::string_view text() const { return {buffer_.get() + consumed_, filled_ - consumed_}; }
  // Where text() begins in the source.
  uint64_t offset() const { return offset_ + consumed_; }
  bool at_end() const { return offset_ + filled_ >= source_.size(); }
  void Consume(size_t bytes) { consumed_ += bytes; }
  // Drops what was consumed and reads one block more. Views into text() end here.
  Status Grow();

 private:
  const ByteSource& source_;
  uint64_t offset_;
  size_t block_;
  std::unique_ptr<char[]> buffer_;  // not cleared before it is filled, as a string would be
  size_t room_ = 0;
  size_t filled_ = 0;
  size_t consumed_ = 0;
};

}  // namespace reeve::oversight::bias

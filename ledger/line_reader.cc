#include "ledger/line_reader.h"

namespace reeve::ledger {
namespace {

constexpr size_t kChunk = 65'536;

}  // namespace

bool LineReader::Fill() {
  buffer_.erase(0, at_);
  at_ = 0;
  const size_t size = buffer_.size();
  buffer_.resize(size + kChunk);
  in_.read(buffer_.data() + size, static_cast<std::streamsize>(kChunk));
  const auto got = static_cast<size_t>(in_.gcount());
  buffer_.resize(size + got);
  return got != 0;
}

Result<std::optional<std::string_view>> LineReader::Next() {
  size_t end = buffer_.find('\n', at_);
  while (end == std::string::npos && buffer_.size() - at_ <= max_line_) {
    const size_t seen = buffer_.size() - at_;
    if (!Fill()) break;
    end = buffer_.find('\n', seen);
  }
  const size_t size = (end == std::string::npos ? buffer_.size() : end) - at_;
  if (size > max_line_) return Error{"ledger.line", "a line is longer than any may be"};
  if (end == std::string::npos && size == 0) return std::optional<std::string_view>();
  if (end == std::string::npos) return Error{"ledger.line", "the last line has no end"};
  const std::string_view line = std::string_view(buffer_).substr(at_, size);
  at_ = end + 1;
  return std::optional<std::string_view>(line);
}

}  // namespace reeve::ledger

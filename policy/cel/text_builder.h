// TextBuilder: a text that a function makes, paid for while it grows, so that no function makes
// more than the budget allows (limits.h). Utf8: places of code points in a text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "policy/cel/errors.h"
#include "policy/cel/frame.h"

namespace reeve::cel {

class TextBuilder {
 public:
  explicit TextBuilder(Frame& frame) : frame_(frame) {}

  // False when the budget ends; nothing is appended from then on.
  bool Append(std::string_view part) {
    const size_t due = (text_.size() + part.size()) / kBytesPerStepMade;
    if (frame_.steps < 0 || !frame_.Spend(due - paid_)) return false;
    paid_ = due;
    text_.append(part);
    return true;
  }
  bool Append(char c) { return Append(std::string_view(&c, 1)); }

  // The text as a string, or cel.budget.
  Value Finish() const {
    if (!frame_.Spend(1) || text_.size() > UINT32_MAX) return Fail(kBudget);
    return Value::String(frame_.arena.Copy(text_));
  }

 private:
  Frame& frame_;
  std::string text_;
  size_t paid_ = 0;
};

inline bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The byte behind the code point at `byte`. Precondition: byte < text.size().
inline size_t NextCodePoint(std::string_view text, size_t byte) {
  do ++byte;
  while (byte < text.size() && IsContinuation(text[byte]));
  return byte;
}

// The first byte of the code point in front of `byte`. Precondition: byte > 0.
inline size_t PreviousCodePoint(std::string_view text, size_t byte) {
  do --byte;
  while (byte > 0 && IsContinuation(text[byte]));
  return byte;
}

// Where the code point of that number begins, text.size() for the one behind the last; npos
// outside.
inline size_t ByteOfCodePoint(std::string_view text, int64_t number) {
  size_t byte = 0;
  for (; number > 0 && byte < text.size(); --number) byte = NextCodePoint(text, byte);
  return number == 0 ? byte : std::string_view::npos;
}

}  // namespace reeve::cel

// Text: UTF-8 and its offsets, spelling distance for "did you mean", source excerpts with a caret.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace reeve {

bool IsValidUtf8(std::string_view text);
size_t CodePointCount(std::string_view text);
// The longest head of a UTF-8 text that has at most `max_bytes` bytes and cuts no character.
std::string_view Clip(std::string_view text, size_t max_bytes);

// A place in a text, in the three units that callers count in: UTF-8 bytes, Unicode code points
// (Python), UTF-16 code units (JavaScript, Java, .NET).
struct TextOffset {
  size_t bytes = 0;
  size_t code_points = 0;
  size_t utf16 = 0;
  friend bool operator==(const TextOffset&, const TextOffset&) = default;
};

// Converts ascending byte offsets of one text into TextOffsets in one pass.
// Precondition: text is valid UTF-8; each call's offset >= the last one's and <= text.size().
class OffsetCounter {
 public:
  explicit OffsetCounter(std::string_view text) : text_(text) {}
  TextOffset At(size_t byte_offset);

 private:
  std::string_view text_;
  TextOffset here_;
};

// The candidate nearest to `word` by Damerau-Levenshtein distance (restricted; Boytsov 2011), if
// it is near enough to be a slip: at most a third of the word's length, and at most 3.
std::optional<std::string> DidYouMean(std::string_view word,
                                      std::span<const std::string> candidates);
// "; did you mean `x`?" or "".
std::string DidYouMeanSuffix(std::string_view word, std::span<const std::string> candidates);

// "    12 | when: actro.id\n       |       ^~~~~" : line `line` (1-based) of `source`, with a
// caret at `column` (1-based, in code points) and a tilde under the rest of `length`.
std::string SourceExcerpt(std::string_view source, size_t line, size_t column, size_t length);

}  // namespace reeve

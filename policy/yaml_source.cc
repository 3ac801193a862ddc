#include "policy/yaml_source.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "policy/yaml.h"

namespace reeve::policy {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

bool IsBlank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// Walks a scalar's source and value side by side. Blanks of the two may differ, since YAML folds
// lines and cuts indents; everything else comes in the same order, one escape for one code point.
class ScalarWalk {
 public:
  ScalarWalk(std::string_view source, size_t begin, std::string_view value)
      : source_(source), value_(value), at_(begin) {
    if (at_ >= source_.size()) return;
    const char first = source_[at_];
    if (first == '"' || first == '\'') {
      quote_ = first;
      ++at_;
    } else if (first == '|' || first == '>') {
      // The value of a block scalar begins on the line below its header.
      at_ = std::min(source_.find('\n', at_), source_.size());
    }
  }

  // The place in the source of the value's byte `offset`, which never descends between calls.
  size_t To(size_t offset) {
    while (passed_ < offset && passed_ < value_.size()) Step();
    if (passed_ < value_.size() && !IsBlank(value_[passed_])) SkipBlanks();
    return at_;
  }

  // The place behind the value's next byte (behind the code point, if it was escaped).
  size_t Past() {
    if (passed_ < value_.size()) Step();
    return at_;
  }

  // Behind the last letter and the closing quote; nothing if that quote is missing.
  std::optional<size_t> End() {
    size_t length = value_.size();
    while (length > 0 && IsBlank(value_[length - 1])) --length;
    while (passed_ < length) Step();
    if (quote_ == 0) return at_;
    at_ = source_.find(quote_, at_);
    if (at_ == std::string_view::npos) return std::nullopt;
    return at_ + 1;
  }

 private:
  void SkipBlanks() {
    while (at_ < source_.size() && IsBlank(source_[at_])) ++at_;
    // A backslash at the end of a line in double quotes joins the lines.
    while (quote_ == '"' && at_ + 1 < source_.size() && source_[at_] == '\\' &&
           source_[at_ + 1] == '\n') {
      at_ += 2;
      while (at_ < source_.size() && IsBlank(source_[at_])) ++at_;
    }
  }

  void Step() {
    if (IsBlank(value_[passed_]) && !AtEscape()) {
      if (at_ < source_.size() && source_[at_] == ' ') ++at_;
      ++passed_;
      return;
    }
    SkipBlanks();
    if (AtEscape()) {
      at_ += EscapeLength();
      ++passed_;
      while (passed_ < value_.size() && (value_[passed_] & 0xC0) == 0x80) ++passed_;
      return;
    }
    at_ += quote_ == '\'' && at_ < source_.size() && source_[at_] == '\'' ? 2 : 1;
    at_ = std::min(at_, source_.size());
    ++passed_;
  }

  bool AtEscape() const { return quote_ == '"' && at_ < source_.size() && source_[at_] == '\\'; }

  size_t EscapeLength() const {
    const char kind = at_ + 1 < source_.size() ? source_[at_ + 1] : ' ';
    const size_t length = kind == 'x' ? 4 : kind == 'u' ? 6 : kind == 'U' ? 10 : 2;
    return std::min(length, source_.size() - at_);
  }

  std::string_view source_;
  std::string_view value_;
  size_t at_;
  size_t passed_ = 0;
  char quote_ = 0;
};

// Why the character at `at` may not stand in a document, or "".
std::string_view Objection(std::string_view text, size_t at, std::string_view about_tabs) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (c == '\t') return about_tabs;
  if (c == '\r') {
    return at + 1 < text.size() && text[at + 1] == '\n' ? ""
                                                        : "a carriage return without a line feed";
  }
  if ((c < 0x20 && c != '\n') || c == 0x7f) return "a control character";
  if (c != 0xE2 || at + 2 >= text.size()) return "";
  const auto second = static_cast<unsigned char>(text[at + 1]);
  const auto third = static_cast<unsigned char>(text[at + 2]);
  const bool embeds = second == 0x80 && third >= 0xAA && third <= 0xAE;
  const bool isolates = second == 0x81 && third >= 0xA6 && third <= 0xA9;
  return embeds || isolates ? "a character that reorders text, so that it reads as it is not" : "";
}

size_t FirstInvalidByte(std::string_view text) {
  size_t line = 0;
  while (line < text.size()) {
    const size_t end = std::min(text.find('\n', line), text.size() - 1) + 1;
    if (!IsValidUtf8(text.substr(line, end - line))) break;
    line = end;
  }
  size_t good = line;
  for (size_t end = line + 1; end <= text.size() && end <= line + 4096; ++end) {
    if (IsValidUtf8(text.substr(good, end - good))) good = end;
    if (end - good > 4) break;
  }
  return good;
}

}  // namespace

size_t ByteOrderMarkSize(std::string_view text) {
  return text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
}

bool CheckCharacters(Reporter& reporter, std::string_view about_tabs) {
  const std::string_view text = reporter.text();
  if (!IsValidUtf8(text)) {
    const size_t at = FirstInvalidByte(text);
    reporter.Error("policy.encoding", {at, at + 1}, "not valid UTF-8");
    return false;
  }
  for (size_t i = 0; i < text.size(); ++i) {
    const std::string_view objection = Objection(text, i, about_tabs);
    if (objection.empty()) continue;
    reporter.Error("policy.character", {i, i + 1}, std::string(objection));
    return false;
  }
  return true;
}

std::optional<size_t> ScalarEnd(std::string_view source, size_t begin, std::string_view value) {
  const std::optional<size_t> end = ScalarWalk(source, begin, value).End();
  if (!end) return std::nullopt;
  return std::max(begin + 1, *end);
}

Span SourceSpan(const YamlNode& scalar, std::string_view source, Span in_value) {
  ScalarWalk walk(source, scalar.span.begin, scalar.scalar);
  const size_t begin = walk.To(in_value.begin);
  if (in_value.end <= in_value.begin) return {begin, begin + 1};
  // To stands behind the blanks that follow; the end is wanted behind the last letter.
  walk.To(in_value.end - 1);
  return {begin, std::max(begin + 1, walk.Past())};
}

}  // namespace reeve::policy

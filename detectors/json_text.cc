#include "detectors/json_text.h"

#include <algorithm>

#include "detectors/bytes.h"

namespace reeve::detectors {
namespace {

constexpr uint32_t kReplacement = 0xFFFD;

void AppendUtf8(uint32_t c, std::string* out) {
  if (c < 0x80) {
    *out += static_cast<char>(c);
  } else if (c < 0x800) {
    *out += static_cast<char>(0xC0 | c >> 6);
    *out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    *out += static_cast<char>(0xE0 | c >> 12);
    *out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    *out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    *out += static_cast<char>(0xF0 | c >> 18);
    *out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    *out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    *out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

// Precondition: four hex digits stand at `pos`.
uint32_t FourHex(std::string_view text, size_t pos) {
  uint32_t value = 0;
  for (size_t i = pos; i < pos + 4; ++i) {
    const char c = ToLower(text[i]);
    value = value << 4 | static_cast<uint32_t>(IsDigit(c) ? c - '0' : c - 'a' + 10);
  }
  return value;
}

bool IsHighSurrogate(uint32_t c) { return c >= 0xD800 && c < 0xDC00; }
bool IsLowSurrogate(uint32_t c) { return c >= 0xDC00 && c < 0xE000; }

char SimpleEscape(char letter) {
  switch (letter) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return letter;
  }
}

// Appends what the escape at `pos` says; where it ends.
size_t DecodeEscape(std::string_view text, size_t pos, std::string* out) {
  if (text[pos + 1] != 'u') {
    *out += SimpleEscape(text[pos + 1]);
    return pos + 2;
  }
  uint32_t c = FourHex(text, pos + 2);
  size_t end = pos + 6;
  if (IsHighSurrogate(c) && At(text, end, '\\') && At(text, end + 1, 'u') &&
      IsLowSurrogate(FourHex(text, end + 2))) {
    c = 0x10000 + ((c - 0xD800) << 10) + (FourHex(text, end + 2) - 0xDC00);
    end += 6;
  }
  AppendUtf8(IsHighSurrogate(c) || IsLowSurrogate(c) ? kReplacement : c, out);
  return end;
}

// One pass, with a stack of what is open.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool Run(std::vector<JsonText::Token>* tokens) {
    SkipSpace();
    if (pos_ >= text_.size() || (text_[pos_] != '{' && text_[pos_] != '[')) return false;
    do {
      if (!ReadValue(tokens)) return false;
      if (!CloseWhatEnds(tokens)) return false;
    } while (!open_.empty());
    return pos_ == text_.size();
  }

 private:
  struct Open {
    bool is_object;
    uint32_t object;
  };

  void SkipSpace() {
    while (pos_ < text_.size() && (text_[pos_] == ' ' || text_[pos_] == '\t' ||
                                   text_[pos_] == '\n' || text_[pos_] == '\r')) {
      ++pos_;
    }
  }

  bool Take(char c) {
    if (!At(text_, pos_, c)) return false;
    ++pos_;
    SkipSpace();
    return true;
  }

  // A value, or the opening of one with the first key of an object.
  bool ReadValue(std::vector<JsonText::Token>* tokens) {
    while (pos_ < text_.size()) {
      const char c = text_[pos_];
      if (c != '{' && c != '[') return ReadScalar(tokens);
      if (open_.size() == kMaxJsonTextDepth) return false;
      open_.push_back({c == '{', c == '{' ? objects_++ : 0});
      ++pos_;
      SkipSpace();
      if (At(text_, pos_, c == '{' ? '}' : ']')) return true;
      if (c == '{' && !ReadKey(tokens)) return false;
    }
    return false;
  }

  // Behind a value: ends of arrays and objects, then a comma where something follows.
  bool CloseWhatEnds(std::vector<JsonText::Token>* tokens) {
    while (!open_.empty()) {
      if (Take(open_.back().is_object ? '}' : ']')) {
        open_.pop_back();
        continue;
      }
      if (!Take(',')) return false;
      return !open_.back().is_object || ReadKey(tokens);
    }
    return true;
  }

  bool ReadKey(std::vector<JsonText::Token>* tokens) {
    const size_t begin = pos_;
    if (!ReadString()) return false;
    tokens->push_back({JsonText::Kind::kKey, begin, pos_, open_.back().object});
    SkipSpace();
    return Take(':');
  }

  bool ReadScalar(std::vector<JsonText::Token>* tokens) {
    const size_t begin = pos_;
    JsonText::Kind kind = JsonText::Kind::kWord;
    bool ok = false;
    if (text_[pos_] == '"') {
      kind = JsonText::Kind::kString;
      ok = ReadString();
    } else if (text_[pos_] == '-' || IsDigit(text_[pos_])) {
      kind = JsonText::Kind::kNumber;
      ok = ReadNumber();
    } else {
      ok = ReadWord();
    }
    if (!ok) return false;
    tokens->push_back({kind, begin, pos_, 0});
    SkipSpace();
    return true;
  }

  bool ReadString() {
    if (!At(text_, pos_, '"')) return false;
    for (++pos_; pos_ < text_.size(); ++pos_) {
      const auto c = static_cast<unsigned char>(text_[pos_]);
      if (c == '"') {
        ++pos_;
        return true;
      }
      if (c < 0x20) return false;
      if (c == '\\' && !SkipEscape()) return false;
    }
    return false;
  }

  // Ends on the last byte of the escape.
  bool SkipEscape() {
    ++pos_;
    if (pos_ >= text_.size()) return false;
    if (text_[pos_] != 'u') return std::string_view("\"\\/bfnrt").find(text_[pos_]) != text_.npos;
    for (int i = 0; i < 4; ++i) {
      if (!AtClass(text_, ++pos_, kHex)) return false;
    }
    return true;
  }

  bool ReadDigits() {
    const size_t begin = pos_;
    while (AtClass(text_, pos_, kDigit)) ++pos_;
    return pos_ > begin;
  }

  bool ReadNumber() {
    if (At(text_, pos_, '-')) ++pos_;
    const bool zero = At(text_, pos_, '0');
    const size_t begin = pos_;
    if (!ReadDigits() || (zero && pos_ - begin > 1)) return false;
    if (At(text_, pos_, '.')) {
      ++pos_;
      if (!ReadDigits()) return false;
    }
    if (At(text_, pos_, 'e') || At(text_, pos_, 'E')) {
      ++pos_;
      if (At(text_, pos_, '+') || At(text_, pos_, '-')) ++pos_;
      return ReadDigits();
    }
    return true;
  }

  bool ReadWord() {
    for (const std::string_view word : {"true", "false", "null"}) {
      if (!text_.substr(pos_).starts_with(word)) continue;
      pos_ += word.size();
      return true;
    }
    return false;
  }

  std::string_view text_;
  size_t pos_ = 0;
  std::vector<Open> open_;
  uint32_t objects_ = 0;
};

}  // namespace

std::optional<JsonText> JsonText::Read(std::string_view text) {
  JsonText json(text);
  if (!Reader(text).Run(&json.tokens_)) return std::nullopt;
  return json;
}

JsonText::Decoded JsonText::Decode(const Token& token) const {
  Decoded out;
  const bool quoted = token.kind == Kind::kString || token.kind == Kind::kKey;
  const size_t begin = token.begin + (quoted ? 1 : 0);
  const size_t end = token.end - (quoted ? 1 : 0);
  out.begin_ = begin;
  size_t plain = begin;
  for (size_t pos = begin; pos < end;) {
    if (text_[pos] != '\\') {
      ++pos;
      continue;
    }
    out.text += text_.substr(plain, pos - plain);
    const size_t before = out.text.size();
    plain = DecodeEscape(text_, pos, &out.text);
    out.escapes_.push_back({pos, plain, before, out.text.size()});
    pos = plain;
  }
  out.text += text_.substr(plain, end - plain);
  return out;
}

size_t JsonText::Decoded::At(size_t offset, bool up) const {
  // The last escape that begins at or before the offset.
  const auto next = std::upper_bound(escapes_.begin(), escapes_.end(), offset,
                                     [](size_t at, const Escape& e) { return at < e.begin; });
  if (next == escapes_.begin()) return std::min(std::max(offset, begin_) - begin_, text.size());
  const Escape& escape = *std::prev(next);
  if (offset == escape.begin) return escape.decoded_begin;
  if (offset < escape.end) return up ? escape.decoded_end : escape.decoded_begin;
  return std::min(escape.decoded_end + (offset - escape.end), text.size());
}

}  // namespace reeve::detectors

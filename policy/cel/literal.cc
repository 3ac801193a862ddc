#include "policy/cel/literal.h"

#include <optional>
#include <string_view>

#include "policy/cel/number.h"

namespace reeve::cel {
namespace {

Error OutOfRange(const Token& token, std::string_view type) {
  return {"cel.literal", "`" + std::string(token.text) + "` does not fit in " + std::string(type)};
}

Result<Value> IntLiteral(const Token& token, bool negative) {
  std::string digits(token.text);
  const bool hex = digits.starts_with("0x") || digits.starts_with("0X");
  if (hex) digits.erase(0, 2);
  if (negative) digits.insert(0, "-");
  const auto value = ParseInt(digits, hex ? 16 : 10);
  if (!value) return OutOfRange(token, "an int");
  return Value::Int(*value);
}

Result<Value> UintLiteral(const Token& token, bool negative) {
  if (negative) return Error{"cel.literal", "a uint has no sign"};
  std::string_view digits = token.text.substr(0, token.text.size() - 1);
  const bool hex = digits.starts_with("0x") || digits.starts_with("0X");
  if (hex) digits.remove_prefix(2);
  const auto value = ParseUint(digits, hex ? 16 : 10);
  if (!value) return OutOfRange(token, "a uint");
  return Value::Uint(*value);
}

Result<Value> DoubleLiteral(const Token& token, bool negative) {
  const auto value = ParseDouble(token.text);
  if (!value) return OutOfRange(token, "a double");
  return Value::Double(negative ? -*value : *value);
}

void AppendUtf8(uint32_t code_point, std::string* out) {
  const auto put = [&](uint32_t byte) { out->push_back(static_cast<char>(byte)); };
  const auto rest = [&](int shift) { put(0x80 | ((code_point >> shift) & 0x3F)); };
  if (code_point < 0x80) return put(code_point);
  if (code_point < 0x800) {
    put(0xC0 | (code_point >> 6));
  } else if (code_point < 0x10000) {
    put(0xE0 | (code_point >> 12));
    rest(6);
  } else {
    put(0xF0 | (code_point >> 18));
    rest(12);
    rest(6);
  }
  rest(0);
}

// Reads the escape sequences of one literal.
class Unescaper {
 public:
  Unescaper(std::string_view body, bool bytes) : body_(body), bytes_(bytes) {}

  // Nullopt when an escape is invalid; escape() is then its text.
  std::optional<std::string> Run() {
    while (pos_ < body_.size()) {
      if (body_[pos_] != '\\') {
        out_.push_back(body_[pos_++]);
        continue;
      }
      start_ = pos_++;
      if (!Escape()) return std::nullopt;
    }
    return std::move(out_);
  }
  std::string_view escape() const { return body_.substr(start_, pos_ - start_); }

 private:
  bool Escape() {
    if (pos_ == body_.size()) return false;
    const char c = body_[pos_++];
    switch (c) {
      case 'x':
      case 'X':
        return Numeric(2, 16);
      case 'u':
        return !bytes_ && Numeric(4, 16);
      case 'U':
        return !bytes_ && Numeric(8, 16);
      case '0':
      case '1':
      case '2':
      case '3':
        --pos_;
        return Numeric(3, 8);
      default:
        return Simple(c);
    }
  }

  bool Simple(char c) {
    static constexpr std::string_view kFrom = "abfnrtv\\?\"'`";
    static constexpr std::string_view kTo = "\a\b\f\n\r\t\v\\?\"'`";
    const size_t place = kFrom.find(c);
    if (place == kFrom.npos) return false;
    out_.push_back(kTo[place]);
    return true;
  }

  // A byte in a bytes literal, a code point in a string.
  bool Numeric(size_t digits, int base) {
    const std::string_view text = body_.substr(pos_, digits);
    const auto value = text.size() == digits ? ParseUint(text, base) : std::nullopt;
    pos_ += text.size();
    if (!value) return false;
    const auto code = static_cast<uint32_t>(*value);
    if (bytes_) {
      out_.push_back(static_cast<char>(code));
      return true;
    }
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
    AppendUtf8(code, &out_);
    return true;
  }

  std::string_view body_;
  bool bytes_;
  size_t pos_ = 0;
  size_t start_ = 0;
  std::string out_;
};

Result<Value> TextLiteral(const Token& token, Arena& arena) {
  const bool bytes = token.kind == TokenKind::kBytes;
  const size_t prefix = token.text.find_first_of("'\"");
  const bool raw = prefix > 0 && (token.text[prefix - 1] | 0x20) == 'r';
  std::string_view body = token.text.substr(prefix);
  const size_t quotes = body.size() >= 6 && body[1] == body[0] && body[2] == body[0] ? 3 : 1;
  body = body.substr(quotes, body.size() - 2 * quotes);
  std::string_view text = body;
  if (raw) {
    text = arena.Copy(body);
  } else {
    Unescaper unescaper(body, bytes);
    const auto unescaped = unescaper.Run();
    if (!unescaped) {
      return Error{"cel.literal", "invalid escape `" + std::string(unescaper.escape()) + "` in " +
                                      (bytes ? "a bytes literal" : "a string")};
    }
    text = arena.Copy(*unescaped);
  }
  return bytes ? Value::Bytes(text) : Value::String(text);
}

}  // namespace

Result<Value> LiteralValue(const Token& token, bool negative, Arena& arena) {
  switch (token.kind) {
    case TokenKind::kInt:
      return IntLiteral(token, negative);
    case TokenKind::kUint:
      return UintLiteral(token, negative);
    case TokenKind::kDouble:
      return DoubleLiteral(token, negative);
    default:
      return TextLiteral(token, arena);
  }
}

}  // namespace reeve::cel

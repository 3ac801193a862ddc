#include "policy/cel/lexer.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/text.h"

namespace reeve::cel {
namespace {

constexpr std::array<std::string_view, 4> kKeywords = {"true", "false", "null", "in"};
constexpr std::array<std::string_view, 17> kReserved = {
    "as",  "break", "const",   "continue",  "else",   "for", "function", "if",   "import",
    "let", "loop",  "package", "namespace", "return", "var", "void",     "while"};
// Longest first, where one begins another.
constexpr std::array<std::string_view, 24> kSymbols = {
    "&&", "||", "==", "!=", "<=", ">=", "(", ")", "[", "]", "{", "}",
    ",",  ".",  "?",  ":",  "<",  ">",  "+", "-", "*", "/", "%", "!"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHexDigit(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool IsWordStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsWord(char c) { return IsWordStart(c) || IsDigit(c); }
bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'; }

template <size_t N>
bool Contains(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

class Lexer {
 public:
  Lexer(std::string_view text, std::vector<CompileError>* errors) : text_(text), errors_(errors) {}

  std::vector<Token> Run() {
    while (true) {
      SkipBlanks();
      start_ = pos_;
      if (pos_ == text_.size()) break;
      if (!Next()) return {};
    }
    Emit(TokenKind::kEnd);
    return std::move(tokens_);
  }

 private:
  char At(size_t pos) const { return pos < text_.size() ? text_[pos] : '\0'; }
  bool Rest(std::string_view prefix) const { return text_.substr(pos_).starts_with(prefix); }

  void Emit(TokenKind kind) {
    const Span span{static_cast<uint32_t>(start_), static_cast<uint32_t>(pos_ - start_)};
    tokens_.push_back({kind, span, span.Of(text_)});
  }

  bool Fail(std::string message) {
    errors_->push_back(
        {"cel.syntax", std::move(message), start_, std::max(pos_ - start_, size_t{1})});
    return false;
  }

  void SkipBlanks() {
    while (pos_ < text_.size()) {
      if (Rest("//")) {
        pos_ = std::min(text_.find('\n', pos_), text_.size());
      } else if (IsBlank(text_[pos_])) {
        ++pos_;
      } else {
        return;
      }
    }
  }

  bool Next() {
    const char c = text_[pos_];
    if (const size_t prefix = StringPrefix(); prefix != kNoString) return String(prefix);
    if (IsWordStart(c)) return Word();
    if (IsDigit(c) || (c == '.' && IsDigit(At(pos_ + 1)))) return Number();
    if (c == '`') return QuotedIdentifier();
    for (const std::string_view symbol : kSymbols) {
      if (!Rest(symbol)) continue;
      pos_ += symbol.size();
      Emit(TokenKind::kSymbol);
      return true;
    }
    return Unexpected();
  }

  bool Unexpected() {
    ++pos_;
    while ((static_cast<unsigned char>(At(pos_)) & 0xC0) == 0x80) ++pos_;
    const std::string character(text_.substr(start_, pos_ - start_));
    if (character == "&" || character == "|") {
      return Fail("`" + character + "` is no operator; write `" + character + character + "`");
    }
    if (character == "=") return Fail("`=` is no operator; write `==` to compare");
    return Fail("`" + character + "` has no meaning here");
  }

  bool Word() {
    while (IsWord(At(pos_))) ++pos_;
    const std::string_view word = text_.substr(start_, pos_ - start_);
    Emit(Contains(kKeywords, word) ? TokenKind::kSymbol : TokenKind::kIdentifier);
    return true;
  }

  bool QuotedIdentifier() {
    const size_t end = text_.find_first_of("`\n", pos_ + 1);
    if (end == text_.npos || text_[end] != '`') return Fail("a name in backticks has no end");
    pos_ = end + 1;
    Emit(TokenKind::kQuotedIdentifier);
    return true;
  }

  bool Number() {
    TokenKind kind = TokenKind::kInt;
    if (Rest("0x") || Rest("0X")) {
      for (pos_ += 2; IsHexDigit(At(pos_));) ++pos_;
    } else {
      kind = DecimalNumber();
    }
    if (kind == TokenKind::kInt && (At(pos_) == 'u' || At(pos_) == 'U')) {
      ++pos_;
      kind = TokenKind::kUint;
    }
    if (IsWord(At(pos_))) {
      while (IsWord(At(pos_))) ++pos_;
      return Fail("`" + std::string(text_.substr(start_, pos_ - start_)) + "` is no number");
    }
    Emit(kind);
    return true;
  }

  TokenKind DecimalNumber() {
    TokenKind kind = TokenKind::kInt;
    const auto digits = [&] {
      while (IsDigit(At(pos_))) ++pos_;
    };
    digits();
    if (At(pos_) == '.' && IsDigit(At(pos_ + 1))) {
      ++pos_;
      digits();
      kind = TokenKind::kDouble;
    }
    if (At(pos_) == 'e' || At(pos_) == 'E') {
      const size_t sign = At(pos_ + 1) == '+' || At(pos_ + 1) == '-' ? 1 : 0;
      if (!IsDigit(At(pos_ + 1 + sign))) return kind;
      pos_ += 1 + sign;
      digits();
      kind = TokenKind::kDouble;
    }
    return kind;
  }

  static constexpr size_t kNoString = 3;

  // Length of the prefix (b, r, br in either case) of a string literal, or kNoString.
  size_t StringPrefix() const {
    size_t n = 0;
    if (At(pos_) == 'b' || At(pos_) == 'B') ++n;
    if (At(pos_ + n) == 'r' || At(pos_ + n) == 'R') ++n;
    const char quote = At(pos_ + n);
    return quote == '\'' || quote == '"' ? n : kNoString;
  }

  bool String(size_t prefix) {
    const char first = text_[pos_];
    const bool bytes = first == 'b' || first == 'B';
    const bool raw = prefix > 0 && (text_[pos_ + prefix - 1] | 0x20) == 'r';
    pos_ += prefix;
    const std::string triple(3, text_[pos_]);
    if (!StringBody(raw, Rest(triple) ? triple : triple.substr(0, 1))) return false;
    Emit(bytes ? TokenKind::kBytes : TokenKind::kString);
    return true;
  }

  bool StringBody(bool raw, const std::string& close) {
    pos_ += close.size();
    while (pos_ < text_.size()) {
      if (Rest(close)) {
        pos_ += close.size();
        return true;
      }
      const char c = text_[pos_];
      if (close.size() == 1 && (c == '\n' || c == '\r')) break;
      pos_ += c == '\\' && !raw ? 2 : 1;
    }
    pos_ = std::min(pos_, text_.size());
    return Fail("a string has no end; expected " + close);
  }

  std::string_view text_;
  std::vector<CompileError>* errors_;
  size_t pos_ = 0;
  size_t start_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

bool IsIdentifier(std::string_view text) {
  return !text.empty() && IsWordStart(text[0]) && std::all_of(text.begin(), text.end(), IsWord);
}

bool IsReserved(std::string_view word) {
  return Contains(kKeywords, word) || Contains(kReserved, word);
}

std::vector<Token> Tokenize(std::string_view text, std::vector<CompileError>* errors) {
  if (!IsValidUtf8(text)) {
    errors->push_back({"cel.syntax", "the expression is not valid UTF-8", 0, 0});
    return {};
  }
  return Lexer(text, errors).Run();
}

}  // namespace reeve::cel

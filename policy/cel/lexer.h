// The lexer: text to tokens, by the lexical rules of cel-spec (doc/langdef.md, "Syntax").
//
// Tokens are spans of the text. Comments (`//` to the end of the line) and blanks are dropped.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "policy/cel/compile.h"

namespace reeve::cel {

struct Span {
  uint32_t offset = 0;
  uint32_t length = 0;
  uint32_t end() const { return offset + length; }
  std::string_view Of(std::string_view text) const { return text.substr(offset, length); }
};

enum class TokenKind : uint8_t {
  kEnd,
  kIdentifier,
  kQuotedIdentifier,  // `in backticks`
  kInt,
  kUint,
  kDouble,
  kString,
  kBytes,
  kSymbol,  // an operator or a bracket; also the keywords true, false, null and in
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  Span span;
  std::string_view text;  // of the span
  bool Is(std::string_view symbol) const { return kind == TokenKind::kSymbol && text == symbol; }
};

// Ends with a kEnd token. On failure one error is added and nothing is returned.
// Precondition: text.size() < 2^32.
std::vector<Token> Tokenize(std::string_view text, std::vector<CompileError>* errors);

bool IsIdentifier(std::string_view text);
// Keywords, and the words that CEL keeps for the future: no names of variables.
bool IsReserved(std::string_view word);

}  // namespace reeve::cel

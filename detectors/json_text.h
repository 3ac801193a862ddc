// A JSON document (RFC 8259) as it is written: where its strings and numbers stand, so that parts
// of it can be replaced and the rest stays byte for byte.
//
// Objects and arrays only: a text that is one number or one quoted word is a text. Duplicate keys
// are read, for others read them too; nesting past kMaxJsonTextDepth is not.
//
// Thread-safety: immutable. Views the text, which outlives it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reeve::detectors {

inline constexpr size_t kMaxJsonTextDepth = 64;

class JsonText {
 public:
  enum class Kind : uint8_t { kKey, kString, kNumber, kWord };  // word: true, false, null
  struct Token {
    Kind kind;
    size_t begin;     // of the quote, the sign or the first letter
    size_t end;       // behind the last byte
    uint32_t object;  // of a key: which object it belongs to, counted from 0
  };

  // Nothing where the text is no JSON document.
  static std::optional<JsonText> Read(std::string_view text);

  const std::vector<Token>& tokens() const { return tokens_; }
  std::string_view Raw(const Token& token) const {
    return text_.substr(token.begin, token.end - token.begin);
  }

  // What a string or a key says; of anything else, its bytes. A lone surrogate becomes U+FFFD.
  struct Decoded {
    std::string text;

    // Where in `text` a byte of the document stands. One within an escape (\n, \u00e9, a pair of
    // \u) is at its beginning, or with `up` behind it; one outside of the token at its nearer end.
    size_t At(size_t offset, bool up) const;

   private:
    friend class JsonText;
    struct Escape {
      size_t begin;  // in the document
      size_t end;
      size_t decoded_begin;
      size_t decoded_end;
    };
    size_t begin_ = 0;  // of what is decoded, in the document
    std::vector<Escape> escapes_;
  };
  Decoded Decode(const Token& token) const;

 private:
  explicit JsonText(std::string_view text) : text_(text) {}

  std::string_view text_;
  std::vector<Token> tokens_;
};

}  // namespace reeve::detectors

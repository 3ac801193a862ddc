#include "base/quoted.h"

#include "base/text.h"

namespace reeve {
namespace {

// Of the character that the text begins with; 0 where those bytes are none.
size_t CharacterBytes(std::string_view text) {
  for (size_t bytes = 1; bytes <= 4 && bytes <= text.size(); ++bytes) {
    if (IsValidUtf8(text.substr(0, bytes))) return bytes;
  }
  return 0;
}

// U+0080 to U+009F, which some terminals obey.
bool IsHighControl(std::string_view character) {
  return character.size() == 2 && character[0] == '\xC2' &&
         static_cast<unsigned char>(character[1]) < 0xA0;
}

void AppendEscaped(std::string_view bytes, std::string* out) {
  constexpr char kDigits[] = "0123456789abcdef";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out->append("\\x").push_back(kDigits[byte >> 4]);
    out->push_back(kDigits[byte & 15]);
  }
}

}  // namespace

std::string Quoted(std::string_view text, size_t max_bytes) {
  std::string out = "`";
  size_t at = 0;
  while (at < text.size()) {
    const size_t bytes = CharacterBytes(text.substr(at));
    const std::string_view character = text.substr(at, bytes == 0 ? 1 : bytes);
    if (at + character.size() > max_bytes) break;
    const auto first = static_cast<unsigned char>(character[0]);
    const bool plain = bytes != 0 && first >= 0x20 && first != 0x7F && !IsHighControl(character);
    if (plain) {
      out.append(character);
    } else {
      AppendEscaped(character, &out);
    }
    at += character.size();
  }
  return out + (at < text.size() ? "...`" : "`");
}

}  // namespace reeve

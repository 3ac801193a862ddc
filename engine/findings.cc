#include "engine/findings.h"

#include <algorithm>

namespace reeve::engine {
namespace {

constexpr size_t kMaxNameLetters = 64;
constexpr size_t kMaxPositionDigits = 4;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsNameLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || IsDigit(c) || c == '_' || c == '-';
}

// A position in a list, or a name such as the authors of tools give: "body", "reply_to".
bool IsPlainToken(std::string_view token) {
  if (std::all_of(token.begin(), token.end(), IsDigit)) return token.size() <= kMaxPositionDigits;
  return token.size() <= kMaxNameLetters && !IsDigit(token.front()) &&
         std::all_of(token.begin(), token.end(), IsNameLetter);
}

}  // namespace

std::string FactPath(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const size_t end = std::min(path.find('/', 1), path.size());
    const std::string_view token = path.substr(1, end - 1);
    out += '/';
    out += IsPlainToken(token) ? token : "*";
    path.remove_prefix(end);
  }
  return out;
}

}  // namespace reeve::engine

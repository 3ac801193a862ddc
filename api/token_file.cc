#include "api/token_file.h"

#include <algorithm>

#include "base/file.h"

namespace reeve::api {

std::optional<std::string> ReadTokenFile(const std::string& path) {
  const Result<std::string> text = ReadFile(path, kMaxTokenFileBytes);
  if (!text.ok()) return std::nullopt;
  std::string token = text->substr(0, text->find_first_of("\r\n"));
  const bool is_token = !token.empty() && std::all_of(token.begin(), token.end(),
                                                      [](char c) { return c > ' ' && c < '\x7f'; });
  return is_token ? std::optional<std::string>(std::move(token)) : std::nullopt;
}

}  // namespace reeve::api

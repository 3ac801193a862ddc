#include "policy/file_name.h"

#include <filesystem>

namespace reeve::policy {

std::optional<std::string> FileNameBeside(std::string_view document, std::string_view path) {
  const std::filesystem::path given(path);
  if (given.is_absolute() || !given.has_filename()) return std::nullopt;
  const auto whole = (std::filesystem::path(document).parent_path() / given).lexically_normal();
  if (whole.empty() || *whole.begin() == ".." || *whole.begin() == ".") return std::nullopt;
  return whole.generic_string();
}

}  // namespace reeve::policy

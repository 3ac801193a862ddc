// A bearer token in a file of its own, as `--source-token-file` and `--detector` name them.
// Thread-safety: free functions, any thread.
#pragma once

#include <optional>
#include <string>

namespace reeve::api {

inline constexpr size_t kMaxTokenFileBytes = 4096;

// The first line. Nothing where it is not printable ASCII without blanks, or cannot be read.
std::optional<std::string> ReadTokenFile(const std::string& path);

}  // namespace reeve::api

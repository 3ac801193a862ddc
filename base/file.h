// Small whole-file reads and durable whole-file writes.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace reeve {

inline constexpr size_t kMaxReadFileBytes = size_t{64} << 20;

// file.not_found, file.too_large, file.io; `at` is the path.
Result<std::string> ReadFile(const std::filesystem::path& path,
                             size_t max_bytes = kMaxReadFileBytes);

enum class FileMode { kPublic = 0644, kSecret = 0600 };

// Writes beside the path, syncs, renames over it, syncs the folder: after a crash the path holds
// the old bytes or the new, never a part. file.io
Status WriteFileDurably(const std::filesystem::path& path, std::string_view bytes, FileMode mode);

}  // namespace reeve

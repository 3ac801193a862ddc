// Zip files (APPNOTE 6.3.3 of PKWARE, the part that every tool reads): a folder in, a folder out.
//
// Written: entries deflated, by name, times fixed, so that equal folders give equal files; no
// zip64, so nothing past 4 GiB. Read: what other tools make of such files too (stored or deflated,
// with or without a comment), and nothing that could reach outside the folder: no absolute name, no
// `..`, no backslash, no second entry of one name, no more bytes than an entry says.
//
// Thread-safety: free functions from any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace reeve::ledger {

inline constexpr size_t kMaxZipEntries = 65'534;
inline constexpr uint64_t kMaxZipBytes = 0xFFFF'FFFE;  // of a file, and of the whole zip
inline constexpr uint64_t kMaxUnzippedBytes = uint64_t{64} << 30;  // of all entries together

// All files of the folder. `out` must not exist. Durable on return.
// file.exists, file.io, zip.too_large (export as a folder then)
Status ZipFolder(const std::filesystem::path& folder, const std::filesystem::path& out);

struct ZipEntry {
  std::string name;
  uint16_t method = 0;  // 0 stored, 8 deflated
  uint32_t crc = 0;
  uint64_t packed = 0;
  uint64_t size = 0;
  uint64_t at = 0;  // of its local header
};

// The entries, as the central directory has them. zip.malformed, zip.name, zip.too_large
Result<std::vector<ZipEntry>> ReadZipDirectory(std::istream& in);
// The bytes of one entry, in parts. zip.malformed: cut, another checksum, or another size.
Status ReadZipEntry(std::istream& in, const ZipEntry& entry,
                    const std::function<Status(std::string_view)>& take);

// Into a new or empty folder. file.exists, file.io, zip.*
Status UnzipFolder(const std::filesystem::path& zip, const std::filesystem::path& folder);

// Whether the file begins as a zip does.
bool LooksLikeZip(const std::filesystem::path& path);

}  // namespace reeve::ledger

// The constants of zip files that writing and reading share (zip.h).
#pragma once

#include <cstddef>
#include <cstdint>

namespace reeve::ledger {

inline constexpr uint32_t kZipLocalMagic = 0x04034B50;
inline constexpr uint32_t kZipCentralMagic = 0x02014B50;
inline constexpr uint32_t kZipEndMagic = 0x06054B50;
inline constexpr uint16_t kZipStored = 0;
inline constexpr uint16_t kZipDeflated = 8;
inline constexpr size_t kZipChunk = 65'536;
inline constexpr int kZipRawDeflate = -15;  // zlib's word for no header of its own

}  // namespace reeve::ledger

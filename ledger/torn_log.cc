#include "ledger/torn_log.h"

#include <algorithm>
#include <array>
#include <string>
#include <system_error>
#include <vector>

#include "base/file.h"

namespace reeve::ledger {
namespace {

namespace fs = std::filesystem;

constexpr size_t kBlockBytes = 32'768;
constexpr size_t kHeaderBytes = 7;
constexpr size_t kNumberedHeaderBytes = 11;
constexpr uint32_t kFirstNumberedType = 5;
constexpr uint32_t kLastNumberedType = 8;
// A store replays at most 128 MiB, and the write that passes it may be as long as a group.
constexpr size_t kMaxLogBytes = size_t{1} << 30;

constexpr std::array<uint32_t, 256> MakeCrcTable() {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78u : 0u);
    table[i] = crc;
  }
  return table;
}
constexpr std::array<uint32_t, 256> kCrcTable = MakeCrcTable();

uint32_t MaskedCrc(std::string_view bytes) {
  uint32_t crc = ~0u;
  for (const char c : bytes) crc = (crc >> 8) ^ kCrcTable[(crc ^ static_cast<uint8_t>(c)) & 0xFF];
  crc = ~crc;
  return ((crc >> 15) | (crc << 17)) + 0xA282EAD8u;
}

uint32_t LittleEndian(std::string_view bytes) {
  uint32_t value = 0;
  for (size_t i = bytes.size(); i-- > 0;) value = (value << 8) | static_cast<uint8_t>(bytes[i]);
  return value;
}

struct Fragment {
  uint32_t type = 0;
  size_t bytes = 0;  // with its header

  bool Begins() const { return type == 1 || type == 2 || type == 5 || type == 6; }
};

// Nothing unless an intact fragment stands there.
std::optional<Fragment> FragmentAt(std::string_view bytes, size_t at) {
  const std::string_view block =
      bytes.substr(at, std::min(kBlockBytes - at % kBlockBytes, bytes.size() - at));
  if (block.size() < kHeaderBytes) return std::nullopt;
  Fragment fragment{static_cast<uint8_t>(block[6]), 0};
  const bool numbered = fragment.type >= kFirstNumberedType && fragment.type <= kLastNumberedType;
  const size_t header = numbered ? kNumberedHeaderBytes : kHeaderBytes;
  fragment.bytes = header + LittleEndian(block.substr(4, 2));
  if (fragment.type == 0 || fragment.type > kLastNumberedType || fragment.bytes > block.size())
    return std::nullopt;
  const bool intact =
      MaskedCrc(block.substr(6, fragment.bytes - 6)) == LittleEndian(block.substr(0, 4));
  return intact ? std::optional<Fragment>(fragment) : std::nullopt;
}

// Whether a write begins, intact, behind a broken fragment: anywhere in its block, for its length
// cannot be believed, or in the blocks behind.
bool WriteBeginsBehind(std::string_view bytes, size_t broken) {
  const size_t block_end = std::min((broken / kBlockBytes + 1) * kBlockBytes, bytes.size());
  for (size_t at = broken + 1; at < block_end; ++at) {
    const std::optional<Fragment> fragment = FragmentAt(bytes, at);
    if (fragment && fragment->Begins()) return true;
  }
  size_t at = block_end;
  while (at < bytes.size()) {
    const std::optional<Fragment> fragment = FragmentAt(bytes, at);
    if (fragment && fragment->Begins()) return true;
    at = fragment ? at + fragment->bytes : (at / kBlockBytes + 1) * kBlockBytes;
  }
  return false;
}

Error Damaged(const fs::path& path, uint64_t offset) {
  return {"ledger.damaged",
          "`" + path.string() + "` is damaged at byte `" + std::to_string(offset) +
              "`, before its last write. Keep a copy of the folder; `reeve ledger doctor` says " +
              "what can be restored",
          path.string()};
}

Result<std::vector<fs::path>> WriteAheadLogs(const fs::path& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".log") paths.push_back(entry.path());
  }
  if (error) return Error{"file.io", "cannot list `" + folder.string() + "`: " + error.message()};
  return paths;
}

}  // namespace

LogVerdict JudgeLog(std::string_view bytes) {
  size_t at = 0;
  size_t write_at = 0;  // where the write began whose fragments are read
  bool within = false;
  while (at < bytes.size()) {
    if (kBlockBytes - at % kBlockBytes < kHeaderBytes) {  // too short for a header: padding
      at = (at / kBlockBytes + 1) * kBlockBytes;
      continue;
    }
    const std::optional<Fragment> fragment = FragmentAt(bytes, at);
    if (!within) write_at = at;
    if (!fragment) {
      return {WriteBeginsBehind(bytes, at) ? LogEnd::kDamaged : LogEnd::kTorn, write_at};
    }
    within =
        fragment->type == 2 || fragment->type == 3 || fragment->type == 6 || fragment->type == 7;
    at += fragment->bytes;
  }
  return {within ? LogEnd::kTorn : LogEnd::kWhole, within ? write_at : bytes.size()};
}

Result<Tear> FindTear(const fs::path& folder) {
  Tear tear;
  REEVE_ASSIGN_OR_RETURN(std::string current, ReadFile(folder / "CURRENT"));
  while (!current.empty() && current.back() == '\n') current.pop_back();
  tear.manifest = folder / fs::path(current).filename();
  REEVE_ASSIGN_OR_RETURN(const std::string manifest, ReadFile(tear.manifest, kMaxLogBytes));
  const LogVerdict manifest_verdict = JudgeLog(manifest);
  if (manifest_verdict.end == LogEnd::kDamaged) {
    return Damaged(tear.manifest, manifest_verdict.offset);
  }
  if (manifest_verdict.end == LogEnd::kTorn) tear.manifest_end = manifest_verdict.offset;
  REEVE_ASSIGN_OR_RETURN(const std::vector<fs::path> logs, WriteAheadLogs(folder));
  for (const fs::path& path : logs) {
    REEVE_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path, kMaxLogBytes));
    const LogVerdict verdict = JudgeLog(bytes);
    if (verdict.end == LogEnd::kDamaged) return Damaged(path, verdict.offset);
    // Also of an older one: it may be a file that is done with and whose removal was not lasting.
    // If it is not, RocksDB misses bytes that the manifest has, or the caller misses records.
    if (verdict.end == LogEnd::kTorn) tear.write_ahead_log = true;
  }
  return tear;
}

}  // namespace reeve::ledger

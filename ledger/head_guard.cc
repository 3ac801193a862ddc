#include "ledger/head_guard.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <system_error>
#include <utility>

#include "base/encoding.h"
#include "base/file.h"
#include "ledger/decimal.h"

namespace reeve::ledger {
namespace {

constexpr size_t kSlotBytes = 128;
constexpr std::string_view kMark = "reeve-head 1 ";
constexpr size_t kSizeDigits = 20;
constexpr size_t kRootAt = kMark.size() + kSizeDigits + 1;
constexpr size_t kSumAt = kRootAt + 64 + 1;
constexpr size_t kSumDigits = 16;

Error IoError(std::string_view doing, const std::filesystem::path& path) {
  return {"file.io",
          "cannot " + std::string(doing) + " `" + path.string() +
              "`: " + std::generic_category().message(errno),
          path.string()};
}

std::string SumOf(std::string_view text) {
  return HexEncode(AsBytes(Sha256(text)).substr(0, kSumDigits / 2));
}

std::string FormatSlot(const HeadGuard::Head& head) {
  char size[kSizeDigits + 1];
  std::snprintf(size, sizeof size, "%020" PRIu64, head.size);
  std::string slot(kMark);
  slot.append(size).append(" ").append(HexEncode(AsBytes(head.root))).append(" ");
  slot += SumOf(slot);
  slot.resize(kSlotBytes - 1, ' ');
  return slot + "\n";
}

std::optional<HeadGuard::Head> ParseSlot(std::string_view slot) {
  if (slot.size() != kSlotBytes || !slot.starts_with(kMark)) return std::nullopt;
  if (slot.substr(kSumAt, kSumDigits) != SumOf(slot.substr(0, kSumAt))) return std::nullopt;
  std::string_view digits = slot.substr(kMark.size(), kSizeDigits);
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), kSizeDigits - 1));
  HeadGuard::Head head;
  const Result<std::string> root = HexDecode(slot.substr(kRootAt, 64));
  if (!ParseDecimal(digits, &head.size) || !root.ok()) return std::nullopt;
  head.root = HashFromBytes(*root);
  return head;
}

// The slots that read, by their place.
struct Slots {
  std::optional<HeadGuard::Head> at[2];
};

Result<Slots> ReadSlots(const std::filesystem::path& path) {
  Slots slots;
  const Result<std::string> bytes = ReadFile(path, 2 * kSlotBytes);
  if (!bytes.ok() && bytes.error().code == "file.not_found") return slots;
  if (!bytes.ok() && bytes.error().code == "file.too_large") return slots;
  if (!bytes.ok()) return bytes.error();
  const std::string_view text = *bytes;
  slots.at[0] = ParseSlot(text.substr(0, kSlotBytes));
  slots.at[1] = ParseSlot(text.substr(std::min(kSlotBytes, text.size())));
  return slots;
}

unsigned NewerSlot(const Slots& slots) {
  if (!slots.at[1]) return 0;
  return slots.at[0] && slots.at[0]->size >= slots.at[1]->size ? 0 : 1;
}

}  // namespace

std::filesystem::path HeadGuard::PathFor(const std::filesystem::path& folder,
                                         const VerifierKey& key) {
  char id[9];
  std::snprintf(id, sizeof id, "%08" PRIx32, key.id);
  return folder / ("head-" + std::string(id));
}

Result<std::optional<HeadGuard::Head>> HeadGuard::Read(const std::filesystem::path& path) {
  REEVE_ASSIGN_OR_RETURN(const Slots slots, ReadSlots(path));
  return slots.at[NewerSlot(slots)];
}

Result<HeadGuard> HeadGuard::Open(const std::filesystem::path& path) {
  REEVE_ASSIGN_OR_RETURN(const Slots slots, ReadSlots(path));
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return IoError("open", path);
  HeadGuard guard(fd, path);
  const unsigned newer = NewerSlot(slots);
  guard.last_ = slots.at[newer];
  // With nothing to keep, the order does not matter; else the good slot is the last overwritten.
  guard.next_slot_ = guard.last_ ? 1 - newer : 0;
  return guard;
}

HeadGuard::HeadGuard(HeadGuard&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      path_(std::move(other.path_)),
      last_(other.last_),
      next_slot_(other.next_slot_) {}

HeadGuard::~HeadGuard() {
  if (fd_ >= 0) ::close(fd_);
}

Status HeadGuard::Allows(const Head& head) const {
  if (!last_) return {};
  if (head.size < last_->size) {
    return Error{"ledger.behind",
                 "the log ends at size `" + std::to_string(head.size) +
                     "`, but a checkpoint of size `" + std::to_string(last_->size) +
                     "` has been published: records are lost. Restore a newer copy of the "
                     "store; if there is none, begin a new log with a new key, and tell those "
                     "who hold receipts. The published head is in `" +
                     path_.string() + "`",
                 path_.string()};
  }
  if (head.size == last_->size && head.root != last_->root) {
    return Error{"ledger.forked",
                 "another root has been published for size `" + std::to_string(head.size) +
                     "`: this is not the log that was signed. Restore the right copy of the "
                     "store. The published head is in `" +
                     path_.string() + "`",
                 path_.string()};
  }
  return {};
}

Status HeadGuard::Publish(const Head& head) {
  const std::string slot = FormatSlot(head);
  const auto offset = static_cast<off_t>(next_slot_ * kSlotBytes);
  ssize_t written = 0;
  do {
    written = ::pwrite(fd_, slot.data(), slot.size(), offset);
  } while (written < 0 && errno == EINTR);
  if (written != static_cast<ssize_t>(slot.size())) return IoError("write", path_);
  last_ = head;
  next_slot_ = 1 - next_slot_;
  return {};
}

Status HeadGuard::Sync() const {
  if (::fsync(fd_) != 0) return IoError("sync", path_);
  const int folder = ::open(path_.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return IoError("open the folder of", path_);
  const bool synced = ::fsync(folder) == 0;
  ::close(folder);
  return synced ? Status() : IoError("sync the folder of", path_);
}

}  // namespace reeve::ledger

#include "ledger/store.h"

namespace reeve::ledger {

void Batch::Put(Space space, std::string_view key, std::string_view value) {
  entries_.push_back({false, space, buffer_.size(), key.size(), value.size()});
  buffer_.append(key).append(value);
}

void Batch::Delete(Space space, std::string_view key) {
  entries_.push_back({true, space, buffer_.size(), key.size(), 0});
  buffer_.append(key);
}

void Batch::Clear() {
  buffer_.clear();
  entries_.clear();
}

Batch::Operation Batch::operation(size_t i) const {
  const Entry& entry = entries_[i];
  const std::string_view bytes(buffer_);
  return {entry.is_delete, entry.space, bytes.substr(entry.key_at, entry.key_size),
          bytes.substr(entry.key_at + entry.key_size, entry.value_size)};
}

Status CheckFence(const Fence& fence, const Head& head) {
  if (fence.epoch != head.epoch) {
    return Error{"ledger.stale_epoch", "another writer has taken the log over: epoch `" +
                                           std::to_string(head.epoch) + "`, not `" +
                                           std::to_string(fence.epoch) + "`"};
  }
  if (fence.expected_size != head.size || fence.expected_head != head.root) {
    return Error{"ledger.fence", "the log stands at size `" + std::to_string(head.size) +
                                     "`, the write was made for size `" +
                                     std::to_string(fence.expected_size) + "`"};
  }
  return {};
}

}  // namespace reeve::ledger

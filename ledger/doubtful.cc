#include "ledger/doubtful.h"

#include <algorithm>
#include <utility>

namespace reeve::ledger {

std::vector<VerifierKey> CompromisedKeys(const KeyHistory& keys) {
  std::vector<VerifierKey> out;
  out.reserve(keys.keys().size());
  for (const LogKey& key : keys.keys()) {
    if (key.compromise) out.push_back(key.key);
  }
  return out;
}

void AddSignedSizes(std::string_view note, uint64_t size, const std::vector<VerifierKey>& keys,
                    std::vector<SignedSize>* out) {
  for (const VerifierKey& key : keys) {
    if (OpenNote(note, {&key, 1}).ok()) out->push_back({size, key});
  }
}

DoubtfulTimes::DoubtfulTimes(std::vector<SignedSize> sizes, const KeyHistory& keys)
    : sizes_(std::move(sizes)), keys_(keys) {
  std::sort(sizes_.begin(), sizes_.end(),
            [](const SignedSize& a, const SignedSize& b) { return a.size < b.size; });
}

void DoubtfulTimes::Visit(const Record& record, Report* report) {
  for (; next_ < sizes_.size() && sizes_[next_].size <= record.index() + 1; ++next_) {
    const auto& window = keys_.Find(sizes_[next_].key)->compromise;
    const bool within =
        record.time() >= window->from && (!window->until || record.time() <= *window->until);
    if (within) ++report->checkpoints_doubtful;
  }
}

}  // namespace reeve::ledger

#include "api/proxy/held.h"

#include <algorithm>
#include <utility>

namespace reeve::api::proxy {
namespace {

bool WaitsFor(const HeldAnswer& answer, const std::string& approval) {
  return std::find(answer.approvals.begin(), answer.approvals.end(), approval) !=
         answer.approvals.end();
}

}  // namespace

void HeldAnswers::DropOldest() {
  bytes_ -= entries_.back().answer.body.size();
  entries_.pop_back();
}

void HeldAnswers::Keep(HeldAnswer answer, Timestamp now) {
  const MutexLock lock(mutex_);
  if (answer.body.size() > kMaxHeldBytes) return;
  bytes_ += answer.body.size();
  entries_.push_front({std::move(answer), now});
  while (entries_.size() > kMaxHeld || bytes_ > kMaxHeldBytes) DropOldest();
}

std::optional<HeldAnswer> HeldAnswers::Find(const std::string& approval, const std::string& call,
                                            Timestamp now) {
  const MutexLock lock(mutex_);
  while (!entries_.empty() && entries_.back().kept + kHeldLife < now) DropOldest();
  for (const Entry& entry : entries_) {
    if (entry.answer.call == call && WaitsFor(entry.answer, approval)) return entry.answer;
  }
  return std::nullopt;
}

void HeldAnswers::Forget(const std::string& approval) {
  const MutexLock lock(mutex_);
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    if (!WaitsFor(entry->answer, approval)) {
      ++entry;
      continue;
    }
    bytes_ -= entry->answer.body.size();
    entry = entries_.erase(entry);
  }
}

}  // namespace reeve::api::proxy

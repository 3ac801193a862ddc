#include "ledger/waker.h"

namespace reeve::ledger {
namespace {

constexpr size_t kFewCallers = 8;

}  // namespace

Waker::Waker() : thread_([this] { Run(); }) {}

Waker::~Waker() {
  const MutexLock lock(mutex_);
  ending_ = true;
  changed_.NotifyOne();
}

void Waker::Wake(std::shared_ptr<CommitGroup> group) {
  if (group->units.size() <= kFewCallers) return group->Release();
  const MutexLock lock(mutex_);
  finished_.push_back(std::move(group));
  changed_.NotifyOne();
}

void Waker::Run() {
  while (true) {
    std::deque<std::shared_ptr<CommitGroup>> groups;
    {
      const MutexLock lock(mutex_);
      while (finished_.empty() && !ending_) changed_.Wait(mutex_);
      if (finished_.empty()) return;
      groups.swap(finished_);
    }
    for (const std::shared_ptr<CommitGroup>& group : groups) group->Release();
  }
}

}  // namespace reeve::ledger

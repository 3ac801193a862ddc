// Wakes the callers of finished groups beside the committer.
//
// Waking hundreds of threads costs the waking thread its core for as long as they need to run. The
// committer must not pay that: it could have the next group on its way to the disk meanwhile. So
// large groups are woken by a thread of their own; small ones at once, which is the shortest way.
#pragma once

#include <deque>
#include <memory>
#include <thread>

#include "base/mutex.h"
#include "ledger/commit_queue.h"

namespace reeve::ledger {

// Thread-safety: Wake from the committer. Destruction wakes all that is left, then returns.
class Waker {
 public:
  Waker();
  ~Waker();
  Waker(const Waker&) = delete;
  Waker& operator=(const Waker&) = delete;

  // Wakes the group's callers, now or very soon. Their results must be in place.
  void Wake(std::shared_ptr<CommitGroup> group) REEVE_EXCLUDES(mutex_);

 private:
  void Run() REEVE_EXCLUDES(mutex_);

  Mutex mutex_;
  CondVar changed_;
  std::deque<std::shared_ptr<CommitGroup>> finished_ REEVE_GUARDED_BY(mutex_);
  bool ending_ REEVE_GUARDED_BY(mutex_) = false;
  std::jthread thread_;
};

}  // namespace reeve::ledger

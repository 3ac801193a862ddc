#include "ledger/commit_queue.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <ctime>
#include <utility>

namespace reeve::ledger {
namespace {

// std::atomic::wait would do, but the library's yields first: with hundreds of callers on a few
// cores, that is hundreds of needless switches a group.
void FutexWait(const std::atomic<uint32_t>& word, uint32_t while_equal) {
  static_assert(sizeof word == sizeof(uint32_t));
  ::syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, while_equal, nullptr, nullptr, 0);
}

// False when the time was over.
bool FutexWaitFor(const std::atomic<uint32_t>& word, uint32_t while_equal, double seconds) {
  timespec time{};
  time.tv_nsec = static_cast<long>(seconds * 1e9);  // less than a second: see patience.h
  const long woken =
      ::syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, while_equal, &time, nullptr, 0);
  return woken == 0 || errno != ETIMEDOUT;
}

void FutexWakeAll(const std::atomic<uint32_t>& word) {
  ::syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0);
}

}  // namespace

void WakeWord::Wait() const {
  while (released_.load(std::memory_order_acquire) == 0) FutexWait(released_, 0);
}

void WakeWord::Release() {
  released_.store(1, std::memory_order_release);
  FutexWakeAll(released_);
}

void CommitGroup::Release() {
  for (Unit* unit : units) {
    if (unit->released) std::exchange(unit->released, nullptr)();
  }
  word.Release();
}

Result<std::shared_ptr<CommitGroup>> CommitQueue::Join(Unit* unit) {
  const size_t records = unit->records->size();
  const MutexLock lock(mutex_);
  if (!stopped_.ok()) return Error(stopped_.error());
  if (queued_ + records > max_queued_) {
    return Error{"ledger.busy",
                 "`" + std::to_string(queued_) + "` records wait to be written already"};
  }
  if (groups_.empty() || groups_.back()->records + records > max_group_) {
    groups_.push_back(std::make_shared<CommitGroup>());
  }
  const std::shared_ptr<CommitGroup>& group = groups_.back();
  group->units.push_back(unit);
  group->records += records;
  queued_ += records;
  if (committer_waits_) arrived_.NotifyOne();
  if (filling_ && Full()) {
    filling_ = false;
    full_.store(1, std::memory_order_release);
    FutexWakeAll(full_);
  }
  return group;
}

bool CommitQueue::Full() const {
  return groups_.size() > 1 || groups_.front()->units.size() >= patience_.callers() ||
         !stopped_.ok();
}

void CommitQueue::WaitUntilFull() {
  double seconds = 0;
  {
    const MutexLock lock(mutex_);
    if (Full()) return;
    seconds = patience_.seconds();
    if (seconds == 0) return;
    filling_ = true;
    full_.store(0, std::memory_order_relaxed);
  }
  bool in_time = true;
  while (in_time && full_.load(std::memory_order_acquire) == 0) {
    in_time = FutexWaitFor(full_, 0, seconds);
  }
  const MutexLock lock(mutex_);
  patience_.Waited(!filling_);
  filling_ = false;
}

std::shared_ptr<CommitGroup> CommitQueue::Take() {
  {
    const MutexLock lock(mutex_);
    while (groups_.empty()) {
      if (!stopped_.ok()) return nullptr;
      committer_waits_ = true;
      arrived_.Wait(mutex_);
      committer_waits_ = false;
    }
  }
  WaitUntilFull();
  const MutexLock lock(mutex_);
  std::shared_ptr<CommitGroup> group = std::move(groups_.front());
  groups_.pop_front();
  return group;
}

void CommitQueue::Done(const CommitGroup& group, double write_seconds) {
  const MutexLock lock(mutex_);
  queued_ -= group.records;
  if (write_seconds == 0) return;
  size_t waiting = 0;
  for (const auto& next : groups_) waiting += next->units.size();
  patience_.Written(group.units.size(), waiting, write_seconds);
}

void CommitQueue::Stop(Error why) {
  const MutexLock lock(mutex_);
  if (stopped_.ok()) stopped_ = std::move(why);
  arrived_.NotifyAll();
  filling_ = false;
  full_.store(1, std::memory_order_release);
  FutexWakeAll(full_);
}

Status CommitQueue::stopped() const {
  const MutexLock lock(mutex_);
  return stopped_;
}

size_t CommitQueue::queued() const {
  const MutexLock lock(mutex_);
  return queued_;
}

}  // namespace reeve::ledger

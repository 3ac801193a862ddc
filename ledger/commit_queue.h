// Where callers wait together: a bounded queue of groups between many appending threads and the
// one committer.
//
// A caller joins the open group under a short lock and sleeps on that group's own word, so that one
// futex call wakes a whole group and none of its callers takes a lock on waking. Who does not want
// to sleep leaves word what is to be done then.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/patience.h"
#include "ledger/record.h"

namespace reeve::ledger {

// One caller's records: filled by the caller before it joins, by the committer before release.
struct Unit {
  const std::vector<NewRecord>* records = nullptr;
  std::vector<RecordDraft> drafts;
  std::vector<Appended> appended;
  Status status;
  // Called on release, in place of a wait; the unit may end with it.
  std::function<void()> released;
};

// A word that many threads wait for, and that is set once.
class WakeWord {
 public:
  void Wait() const;
  // Everything done before is visible to those woken. Waiters may be gone when it returns.
  void Release();

 private:
  std::atomic<uint32_t> released_{0};
};

struct CommitGroup {
  std::vector<Unit*> units;  // valid until the group is released
  size_t records = 0;
  WakeWord word;

  // The results are in the units: tells their callers.
  void Release();
};

// Thread-safety: Join, Stop, queued from any thread; Take, Done from the committer.
class CommitQueue {
 public:
  // Precondition: max_group_records <= max_queued_records.
  CommitQueue(size_t max_queued_records, size_t max_group_records)
      : max_queued_(max_queued_records), max_group_(max_group_records) {}

  // Queues the unit, whose result is in it once its group is released.
  // ledger.busy, or why the queue has stopped: the unit was not queued.
  Result<std::shared_ptr<CommitGroup>> Join(Unit* unit) REEVE_EXCLUDES(mutex_);

  // The next group, waiting for one and, under load, for it to fill (patience.h); null once the
  // queue has stopped and is empty.
  std::shared_ptr<CommitGroup> Take() REEVE_EXCLUDES(mutex_);
  // Makes room: the group that Take gave is finished, written in so many seconds (0: not at all).
  // It is released by whoever took it.
  void Done(const CommitGroup& group, double write_seconds = 0) REEVE_EXCLUDES(mutex_);

  // From now on Join answers `why`; what is queued is still taken. The first reason stays.
  void Stop(Error why) REEVE_EXCLUDES(mutex_);
  Status stopped() const REEVE_EXCLUDES(mutex_);
  // Records waiting, or taken and not yet done.
  size_t queued() const REEVE_EXCLUDES(mutex_);

 private:
  // Whether the first group has all the callers that it waits for, or can take no more.
  bool Full() const REEVE_REQUIRES(mutex_);
  void WaitUntilFull() REEVE_EXCLUDES(mutex_);

  const size_t max_queued_;
  const size_t max_group_;
  mutable Mutex mutex_;
  CondVar arrived_;
  std::atomic<uint32_t> full_{0};  // a futex: the committer waits on it with a time limit
  Patience patience_ REEVE_GUARDED_BY(mutex_);
  bool filling_ REEVE_GUARDED_BY(mutex_) = false;
  std::deque<std::shared_ptr<CommitGroup>> groups_ REEVE_GUARDED_BY(mutex_);
  size_t queued_ REEVE_GUARDED_BY(mutex_) = 0;
  bool committer_waits_ REEVE_GUARDED_BY(mutex_) = false;
  Status stopped_ REEVE_GUARDED_BY(mutex_);
};

}  // namespace reeve::ledger

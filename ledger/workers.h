// A few threads that share a queue of jobs: for work over a whole log that splits into pieces.
#pragma once

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "base/mutex.h"

namespace reeve::ledger {

// Thread-safety: Submit and Wait from the thread that made it. Jobs must not submit others.
class Workers {
 public:
  // With no thread, Submit does the job itself.
  explicit Workers(unsigned threads);
  // Finishes what was submitted.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // Waits for room where kMostQueued jobs wait already.
  void Submit(std::function<void()> job) REEVE_EXCLUDES(mutex_);
  // Until every job is done.
  void Wait() REEVE_EXCLUDES(mutex_);

  size_t threads() const { return threads_.size(); }

 private:
  static constexpr size_t kMostQueued = 1'024;
  void Run() REEVE_EXCLUDES(mutex_);

  Mutex mutex_;
  CondVar changed_;   // a job has come, or the end
  CondVar progress_;  // a job was taken or done
  std::deque<std::function<void()>> jobs_ REEVE_GUARDED_BY(mutex_);
  size_t running_ REEVE_GUARDED_BY(mutex_) = 0;
  bool ending_ REEVE_GUARDED_BY(mutex_) = false;
  std::vector<std::jthread> threads_;
};

// One for each core, but none where there is one core only, and eight at most.
unsigned DefaultWorkers();

}  // namespace reeve::ledger

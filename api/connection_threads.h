// The threads that serve connections: one has a thread while a request of it is under way, and
// between requests as long as nobody else wants the thread. Threads are made when a connection
// finds none idle, up to a bound; past it a connection waits for one.
//
// Thread-safety: Enqueue from any thread; Shutdown from one; jobs run on theirs.
#pragma once

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "base/mutex.h"

namespace reeve::api {

class ConnectionThreads {
 public:
  explicit ConnectionThreads(size_t most);
  ~ConnectionThreads();
  ConnectionThreads(const ConnectionThreads&) = delete;
  ConnectionThreads& operator=(const ConnectionThreads&) = delete;

  // Dropped after Shutdown.
  void Enqueue(std::function<void()> job);
  // Runs what is queued, then joins. Idempotent.
  void Shutdown();
  // A descriptor that can be read from while jobs wait that no thread is free for (eventfd(2)):
  // whom a thread waits for may be asked to go on without it.
  int wanted() const { return wanted_; }

 private:
  void Run();
  void TellWanted() REEVE_REQUIRES(mutex_);

  const size_t most_;
  const int wanted_;
  Mutex mutex_;
  CondVar wake_;
  std::deque<std::function<void()>> jobs_ REEVE_GUARDED_BY(mutex_);
  size_t idle_ REEVE_GUARDED_BY(mutex_) = 0;
  bool told_ REEVE_GUARDED_BY(mutex_) = false;  // that a thread is wanted
  bool stopping_ REEVE_GUARDED_BY(mutex_) = false;
  std::vector<std::jthread> threads_ REEVE_GUARDED_BY(mutex_);
};

}  // namespace reeve::api

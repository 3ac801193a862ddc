// The threads that serve connections: cpp-httplib gives a connection a thread for as long as it
// lasts. Threads are made when a connection finds none idle, up to a bound; past it a connection
// waits for one to end.
//
// Thread-safety: Enqueue and Shutdown from one thread; jobs run on theirs.
#pragma once

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "base/mutex.h"

namespace reeve::api {

class ConnectionThreads {
 public:
  explicit ConnectionThreads(size_t most) : most_(most) {}
  ~ConnectionThreads() { Shutdown(); }
  ConnectionThreads(const ConnectionThreads&) = delete;
  ConnectionThreads& operator=(const ConnectionThreads&) = delete;

  void Enqueue(std::function<void()> job);
  // Runs what is queued, then joins. Idempotent.
  void Shutdown();

 private:
  void Run();

  const size_t most_;
  Mutex mutex_;
  CondVar wake_;
  std::deque<std::function<void()>> jobs_ REEVE_GUARDED_BY(mutex_);
  size_t idle_ REEVE_GUARDED_BY(mutex_) = 0;
  bool stopping_ REEVE_GUARDED_BY(mutex_) = false;
  std::vector<std::jthread> threads_;  // only Enqueue and Shutdown touch it
};

}  // namespace reeve::api

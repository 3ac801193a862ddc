// The threads that serve connections. As many as the processors can use take requests as they come;
// where all of them are busy and the processors are not, they wait for something (a model, a disk,
// a slow caller), and more are let in, up to a bound. Past it requests wait.
//
// Thread-safety: Post from any thread; Stop from one; what is served runs on the threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "api/connection_watch.h"
#include "base/alarm.h"
#include "base/mutex.h"

namespace reeve::api {

class ConnectionThreads {
 public:
  using Serve = std::function<void(std::shared_ptr<Connection>)>;

  // `serve` is given each connection of the watch from which something can be read.
  ConnectionThreads(size_t most, ConnectionWatch& watch, Serve serve);
  ~ConnectionThreads();
  ConnectionThreads(const ConnectionThreads&) = delete;
  ConnectionThreads& operator=(const ConnectionThreads&) = delete;

  // Runs the task before the next connection is served.
  void Post(std::function<void()> task);
  // Runs what was posted, then joins. Idempotent.
  void Stop();

 private:
  void Run();
  // A task, or null: then it counts as waiting. False where the thread is to end.
  bool Next(std::function<void()>* task) REEVE_EXCLUDES(mutex_);
  std::shared_ptr<Connection> WaitForConnection();
  // Where there are more threads than have work, until one is wanted again.
  void Rest() REEVE_EXCLUDES(mutex_);
  void LetMoreIn() REEVE_EXCLUDES(mutex_);
  void Keep(const std::stop_token& stop);

  const size_t most_;
  const size_t base_;  // threads that are let in at all times
  ConnectionWatch& watch_;
  const Serve serve_;
  std::atomic<size_t> waiting_{0};  // for a connection
  std::atomic<uint64_t> served_{0};
  std::atomic<bool> keeper_dozes_{false};
  Alarm all_busy_;
  Mutex mutex_;
  CondVar wanted_;
  std::deque<std::function<void()>> tasks_ REEVE_GUARDED_BY(mutex_);
  bool nudged_ REEVE_GUARDED_BY(mutex_) = false;
  bool stopping_ REEVE_GUARDED_BY(mutex_) = false;
  size_t resting_ REEVE_GUARDED_BY(mutex_) = 0;
  size_t called_ REEVE_GUARDED_BY(mutex_) = 0;  // of those who rest
  std::vector<std::jthread> threads_ REEVE_GUARDED_BY(mutex_);
  std::jthread keeper_;
};

}  // namespace reeve::api

// A mutex that clang's -Wthread-safety can check: fields say REEVE_GUARDED_BY(mutex_), and a use
// without the lock does not compile under clang. Plain std::mutex under g++.
#pragma once

#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define REEVE_THREAD_ANNOTATION(x) __attribute__((x))
#else
#define REEVE_THREAD_ANNOTATION(x)
#endif
#define REEVE_GUARDED_BY(x) REEVE_THREAD_ANNOTATION(guarded_by(x))
#define REEVE_REQUIRES(...) REEVE_THREAD_ANNOTATION(requires_capability(__VA_ARGS__))
#define REEVE_EXCLUDES(...) REEVE_THREAD_ANNOTATION(locks_excluded(__VA_ARGS__))

namespace reeve {

class REEVE_THREAD_ANNOTATION(capability("mutex")) Mutex {
 public:
  void Lock() REEVE_THREAD_ANNOTATION(acquire_capability()) { mutex_.lock(); }
  void Unlock() REEVE_THREAD_ANNOTATION(release_capability()) { mutex_.unlock(); }

 private:
  friend class CondVar;
  std::mutex mutex_;
};

class REEVE_THREAD_ANNOTATION(scoped_lockable) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) REEVE_THREAD_ANNOTATION(acquire_capability(mutex))
      : mutex_(mutex) {
    mutex_.Lock();
  }
  ~MutexLock() REEVE_THREAD_ANNOTATION(release_capability()) { mutex_.Unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

class CondVar {
 public:
  // Releases the mutex, waits, takes it again. May wake without cause: wait in a loop.
  void Wait(Mutex& mutex) REEVE_REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    cv_.wait(lock);
    lock.release();
  }
  void NotifyOne() { cv_.notify_one(); }
  void NotifyAll() { cv_.notify_all(); }

 private:
  std::condition_variable cv_;
};

}  // namespace reeve

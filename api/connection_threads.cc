#include "api/connection_threads.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <utility>

namespace reeve::api {

ConnectionThreads::ConnectionThreads(size_t most)
    : most_(most), wanted_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

ConnectionThreads::~ConnectionThreads() {
  Shutdown();
  ::close(wanted_);
}

void ConnectionThreads::Enqueue(std::function<void()> job) {
  {
    const MutexLock lock(mutex_);
    if (stopping_) return;
    jobs_.push_back(std::move(job));
    if (jobs_.size() > idle_ && threads_.size() < most_) {
      threads_.emplace_back([this] { Run(); });
      return;
    }
    TellWanted();
  }
  wake_.NotifyOne();
}

void ConnectionThreads::TellWanted() {
  const bool wanted = jobs_.size() > idle_;
  if (wanted == told_) return;
  told_ = wanted;
  eventfd_t count = 0;
  if (wanted) {
    ::eventfd_write(wanted_, 1);
  } else {
    ::eventfd_read(wanted_, &count);
  }
}

void ConnectionThreads::Run() {
  while (true) {
    std::function<void()> job;
    {
      const MutexLock lock(mutex_);
      ++idle_;
      TellWanted();
      while (jobs_.empty() && !stopping_) wake_.Wait(mutex_);
      --idle_;
      if (jobs_.empty()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job();
  }
}

void ConnectionThreads::Shutdown() {
  std::vector<std::jthread> threads;  // joined without the lock
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    threads.swap(threads_);
  }
  wake_.NotifyAll();
}

}  // namespace reeve::api

#include "api/connection_threads.h"

#include <utility>

namespace reeve::api {

void ConnectionThreads::Enqueue(std::function<void()> job) {
  bool grow = false;
  {
    const MutexLock lock(mutex_);
    jobs_.push_back(std::move(job));
    grow = jobs_.size() > idle_ && threads_.size() < most_;
  }
  if (grow) {
    threads_.emplace_back([this] { Run(); });
  } else {
    wake_.NotifyOne();
  }
}

void ConnectionThreads::Run() {
  while (true) {
    std::function<void()> job;
    {
      const MutexLock lock(mutex_);
      ++idle_;
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
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.NotifyAll();
  threads_.clear();  // joins
}

}  // namespace reeve::api

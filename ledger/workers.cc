#include "ledger/workers.h"

#include <algorithm>
#include <utility>

namespace reeve::ledger {

Workers::Workers(unsigned threads) {
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
}

Workers::~Workers() {
  {
    const MutexLock lock(mutex_);
    ending_ = true;
  }
  changed_.NotifyAll();
}

void Workers::Submit(std::function<void()> job) {
  if (threads_.empty()) return job();
  {
    const MutexLock lock(mutex_);
    while (jobs_.size() >= kMostQueued) progress_.Wait(mutex_);
    jobs_.push_back(std::move(job));
  }
  changed_.NotifyOne();
}

void Workers::Wait() {
  const MutexLock lock(mutex_);
  while (!jobs_.empty() || running_ != 0) progress_.Wait(mutex_);
}

void Workers::Run() {
  while (true) {
    std::function<void()> job;
    {
      const MutexLock lock(mutex_);
      while (jobs_.empty() && !ending_) changed_.Wait(mutex_);
      if (jobs_.empty()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
      ++running_;
    }
    job();
    {
      const MutexLock lock(mutex_);
      --running_;
    }
    progress_.NotifyAll();
  }
}

unsigned DefaultWorkers() {
  const unsigned cores = std::thread::hardware_concurrency();
  return cores < 2 ? 0 : std::min(cores, 8u);
}

}  // namespace reeve::ledger

#include "api/connection_threads.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <utility>

namespace reeve::api {
namespace {

// One more than can run: a decision waits for nothing but a lock.
constexpr size_t kBesideCores = 1;
constexpr size_t kLetInAtOnce = 8;
constexpr std::chrono::milliseconds kTick{2};
// Of what the processors could do in a tick: where this process used less, its threads wait.
constexpr double kBusyShare = 0.5;
// And where nothing was done for so many ticks, whoever uses the processors.
constexpr int kStillTicks = 5;

size_t Cores() { return std::max(1U, std::thread::hardware_concurrency()); }

double CpuSeconds() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// How much of the processors was used between two calls.
class CpuShare {
 public:
  double SinceLast() {
    const auto now = std::chrono::steady_clock::now();
    const double cpu = CpuSeconds();
    const double passed = std::chrono::duration<double>(now - last_).count();
    const double share = (cpu - cpu_) / (passed * static_cast<double>(Cores()));
    last_ = now;
    cpu_ = cpu;
    return share;
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
  double cpu_ = CpuSeconds();
};

}  // namespace

ConnectionThreads::ConnectionThreads(size_t most, ConnectionWatch& watch, Serve serve)
    : most_(std::max<size_t>(1, most)),
      base_(std::min(most_, Cores() + kBesideCores)),
      watch_(watch),
      serve_(std::move(serve)) {
  {
    const MutexLock lock(mutex_);
    threads_.reserve(base_);
    for (size_t i = 0; i < base_; ++i) threads_.emplace_back([this] { Run(); });
  }
  keeper_ = std::jthread([this](const std::stop_token& stop) { Keep(stop); });
}

ConnectionThreads::~ConnectionThreads() { Stop(); }

void ConnectionThreads::Post(std::function<void()> task) {
  {
    const MutexLock lock(mutex_);
    tasks_.push_back(std::move(task));
    if (waiting_ == 0 || nudged_) return;
    nudged_ = true;
  }
  watch_.Nudge();
}

bool ConnectionThreads::Next(std::function<void()>* task) {
  bool more = false;
  {
    const MutexLock lock(mutex_);
    nudged_ = false;
    if (tasks_.empty()) {
      ++waiting_;  // under the lock: who posts sees either that, or is seen
      return !stopping_;
    }
    *task = std::move(tasks_.front());
    tasks_.pop_front();
    more = nudged_ = !tasks_.empty() && waiting_ > 0;
  }
  if (more) watch_.Nudge();
  return true;
}

std::shared_ptr<Connection> ConnectionThreads::WaitForConnection() {
  std::shared_ptr<Connection> connection = watch_.Wait();
  if (--waiting_ == 0 && keeper_dozes_.exchange(false)) all_busy_.Ring();
  return connection;
}

void ConnectionThreads::Run() {
  std::function<void()> task;
  while (Next(&task)) {
    if (task) {
      std::exchange(task, nullptr)();
    } else if (auto connection = WaitForConnection()) {
      serve_(std::move(connection));
      ++served_;
      Rest();
    }
  }
  watch_.Nudge();  // the next one ends too
}

void ConnectionThreads::Rest() {
  if (waiting_ < base_) return;
  const MutexLock lock(mutex_);
  if (stopping_) return;
  ++resting_;
  while (called_ == 0 && !stopping_) wanted_.Wait(mutex_);
  if (called_ > 0) --called_;
  --resting_;
}

void ConnectionThreads::LetMoreIn() {
  const MutexLock lock(mutex_);
  if (stopping_) return;
  for (size_t i = 0; i < kLetInAtOnce; ++i) {
    if (called_ < resting_) {
      ++called_;
      wanted_.NotifyOne();
    } else if (threads_.size() < most_) {
      threads_.emplace_back([this] { Run(); });
    }
  }
}

void ConnectionThreads::Keep(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    keeper_dozes_ = true;
    if (waiting_ > 0) all_busy_.Wait(stop, std::nullopt);
    CpuShare share;
    uint64_t served = served_;
    int still = 0;
    while (waiting_ == 0 && !stop.stop_requested()) {
      all_busy_.Wait(stop, kTick);
      const uint64_t now = served_;
      still = now == served ? still + 1 : 0;
      served = now;
      const bool idle = share.SinceLast() < kBusyShare;
      if ((idle || still >= kStillTicks) && waiting_ == 0) LetMoreIn();
    }
  }
}

void ConnectionThreads::Stop() {
  std::vector<std::jthread> threads;  // joined without the lock
  keeper_.request_stop();
  if (keeper_.joinable()) keeper_.join();
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    threads.swap(threads_);
    wanted_.NotifyAll();
  }
  watch_.Nudge();
}

}  // namespace reeve::api

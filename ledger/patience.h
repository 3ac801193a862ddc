// How long a commit group waits for more callers before it is written.
//
// Callers that append again as soon as they are answered come back while the next group is already
// being written; without a wait they would fall into two halves that take turns, each with an fsync
// of its own. So a group waits for as many callers as were seen at the end of the last one (those
// answered, and those waiting), at most for half of the time that a write takes. Where the callers
// do not come back, the wait is halved each time until there is none; now and then it is tried
// again. After a group of a single caller there is nothing to wait for: an idle log adds no wait.
#pragma once

#include <algorithm>
#include <cstddef>

namespace reeve::ledger {

// Thread-safety: one thread at a time.
class Patience {
 public:
  // How many callers the next group waits for, and for how many seconds at most.
  size_t callers() const { return callers_; }
  double seconds() const { return callers_ <= 1 ? 0 : trust_ * std::min(kMaxSeconds, write_ / 2); }

  // A group of so many callers was written in so many seconds; so many wait behind it.
  void Written(size_t callers, size_t waiting, double seconds) {
    callers_ = callers + waiting;
    write_ = write_ == 0 ? seconds : write_ + (seconds - write_) / 8;
    if (trust_ == 0 && ++since_ >= kTryAgain) trust_ = kLeastTrust;
  }
  // How a wait ended: all came, or the time was over.
  void Waited(bool all_came) {
    trust_ = all_came ? 1 : trust_ / 2;
    if (trust_ >= kLeastTrust) return;
    trust_ = 0;
    since_ = 0;
  }

 private:
  static constexpr double kMaxSeconds = 0.002;
  static constexpr double kLeastTrust = 1.0 / 8;
  static constexpr int kTryAgain = 64;  // groups

  size_t callers_ = 0;
  double write_ = 0;  // seconds, smoothed
  double trust_ = 1;
  int since_ = 0;
};

}  // namespace reeve::ledger

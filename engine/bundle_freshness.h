// The limit of a bundle's age, as decisions see it: past it they are refused, for rules that nobody
// confirms any more may be rules that were withdrawn.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <limits>

#include "base/clock.h"
#include "base/result.h"

namespace reeve::engine {

class BundleFreshness {
 public:
  // Without this call there is no limit.
  void Limit(std::chrono::seconds max_age, Timestamp confirmed) {
    max_age_ = max_age.count();
    Confirm(confirmed);
  }
  // The source has said at `time` that the bundle is still what it gives.
  void Confirm(Timestamp time) {
    const std::chrono::seconds max_age(max_age_.load());
    if (max_age.count() > 0) good_until_ = (time + max_age).time_since_epoch().count();
  }
  // bundle.too_old
  Status Check(Timestamp now) const {
    if (now.time_since_epoch().count() <= good_until_.load(std::memory_order_relaxed)) return {};
    return TooOld();
  }

 private:
  Status TooOld() const;

  std::atomic<int64_t> max_age_ = 0;                                       // seconds; 0: no limit
  std::atomic<int64_t> good_until_ = std::numeric_limits<int64_t>::max();  // microseconds
};

}  // namespace reeve::engine

// A circuit breaker (M. Nygard, Release It!, 2007): what failed again and again is left alone for a
// while, so that nobody waits for it and it can recover; then one call tries it, and decides.
//
// Thread-safety: one thread at a time.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/clock.h"

namespace reeve::engine {

class CircuitBreaker {
 public:
  enum class State : uint8_t { kClosed, kHalfOpen, kOpen };

  // Opens after so many failures in a row, for so long.
  CircuitBreaker(size_t failures, std::chrono::milliseconds open)
      : most_failures_(failures), open_(open) {}

  State state() const { return state_; }
  // Whether a call would be refused now.
  bool Refuses(Timestamp now) const;
  // Before a call: false where it must not be made. A call that may be made ends with one of the
  // two below.
  bool Begin(Timestamp now);
  void OnSuccess();
  void OnFailure(Timestamp now);

 private:
  const size_t most_failures_;
  const std::chrono::milliseconds open_;
  State state_ = State::kClosed;
  size_t failures_ = 0;  // in a row
  Timestamp until_{};    // while open
};

}  // namespace reeve::engine

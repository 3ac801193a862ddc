#include "engine/circuit_breaker.h"

namespace reeve::engine {

bool CircuitBreaker::Refuses(Timestamp now) const {
  return state_ == State::kHalfOpen || (state_ == State::kOpen && now < until_);
}

bool CircuitBreaker::Begin(Timestamp now) {
  if (Refuses(now)) return false;
  if (state_ == State::kOpen) state_ = State::kHalfOpen;
  return true;
}

void CircuitBreaker::OnSuccess() {
  // A call that began before it opened says nothing of how things are now.
  if (state_ == State::kOpen) return;
  state_ = State::kClosed;
  failures_ = 0;
}

void CircuitBreaker::OnFailure(Timestamp now) {
  if (state_ == State::kOpen) return;
  if (state_ == State::kClosed && ++failures_ < most_failures_) return;
  state_ = State::kOpen;
  until_ = now + open_;
}

}  // namespace reeve::engine

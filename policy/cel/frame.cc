#include "policy/cel/frame.h"

#include <algorithm>

#include "policy/cel/errors.h"
#include "policy/cel/program.h"

namespace reeve::cel {

bool Frame::Exceed(const ErrorValue& limit) {
  if (exceeded == nullptr && steps >= 0) exceeded = &limit;
  steps = -1;
  look_at = 0;
  return false;
}

bool Frame::ExceedSize() { return Exceed(kSize); }

bool Frame::LookAtClock() {
  if (steps < 0) return false;
  if (deadline == nullptr) return true;
  if (deadline->clock.Now() >= deadline->at) return Exceed(kDeadline);
  look_at = std::max<int64_t>(0, steps - kStepsPerLook);
  return true;
}

}  // namespace reeve::cel

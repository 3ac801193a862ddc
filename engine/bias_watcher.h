// The thread of a server that watches the clock for monitors of bias: each quarter of a minute.
#pragma once

#include <chrono>
#include <thread>

#include "base/alarm.h"
#include "engine/bias_monitors.h"

namespace reeve::engine {

inline constexpr std::chrono::seconds kWatchEvery{15};

// Thread-safety: constructed and destroyed on one thread. The destructor waits for a look under
// way.
class BiasWatcher {
 public:
  // The monitors must outlive it. A look that fails is logged, and the next is taken.
  explicit BiasWatcher(BiasMonitors& monitors);

 private:
  Alarm alarm_;
  std::jthread thread_;  // the last, for it uses the alarm
};

}  // namespace reeve::engine

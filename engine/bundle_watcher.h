// The thread that looks at the source of a server's bundle, at its intervals and when asked.
#pragma once

#include <thread>

#include "base/alarm.h"
#include "engine/bundle_watch.h"

namespace reeve::engine {

// Thread-safety: LookNow from any thread. The destructor ends a look that is under way, and joins.
class BundleWatcher {
 public:
  // The watch must outlive it, and nothing else looks through it.
  explicit BundleWatcher(BundleWatch& watch);
  // Looks at once and anew: what was refused is judged again.
  void LookNow() { alarm_.Ring(); }

 private:
  Alarm alarm_;
  std::jthread thread_;
};

}  // namespace reeve::engine

#include "engine/bundle_watcher.h"

namespace reeve::engine {

BundleWatcher::BundleWatcher(BundleWatch& watch)
    : thread_([this, &watch](const std::stop_token& stop) {
        auto wait = watch.FirstWait();
        while (!stop.stop_requested()) {
          const bool asked = alarm_.Wait(stop, wait);
          if (!stop.stop_requested()) wait = watch.Look(asked, stop);
        }
      }) {}

}  // namespace reeve::engine

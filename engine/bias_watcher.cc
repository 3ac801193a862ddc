#include "engine/bias_watcher.h"

#include "base/log.h"

namespace reeve::engine {

BiasWatcher::BiasWatcher(BiasMonitors& monitors)
    : thread_([this, &monitors](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
          const auto started = monitors.Watch();
          if (!started.ok()) {
            Log(LogLevel::kError, "bias.not_watched", {{"code", started.error().code}});
          }
          alarm_.Wait(stop, kWatchEvery);
        }
      }) {}

}  // namespace reeve::engine

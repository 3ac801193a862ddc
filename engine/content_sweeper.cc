#include "engine/content_sweeper.h"

#include "base/log.h"

namespace reeve::engine {

ContentSweeper::ContentSweeper(ContentCommands& contents)
    : thread_([this, &contents](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
          const auto swept = contents.Sweep();
          if (!swept.ok()) {
            Log(LogLevel::kError, "content.not_swept", {{"code", swept.error().code}});
          }
          alarm_.Wait(stop, kSweepEvery);
        }
      }) {}

}  // namespace reeve::engine

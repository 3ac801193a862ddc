#include "engine/content_sweeper.h"

#include "base/log.h"

namespace reeve::engine {

ContentSweeper::ContentSweeper(ContentCommands& contents, BiasAttributeCommands& attributes)
    : thread_([this, &contents, &attributes](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
          const auto swept = contents.Sweep();
          if (!swept.ok()) {
            Log(LogLevel::kError, "content.not_swept", {{"code", swept.error().code}});
          }
          const auto deleted = attributes.Sweep();
          if (!deleted.ok()) {
            Log(LogLevel::kError, "bias.attributes_not_swept", {{"code", deleted.error().code}});
          }
          alarm_.Wait(stop, kSweepEvery);
        }
      }) {}

}  // namespace reeve::engine

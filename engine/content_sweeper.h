// The thread that takes out what is due in a server, expired content and attributes of audits: at
// its start, and each hour.
#pragma once

#include <chrono>
#include <thread>

#include "base/alarm.h"
#include "engine/bias_attribute_commands.h"
#include "engine/content_commands.h"

namespace reeve::engine {

inline constexpr std::chrono::hours kSweepEvery{1};

// Thread-safety: the destructor waits for a sweep that is under way, and joins.
class ContentSweeper {
 public:
  // The commands must outlive it. A sweep that fails is logged, and tried again an hour later.
  ContentSweeper(ContentCommands& contents, BiasAttributeCommands& attributes);

 private:
  Alarm alarm_;
  std::jthread thread_;
};

}  // namespace reeve::engine

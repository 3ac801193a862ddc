// The thread that takes out expired content of a server: at its start, and each hour.
#pragma once

#include <chrono>
#include <thread>

#include "base/alarm.h"
#include "engine/content_commands.h"

namespace reeve::engine {

inline constexpr std::chrono::hours kSweepEvery{1};

// Thread-safety: the destructor waits for a sweep that is under way, and joins.
class ContentSweeper {
 public:
  // The commands must outlive it. A sweep that fails is logged, and tried again an hour later.
  explicit ContentSweeper(ContentCommands& contents);

 private:
  Alarm alarm_;
  std::jthread thread_;
};

}  // namespace reeve::engine

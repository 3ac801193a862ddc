// The thread that records what approvals have become by the passing of time: at the start of a
// server, and every ten seconds. Nothing waits for it: an approval that is past its deadline is
// expired to whoever asks, recorded or not.
#pragma once

#include <chrono>
#include <thread>

#include "base/alarm.h"
#include "engine/approval_commands.h"

namespace reeve::engine {

inline constexpr std::chrono::seconds kSweepApprovalsEvery{10};

// Thread-safety: the destructor waits for a sweep that is under way, and joins.
class ApprovalSweeper {
 public:
  // The commands must outlive it. A sweep that fails is logged, and tried again at the next.
  explicit ApprovalSweeper(ApprovalCommands& approvals);

 private:
  Alarm alarm_;
  std::jthread thread_;
};

}  // namespace reeve::engine

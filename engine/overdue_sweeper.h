// The thread that notices what was not done in time, of a server: reports of incidents, reviews of
// break-glasses. At its start, and each minute.
#pragma once

#include <chrono>
#include <thread>

#include "base/alarm.h"
#include "engine/break_glass_commands.h"
#include "engine/incident_commands.h"

namespace reeve::engine {

inline constexpr std::chrono::minutes kOverdueEvery{1};

// Thread-safety: the destructor waits for a look that is under way, and joins.
class OverdueSweeper {
 public:
  // The commands must outlive it. A look that fails is logged, and tried again a minute later.
  OverdueSweeper(IncidentCommands& incidents, BreakGlassCommands& break_glass);

 private:
  Alarm alarm_;
  std::jthread thread_;
};

}  // namespace reeve::engine

#include "engine/overdue_sweeper.h"

#include "base/log.h"

namespace reeve::engine {
namespace {

void LogFailure(const Result<uint64_t>& noted) {
  if (noted.ok()) return;
  Log(LogLevel::kError, "overdue.not_noted", {{"code", noted.error().code}});
}

}  // namespace

OverdueSweeper::OverdueSweeper(IncidentCommands& incidents, BreakGlassCommands& break_glass)
    : thread_([this, &incidents, &break_glass](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
          LogFailure(incidents.NoteOverdue());
          LogFailure(break_glass.NoteOverdue());
          alarm_.Wait(stop, kOverdueEvery);
        }
      }) {}

}  // namespace reeve::engine

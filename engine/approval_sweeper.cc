#include "engine/approval_sweeper.h"

#include "base/log.h"

namespace reeve::engine {

ApprovalSweeper::ApprovalSweeper(ApprovalCommands& approvals)
    : thread_([this, &approvals](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
          const auto swept = approvals.Sweep();
          if (!swept.ok()) {
            Log(LogLevel::kError, "approval.not_swept", {{"code", swept.error().code}});
          } else if (*swept > 0) {
            Log(LogLevel::kInfo, "approval.over", {{"approvals", *swept}});
          }
          alarm_.Wait(stop, kSweepApprovalsEvery);
        }
      }) {}

}  // namespace reeve::engine

// What one target has still to be told, and what it could not be told: a small state beside the
// log, written durably before it is relied on, so that a restart goes on where it was.
//
// At least once: a notice leaves the queue only after the target has taken it, and the queue is
// written after that; a crash between the two tells it again, under the same id. The log is the
// source of every notice, so the queue holds indexes and no content.
//
// Thread-safety: one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"

namespace reeve::api {

// Waiting to be told; past it no record is looked at until some were, and the lag grows.
inline constexpr size_t kMaxPendingNotices = 1'000;
// The last that failed for good; older ones are forgotten here, though not by the log.
inline constexpr size_t kMaxDeadLetters = 1'000;
// Approvals whose callers asked to be called back, at once.
inline constexpr size_t kMaxCallbacks = 100'000;

// After which a notice is tried again: with the first attempt ten, over three days and a half. Each
// is lengthened by up to a tenth, drawn, so that targets that failed together do not return
// together.
std::chrono::seconds RetryDelay(uint32_t attempts, const Random& random);
inline constexpr uint32_t kMaxAttempts = 10;

struct PendingNotice {
  uint64_t index = 0;  // of the record
  Timestamp next;      // not before
  uint32_t attempts = 0;
};

struct DeadLetter {
  uint64_t index = 0;
  std::string id;  // of the record
  std::string kind;
  uint32_t attempts = 0;
  Timestamp at;
  std::string why;
};

struct NotificationQueue {
  uint64_t cursor = 0;                         // records before it were looked at
  std::deque<PendingNotice> pending;           // by index
  std::deque<DeadLetter> dead;                 // the oldest first
  std::map<std::string, Timestamp> callbacks;  // approval, and since when

  // The attempt failed: later again, or dead.
  void Failed(uint64_t index, std::string_view id, std::string_view kind, const std::string& why,
              Timestamp now, const Random& random);
  void Delivered(uint64_t index);
  // A dead letter is to be tried again, at once. notify.not_found
  Status Revive(std::string_view id, Timestamp now);
};

json::Object ToJson(const DeadLetter& letter);
json::Object ToJson(const NotificationQueue& queue);
// notify.state: not what ToJson wrote
Result<NotificationQueue> NotificationQueueFromJson(std::string_view text);

// A file that is not there is a queue that begins at `size`: what was before is not told. file.*,
// notify.state
Result<NotificationQueue> LoadNotificationQueue(const std::filesystem::path& path, uint64_t size);
Status SaveNotificationQueue(const std::filesystem::path& path, const NotificationQueue& queue);

}  // namespace reeve::api

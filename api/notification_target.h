// One webhook or e-mail, and what it has still to be told (docs/notifications.md).
//
// Each round looks at the records since the last, queues what the target subscribed to, and tells
// of what is due, the oldest record first. A notice that cannot be told is tried again after a
// while and is a dead letter in the end; three failures in a row end a round, so that a target that
// is down is not asked for each.
//
// Thread-safety: RunOnce on one thread at a time, the others on any.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "api/notification_channel.h"
#include "api/notification_queue.h"
#include "base/metrics.h"
#include "base/mutex.h"
#include "base/random.h"
#include "engine/engine.h"

namespace reeve::api {

class NotificationTarget {
 public:
  struct Parts {
    Subscription of;
    std::string callback_url;  // of a webhook that takes callbacks; else empty
    std::unique_ptr<NotificationChannel> channel;
    std::filesystem::path path;  // of the queue's file
  };
  // Its queue is read, or begun and written. All must outlive it. file.*, notify.state
  static Result<std::unique_ptr<NotificationTarget>> Open(Parts parts, engine::Engine& engine,
                                                          const Random& random, Metrics& metrics);

  // One round. What could not be told is logged and no error. file.*, ledger.*
  Status RunOnce(const std::stop_token& stop);

  const Subscription& subscription() const { return parts_.of; }
  const std::string& callback_url() const { return parts_.callback_url; }
  // The queue as JSON, with `id`, `tenant`, `kinds`, `roles`, `lag_seconds`, and `gone` where the
  // target said that it wants no more: until the server starts anew, nothing is told.
  json::Object Show() const;
  // notify.not_found, file.*
  Status Retry(std::string_view record);

  // notify.callbacks: kMaxCallbacks are waiting
  Status CanCallBack() const;
  // Every record of the approval is told from now on, the one that ends it as the last. Durable on
  // return. file.*
  Status CallBack(const std::string& approval);

  std::vector<Sample> Pending() const;
  std::vector<Sample> Dead() const;
  std::vector<Sample> Lag() const;

 private:
  NotificationTarget(Parts parts, engine::Engine& engine, const Random& random, Metrics& metrics);

  Status Save() REEVE_REQUIRES(mutex_);
  Status Look() REEVE_REQUIRES(mutex_);
  bool Wants(const oversight::Notice& notice) const REEVE_REQUIRES(mutex_);
  std::vector<uint64_t> Due(Timestamp now) const REEVE_REQUIRES(mutex_);
  Timestamp FirstTry(Timestamp now) const;
  // Whether the round may go on.
  Result<bool> Tell(const std::vector<uint64_t>& indexes, const std::stop_token& stop);
  std::optional<Timestamp> Oldest() const REEVE_REQUIRES(mutex_);

  const Parts parts_;
  engine::Engine& engine_;
  const Random& random_;
  Counter delivered_;
  Counter failed_;
  mutable Mutex mutex_;
  NotificationQueue queue_ REEVE_GUARDED_BY(mutex_);
  uint64_t saved_cursor_ REEVE_GUARDED_BY(mutex_) = 0;
  bool gone_ REEVE_GUARDED_BY(mutex_) = false;
  size_t failures_ = 0;  // in a row, of the round under way
};

}  // namespace reeve::api

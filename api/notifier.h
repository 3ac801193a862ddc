// Tells the world outside of records: a thread for each webhook and e-mail of the settings.
// docs/notifications.md.
//
// Thread-safety: Start, Stop and RunOnce on one thread, the others on any; destruction stops.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/notification_settings.h"
#include "api/notification_target.h"
#include "api/repeating.h"
#include "base/metrics.h"
#include "base/random.h"
#include "engine/engine.h"

namespace reeve::api {

struct NotifierOptions {
  NotificationSettings settings;
  std::filesystem::path folder;  // DATA/notifications: the queues; made if it is not there
  std::chrono::milliseconds timeout{10'000};  // of one message
  const Random* random = &Random::System();
};

class Notifier {
 public:
  // Engine and metrics must outlive it. file.*, notify.state
  static Result<std::unique_ptr<Notifier>> Open(NotifierOptions options, engine::Engine& engine,
                                                Metrics& metrics);

  // Rounds on threads of their own, one for each target, until Stop.
  void Start(std::chrono::milliseconds every);
  // Ends the threads, and what is being told with them. Idempotent.
  void Stop() { rounds_.clear(); }
  // One round of each target, on the caller's thread. Precondition: not started.
  Status RunOnce(const std::stop_token& stop);

  // {"targets":[...]}: of the tenant, NotificationTarget::Show of each.
  json::Object List(std::string_view tenant) const;
  // A dead letter is tried again. notify.not_found
  Status Retry(std::string_view tenant, std::string_view target, std::string_view record);
  // The webhook of the tenant that takes callbacks at this address, which is compared as it stands
  // in the settings. notify.callback: there is none; notify.callbacks
  Result<NotificationTarget*> FindCallback(std::string_view tenant, std::string_view url) const;

 private:
  Notifier() = default;

  std::vector<std::unique_ptr<NotificationTarget>> targets_;
  std::vector<Metrics::Collection> collections_;
  // Behind what they use, so that they end first.
  std::vector<std::unique_ptr<Repeating>> rounds_;
};

}  // namespace reeve::api

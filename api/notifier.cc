#include "api/notifier.h"

#include <functional>

#include "base/log.h"

namespace reeve::api {
namespace {

struct Figure {
  const char* name;
  const char* help;
  std::vector<Sample> (NotificationTarget::*read)() const;
};

constexpr Figure kFigures[] = {
    {"reeve_notifications_pending", "Notices that wait to be told.", &NotificationTarget::Pending},
    {"reeve_notifications_dead", "Notices given up after every attempt.",
     &NotificationTarget::Dead},
    {"reeve_notifications_lag_seconds", "Age of the oldest record that waits to be told.",
     &NotificationTarget::Lag},
};

Status MakeFolder(const std::filesystem::path& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (!failed) return {};
  return Error{"file.io", "cannot make the folder of notifications", folder.string()};
}

}  // namespace

Result<std::unique_ptr<Notifier>> Notifier::Open(NotifierOptions options, engine::Engine& engine,
                                                 Metrics& metrics) {
  REEVE_RETURN_IF_ERROR(MakeFolder(options.folder));
  auto notifier = std::unique_ptr<Notifier>(new Notifier());
  const std::string& link = options.settings.link;
  const auto add = [&](Subscription of, std::string callback_url,
                       std::unique_ptr<NotificationChannel> channel) -> Status {
    std::filesystem::path path = options.folder / (of.id + ".json");
    REEVE_ASSIGN_OR_RETURN(auto target,
                           NotificationTarget::Open({std::move(of), std::move(callback_url),
                                                     std::move(channel), std::move(path)},
                                                    engine, *options.random, metrics));
    notifier->targets_.push_back(std::move(target));
    return {};
  };
  for (const WebhookTarget& webhook : options.settings.webhooks) {
    REEVE_RETURN_IF_ERROR(
        add(webhook.of, webhook.callbacks ? webhook.url : "",
            MakeWebhookChannel(webhook, engine.ledger().vkey().name, link, options.timeout)));
  }
  for (const MailTarget& mail : options.settings.mails) {
    REEVE_RETURN_IF_ERROR(add(mail.of, "", MakeMailChannel(mail, link, options.timeout)));
  }
  for (const Figure& figure : kFigures) {
    notifier->collections_.push_back(metrics.Collect(
        figure.name, figure.help, SampleKind::kGauge, [from = notifier.get(), read = figure.read] {
          std::vector<Sample> out;
          out.reserve(from->targets_.size());
          for (const auto& target : from->targets_) {
            out.push_back(std::move(std::invoke(read, *target).front()));
          }
          return out;
        }));
  }
  return notifier;
}

void Notifier::Start(std::chrono::milliseconds every) {
  rounds_.reserve(targets_.size());
  for (const auto& target : targets_) {
    rounds_.push_back(
        std::make_unique<Repeating>(every, [round = target.get()](const std::stop_token& stop) {
          const Status done = round->RunOnce(stop);
          if (done.ok()) return;
          Log(LogLevel::kError, "notify.stopped",
              {{"target", round->subscription().id}, {"code", done.error().code}});
        }));
  }
}

Status Notifier::RunOnce(const std::stop_token& stop) {
  for (const auto& target : targets_) REEVE_RETURN_IF_ERROR(target->RunOnce(stop));
  return {};
}

json::Object Notifier::List(std::string_view tenant) const {
  json::Array out;
  for (const auto& target : targets_) {
    if (target->subscription().tenant == tenant) out.push_back(target->Show());
  }
  return {{"targets", std::move(out)}};
}

Status Notifier::Retry(std::string_view tenant, std::string_view id, std::string_view record) {
  for (const auto& target : targets_) {
    const Subscription& of = target->subscription();
    if (of.tenant == tenant && of.id == id) return target->Retry(record);
  }
  return Error{"notify.not_found", "there is no webhook or e-mail `" + std::string(id) +
                                       "` in the settings of notifications"};
}

Result<NotificationTarget*> Notifier::FindCallback(std::string_view tenant,
                                                   std::string_view url) const {
  for (const auto& target : targets_) {
    if (target->callback_url() != url || target->subscription().tenant != tenant || url.empty()) {
      continue;
    }
    REEVE_RETURN_IF_ERROR(target->CanCallBack());
    return target.get();
  }
  return Error{"notify.callback",
               "no webhook with this address takes callbacks: it must stand in the settings of "
               "notifications with `callbacks: true`"};
}

}  // namespace reeve::api

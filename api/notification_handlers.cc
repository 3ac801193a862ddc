#include "api/notification_handlers.h"

#include "base/json_reader.h"

namespace reeve::api {
namespace {

constexpr size_t kMaxBodyBytesOfRetry = 4096;
constexpr size_t kMaxDepth = 4;

Error NoNotifier() {
  return {"notify.callback",
          "this server notifies nobody: start it with a file of settings, `reeve serve "
          "--notifications FILE`"};
}

// The id of the approval that an answer names, or nothing.
std::string ApprovalIn(std::string_view answer) {
  const Result<json::Value> value = json::Parse(answer);
  if (!value.ok()) return "";
  const json::Value* id = json::Resolve(*value, "/approval/id");
  return id != nullptr && id->as_string() != nullptr ? *id->as_string() : "";
}

}  // namespace

Reply ListNotifications(const Notifier* notifier, const engine::Principal& principal) {
  if (notifier == nullptr) return {.body = R"({"targets":[]})"};
  return {.body = json::Compact(notifier->List(principal.tenant))};
}

Reply RetryNotification(Notifier* notifier, const engine::Principal& principal,
                        std::string_view target, std::string_view body) {
  const Result<json::Value> value =
      json::Parse(body, {.max_bytes = kMaxBodyBytesOfRetry, .max_depth = kMaxDepth});
  if (!value.ok()) return ProblemReply(value.error());
  json::ObjectReader reader(*value, "");
  const std::string record = reader.String("record", json::Need::kRequired, ledger::kMaxIdBytes);
  if (const Status read = reader.Finish(); !read.ok()) return ProblemReply(read.error());
  if (notifier == nullptr) return ProblemReply({"notify.not_found", NoNotifier().message});
  const Status retried = notifier->Retry(principal.tenant, target, record);
  if (!retried.ok()) return ProblemReply(retried.error());
  return ListNotifications(notifier, principal);
}

void DecideWithCallback(engine::Engine& engine, const engine::Principal& principal,
                        const Notifier* notifier, std::string_view url, std::string_view body,
                        Later later) {
  const Result<NotificationTarget*> found = notifier == nullptr
                                                ? Result<NotificationTarget*>(NoNotifier())
                                                : notifier->FindCallback(principal.tenant, url);
  if (!found.ok()) return later.send(ProblemReply(found.error()));
  later.send = [target = *found, send = std::move(later.send)](Reply reply) {
    const std::string approval = ApprovalIn(reply.body);
    // The answer leaves only once the callback would survive a crash.
    const Status kept = approval.empty() ? Status() : target->CallBack(approval);
    send(kept.ok() ? std::move(reply) : ProblemReply(kept.error()));
  };
  Decide(engine, principal, body, std::move(later));
}

}  // namespace reeve::api

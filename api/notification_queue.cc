#include "api/notification_queue.h"

#include <algorithm>
#include <array>

#include "base/file.h"
#include "base/json_reader.h"
#include "oversight/read_time.h"

namespace reeve::api {
namespace {

using json::Need;

constexpr size_t kMaxTextBytes = 1024;

// The schedule that Standard Webhooks proposes.
constexpr auto kDelays = std::to_array<std::chrono::seconds>(
    {std::chrono::seconds{5}, std::chrono::minutes{5}, std::chrono::minutes{30},
     std::chrono::hours{2}, std::chrono::hours{5}, std::chrono::hours{10}, std::chrono::hours{14},
     std::chrono::hours{20}, std::chrono::hours{24}});
static_assert(kDelays.size() + 1 == kMaxAttempts);

Result<PendingNotice> ReadPending(const json::Value& value) {
  json::ObjectReader reader(value, "/pending");
  PendingNotice out;
  out.index = reader.Unsigned("index").value_or(0);
  out.next = oversight::ReadTime(reader, "next");
  out.attempts = static_cast<uint32_t>(reader.Unsigned("attempts").value_or(0));
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return out;
}

Result<DeadLetter> ReadDead(const json::Value& value) {
  json::ObjectReader reader(value, "/dead");
  DeadLetter out;
  out.index = reader.Unsigned("index").value_or(0);
  out.id = reader.String("id", Need::kRequired, kMaxTextBytes);
  out.kind = reader.String("kind", Need::kRequired, kMaxTextBytes);
  out.attempts = static_cast<uint32_t>(reader.Unsigned("attempts").value_or(0));
  out.at = oversight::ReadTime(reader, "at");
  out.why = reader.String("why", Need::kRequired, kMaxTextBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return out;
}

Result<NotificationQueue> ReadQueue(const json::Value& value) {
  json::ObjectReader reader(value, "");
  NotificationQueue queue;
  queue.cursor = reader.Unsigned("cursor").value_or(0);
  const json::Array* pending = reader.ArrayMember("pending", Need::kRequired);
  const json::Array* dead = reader.ArrayMember("dead", Need::kRequired);
  const json::Value* callbacks = reader.ObjectMember("callbacks", Need::kRequired);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  for (const json::Value& item : *pending) {
    REEVE_ASSIGN_OR_RETURN(const PendingNotice notice, ReadPending(item));
    queue.pending.push_back(notice);
  }
  for (const json::Value& item : *dead) {
    REEVE_ASSIGN_OR_RETURN(DeadLetter letter, ReadDead(item));
    queue.dead.push_back(std::move(letter));
  }
  json::ObjectReader times(*callbacks, "/callbacks");
  for (const json::Member& member : *callbacks->as_object()) {
    queue.callbacks[member.key] = oversight::ReadTime(times, member.key);
  }
  REEVE_RETURN_IF_ERROR(times.Finish());
  return queue;
}

}  // namespace

std::chrono::seconds RetryDelay(uint32_t attempts, const Random& random) {
  const std::chrono::seconds delay = kDelays[std::min<size_t>(attempts, kDelays.size()) - 1];
  const std::string drawn = RandomBytes(random, 2);
  const int64_t share = static_cast<unsigned char>(drawn[0]) * 256 +
                        static_cast<unsigned char>(drawn[1]);  // of 65,535
  return delay + delay * share / (int64_t{10} * 65'535);
}

void NotificationQueue::Failed(uint64_t index, std::string_view id, std::string_view kind,
                               const std::string& why, Timestamp now, const Random& random) {
  const auto found = std::find_if(pending.begin(), pending.end(),
                                  [index](const auto& notice) { return notice.index == index; });
  if (found == pending.end()) return;
  if (++found->attempts < kMaxAttempts) {
    found->next = now + RetryDelay(found->attempts, random);
    return;
  }
  dead.push_back({index, std::string(id), std::string(kind), found->attempts, now, why});
  if (dead.size() > kMaxDeadLetters) dead.pop_front();
  pending.erase(found);
}

void NotificationQueue::Delivered(uint64_t index) {
  std::erase_if(pending, [index](const auto& notice) { return notice.index == index; });
}

Status NotificationQueue::Revive(std::string_view id, Timestamp now) {
  const auto found =
      std::find_if(dead.begin(), dead.end(), [id](const auto& letter) { return letter.id == id; });
  if (found == dead.end()) {
    return Error{"notify.not_found", "there is no dead letter of the record `" + std::string(id) +
                                         "`; GET /v1/notifications lists them"};
  }
  const PendingNotice again{found->index, now, 0};
  dead.erase(found);
  pending.insert(std::find_if(pending.begin(), pending.end(),
                              [&](const auto& notice) { return notice.index > again.index; }),
                 again);
  return {};
}

json::Object ToJson(const DeadLetter& letter) {
  return {{"index", letter.index},
          {"id", letter.id},
          {"kind", letter.kind},
          {"attempts", static_cast<int64_t>(letter.attempts)},
          {"at", FormatTimestamp(letter.at)},
          {"why", letter.why}};
}

json::Object ToJson(const NotificationQueue& queue) {
  json::Array pending;
  pending.reserve(queue.pending.size());
  for (const PendingNotice& notice : queue.pending) {
    pending.push_back(json::Object{{"index", notice.index},
                                   {"next", FormatTimestamp(notice.next)},
                                   {"attempts", static_cast<int64_t>(notice.attempts)}});
  }
  json::Array dead;
  dead.reserve(queue.dead.size());
  for (const DeadLetter& letter : queue.dead) dead.push_back(ToJson(letter));
  json::Object callbacks;
  for (const auto& [approval, since] : queue.callbacks) {
    callbacks.Add(approval, FormatTimestamp(since));
  }
  return {{"cursor", queue.cursor},
          {"pending", std::move(pending)},
          {"dead", std::move(dead)},
          {"callbacks", std::move(callbacks)}};
}

Result<NotificationQueue> NotificationQueueFromJson(std::string_view text) {
  const Result<json::Value> value = json::Parse(text);
  Result<NotificationQueue> queue = value.ok() ? ReadQueue(*value) : value.error();
  if (queue.ok()) return queue;
  return Error{"notify.state", "the state of notifications is damaged (" + queue.error().message +
                                   "); set its file aside, and records from now on are told"};
}

Result<NotificationQueue> LoadNotificationQueue(const std::filesystem::path& path, uint64_t size) {
  const Result<std::string> text = ReadFile(path);
  if (text.ok()) {
    Result<NotificationQueue> queue = NotificationQueueFromJson(*text);
    if (!queue.ok()) queue.error().at = path.string();
    return queue;
  }
  if (text.error().code != "file.not_found") return text.error();
  NotificationQueue queue;
  queue.cursor = size;
  return queue;
}

Status SaveNotificationQueue(const std::filesystem::path& path, const NotificationQueue& queue) {
  return WriteFileDurably(path, json::Compact(ToJson(queue)), FileMode::kSecret);
}

}  // namespace reeve::api

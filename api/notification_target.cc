#include "api/notification_target.h"

#include <algorithm>

#include "api/notice_search.h"
#include "base/log.h"
#include "oversight/approvals.h"

namespace reeve::api {
namespace {

using oversight::Notice;

constexpr size_t kMostMessagesARound = 100;
constexpr size_t kMostFailuresARound = 3;
// A cursor that moved by less, past records that nobody is told of, is not worth a write.
constexpr uint64_t kCursorStep = 10'000;

constexpr std::string_view kApprovals = "approval.*";

bool Shares(const std::vector<std::string>& some, const std::vector<std::string>& others) {
  return std::any_of(some.begin(), some.end(), [&](const std::string& one) {
    return std::find(others.begin(), others.end(), one) != others.end();
  });
}

// Whether this record is the last that who waits for the approval wants to hear of. A vote is, if
// it decided.
bool Ends(const ledger::Ledger& ledger, const Notice& notice) {
  if (notice.kind != oversight::kApprovalVoted) {
    return notice.kind == oversight::kApprovalWithdrawn ||
           notice.kind == oversight::kApprovalExpired || notice.kind == oversight::kApprovalVoided;
  }
  const auto entry = oversight::FindApprovalEntry(
      ledger.State(oversight::ApprovalProjection().name()), notice.approval);
  return !entry.ok() || (entry->closed && entry->closed->time <= notice.time);
}

}  // namespace

Result<std::unique_ptr<NotificationTarget>> NotificationTarget::Open(Parts parts,
                                                                     engine::Engine& engine,
                                                                     const Random& random,
                                                                     Metrics& metrics) {
  REEVE_ASSIGN_OR_RETURN(NotificationQueue queue,
                         LoadNotificationQueue(parts.path, engine.ledger().size()));
  auto target = std::unique_ptr<NotificationTarget>(
      new NotificationTarget(std::move(parts), engine, random, metrics));
  const MutexLock lock(target->mutex_);
  target->queue_ = std::move(queue);
  // Another log, or a restored one: what it has from here on is told.
  target->queue_.cursor = std::min(target->queue_.cursor, engine.ledger().size());
  REEVE_RETURN_IF_ERROR(target->Save());
  return target;
}

NotificationTarget::NotificationTarget(Parts parts, engine::Engine& engine, const Random& random,
                                       Metrics& metrics)
    : parts_(std::move(parts)),
      engine_(engine),
      random_(random),
      delivered_(metrics.Counter("reeve_notifications_total", "Notices told, and attempts failed.",
                                 {{"target", parts_.of.id}, {"result", "delivered"}})),
      failed_(metrics.Counter("reeve_notifications_total", "Notices told, and attempts failed.",
                              {{"target", parts_.of.id}, {"result", "failed"}})) {}

Status NotificationTarget::Save() {
  REEVE_RETURN_IF_ERROR(SaveNotificationQueue(parts_.path, queue_));
  saved_cursor_ = queue_.cursor;
  return {};
}

bool NotificationTarget::Wants(const Notice& notice) const {
  const Subscription& of = parts_.of;
  if (notice.tenant != of.tenant) return false;
  if (queue_.callbacks.contains(notice.approval)) return true;
  return std::binary_search(of.kinds.begin(), of.kinds.end(), notice.kind) &&
         (of.roles.empty() || Shares(of.roles, notice.roles));
}

// What is gathered is told at the end of its period, so that one mail has all of it.
Timestamp NotificationTarget::FirstTry(Timestamp now) const {
  const std::chrono::microseconds period = parts_.channel->gathered();
  if (period.count() == 0) return now;
  const auto since = now.time_since_epoch();
  return Timestamp(since - since % period + period);
}

Status NotificationTarget::Look() {
  if (queue_.pending.size() >= kMaxPendingNotices) return {};
  std::vector<std::string> kinds = parts_.of.kinds;
  if (!queue_.callbacks.empty()) {
    for (std::string& kind : oversight::NoticeKindsLike(kApprovals)) {
      if (!Shares({kind}, parts_.of.kinds)) kinds.push_back(std::move(kind));
    }
  }
  REEVE_ASSIGN_OR_RETURN(
      const NoticePage page,
      FindNotices(engine_.ledger(),
                  {std::move(kinds), parts_.of.tenant, parts_.of.systems, parts_.of.effects},
                  queue_.cursor, kMaxPendingNotices - queue_.pending.size()));
  const Timestamp first_try = FirstTry(engine_.clock().Now());
  bool changed = false;
  for (const Notice& notice : page.notices) {
    if (!Wants(notice)) continue;
    queue_.pending.push_back({notice.index, first_try, 0});
    changed = true;
    if (Ends(engine_.ledger(), notice)) queue_.callbacks.erase(notice.approval);
  }
  queue_.cursor = page.next;
  if (!changed && queue_.cursor - saved_cursor_ < kCursorStep) return {};
  return Save();
}

std::vector<uint64_t> NotificationTarget::Due(Timestamp now) const {
  std::vector<uint64_t> out;
  for (const PendingNotice& notice : queue_.pending) {
    if (notice.next <= now && out.size() < parts_.channel->most()) out.push_back(notice.index);
  }
  return out;
}

Result<bool> NotificationTarget::Tell(const std::vector<uint64_t>& indexes,
                                      const std::stop_token& stop) {
  REEVE_ASSIGN_OR_RETURN(const std::vector<Notice> notices, ReadNotices(engine_.ledger(), indexes));
  const Timestamp now = engine_.clock().Now();
  // Of a kind that is told no more nothing is said.
  const Status sent = notices.empty() ? Status() : parts_.channel->Send(notices, now, stop);
  // What was broken off is as if it had not been tried.
  if (!sent.ok() && stop.stop_requested()) return false;
  const MutexLock lock(mutex_);
  if (sent.ok()) {
    failures_ = 0;
    delivered_.Add(static_cast<double>(notices.size()));
    for (const uint64_t index : indexes) queue_.Delivered(index);
    REEVE_RETURN_IF_ERROR(Save());
    return true;
  }
  failed_.Add();
  ++failures_;
  gone_ = sent.error().code == "notify.gone";
  Log(LogLevel::kWarning, "notify.failed",
      {{"target", parts_.of.id},
       {"record", notices.front().id},
       {"why", sent.error().message},
       {"gone", gone_ ? "yes" : "no"}});
  if (gone_) return false;
  for (const Notice& notice : notices) {
    queue_.Failed(notice.index, notice.id, notice.kind, sent.error().message, now, random_);
  }
  REEVE_RETURN_IF_ERROR(Save());
  return failures_ < kMostFailuresARound;
}

Status NotificationTarget::RunOnce(const std::stop_token& stop) {
  failures_ = 0;
  for (size_t i = 0; i < kMostMessagesARound && !stop.stop_requested(); ++i) {
    std::vector<uint64_t> due;
    {
      const MutexLock lock(mutex_);
      if (gone_) return {};
      REEVE_RETURN_IF_ERROR(Look());
      due = Due(engine_.clock().Now());
    }
    if (due.empty()) return {};
    REEVE_ASSIGN_OR_RETURN(const bool goes_on, Tell(due, stop));
    if (!goes_on) return {};
  }
  return {};
}

std::optional<Timestamp> NotificationTarget::Oldest() const {
  if (queue_.pending.empty()) return std::nullopt;
  const auto record = engine_.ledger().Read(queue_.pending.front().index);
  return record.ok() ? std::optional<Timestamp>(record->time()) : std::nullopt;
}

std::vector<Sample> NotificationTarget::Pending() const {
  const MutexLock lock(mutex_);
  return {{{{"target", parts_.of.id}}, static_cast<double>(queue_.pending.size())}};
}

std::vector<Sample> NotificationTarget::Dead() const {
  const MutexLock lock(mutex_);
  return {{{{"target", parts_.of.id}}, static_cast<double>(queue_.dead.size())}};
}

std::vector<Sample> NotificationTarget::Lag() const {
  const MutexLock lock(mutex_);
  const std::optional<Timestamp> oldest = Oldest();
  const double lag =
      oldest ? std::chrono::duration<double>(engine_.clock().Now() - *oldest).count() : 0;
  return {{{{"target", parts_.of.id}}, lag}};
}

json::Object NotificationTarget::Show() const {
  const double lag = Lag().front().value;
  const MutexLock lock(mutex_);
  json::Object out{{"id", parts_.of.id},
                   {"tenant", parts_.of.tenant},
                   {"kinds", json::Array(parts_.of.kinds.begin(), parts_.of.kinds.end())},
                   {"roles", json::Array(parts_.of.roles.begin(), parts_.of.roles.end())},
                   {"lag_seconds", static_cast<int64_t>(lag)},
                   {"gone", gone_}};
  json::Object queue = ToJson(queue_);
  for (json::Member& member : queue) {
    if (member.key != "callbacks") out.Add(member.key, std::move(member.value));
  }
  out.Add("callbacks", static_cast<int64_t>(queue_.callbacks.size()));
  return out;
}

Status NotificationTarget::Retry(std::string_view record) {
  const MutexLock lock(mutex_);
  REEVE_RETURN_IF_ERROR(queue_.Revive(record, engine_.clock().Now()));
  return Save();
}

Status NotificationTarget::CanCallBack() const {
  const MutexLock lock(mutex_);
  if (queue_.callbacks.size() < kMaxCallbacks) return {};
  return Error{"notify.callbacks",
               "too many callers wait to be called back; ask again later, or "
               "leave `Reeve-Callback` out and wait for the approval"};
}

Status NotificationTarget::CallBack(const std::string& approval) {
  const MutexLock lock(mutex_);
  queue_.callbacks[approval] = engine_.clock().Now();
  return Save();
}

}  // namespace reeve::api

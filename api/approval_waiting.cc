#include "api/approval_waiting.h"

#include <algorithm>
#include <deque>

#include "api/approval_handlers.h"
#include "api/notice_search.h"
#include "base/duration.h"
#include "ledger/decimal.h"

namespace reeve::api {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;
using std::chrono::milliseconds;

constexpr size_t kMostNoticesAtOnce = 100;

milliseconds LeftUntil(SteadyTime end) {
  const auto left = std::chrono::ceil<milliseconds>(end - std::chrono::steady_clock::now());
  return std::max(left, milliseconds{0});
}

bool IsOpen(const Reply& reply) {
  const Result<json::Value> value = json::Parse(reply.body);
  const json::Value* state = value.ok() ? value->Find("state") : nullptr;
  return state != nullptr && state->as_string() != nullptr && *state->as_string() == "open";
}

std::string Event(std::string_view id, std::string_view kind, std::string_view data) {
  std::string out;
  if (!id.empty()) out.append("id: ").append(id).append("\n");
  return out.append("event: ").append(kind).append("\ndata: ").append(data).append("\n\n");
}

// Looks until there is something to say, for at most a heartbeat.
class LookingSource : public EventSource {
 public:
  explicit LookingSource(WaitingRoom::Place place) : place_(std::move(place)) {}

  std::optional<std::string> Next() final {
    if (ended_) return std::nullopt;
    const SteadyTime end = std::chrono::steady_clock::now() + kHeartbeat;
    do {
      std::string said = Look(&ended_);
      if (ended_) place_.reset();  // before the caller hears that it is over
      if (!said.empty()) return said;
      if (ended_ || !place_->Pause(std::min(kLookEvery, LeftUntil(end)))) return std::nullopt;
    } while (LeftUntil(end).count() > 0);
    return ": still waiting\n\n";
  }

 protected:
  // Empty: nothing new. `ended`: what was said was the last.
  virtual std::string Look(bool* ended) = 0;

 private:
  std::optional<WaitingRoom::Place> place_;
  bool ended_ = false;
};

class ApprovalEvents final : public LookingSource {
 public:
  ApprovalEvents(WaitingRoom::Place place, engine::Engine& engine, engine::Principal principal,
                 std::string_view id)
      : LookingSource(std::move(place)),
        engine_(engine),
        principal_(std::move(principal)),
        id_(id) {}

 private:
  std::string Look(bool* ended) override {
    Reply reply = GetApproval(engine_, principal_, id_);
    *ended = reply.status != 200 || !IsOpen(reply);
    if (reply.status != 200 || reply.body == said_) return "";
    said_ = std::move(reply.body);
    return Event("", "approval", said_);
  }

  engine::Engine& engine_;
  const engine::Principal principal_;
  const std::string id_;
  std::string said_;
};

class NoticeEvents final : public LookingSource {
 public:
  NoticeEvents(WaitingRoom::Place place, const engine::Engine& engine, std::string tenant,
               uint64_t next)
      : LookingSource(std::move(place)),
        engine_(engine),
        kinds_(oversight::NoticeKindsLike("approval.*")),
        tenant_(std::move(tenant)),
        next_(next) {}

 private:
  std::string Look(bool* ended) override {
    const auto page = FindNotices(engine_.ledger(), kinds_, tenant_, next_, kMostNoticesAtOnce);
    *ended = !page.ok();
    if (!page.ok()) return "";
    next_ = page->next;
    std::string out;
    for (const oversight::Notice& notice : page->notices) {
      out += Event(std::to_string(notice.index), notice.kind,
                   json::Compact(oversight::ToJson(notice, "")));
    }
    return out;
  }

  const engine::Engine& engine_;
  const std::vector<std::string> kinds_;
  const std::string tenant_;
  uint64_t next_;  // index from which it was not looked yet
};

}  // namespace

Reply AwaitApproval(engine::Engine& engine, const engine::Principal& principal, std::string_view id,
                    std::string_view wait, WaitingRoom& room) {
  const auto length = ParseDuration(wait);
  if (!length || *length > kLongestWait) {
    return ProblemReply({"json.value",
                         "`wait` must be a number and one of s and m, such as 30s, of at most 60s",
                         "/wait"});
  }
  Reply reply = GetApproval(engine, principal, id);
  if (reply.status != 200 || !IsOpen(reply) || length->count() == 0) return reply;
  Result<WaitingRoom::Place> place = room.Enter();
  if (!place.ok()) return ProblemReply(place.error());
  const SteadyTime end = std::chrono::steady_clock::now() + *length;
  while (reply.status == 200 && IsOpen(reply) && LeftUntil(end).count() > 0) {
    if (!place->Pause(std::min(kLookEvery, LeftUntil(end)))) break;
    reply = GetApproval(engine, principal, id);
  }
  return reply;
}

Result<std::unique_ptr<EventSource>> FollowApproval(engine::Engine& engine,
                                                    const engine::Principal& principal,
                                                    std::string_view id, WaitingRoom& room) {
  REEVE_RETURN_IF_ERROR(FindApproval(engine, principal, id));
  REEVE_ASSIGN_OR_RETURN(WaitingRoom::Place place, room.Enter());
  return std::unique_ptr<EventSource>(
      std::make_unique<ApprovalEvents>(std::move(place), engine, principal, id));
}

Result<std::unique_ptr<EventSource>> FollowApprovals(engine::Engine& engine,
                                                     const engine::Principal& principal,
                                                     std::string_view last, WaitingRoom& room) {
  uint64_t next = engine.ledger().size();
  if (!last.empty()) {
    if (!ledger::ParseDecimal(last, &next)) {
      return Error{"json.value", "`Last-Event-ID` must be the index of a record", "/Last-Event-ID"};
    }
    ++next;
  }
  REEVE_ASSIGN_OR_RETURN(WaitingRoom::Place place, room.Enter());
  return std::unique_ptr<EventSource>(
      std::make_unique<NoticeEvents>(std::move(place), engine, principal.tenant, next));
}

}  // namespace reeve::api

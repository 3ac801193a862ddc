#include "api/approval_waiting.h"

#include <algorithm>

#include "api/approval_handlers.h"
#include "api/event_feed.h"
#include "base/duration.h"

namespace reeve::api {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

bool IsOpen(const Reply& reply) {
  const Result<json::Value> value = json::Parse(reply.body);
  const json::Value* state = value.ok() ? value->Find("state") : nullptr;
  return state != nullptr && state->as_string() != nullptr && *state->as_string() == "open";
}

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
    return EventText("", "approval", said_);
  }

  engine::Engine& engine_;
  const engine::Principal principal_;
  const std::string id_;
  std::string said_;
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
  return FollowNotices(
      engine, {.kinds = oversight::NoticeKindsLike("approval.*"), .tenant = principal.tenant},
      EventForm::kNotice, last, engine.ledger().size(), room);
}

}  // namespace reeve::api

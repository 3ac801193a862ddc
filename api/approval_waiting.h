// Waiting for approvals: a question that is answered once it is decided, and events
// (event_source.h), without HTTP (handlers.h). docs/notifications.md.
//
// Thread-safety: any thread; an EventSource on one.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "api/event_source.h"
#include "api/handlers.h"
#include "api/waiting_room.h"
#include "engine/engine.h"

namespace reeve::api {

inline constexpr std::chrono::seconds kLongestWait{60};

// GET /v1/approvals/{id}?wait=30s: as GetApproval, once it is not open any more, the time is over,
// or the server stops. json.value, server.waiting
Reply AwaitApproval(engine::Engine& engine, const engine::Principal& principal, std::string_view id,
                    std::string_view wait, WaitingRoom& room);

// GET /v1/approvals/{id}/events: the approval, at once and whenever it has changed, until it is
// decided. approval.not_found, server.waiting
Result<std::unique_ptr<EventSource>> FollowApproval(engine::Engine& engine,
                                                    const engine::Principal& principal,
                                                    std::string_view id, WaitingRoom& room);
// GET /v1/approvals/events: a notice for each record of an approval of the tenant that comes
// behind the index `last`, or from now on where that is empty. json.value, server.waiting
Result<std::unique_ptr<EventSource>> FollowApprovals(engine::Engine& engine,
                                                     const engine::Principal& principal,
                                                     std::string_view last, WaitingRoom& room);

}  // namespace reeve::api

// Records of a tenant as events, as they come: for a SIEM, and for who waits for approvals.
// docs/events.md. An event's id is the index of its record, so who names the last one that was read
// goes on behind it, with nothing lost and nothing twice.
//
// Thread-safety: any thread; an EventSource on one.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "api/event_source.h"
#include "api/notice_search.h"
#include "api/record_handlers.h"
#include "engine/engine.h"

namespace reeve::api {

enum class EventForm : uint8_t {
  kNotice,      // as a webhook of Standard Webhooks has it
  kCloudEvent,  // cloud_event.h
};

// Behind the index `last`; where that is empty, from `first` on. json.value: `last` is no index, or
// one that the log does not have
Result<std::unique_ptr<EventSource>> FollowNotices(const engine::Engine& engine,
                                                   NoticeFilter filter, EventForm form,
                                                   std::string_view last, uint64_t first,
                                                   WaitingRoom& room);

// GET /v1/events?kind=...&system=...&effect=...&first=...: CloudEvents, of all kinds where none is
// named, from `first` or from now on. events.parameter, json.value, server.waiting
Result<std::unique_ptr<EventSource>> FollowEvents(const engine::Engine& engine,
                                                  const engine::Principal& principal,
                                                  const Parameters& parameters,
                                                  std::string_view last, WaitingRoom& room);

}  // namespace reeve::api

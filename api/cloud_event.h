// A notice as a CloudEvent (CloudEvents 1.0.2, JSON format, structured mode): what a SIEM reads.
// docs/events.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "oversight/notice.h"

namespace reeve::api {

inline constexpr std::string_view kCloudEventType = "application/cloudevents+json; charset=utf-8";
inline constexpr std::string_view kCloudEventsType =
    "application/cloudevents-batch+json; charset=utf-8";

// `source` is the log's origin, as a URI reference; `id` is the record's index in that log, so the
// two name an event once and for all. `type` is "reeve." and the kind of the record.
json::Object CloudEvent(const oversight::Notice& notice, std::string_view origin,
                        std::string_view link);

}  // namespace reeve::api

// Problem documents (RFC 9457): how an error leaves over HTTP.
//
//   {"type":"urn:reeve:problem:json.missing","title":"Bad Request","status":400,
//    "detail":"the field `stage` is required","code":"json.missing","field":"/stage"}
//
// `code` is the Error's stable code, `field` the JSON pointer of the offending member, if any.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace reeve::api {

// The status that answers an error code: 400 for what the caller got wrong, 503 for what may be
// tried again, 500 for what is ours.
int StatusOf(std::string_view code);

json::Object ProblemJson(const Error& error);

}  // namespace reeve::api

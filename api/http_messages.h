// Between the messages of the HTTP library and ours: bodies that are read within a limit, replies
// that are sent, and what the library refuses by itself as a problem.
//
// Thread-safety: pure functions of a request under way.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "api/handlers.h"
#include "api/record_handlers.h"
#include "base/result.h"

namespace httplib {
class ContentReader;
struct Request;
struct Response;
}  // namespace httplib

namespace reeve::api {

// The whole body, where it has at most `most` bytes. It is read here: the library would keep one
// that is chunked or compressed whole in memory however large it grows, and would take a body that
// curl calls a form for too large at 8 KiB. What is not kept is still read, or it would be taken
// for the next request; where the library reads no further, the answer is the connection's last.
// Those of OwnError
Result<std::string> ReadBody(const httplib::Request& request, httplib::Response& response,
                             const httplib::ContentReader& read, size_t most);

// Whether it is clear where the body ends (RFC 9112 section 6.3): by one length in digits, or by
// chunks. Elsewhere the library and a proxy before it may see different requests.
bool HasClearEnd(const httplib::Request& request);

bool HasBody(const httplib::Request& request);

// What is sent then is the connection's last answer, to what is not read to its end.
void MarkLast(httplib::Response& response);

Parameters ParametersOf(const httplib::Request& request);
// Without the query and decoded; of a method that the library does not know too, whose path it
// never sets.
std::string PathOf(const httplib::Request& request);

void Send(const Reply& reply, httplib::Response& response);
// Status and headers, of an answer whose body comes otherwise.
void SendHead(const Reply& reply, httplib::Response& response);
// An answer after which the library closes the connection, since its body cannot be written to the
// end: to bytes that are no request, of which nobody knows where the next one begins.
void SendLast(const Reply& reply, httplib::Response& response);
// Events as they come, until `next` has none.
void SendEvents(std::function<std::optional<std::string>()> next, httplib::Response& response);

// What the library answers by itself with that status (no route, too large, malformed).
Error OwnError(int status);

}  // namespace reeve::api

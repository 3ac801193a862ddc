// The ends of connections that the HTTP library would go on reading from. It keeps them to itself,
// so they are found among the process's own sockets.
#pragma once

#include <string>
#include <string_view>

namespace reeve::api {

// Ends the reading from all connections of a server on that port, which would hold it up until they
// time out. What was sent already is still read, and answers are still written.
void EndReading(int port);

// Whether the library leaves the body of such a request where it is, and would take it for the next
// request (RFC 9112 section 11.2): it reads those of POST, PUT and PATCH alone, and of a DELETE
// whose length is told. `length` is the header Content-Length, empty where there is none.
bool LeavesBody(std::string_view method, bool chunked, std::string_view length);

}  // namespace reeve::api

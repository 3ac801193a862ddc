// Connections that wait for their next request would hold a server up until they time out.
#pragma once

namespace reeve::api {

// Ends the reading from all connections of a server on that port. The HTTP library keeps them to
// itself, so they are found among the process's own sockets. What was sent already is still read,
// and answers are still written.
void EndReading(int port);

}  // namespace reeve::api

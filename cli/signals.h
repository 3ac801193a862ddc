// The signals that end a server, or make it look again.
#pragma once

#include <csignal>

namespace reeve::cli {

// Blocks SIGTERM, SIGINT and SIGHUP, to be awaited with sigwait, before any thread is made: so no
// handler runs in the middle of anything.
sigset_t BlockSignals();

}  // namespace reeve::cli

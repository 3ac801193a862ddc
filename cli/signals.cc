#include "cli/signals.h"

#include <initializer_list>

namespace reeve::cli {

sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);  // a caller that hangs up is no reason to die
  std::signal(SIGXFSZ, SIG_IGN);  // a file at its limit is a write that fails, which is told
  return signals;
}

}  // namespace reeve::cli

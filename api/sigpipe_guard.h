// While it lives, a write of this thread to a connection that the other side has closed is an error
// of that write (EPIPE), and not a signal that ends the process: neither cpp-httplib nor OpenSSL
// asks for that by itself, and a library does not change what the process does with its signals.
//
// Thread-safety: a guard of one thread, made and destroyed there.
#pragma once

#include <csignal>

namespace reeve::api {

class SigpipeGuard {
 public:
  SigpipeGuard();
  ~SigpipeGuard();
  SigpipeGuard(const SigpipeGuard&) = delete;
  SigpipeGuard& operator=(const SigpipeGuard&) = delete;

 private:
  sigset_t before_{};         // the thread's mask
  bool was_pending_ = false;  // one that is not ours to take away
};

}  // namespace reeve::api

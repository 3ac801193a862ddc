// Connections between two requests: they hold no thread, and are watched together (epoll(7)) by the
// threads that have nothing else to do. Of a connection that is idle for too long the end is near,
// and so it is of the one that is idle longest where there are too many.
//
// Thread-safety: any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>

#include "api/connection.h"

namespace reeve::api {

class ConnectionWatch {
 public:
  ConnectionWatch(size_t most, std::chrono::milliseconds longest);
  ~ConnectionWatch();
  ConnectionWatch(const ConnectionWatch&) = delete;
  ConnectionWatch& operator=(const ConnectionWatch&) = delete;

  void Add(std::shared_ptr<Connection> connection);
  // One from which something can be read, watched no more; null after a while, or a nudge.
  std::shared_ptr<Connection> Wait();
  // Somebody who waits, or will, waits no longer.
  void Nudge();
  // Closes them all, and each that is added from now on. Idempotent.
  void Stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace reeve::api

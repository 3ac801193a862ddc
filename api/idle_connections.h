// Connections between two requests, set aside so that they hold no thread: watched together by one
// (epoll(7)), and given back as soon as something comes. Of a connection that is idle for too long
// the end is near, and so it is of the one that is idle longest where there are too many.
//
// Thread-safety: any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

#include "api/connection.h"

namespace reeve::api {

class IdleConnections {
 public:
  // `wake` is called on the thread that watches, with a connection from which something can be
  // read.
  IdleConnections(size_t most, std::chrono::milliseconds longest,
                  std::function<void(std::shared_ptr<Connection>)> wake);
  ~IdleConnections();

  void Add(std::shared_ptr<Connection> connection);
  // Closes them all, and each that is added from now on. Idempotent.
  void Stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace reeve::api

// An answer that is sent when its handler has long returned, so that no thread waits for it.
//
//   if (const auto later = AnswerLater()) {
//     response.status = kAnsweredLater;
//     Start([later](Reply reply) { later->Send(std::move(reply)); });
//   }
#pragma once

#include <functional>
#include <memory>

#include "api/handlers.h"

namespace reeve::api {

// What a handler's response has as its status then: only its headers are sent.
inline constexpr int kAnsweredLater = 0;

// Thread-safety: any thread.
class LaterAnswer {
 public:
  // Where nothing was sent, the caller is told that it will not be.
  virtual ~LaterAnswer() = default;
  // Once.
  virtual void Send(Reply reply) = 0;
  // On a thread of the server.
  virtual void Run(std::function<void()> task) = 0;
};

// Of the request that the calling thread serves, whose body has been read. From now on what its
// handler answers is not sent. Null where no server of ours is serving.
std::shared_ptr<LaterAnswer> AnswerLater();

}  // namespace reeve::api

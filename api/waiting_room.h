// Who waits for an approval holds a connection, and so a thread: the room bounds how many may, and
// sends all of them away when the server stops.
//
// Who waits looks again every tenth of a second. A person takes minutes, and 256 who look cost a
// hundredth of a core; waking them at each record would cost more under load.
//
// Thread-safety: every method, from any thread; a place is of one thread. The room outlives its
// places.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <stop_token>
#include <utility>

#include "base/alarm.h"
#include "base/result.h"

namespace reeve::api {

inline constexpr size_t kMaxWaiting = 256;
inline constexpr std::chrono::milliseconds kLookEvery{100};

class WaitingRoom {
 public:
  explicit WaitingRoom(size_t most) : most_(most) {}

  class Place {
   public:
    explicit Place(WaitingRoom* room) : room_(room), alarm_(std::make_unique<Alarm>()) {}
    Place(Place&& other) noexcept
        : room_(std::exchange(other.room_, nullptr)), alarm_(std::move(other.alarm_)) {}
    Place& operator=(Place&&) = delete;
    ~Place() {
      if (room_ != nullptr) --room_->taken_;
    }
    // False once the room is closed: whoever waits is to go.
    bool Pause(std::chrono::milliseconds length) {
      const std::stop_token closed = room_->closed_.get_token();
      alarm_->Wait(closed, length);
      return !closed.stop_requested();
    }

   private:
    WaitingRoom* room_;
    std::unique_ptr<Alarm> alarm_;
  };

  // server.waiting: the room is full, or closed
  Result<Place> Enter() {
    Place place(this);
    if (++taken_ <= most_ && !closed_.stop_requested()) return place;
    return Error{"server.waiting",
                 "too many wait or follow already: ask without waiting, and again later"};
  }
  void Close() { closed_.request_stop(); }

 private:
  const size_t most_;
  std::atomic<size_t> taken_{0};
  std::stop_source closed_;
};

}  // namespace reeve::api

// Server-sent events (HTML Living Standard, section 9.2) as a server makes them: whoever listens is
// sent what is new, or now and then that there is nothing, until there is no more to say.
//
// Thread-safety: a source on one thread at a time.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "api/waiting_room.h"

namespace reeve::api {

inline constexpr std::chrono::seconds kHeartbeat{15};  // a comment, where there is nothing to say

class EventSource {
 public:
  virtual ~EventSource() = default;
  // What to send next, or an empty text where there is nothing yet: whoever asks looks then whether
  // anybody still listens. Nothing at the end.
  virtual std::optional<std::string> Next() = 0;
};

// One that looks whether there is something to say, and says so itself where there was nothing for
// a heartbeat.
class LookingSource : public EventSource {
 public:
  explicit LookingSource(WaitingRoom::Place place) : place_(std::move(place)) {}
  std::optional<std::string> Next() final;

 protected:
  // Empty: nothing new. `ended`: what was said was the last.
  virtual std::string Look(bool* ended) = 0;
  // Up to where it was looked, by the id of what was last looked at; empty: that has none.
  virtual std::string Reached() const { return ""; }

 private:
  std::optional<WaitingRoom::Place> place_;
  bool ended_ = false;
  std::chrono::steady_clock::time_point said_ = std::chrono::steady_clock::now();
};

// A comment, and where it is not empty the id behind which who comes back is to go on.
std::string WaitingText(std::string_view reached);

// One event; without an id where that is empty. Precondition: no line feed in any of them.
std::string EventText(std::string_view id, std::string_view kind, std::string_view data);

// How long it is until then; never negative.
std::chrono::milliseconds LeftUntil(std::chrono::steady_clock::time_point end);

}  // namespace reeve::api

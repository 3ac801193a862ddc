#include "api/event_source.h"

#include <algorithm>

namespace reeve::api {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::optional<std::string> LookingSource::Next() {
  if (ended_) return std::nullopt;
  std::string said = Look(&ended_);
  if (ended_) place_.reset();  // before the caller hears that it is over
  const milliseconds left = LeftUntil(said_ + kHeartbeat);
  if (said.empty() && !ended_ && left.count() == 0) said = WaitingText(Reached());
  if (!said.empty()) {
    said_ = steady_clock::now();
    return said;
  }
  if (ended_ || !place_->Pause(std::min(kLookEvery, left))) return std::nullopt;
  return "";
}

std::string WaitingText(std::string_view reached) {
  std::string out = ": waiting\n";
  if (!reached.empty()) out.append("id: ").append(reached).append("\n");
  return out + "\n";
}

std::string EventText(std::string_view id, std::string_view kind, std::string_view data) {
  std::string out;
  if (!id.empty()) out.append("id: ").append(id).append("\n");
  return out.append("event: ").append(kind).append("\ndata: ").append(data).append("\n\n");
}

milliseconds LeftUntil(steady_clock::time_point end) {
  const auto left = std::chrono::ceil<milliseconds>(end - steady_clock::now());
  return std::max(left, milliseconds{0});
}

}  // namespace reeve::api

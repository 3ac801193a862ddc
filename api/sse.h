// Server-sent events (HTML Living Standard, section 9.2) as they arrive: bytes in, events out,
// however the bytes were cut.
//
// Thread-safety: one thread at a time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace reeve::api {

inline constexpr size_t kMaxEventBytes = size_t{4} << 20;

struct SseEvent {
  std::string event;  // its name; empty: it has none
  std::string data;   // lines joined by line feeds
};

class SseReader {
 public:
  // upstream.malformed: an event of more than kMaxEventBytes
  Result<std::vector<SseEvent>> Push(std::string_view bytes);
  // What stands behind the last blank line: an event all the same, for some do not end their last.
  Result<std::vector<SseEvent>> Finish();
  // The last event ID: that of the last event that was read, or of one that had nothing but an id.
  const std::string& last_id() const { return last_id_; }

 private:
  void TakeLine(std::string_view line, std::vector<SseEvent>* out);
  void Dispatch(std::vector<SseEvent>* out);

  std::string unread_;  // a line that is not whole
  bool after_cr_ = false;
  SseEvent event_;
  bool has_data_ = false;
  std::string id_;  // takes effect with the blank line
  std::string last_id_;
};

// An event as it is sent.
std::string FormatSse(const SseEvent& event);

}  // namespace reeve::api

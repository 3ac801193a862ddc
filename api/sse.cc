#include "api/sse.h"

#include <utility>

namespace reeve::api {

void SseReader::Dispatch(std::vector<SseEvent>* out) {
  last_id_ = id_;
  SseEvent event = std::exchange(event_, {});
  if (std::exchange(has_data_, false)) out->push_back(std::move(event));
}

void SseReader::TakeLine(std::string_view line, std::vector<SseEvent>* out) {
  if (line.empty()) return Dispatch(out);
  const size_t colon = line.find(':');
  const std::string_view name = line.substr(0, colon);
  std::string_view value = colon == std::string_view::npos ? "" : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (name == "event") event_.event = value;
  if (name == "id" && value.find('\0') == std::string_view::npos) id_ = value;
  if (name != "data") return;
  if (has_data_) event_.data += '\n';
  event_.data += value;
  has_data_ = true;
}

// A line ends with CR, LF or both, and the two may come apart.
Result<std::vector<SseEvent>> SseReader::Push(std::string_view bytes) {
  std::vector<SseEvent> out;
  while (!bytes.empty()) {
    if (std::exchange(after_cr_, false) && bytes.front() == '\n') {
      bytes.remove_prefix(1);
      continue;
    }
    const size_t end = bytes.find_first_of("\r\n");
    unread_ += bytes.substr(0, end);
    if (unread_.size() + event_.data.size() > kMaxEventBytes) {
      return Error{"upstream.malformed", "an event of the upstream has more than " +
                                             std::to_string(kMaxEventBytes) + " bytes"};
    }
    if (end == std::string_view::npos) break;
    after_cr_ = bytes[end] == '\r';
    bytes.remove_prefix(end + 1);
    TakeLine(std::exchange(unread_, ""), &out);
  }
  return out;
}

Result<std::vector<SseEvent>> SseReader::Finish() {
  std::vector<SseEvent> out;
  if (!unread_.empty()) TakeLine(std::exchange(unread_, ""), &out);
  Dispatch(&out);
  return out;
}

std::string FormatSse(const SseEvent& event) {
  std::string out;
  if (!event.event.empty()) out += "event: " + event.event + "\n";
  std::string_view rest = event.data;
  while (true) {
    const size_t end = rest.find('\n');
    out.append("data: ").append(rest.substr(0, end)).append("\n");
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return out + "\n";
}

}  // namespace reeve::api

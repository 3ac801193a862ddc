// room: api
//
// Arbitrary bytes as server-sent events: however they are cut, the events are the same, and an
// event that is written and read again is the same.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/sse.h"

namespace {

using reeve::api::FormatSse;
using reeve::api::SseEvent;
using reeve::api::SseReader;

void Require(bool holds, std::string_view what) {
  if (!holds) reeve::Panic(what);
}

std::vector<SseEvent> Read(std::string_view bytes, size_t step) {
  SseReader reader;
  std::vector<SseEvent> out;
  const auto take = [&out](reeve::Result<std::vector<SseEvent>> events) {
    Require(events.ok(), "a small stream is too large");
    out.insert(out.end(), events->begin(), events->end());
  };
  for (size_t at = 0; at < bytes.size(); at += step) take(reader.Push(bytes.substr(at, step)));
  take(reader.Finish());
  return out;
}

bool AreSame(const std::vector<SseEvent>& a, const std::vector<SseEvent>& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i].event != b[i].event || a[i].data != b[i].data) return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1) return 0;
  const size_t step = size_t{data[0]} % 16 + 1;
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::vector<SseEvent> events = Read(input, input.size() + 1);
  Require(AreSame(events, Read(input, step)), "the cut changes the events");
  std::string written;
  for (const SseEvent& event : events) written += FormatSse(event);
  Require(AreSame(events, Read(written, 7)), "events change when they are written");
  return 0;
}

// room: base
//
// Arbitrary bytes as the two headers of a trace. What is accepted can be sent on, and is read again
// the same.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "base/trace_context.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t end = std::min(text.find('\n'), text.size());
  const std::string_view state = text.substr(std::min(end + 1, text.size()));
  const auto read = reeve::ReadTraceContext(text.substr(0, end), state);
  // The state alone, too: a good header in front of it is a rare find.
  (void)reeve::ReadTraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", text);
  if (!read) return 0;
  const auto is_plain = [](char c) { return (c >= ' ' && c <= '~') || c == '\t'; };
  if (!std::all_of(read->state.begin(), read->state.end(), is_plain)) {
    reeve::Panic("a state that cannot stand in a header");
  }
  const auto again = reeve::ReadTraceContext(
      reeve::FormatTraceparent(read->trace_id, read->parent_id, read->flags), read->state);
  if (!again || again->trace_id != read->trace_id || again->parent_id != read->parent_id ||
      again->flags != read->flags || again->state != read->state) {
    reeve::Panic("what is passed on is another trace");
  }
  return 0;
}

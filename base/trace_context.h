// W3C Trace Context (Recommendation, levels 1 and 2): the headers `traceparent` and `tracestate` by
// which services say that a request is part of a trace. Read strictly, since what is read goes into
// records and to others: what is not of the form is as if it had not come.
//
// Thread-safety: pure functions of values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"

namespace reeve {

inline constexpr size_t kTraceIdDigits = 32;
inline constexpr size_t kSpanIdDigits = 16;
inline constexpr size_t kMaxTraceStateBytes = 4096;
inline constexpr size_t kMaxTraceStateMembers = 32;

struct TraceContext {
  std::string trace_id;   // 32 digits of lower-case hexadecimal, not all zero
  std::string parent_id;  // 16, of the span that the sender is in
  uint8_t flags = 0;      // of those that are known: sampled, random
  std::string state;      // as it came; empty where there is none or it is malformed

  bool sampled() const { return (flags & 1U) != 0; }
};

// Of one header each; several `tracestate` are joined by commas before. Nothing where `traceparent`
// is malformed. A version that is not known yet is read as far as this one goes.
std::optional<TraceContext> ReadTraceContext(std::string_view traceparent, std::string_view state);

// "00-<trace>-<span>-<flags>".
std::string FormatTraceparent(std::string_view trace_id, std::string_view span_id, uint8_t flags);

// Drawn, and never all zero.
std::string NewTraceId(const Random& random);
std::string NewSpanId(const Random& random);

}  // namespace reeve

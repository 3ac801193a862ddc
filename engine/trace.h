// The trace that a caller's request is part of (base/trace_context.h), as the engine sees it: an id
// for the record, and somebody who is told how long the steps took.
//
// Thread-safety: one thread at a time, that of the request.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace reeve::engine {

// Of one decision that is on record. The texts live as long as the call.
struct DecisionSteps {
  std::chrono::steady_clock::time_point begun;
  std::chrono::steady_clock::time_point evaluated;
  std::chrono::steady_clock::time_point recorded;
  std::string_view decision;  // its id
  std::string_view effect;
  std::string_view system;
  std::string_view stage;
  std::string_view bundle;  // digest
};

class Trace {
 public:
  virtual ~Trace() = default;
  // 32 digits of lower-case hexadecimal.
  virtual const std::string& id() const = 0;
  virtual void OnDecision(const DecisionSteps& steps) = 0;
};

// For log lines: the id, or "-".
inline std::string_view TraceName(const Trace* trace) {
  return trace == nullptr ? "-" : std::string_view(trace->id());
}

}  // namespace reeve::engine

// Time as a thing that is handed in, so that a test can hold it still.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace reeve {

// Microseconds since 1970-01-01T00:00:00Z.
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

// Thread-safety: Now may be called from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp Now() const = 0;
  static const Clock& System();
};

class FakeClock final : public Clock {
 public:
  explicit FakeClock(Timestamp start) : micros_(start.time_since_epoch().count()) {}
  Timestamp Now() const override { return Timestamp(std::chrono::microseconds(micros_.load())); }
  void Advance(std::chrono::microseconds by) { micros_ += by.count(); }

 private:
  std::atomic<int64_t> micros_;
};

// RFC 3339 in UTC with six digits of fraction: "2026-11-20T09:30:00.000000Z".
std::string FormatTimestamp(Timestamp time);
// Reads exactly that form, with zero to six digits of fraction. time.syntax
Result<Timestamp> ParseTimestamp(std::string_view text);

}  // namespace reeve

// room: base
//
// Arbitrary bytes as a schedule. What is accepted comes again, later each time, on a whole minute.
#include <cstdint>
#include <string_view>

#include "base/cron.h"
#include "base/result.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto cron = reeve::Cron::Parse(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!cron.ok()) return 0;
  reeve::Timestamp time{};
  for (int i = 0; i < 3; ++i) {
    const reeve::Timestamp next = cron->NextAfter(time);
    if (next <= time ||
        next.time_since_epoch() % std::chrono::minutes(1) != std::chrono::minutes::zero()) {
      reeve::Panic("a schedule goes back, or stands between two minutes");
    }
    time = next;
  }
  return 0;
}

// Randomness as a thing that is handed in, and the ids made of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace reeve {

// Thread-safety: Fill may be called from any thread.
class Random {
 public:
  virtual ~Random() = default;
  virtual void Fill(unsigned char* out, size_t size) const = 0;
  // The operating system's generator.
  static const Random& System();
};

std::string RandomBytes(const Random& random, size_t size);

// prefix + 26 letters of Crockford's base 32: 48 bits of milliseconds, 80 bits of randomness (the
// layout of a ULID), so ids sort by time and cannot be guessed from one another.
std::string NewId(std::string_view prefix, Timestamp now, const Random& random);

}  // namespace reeve

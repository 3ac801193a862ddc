// SplitMix64 (Steele, Lea, Flood 2014) and the index that a bootstrap draws with it, so that who
// knows the seed draws the same sample in any language.
// Thread-safety: one object on one thread at a time.
#pragma once

#include <cstdint>

namespace reeve::oversight::bias {

class SplitMix64 {
 public:
  explicit SplitMix64(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15U;
    uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }

  // (Next() * n) >> 64, in 0..n-1. Precondition: n > 0.
  uint64_t Index(uint64_t n) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<uint64_t>((static_cast<Wide>(Next()) * n) >> 64U);
  }

 private:
  uint64_t state_;
};

}  // namespace reeve::oversight::bias

#include "detectors/keccak.h"

#include <bit>
#include <cstddef>

namespace reeve::detectors {
namespace {

using State = std::array<uint64_t, 25>;  // lane (x, y) at x + 5 y

constexpr size_t kRate = 136;  // bytes absorbed at a time: 1600 - 2 * 256 bits
constexpr size_t kRounds = 24;

// Bits of the linear feedback shift register x^8 + x^6 + x^5 + x^4 + 1, at places 2^j - 1.
constexpr std::array<uint64_t, kRounds> MakeRoundConstants() {
  std::array<uint64_t, kRounds> constants{};
  uint8_t shift = 1;
  for (uint64_t& constant : constants) {
    for (unsigned j = 0; j < 7; ++j) {
      if ((shift & 1) != 0) constant |= uint64_t{1} << ((1U << j) - 1);
      shift = static_cast<uint8_t>((shift & 0x80) != 0 ? (shift << 1) ^ 0x71 : shift << 1);
    }
  }
  return constants;
}
constexpr std::array<uint64_t, kRounds> kRoundConstants = MakeRoundConstants();

void Theta(State* lanes) {
  State& a = *lanes;
  std::array<uint64_t, 5> column{};
  for (size_t x = 0; x < 5; ++x) column[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
  for (size_t i = 0; i < a.size(); ++i) {
    a[i] ^= column[(i + 4) % 5] ^ std::rotl(column[(i + 1) % 5], 1);
  }
}

// Rho turns each lane by a triangular number, pi moves it to its place.
void RhoPi(State* lanes) {
  State& a = *lanes;
  size_t x = 1;
  size_t y = 0;
  uint64_t moved = a[x + 5 * y];
  for (int t = 0; t < 24; ++t) {
    const size_t next = (2 * x + 3 * y) % 5;
    x = y;
    y = next;
    const uint64_t kept = a[x + 5 * y];
    a[x + 5 * y] = std::rotl(moved, (t + 1) * (t + 2) / 2 % 64);
    moved = kept;
  }
}

void Chi(State* lanes) {
  for (size_t y = 0; y < 25; y += 5) {
    std::array<uint64_t, 5> row{};
    for (size_t x = 0; x < 5; ++x) row[x] = (*lanes)[y + x];
    for (size_t x = 0; x < 5; ++x)
      (*lanes)[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
  }
}

void Permute(State* lanes) {
  for (const uint64_t constant : kRoundConstants) {
    Theta(lanes);
    RhoPi(lanes);
    Chi(lanes);
    (*lanes)[0] ^= constant;
  }
}

void AddByte(uint8_t byte, size_t at, State* lanes) {
  (*lanes)[at / 8] ^= uint64_t{byte} << (8 * (at % 8));
}

}  // namespace

std::array<uint8_t, 32> Keccak256(std::string_view bytes) {
  State lanes{};
  size_t at = 0;
  for (const char c : bytes) {
    AddByte(static_cast<uint8_t>(c), at++, &lanes);
    if (at < kRate) continue;
    Permute(&lanes);
    at = 0;
  }
  AddByte(0x01, at, &lanes);
  AddByte(0x80, kRate - 1, &lanes);
  Permute(&lanes);
  std::array<uint8_t, 32> digest{};
  for (size_t i = 0; i < digest.size(); ++i) {
    digest[i] = static_cast<uint8_t>(lanes[i / 8] >> (8 * (i % 8)));
  }
  return digest;
}

}  // namespace reeve::detectors

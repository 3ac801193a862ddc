// Keccak-256 as Ethereum and Monero use it: the sponge of the SHA-3 competition with its original
// padding, which is not that of FIPS 202 (https://keccak.team, The Keccak reference, version 3.0).
//
// Thread-safety: pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace reeve::detectors {

std::array<uint8_t, 32> Keccak256(std::string_view bytes);

}  // namespace reeve::detectors

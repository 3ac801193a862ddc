// HKDF with SHA-256 (RFC 5869): many keys of one secret, none of which tells another.
// Thread-safety: a free function from any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace reeve {

inline constexpr size_t kMaxHkdfBytes = size_t{255} * 32;

// Precondition: size <= kMaxHkdfBytes.
std::string Hkdf(std::string_view secret, std::string_view salt, std::string_view purpose,
                 size_t size);

}  // namespace reeve

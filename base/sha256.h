// SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104), by OpenSSL.
// Thread-safety: free functions from any thread; one Sha256 object on one thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace reeve {

using Hash = std::array<uint8_t, 32>;

inline std::string_view AsBytes(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}
// Precondition: bytes.size() == 32.
Hash HashFromBytes(std::string_view bytes);

// The digest of the pieces' concatenation; saves building it.
Hash Sha256(std::initializer_list<std::string_view> pieces);
inline Hash Sha256(std::string_view bytes) { return Sha256({bytes}); }

Hash HmacSha256(std::string_view key, std::string_view message);

// "sha256:<64 hex digits>", the form in which records and answers name a digest.
std::string DigestName(const Hash& hash);

// Takes the same time wherever the two differ; unequal lengths are unequal at once.
bool ConstantTimeEqual(std::string_view a, std::string_view b);

}  // namespace reeve

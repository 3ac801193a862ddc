// AES-256-GCM (NIST SP 800-38D): authenticated encryption under a nonce, by OpenSSL. A nonce must
// never come twice under one key; random ones of 96 bits are safe for 2^32 texts a key.
//
// Thread-safety: free functions from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace reeve {

inline constexpr size_t kGcmKeyBytes = 32;
inline constexpr size_t kGcmNonceBytes = 12;
inline constexpr size_t kGcmTagBytes = 16;

// As many bytes as `text` has, then the tag.
// Preconditions: key.size() == kGcmKeyBytes, nonce.size() == kGcmNonceBytes.
std::string GcmSeal(std::string_view key, std::string_view nonce, std::string_view associated,
                    std::string_view text);

// Nothing where key, nonce, associated data or a byte of `sealed` is another one. Compared in
// constant time. Preconditions as above.
std::optional<std::string> GcmOpen(std::string_view key, std::string_view nonce,
                                   std::string_view associated, std::string_view sealed);

// Overwrites the bytes of a secret in memory, whatever the compiler thinks of it, and empties it.
void WipeSecret(std::string* secret);

}  // namespace reeve

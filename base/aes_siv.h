// AES-256-SIV (RFC 5297): authenticated encryption that is deterministic and takes no nonce, by
// OpenSSL. Equal texts under equal keys and associated data give equal ciphertexts, which is what
// a token asks for; nothing else of the text shows but its length.
//
// Thread-safety: free functions from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace reeve {

inline constexpr size_t kSivKeyBytes = 64;  // two keys of 256 bits
inline constexpr size_t kSivTagBytes = 16;

// The tag (synthetic IV), then as many bytes as `text` has.
// Preconditions: key.size() == kSivKeyBytes; `text` is not empty.
std::string SivSeal(std::string_view key, std::string_view associated, std::string_view text);

// Nothing where key, associated data or a byte of `sealed` is another one. Compared in constant
// time.
std::optional<std::string> SivOpen(std::string_view key, std::string_view associated,
                                   std::string_view sealed);

}  // namespace reeve

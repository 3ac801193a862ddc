// Tokens that stand for a value.
//
//   <CREDIT_CARD#k7q2...>  keyed digest (HMAC-SHA-256, 128 bits): the same value of the same tenant
//                          and kind has the same one, in every request. Nobody gets it back.
//   <CREDIT_CARD:mzxw...>  sealed value (AES-256-SIV) under the tenant's key, with tenant, kind and
//                          interaction as associated data: it opens in this interaction and nowhere
//                          else. Base32 (RFC 4648), either case.
//
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detectors/redaction_keys.h"

namespace reeve::detectors {

// Where a sealed value may be put back, as bits: it is sealed with them.
inline constexpr uint8_t kRestoreInOutput = 1;
inline constexpr uint8_t kRestoreInToolCall = 2;

inline constexpr size_t kMaxSealedBytes = 4096;  // of a value; what is longer is not sealed

std::string DigestToken(const RedactionKeys& keys, std::string_view entity, std::string_view value);

// Nothing for a value of over kMaxSealedBytes, or of none.
std::optional<std::string> SealedToken(const RedactionKeys& keys, std::string_view interaction,
                                       std::string_view entity, std::string_view value,
                                       uint8_t restore);

// A sealed token that is genuine, where it stands, and what it holds.
struct OpenedToken {
  size_t begin = 0;         // of `<`
  size_t end = 0;           // behind `>`
  std::string_view entity;  // in the text
  std::string value;
  uint8_t restore = 0;
};
// Those of this tenant and interaction; what another one sealed is text like any other.
std::vector<OpenedToken> OpenTokens(const RedactionKeys& keys, std::string_view interaction,
                                    std::string_view text);

// The text with the values back that were sealed for this place (one of kRestoreIn...), and are of
// one of `entities`, unless it is empty. Where the text is a JSON document, values are escaped, and
// it stays one. `restored`, unless null, receives the entity of each.
std::string Restore(const RedactionKeys& keys, std::string_view interaction, std::string_view text,
                    uint8_t place, std::span<const std::string_view> entities = {},
                    std::vector<std::string>* restored = nullptr);

}  // namespace reeve::detectors

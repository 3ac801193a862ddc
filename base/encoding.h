// Hex (lower case) and Base64 (RFC 4648 section 4, padded), both directions, strict.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace reeve {

std::string HexEncode(std::string_view bytes);
// encoding.hex: odd length, a letter that is no digit, or upper case.
Result<std::string> HexDecode(std::string_view text);

std::string Base64Encode(std::string_view bytes);
// encoding.base64: wrong length, a letter outside the alphabet, bits set behind the last byte.
Result<std::string> Base64Decode(std::string_view text);

}  // namespace reeve

// Hex (lower case), Base64 (RFC 4648 section 4, padded) and Base32 (section 6, lower case and not
// padded), both directions, strict.
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

// Letters and the digits 2 to 7 only: what a model, a form or a shell passes on unchanged.
std::string Base32Encode(std::string_view bytes);
// Either case. encoding.base32: a length that no bytes have, a letter outside the alphabet, bits
// set behind the last byte.
Result<std::string> Base32Decode(std::string_view text);

}  // namespace reeve

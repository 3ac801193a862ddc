// What can be checked of a credential beyond its shape: entropy, checksums, marks inside.
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <string_view>

namespace reeve::detectors {

// What a format's own check says: nothing known, refused, or confirmed.
enum class Verdict : uint8_t { kUnknown, kRefused, kConfirmed };

// `secret` is the whole match, prefix included.
using SecretCheck = Verdict (*)(std::string_view secret);

// Shannon's entropy of the bytes, in bits a byte; 0 for none.
double Entropy(std::string_view bytes);

// GitHub's and npm's checksum: the last six letters of `body` are the CRC-32 (ISO-HDLC) of those
// before, in base 62 (0-9A-Za-z), padded with zeros.
bool Base62ChecksumValid(std::string_view body);

// A right checksum behind the first `_` confirms; a wrong one refuses nothing, for tokens from
// before 2021 carry none.
Verdict CheckBase62(std::string_view secret);
// OpenAI keys of the first years carry the base64 of "OpenAI" inside.
Verdict CheckOpenAi(std::string_view secret);
// Needs a digit and letters of both cases: the form is else that of a dotted identifier.
Verdict CheckMixedCase(std::string_view secret);
// Refuses what has no digit.
Verdict CheckDigit(std::string_view secret);
// Base64 without padding that decodes to text with `:`, as HTTP's basic authentication has it.
Verdict CheckBasicAuth(std::string_view secret);
// The first part of the dotted token is the base64 of a number (Discord's snowflake).
Verdict CheckSnowflake(std::string_view secret);
// Refuses the keys that Google and Firebase print in their own samples; known by hash.
Verdict CheckGoogleKey(std::string_view secret);

}  // namespace reeve::detectors

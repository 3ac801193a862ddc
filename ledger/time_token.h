// Time stamps of an authority (RFC 3161): that some bytes existed at a time, said by somebody who
// is neither the log nor its witnesses. By libcrypto; `openssl ts` verifies the same tokens.
//
// A token is the DER of the CMS SignedData that an authority answers with. Ours are of the SHA-256
// of a signed checkpoint, and hold the authority's certificate.
//
// Thread-safety: all functions are pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "base/sha256.h"

namespace reeve::ledger {

inline constexpr size_t kMaxTimeReplyBytes = size_t{32} << 10;  // or its record would be too large

struct TimeToken {
  Timestamp time;
  std::string serial;  // hex
  std::string policy;  // of the authority, as an object identifier
  std::string signer;  // the subject of its certificate, or nothing where the token has none
};

// The DER of a request for a token of that digest, with its certificate.
std::string MakeTimeRequest(const Hash& digest, uint64_t nonce);

// The token of a reply to that request. time.refused: the authority refused, and why; time.reply:
// no reply, or one to another request.
Result<std::string> ReadTimeReply(std::string_view reply, std::string_view request);

// What a token of that digest says, its signature unchecked. time.token: no token, or of other
// bytes
Result<TimeToken> ReadTimeToken(std::string_view token, const Hash& digest);

// The same where an authority signed it whose certificate leads to one of `roots` (PEM), was good
// at the time of the token, and is for time stamps. Also time.signature, time.roots.
Result<TimeToken> VerifyTimeToken(std::string_view token, const Hash& digest,
                                  std::string_view roots);

}  // namespace reeve::ledger

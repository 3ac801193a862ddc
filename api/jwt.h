// Signed tokens of others: the compact form of RFC 7519 and 7515, taken apart strictly. What is
// read here is what somebody claims; api/jwt_issuers.h says whether it is theirs.
//
// Only algorithms with a public key are known (base/public_key.h): `none`, and HMACs, which a
// public key could be abused for, are refused before anything is looked at.
//
// Thread-safety: free functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/public_key.h"
#include "base/result.h"

namespace reeve::api {

inline constexpr size_t kMaxJwtBytes = 8'192;
inline constexpr size_t kMaxJwtAudiences = 64;

struct Jwt {
  SignatureAlgorithm algorithm = SignatureAlgorithm::kEdDsa;
  std::string key_id;         // `kid`; may be empty
  std::string signing_input;  // what is signed: header and claims as they came
  std::string signature;
  std::string issuer;
  std::string subject;
  std::vector<std::string> audiences;  // one or more
  double expires = 0;                  // seconds since 1970 (NumericDate)
  double not_before = 0;               // 0: it does not say
};

// Base64 for URLs without padding (RFC 4648 section 5). encoding.base64
Result<std::string> Base64UrlDecode(std::string_view text);

// jwt.malformed: not three parts of Base64, no objects, a claim of the wrong kind or missing (iss,
// sub, aud and exp must be there), over kMaxJwtBytes. jwt.algorithm: `alg` is none of ours.
// jwt.critical: it asks for an extension that we have not.
Result<Jwt> ReadJwt(std::string_view text);

}  // namespace reeve::api

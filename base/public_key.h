// Public keys as JSON Web Keys have them (RFC 7517, 7518, 8037), and whether a signature is theirs:
// RS256, ES256, EdDSA with Ed25519. By OpenSSL.
//
// A key is of one algorithm. So there is no way to take a signature by another: an RSA key is never
// the secret of an HMAC, and no key makes a signature out of nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace reeve {

enum class SignatureAlgorithm : uint8_t { kRs256, kEs256, kEdDsa };
// "RS256", "ES256", "EdDSA" (RFC 7518 section 3.1, RFC 8037 section 3.1); no other is known.
std::string_view SignatureAlgorithmName(SignatureAlgorithm algorithm);
std::optional<SignatureAlgorithm> SignatureAlgorithmFromName(std::string_view name);

inline constexpr size_t kMinRsaBits = 2048;
inline constexpr size_t kMaxRsaBits = 8192;

// Thread-safety: immutable; Verify may be called from several threads.
class PublicKey {
 public:
  // Numbers are big-endian. key.public: no key of that kind, or one that is too small or too large
  static Result<PublicKey> Rsa(std::string_view modulus, std::string_view exponent);
  static Result<PublicKey> P256(std::string_view x, std::string_view y);
  static Result<PublicKey> Ed25519(std::string_view x);

  SignatureAlgorithm algorithm() const { return algorithm_; }
  // False for anything that is not a signature by this key: of ES256 the 64 bytes of r and s, of
  // the others as their RFCs have it.
  bool Verify(std::string_view message, std::string_view signature) const;

 private:
  struct Impl;
  PublicKey(SignatureAlgorithm algorithm, std::shared_ptr<const Impl> impl)
      : algorithm_(algorithm), impl_(std::move(impl)) {}

  SignatureAlgorithm algorithm_;
  std::shared_ptr<const Impl> impl_;
};

}  // namespace reeve

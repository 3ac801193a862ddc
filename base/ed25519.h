// Ed25519 signatures (RFC 8032), by OpenSSL; keys at rest in PEM (PKCS#8, RFC 8410), which may be
// encrypted under a passphrase.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace reeve {

inline constexpr size_t kEd25519PublicKeySize = 32;
inline constexpr size_t kEd25519SignatureSize = 64;
inline constexpr size_t kMinPassphraseBytes = 8;

// What signs for a key that is kept elsewhere. Thread-safety: any thread.
class RemoteSigner {
 public:
  virtual ~RemoteSigner() = default;
  // 64 bytes that verify, or why there are none.
  virtual Result<std::string> Sign(std::string_view message) const = 0;
};

// A private key. Never copied, never printed; its memory is cleared by OpenSSL on release, where it
// is in memory at all.
// Thread-safety: Sign may be called from several threads.
class SigningKey {
 public:
  static Result<SigningKey> Generate();
  // key.syntax: not a PEM file of an Ed25519 private key. key.passphrase: it is encrypted, and the
  // passphrase is not the right one; key.not_encrypted: one was given for a file that needs none.
  static Result<SigningKey> FromPem(std::string_view pem, std::string_view passphrase = {});

  // Precondition: public_key has 32 bytes.
  static SigningKey Kept(std::unique_ptr<RemoteSigner> signer, std::string public_key);

  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;
  ~SigningKey();

  // key.kept: it is not here to be written.
  Result<std::string> ToPem() const;
  // Encrypted: PKCS#8 with PBES2, AES-256-CBC under a key from scrypt (RFC 7914; N = 2^14, r = 8,
  // p = 1, the most that OpenSSL reads by itself: 16 MiB a guess). key.kept; key.passphrase:
  // shorter than 8 bytes.
  Result<std::string> ToPem(std::string_view passphrase) const;
  // The 32 bytes of RFC 8032.
  const std::string& public_key() const { return public_key_; }
  // 64 bytes. Fails only where the key is kept elsewhere: token.*
  Result<std::string> Sign(std::string_view message) const;

 private:
  struct Impl;
  SigningKey(std::unique_ptr<Impl> impl, std::string public_key);
  static SigningKey InMemory(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
  std::string public_key_;
};

// False for any malformed key or signature.
bool VerifyEd25519(std::string_view public_key, std::string_view message,
                   std::string_view signature);

}  // namespace reeve

#include "base/ed25519.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/x509.h>

namespace reeve {
namespace {

template <auto kFree>
struct Free {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using Buffer = std::unique_ptr<BIO, Free<BIO_free_all>>;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Gives OpenSSL the passphrase; an encrypted file without one is refused instead of blocking on a
// terminal.
int GivePassphrase(char* buffer, int size, int, void* given) {
  const auto& passphrase = *static_cast<const std::string_view*>(given);
  if (passphrase.empty() || passphrase.size() > static_cast<size_t>(size)) return -1;
  passphrase.copy(buffer, passphrase.size());
  return static_cast<int>(passphrase.size());
}

constexpr std::string_view kEncryptedTitle = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
constexpr uint64_t kScryptCost = uint64_t{1} << 14;
constexpr int kSaltBytes = 16;

Error IsKept() { return {"key.kept", "the key is kept in a token, and does not leave it"}; }

}  // namespace

// One of the two.
struct SigningKey::Impl {
  Key key;
  std::unique_ptr<RemoteSigner> remote;
  Digest ready = {};  // set up to sign with the key; copied, never used itself
};

SigningKey::SigningKey(std::unique_ptr<Impl> impl, std::string public_key)
    : impl_(std::move(impl)), public_key_(std::move(public_key)) {}

SigningKey SigningKey::InMemory(std::unique_ptr<Impl> impl) {
  std::string public_key(kEd25519PublicKeySize, '\0');
  size_t size = public_key.size();
  if (EVP_PKEY_get_raw_public_key(
          impl->key.get(), reinterpret_cast<unsigned char*>(public_key.data()), &size) != 1) {
    Panic("an Ed25519 key without a public half");
  }
  impl->ready.reset(EVP_MD_CTX_new());
  if (EVP_DigestSignInit(impl->ready.get(), nullptr, nullptr, nullptr, impl->key.get()) != 1) {
    Panic("Ed25519 signing cannot be set up");
  }
  return {std::move(impl), std::move(public_key)};
}

SigningKey SigningKey::Kept(std::unique_ptr<RemoteSigner> signer, std::string public_key) {
  return {std::make_unique<Impl>(Impl{nullptr, std::move(signer)}), std::move(public_key)};
}

SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;

Result<SigningKey> SigningKey::Generate() {
  Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  if (!key) return Error{"key.generate", "OpenSSL could not make an Ed25519 key"};
  return InMemory(std::make_unique<Impl>(Impl{std::move(key), nullptr}));
}

Result<SigningKey> SigningKey::FromPem(std::string_view pem, std::string_view passphrase) {
  const bool encrypted = pem.starts_with(kEncryptedTitle);
  if (!encrypted && !passphrase.empty() && pem.starts_with("-----BEGIN PRIVATE KEY-----")) {
    return Error{"key.not_encrypted",
                 "a passphrase was given, but the key file is not encrypted: encrypt it (reeve key "
                 "encrypt), or give none"};
  }
  Buffer buffer(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Key key(PEM_read_bio_PrivateKey(buffer.get(), nullptr, GivePassphrase, &passphrase));
  if (!key && encrypted) {
    return Error{"key.passphrase", passphrase.empty()
                                       ? "the key file is encrypted: give its passphrase"
                                       : "the passphrase does not open the key file"};
  }
  if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519) {
    return Error{"key.syntax", "not a PEM file (PKCS#8) of an Ed25519 private key"};
  }
  return InMemory(std::make_unique<Impl>(Impl{std::move(key), nullptr}));
}

Result<std::string> SigningKey::ToPem() const {
  if (!impl_->key) return IsKept();
  Buffer buffer(BIO_new(BIO_s_secmem()));
  if (PEM_write_bio_PKCS8PrivateKey(buffer.get(), impl_->key.get(), nullptr, nullptr, 0, nullptr,
                                    nullptr) != 1) {
    Panic("a key that cannot be written as PEM");
  }
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(buffer.get(), &bytes);
  return std::string(bytes, static_cast<size_t>(size));
}

Result<std::string> SigningKey::ToPem(std::string_view passphrase) const {
  if (!impl_->key) return IsKept();
  if (passphrase.size() < kMinPassphraseBytes) {
    return Error{"key.passphrase", "a passphrase has 8 bytes at least"};
  }
  const Error failed{"key.encrypt", "OpenSSL could not encrypt the key"};
  std::unique_ptr<PKCS8_PRIV_KEY_INFO, Free<PKCS8_PRIV_KEY_INFO_free>> plain(
      EVP_PKEY2PKCS8(impl_->key.get()));
  unsigned char salt[kSaltBytes];
  if (!plain || RAND_bytes(salt, sizeof salt) != 1) return failed;
  X509_ALGOR* const method =
      PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), salt, sizeof salt, nullptr, kScryptCost, 8, 1);
  if (method == nullptr) return failed;
  // Takes the method over where it succeeds.
  std::unique_ptr<X509_SIG, Free<X509_SIG_free>> encrypted(
      PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()), plain.get(), method));
  if (!encrypted) {
    X509_ALGOR_free(method);
    return failed;
  }
  Buffer buffer(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_PKCS8(buffer.get(), encrypted.get()) != 1) return failed;
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(buffer.get(), &bytes);
  return std::string(bytes, static_cast<size_t>(size));
}

Result<std::string> SigningKey::Sign(std::string_view message) const {
  if (impl_->remote) return impl_->remote->Sign(message);
  Digest context(EVP_MD_CTX_new());
  std::string signature(kEd25519SignatureSize, '\0');
  size_t size = signature.size();
  // To set a context up fetches the algorithm by its name: a third of the time of a signature.
  if (EVP_MD_CTX_copy_ex(context.get(), impl_->ready.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     Bytes(message), message.size()) != 1) {
    Panic("Ed25519 signing failed");
  }
  return signature;
}

bool VerifyEd25519(std::string_view public_key, std::string_view message,
                   std::string_view signature) {
  Key key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Bytes(public_key), public_key.size()));
  Digest context(EVP_MD_CTX_new());
  return key && signature.size() == kEd25519SignatureSize &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(message),
                          message.size()) == 1;
}

}  // namespace reeve

#include "base/aes_gcm.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <memory>

#include "base/result.h"

namespace reeve {
namespace {

struct ContextDeleter {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, ContextDeleter>;

// Fetched once, as the digest of sha256.cc is.
const EVP_CIPHER* Algorithm() {
  static const EVP_CIPHER* const kAlgorithm = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return kAlgorithm;
}

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string* text) { return reinterpret_cast<unsigned char*>(text->data()); }

void CheckSizes(std::string_view key, std::string_view nonce) {
  if (key.size() != kGcmKeyBytes) Panic("a key of AES-256-GCM has 32 bytes");
  if (nonce.size() != kGcmNonceBytes) Panic("a nonce of AES-256-GCM has 12 bytes here");
  if (Algorithm() == nullptr) Panic("AES-256-GCM is not available in this build of OpenSSL");
}

}  // namespace

std::string GcmSeal(std::string_view key, std::string_view nonce, std::string_view associated,
                    std::string_view text) {
  CheckSizes(key, nonce);
  const Context context(EVP_CIPHER_CTX_new());
  std::string sealed(text.size() + kGcmTagBytes, '\0');
  int written = 0;
  const bool ok =
      EVP_EncryptInit_ex2(context.get(), Algorithm(), Bytes(key), Bytes(nonce), nullptr) == 1 &&
      EVP_EncryptUpdate(context.get(), nullptr, &written, Bytes(associated),
                        static_cast<int>(associated.size())) == 1 &&
      EVP_EncryptUpdate(context.get(), Bytes(&sealed), &written, Bytes(text),
                        static_cast<int>(text.size())) == 1 &&
      EVP_EncryptFinal_ex(context.get(), Bytes(&sealed) + text.size(), &written) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kGcmTagBytes,
                          Bytes(&sealed) + text.size()) == 1;
  if (!ok) Panic("AES-256-GCM failed to seal");
  return sealed;
}

std::optional<std::string> GcmOpen(std::string_view key, std::string_view nonce,
                                   std::string_view associated, std::string_view sealed) {
  CheckSizes(key, nonce);
  if (sealed.size() < kGcmTagBytes) return std::nullopt;
  const Context context(EVP_CIPHER_CTX_new());
  const std::string_view body = sealed.substr(0, sealed.size() - kGcmTagBytes);
  std::string tag(sealed.substr(body.size()));
  std::string text(body.size(), '\0');
  int written = 0;
  const bool ok =
      EVP_DecryptInit_ex2(context.get(), Algorithm(), Bytes(key), Bytes(nonce), nullptr) == 1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &written, Bytes(associated),
                        static_cast<int>(associated.size())) == 1 &&
      EVP_DecryptUpdate(context.get(), Bytes(&text), &written, Bytes(body),
                        static_cast<int>(body.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kGcmTagBytes, tag.data()) == 1 &&
      EVP_DecryptFinal_ex(context.get(), Bytes(&text) + text.size(), &written) == 1;
  if (ok) return text;
  WipeSecret(&text);  // it was deciphered before its tag was found to be wrong
  return std::nullopt;
}

void WipeSecret(std::string* secret) {
  OPENSSL_cleanse(secret->data(), secret->size());
  secret->clear();
}

}  // namespace reeve

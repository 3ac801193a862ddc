#include "base/aes_siv.h"

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
  static const EVP_CIPHER* const kAlgorithm = EVP_CIPHER_fetch(nullptr, "AES-256-SIV", nullptr);
  return kAlgorithm;
}

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string* text) { return reinterpret_cast<unsigned char*>(text->data()); }

void CheckKey(std::string_view key) {
  if (key.size() != kSivKeyBytes) Panic("a key of AES-256-SIV has 64 bytes");
  if (Algorithm() == nullptr) Panic("AES-256-SIV is not available in this build of OpenSSL");
}

}  // namespace

std::string SivSeal(std::string_view key, std::string_view associated, std::string_view text) {
  CheckKey(key);
  if (text.empty()) Panic("AES-SIV here seals no empty text");
  const Context context(EVP_CIPHER_CTX_new());
  std::string sealed(kSivTagBytes + text.size(), '\0');
  int written = 0;
  const bool ok =
      EVP_EncryptInit_ex2(context.get(), Algorithm(), Bytes(key), nullptr, nullptr) == 1 &&
      EVP_EncryptUpdate(context.get(), nullptr, &written, Bytes(associated),
                        static_cast<int>(associated.size())) == 1 &&
      EVP_EncryptUpdate(context.get(), Bytes(&sealed) + kSivTagBytes, &written, Bytes(text),
                        static_cast<int>(text.size())) == 1 &&
      EVP_EncryptFinal_ex(context.get(), Bytes(&sealed) + kSivTagBytes, &written) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kSivTagBytes, sealed.data()) == 1;
  if (!ok) Panic("AES-256-SIV failed to seal");
  return sealed;
}

std::optional<std::string> SivOpen(std::string_view key, std::string_view associated,
                                   std::string_view sealed) {
  CheckKey(key);
  if (sealed.size() <= kSivTagBytes) return std::nullopt;
  const Context context(EVP_CIPHER_CTX_new());
  std::string tag(sealed.substr(0, kSivTagBytes));
  const std::string_view body = sealed.substr(kSivTagBytes);
  std::string text(body.size(), '\0');
  int written = 0;
  const bool ok =
      EVP_DecryptInit_ex2(context.get(), Algorithm(), Bytes(key), nullptr, nullptr) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kSivTagBytes, tag.data()) == 1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &written, Bytes(associated),
                        static_cast<int>(associated.size())) == 1 &&
      EVP_DecryptUpdate(context.get(), Bytes(&text), &written, Bytes(body),
                        static_cast<int>(body.size())) == 1;
  if (!ok) return std::nullopt;
  return text;
}

}  // namespace reeve

#include "base/sha256.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>

#include "base/encoding.h"
#include "base/result.h"
#include "base/sha256_stream.h"

namespace reeve {
namespace {

// Fetched once: an implicit fetch a digest costs more than hashing a short record.
const EVP_MD* Algorithm() {
  static const EVP_MD* const kAlgorithm = EVP_MD_fetch(nullptr, "SHA2-256", nullptr);
  return kAlgorithm;
}

struct ContextDeleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

EVP_MD_CTX* ThreadContext() {
  static thread_local const std::unique_ptr<EVP_MD_CTX, ContextDeleter> context(EVP_MD_CTX_new());
  return context.get();
}

}  // namespace

Hash HashFromBytes(std::string_view bytes) {
  Hash hash{};
  if (bytes.size() != hash.size()) Panic("a SHA-256 digest has 32 bytes");
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

Hash Sha256(std::initializer_list<std::string_view> pieces) {
  Hash hash;
  EVP_MD_CTX* context = ThreadContext();
  bool ok = EVP_DigestInit_ex2(context, Algorithm(), nullptr) == 1;
  for (std::string_view piece : pieces) {
    ok = ok && EVP_DigestUpdate(context, piece.data(), piece.size()) == 1;
  }
  ok = ok && EVP_DigestFinal_ex(context, hash.data(), nullptr) == 1;
  if (!ok) Panic("SHA-256 is not available in this build of OpenSSL");
  return hash;
}

struct Sha256Stream::Context {
  std::unique_ptr<EVP_MD_CTX, ContextDeleter> digest{EVP_MD_CTX_new()};
};

Sha256Stream::Sha256Stream() : context_(std::make_unique<Context>()) {
  if (EVP_DigestInit_ex2(context_->digest.get(), Algorithm(), nullptr) != 1) {
    Panic("SHA-256 is not available in this build of OpenSSL");
  }
}
Sha256Stream::~Sha256Stream() = default;

void Sha256Stream::Add(std::string_view piece) {
  if (EVP_DigestUpdate(context_->digest.get(), piece.data(), piece.size()) != 1) {
    Panic("SHA-256 failed");
  }
}

Hash Sha256Stream::Done() {
  Hash hash;
  if (EVP_DigestFinal_ex(context_->digest.get(), hash.data(), nullptr) != 1) {
    Panic("SHA-256 failed");
  }
  return hash;
}

// By the definition, with the block size of SHA-256: the one-shot HMAC of OpenSSL fetches its
// algorithm anew at every call.
Hash HmacSha256(std::string_view key, std::string_view message) {
  constexpr size_t kBlock = 64;
  std::array<char, kBlock> inner{};
  const Hash hashed = key.size() > kBlock ? Sha256(key) : Hash{};
  if (key.size() > kBlock) key = AsBytes(hashed);
  std::copy(key.begin(), key.end(), inner.begin());
  std::array<char, kBlock> outer = inner;
  for (char& c : inner) c = static_cast<char>(c ^ 0x36);
  for (char& c : outer) c = static_cast<char>(c ^ 0x5C);
  const Hash first = Sha256({{inner.data(), kBlock}, message});
  const Hash mac = Sha256({{outer.data(), kBlock}, AsBytes(first)});
  OPENSSL_cleanse(inner.data(), kBlock);
  OPENSSL_cleanse(outer.data(), kBlock);
  return mac;
}

std::string DigestName(const Hash& hash) { return "sha256:" + HexEncode(AsBytes(hash)); }

bool ConstantTimeEqual(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace reeve

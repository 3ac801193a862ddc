#include "base/public_key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "base/ed25519.h"

namespace reeve {
namespace {

constexpr std::array<std::string_view, 3> kNames = {"RS256", "ES256", "EdDSA"};
constexpr size_t kP256Bytes = 32;
constexpr size_t kMaxExponentBytes = 8;

template <auto kFree>
struct Free {
  template <typename T>
  void operator()(T* pointer) const {
    kFree(pointer);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<&EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<&EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<&EVP_MD_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Free<&BN_free>>;
using ParamBuilder = std::unique_ptr<OSSL_PARAM_BLD, Free<&OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Free<&OSSL_PARAM_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, Free<&ECDSA_SIG_free>>;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Number NumberOf(std::string_view bytes) {
  return Number(BN_bin2bn(Bytes(bytes), static_cast<int>(bytes.size()), nullptr));
}

Error NoKey(const char* why) { return {"key.public", std::string("the public key is ") + why}; }

// Null where the library takes the numbers for no key.
Key FromParams(const char* type, OSSL_PARAM_BLD* builder) {
  const Params params(OSSL_PARAM_BLD_to_param(builder));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (params == nullptr || context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
    return nullptr;
  }
  return Key(key);
}

bool IsSound(EVP_PKEY* key) {
  const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  return context != nullptr && EVP_PKEY_public_check(context.get()) == 1;
}

// The DER form that the library reads, of the 64 bytes r and s (RFC 7518 section 3.4).
std::string DerOf(std::string_view raw) {
  if (raw.size() != 2 * kP256Bytes) return {};
  const EcdsaSignature signature(ECDSA_SIG_new());
  Number r = NumberOf(raw.substr(0, kP256Bytes));
  Number s = NumberOf(raw.substr(kP256Bytes));
  if (signature == nullptr || r == nullptr || s == nullptr ||
      ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) {
    return {};
  }
  static_cast<void>(r.release());  // they are the signature's now
  static_cast<void>(s.release());
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  if (size <= 0) return {};
  std::string out(reinterpret_cast<const char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return out;
}

}  // namespace

struct PublicKey::Impl {
  Key key;              // null for Ed25519
  std::string ed25519;  // its 32 bytes
};

std::string_view SignatureAlgorithmName(SignatureAlgorithm algorithm) {
  return kNames[static_cast<size_t>(algorithm)];
}

std::optional<SignatureAlgorithm> SignatureAlgorithmFromName(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<SignatureAlgorithm>(found - kNames.begin());
}

Result<PublicKey> PublicKey::Rsa(std::string_view modulus, std::string_view exponent) {
  if (modulus.size() > kMaxRsaBits / 8 || exponent.size() > kMaxExponentBytes) {
    return NoKey("too large: at most 8192 bits are taken");
  }
  const Number n = NumberOf(modulus);
  const Number e = NumberOf(exponent);
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  if (n == nullptr || e == nullptr || builder == nullptr ||
      BN_num_bits(n.get()) < static_cast<int>(kMinRsaBits)) {
    return NoKey("too small: an RSA key has at least 2048 bits");
  }
  if (!BN_is_odd(e.get()) || BN_is_one(e.get()) ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) {
    return NoKey("no RSA key");
  }
  Key key = FromParams("RSA", builder.get());
  if (key == nullptr) return NoKey("no RSA key");
  return PublicKey(SignatureAlgorithm::kRs256,
                   std::make_shared<const Impl>(Impl{std::move(key), {}}));
}

Result<PublicKey> PublicKey::P256(std::string_view x, std::string_view y) {
  if (x.size() != kP256Bytes || y.size() != kP256Bytes) {
    return NoKey("no point of P-256: either coordinate has 32 bytes");
  }
  std::string point("\x04");
  point.append(x).append(y);
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  if (builder == nullptr ||
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) !=
          1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                       point.size()) != 1) {
    return NoKey("no point of P-256");
  }
  Key key = FromParams("EC", builder.get());
  if (key == nullptr || !IsSound(key.get())) return NoKey("no point of P-256");
  return PublicKey(SignatureAlgorithm::kEs256,
                   std::make_shared<const Impl>(Impl{std::move(key), {}}));
}

Result<PublicKey> PublicKey::Ed25519(std::string_view x) {
  if (x.size() != kEd25519PublicKeySize) return NoKey("no Ed25519 key: it has 32 bytes");
  return PublicKey(SignatureAlgorithm::kEdDsa,
                   std::make_shared<const Impl>(Impl{nullptr, std::string(x)}));
}

bool PublicKey::Verify(std::string_view message, std::string_view signature) const {
  if (algorithm_ == SignatureAlgorithm::kEdDsa) {
    return VerifyEd25519(impl_->ed25519, message, signature);
  }
  const std::string der = algorithm_ == SignatureAlgorithm::kEs256 ? DerOf(signature) : "";
  if (algorithm_ == SignatureAlgorithm::kEs256) signature = der;
  const DigestContext context(EVP_MD_CTX_new());
  return !signature.empty() && context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, impl_->key.get()) ==
             1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(message),
                          message.size()) == 1;
}

}  // namespace reeve

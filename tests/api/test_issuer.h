// An issuer of signed tokens for tests: keys of its own, drawn anew, and whatever it is told to
// sign.
#pragma once

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "base/json.h"
#include "base/sha256.h"

namespace reeve::api::testing {

inline std::string Base64Url(std::string_view bytes) {
  std::string out = Base64Encode(bytes);
  std::replace(out.begin(), out.end(), '+', '-');
  std::replace(out.begin(), out.end(), '/', '_');
  out.erase(out.find_last_not_of('=') + 1);
  return out;
}

class TestIssuer {
 public:
  TestIssuer()
      : rsa_(EVP_RSA_gen(2048), &EVP_PKEY_free),
        ec_(EVP_EC_gen("P-256"), &EVP_PKEY_free),
        ed_(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), &EVP_PKEY_free) {
    REQUIRE((rsa_ != nullptr && ec_ != nullptr && ed_ != nullptr));
  }

  json::Object RsaKey() const {
    return {{"kty", "RSA"},
            {"kid", "r"},
            {"use", "sig"},
            {"n", Base64Url(NumberOf(rsa_.get(), OSSL_PKEY_PARAM_RSA_N))},
            {"e", Base64Url(NumberOf(rsa_.get(), OSSL_PKEY_PARAM_RSA_E))}};
  }
  json::Object EcKey() const {
    return {{"kty", "EC"},
            {"kid", "e"},
            {"crv", "P-256"},
            {"alg", "ES256"},
            {"x", Base64Url(Padded(NumberOf(ec_.get(), OSSL_PKEY_PARAM_EC_PUB_X)))},
            {"y", Base64Url(Padded(NumberOf(ec_.get(), OSSL_PKEY_PARAM_EC_PUB_Y)))}};
  }
  json::Object EdKey() const {
    std::string raw(32, '\0');
    size_t size = raw.size();
    REQUIRE(EVP_PKEY_get_raw_public_key(ed_.get(), Mutable(raw), &size) == 1);
    return {{"kty", "OKP"}, {"kid", "d"}, {"crv", "Ed25519"}, {"x", Base64Url(raw)}};
  }
  std::string Jwks() const {
    return json::Compact(json::Object{{"keys", json::Array{RsaKey(), EcKey(), EdKey()}}});
  }

  // A token as the algorithm's name says, with the key that has the id.
  std::string Token(const std::string& algorithm, const json::Object& claims) const {
    const std::string id = algorithm == "RS256" ? "r" : algorithm == "ES256" ? "e" : "d";
    return TokenOf(json::Object{{"alg", algorithm}, {"kid", id}, {"typ", "JWT"}}, claims,
                   algorithm);
  }
  // Any header at all, signed by the key of `algorithm`.
  std::string TokenOf(const json::Object& header, const json::Object& claims,
                      const std::string& algorithm) const {
    const std::string input =
        Base64Url(json::Compact(header)) + "." + Base64Url(json::Compact(claims));
    return input + "." + Base64Url(Sign(algorithm, input));
  }

 private:
  using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

  static unsigned char* Mutable(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
  }
  static std::string Padded(std::string bytes) {
    return std::string(32 - bytes.size(), '\0') + bytes;
  }
  static std::string NumberOf(const EVP_PKEY* key, const char* name) {
    BIGNUM* number = nullptr;
    REQUIRE(EVP_PKEY_get_bn_param(key, name, &number) == 1);
    std::string out(static_cast<size_t>(BN_num_bytes(number)), '\0');
    BN_bn2bin(number, Mutable(out));
    BN_free(number);
    return out;
  }
  std::string Sign(const std::string& algorithm, const std::string& input) const {
    const Key& key = algorithm == "RS256" ? rsa_ : algorithm == "ES256" ? ec_ : ed_;
    const auto* bytes = reinterpret_cast<const unsigned char*>(input.data());
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    const EVP_MD* digest = algorithm == "EdDSA" ? nullptr : EVP_sha256();
    size_t size = 0;
    REQUIRE(EVP_DigestSignInit(context, nullptr, digest, nullptr, key.get()) == 1);
    REQUIRE(EVP_DigestSign(context, nullptr, &size, bytes, input.size()) == 1);
    std::string signature(size, '\0');
    REQUIRE(EVP_DigestSign(context, Mutable(signature), &size, bytes, input.size()) == 1);
    EVP_MD_CTX_free(context);
    signature.resize(size);
    return algorithm == "ES256" ? RawOf(signature) : signature;
  }
  static std::string RawOf(const std::string& der) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
    ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &bytes, static_cast<long>(der.size()));
    std::string out(64, '\0');
    BN_bn2binpad(ECDSA_SIG_get0_r(signature), Mutable(out), 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(signature), Mutable(out) + 32, 32);
    ECDSA_SIG_free(signature);
    return out;
  }

  Key rsa_;
  Key ec_;
  Key ed_;
};

}  // namespace reeve::api::testing

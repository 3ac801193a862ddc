#include "base/ed25519.h"

#include <catch2/catch.hpp>
#include <utility>

#include "base/encoding.h"

namespace reeve {
namespace {

std::string Unhex(std::string_view text) { return *HexDecode(text); }

// The PKCS#8 form (RFC 8410) of a 32-byte secret: a fixed head and the bytes.
std::string PemOf(std::string_view secret_hex) {
  const std::string der = Unhex("302e020100300506032b657004220420") + Unhex(secret_hex);
  return "-----BEGIN PRIVATE KEY-----\n" + Base64Encode(der) + "\n-----END PRIVATE KEY-----\n";
}

struct Vector {
  std::string secret, public_key, message, signature;
};

// RFC 8032 section 7.1: TEST 1, 2, 3 and SHA(abc).
const Vector kVectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
    {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
     "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"}};

TEST_CASE("ed25519: the vectors of RFC 8032 sign and verify") {
  for (const Vector& vector : kVectors) {
    CAPTURE(vector.secret);
    const Result<SigningKey> key = SigningKey::FromPem(PemOf(vector.secret));
    REQUIRE(key.ok());
    CHECK(HexEncode(key->public_key()) == vector.public_key);
    CHECK(HexEncode(*key->Sign(Unhex(vector.message))) == vector.signature);
    CHECK(VerifyEd25519(key->public_key(), Unhex(vector.message), Unhex(vector.signature)));
  }
}

TEST_CASE("ed25519: a signature with any bit of it, of the message or of the key turned fails") {
  const Vector& vector = kVectors[2];
  const std::string key = Unhex(vector.public_key);
  const std::string message = Unhex(vector.message);
  const std::string signature = Unhex(vector.signature);
  const auto flipped = [](std::string bytes, size_t bit) {
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
    return bytes;
  };
  for (size_t bit = 0; bit < signature.size() * 8; ++bit) {
    CHECK_FALSE(VerifyEd25519(key, message, flipped(signature, bit)));
  }
  for (size_t bit = 0; bit < message.size() * 8; ++bit) {
    CHECK_FALSE(VerifyEd25519(key, flipped(message, bit), signature));
  }
  for (size_t bit = 0; bit < key.size() * 8; ++bit) {
    CHECK_FALSE(VerifyEd25519(flipped(key, bit), message, signature));
  }
}

TEST_CASE("ed25519: a key or a signature of the wrong length fails without a crash") {
  const Vector& vector = kVectors[1];
  const std::string key = Unhex(vector.public_key);
  const std::string message = Unhex(vector.message);
  const std::string signature = Unhex(vector.signature);
  CHECK_FALSE(VerifyEd25519("", message, signature));
  CHECK_FALSE(VerifyEd25519(key.substr(1), message, signature));
  CHECK_FALSE(VerifyEd25519(key + '\0', message, signature));
  CHECK_FALSE(VerifyEd25519(key, message, ""));
  CHECK_FALSE(VerifyEd25519(key, message, signature.substr(0, 63)));
  CHECK_FALSE(VerifyEd25519(key, message, signature + '\0'));
  CHECK_FALSE(VerifyEd25519(key, message, std::string(64, '\0')));
}

// S + L is the same number modulo the group's order L; a verifier that accepts it lets one message
// have two signatures (RFC 8032 section 5.1.7).
TEST_CASE("ed25519: a signature whose S is not reduced fails") {
  const std::string order =
      Unhex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  std::string signature = Unhex(kVectors[1].signature);
  unsigned carry = 0;
  for (size_t i = 0; i < 32; ++i) {
    carry += static_cast<unsigned char>(signature[32 + i]) + static_cast<unsigned char>(order[i]);
    signature[32 + i] = static_cast<char>(carry & 0xFF);
    carry >>= 8;
  }
  REQUIRE(carry == 0);
  CHECK_FALSE(VerifyEd25519(Unhex(kVectors[1].public_key), Unhex(kVectors[1].message), signature));
}

TEST_CASE("ed25519: a key survives its PEM, and two generated keys differ") {
  Result<SigningKey> key = SigningKey::Generate();
  REQUIRE(key.ok());
  const std::string pem = *key->ToPem();
  CHECK(pem.starts_with("-----BEGIN PRIVATE KEY-----\n"));
  const Result<SigningKey> again = SigningKey::FromPem(pem);
  REQUIRE(again.ok());
  CHECK(again->public_key() == key->public_key());
  CHECK(*again->Sign("roll") == *key->Sign("roll"));
  CHECK(SigningKey::Generate()->public_key() != key->public_key());

  const SigningKey moved = *std::move(key);
  CHECK(VerifyEd25519(again->public_key(), "roll", *moved.Sign("roll")));
}

TEST_CASE("ed25519: what is no PEM of an Ed25519 private key is refused") {
  const std::string good = PemOf(kVectors[0].secret);
  // An X25519 key differs from an Ed25519 key in a single byte.
  const std::string x25519 =
      "-----BEGIN PRIVATE KEY-----\n" +
      Base64Encode(Unhex("302e020100300506032b656e04220420") + Unhex(kVectors[0].secret)) +
      "\n-----END PRIVATE KEY-----\n";
  for (const std::string& pem :
       {std::string(), std::string("key"), good.substr(0, good.size() / 2),
        good.substr(0, 40) + "!" + good.substr(41), x25519, std::string(100000, '-')}) {
    const Result<SigningKey> key = SigningKey::FromPem(pem);
    REQUIRE_FALSE(key.ok());
    CHECK(key.error().code == "key.syntax");
    CHECK(key.error().message.find("PRIVATE KEY-----") == std::string::npos);
  }
}

}  // namespace
}  // namespace reeve

#include "base/aes_gcm.h"

#include <catch2/catch.hpp>

#include "base/encoding.h"

namespace reeve {
namespace {

std::string Bytes(std::string_view hex) {
  const Result<std::string> bytes = HexDecode(hex);
  REQUIRE(bytes.ok());
  return *bytes;
}

// Test case 16 of the GCM specification that NIST published (McGrew and Viega, 2005).
const char kKey[] = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
const char kNonce[] = "cafebabefacedbaddecaf888";
const char kAssociated[] = "feedfacedeadbeeffeedfacedeadbeefabaddad2";
const char kText[] =
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b5"
    "25b16aedf5aa0de657ba637b39";
const char kSealed[] =
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b10568288"
    "38"
    "c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b";

TEST_CASE("aes gcm: the published test case seals and opens") {
  const std::string sealed = GcmSeal(Bytes(kKey), Bytes(kNonce), Bytes(kAssociated), Bytes(kText));
  CHECK(HexEncode(sealed) == kSealed);
  CHECK(GcmOpen(Bytes(kKey), Bytes(kNonce), Bytes(kAssociated), sealed) == Bytes(kText));
}

TEST_CASE("aes gcm: another key, nonce, associated text or byte opens nothing") {
  const std::string key = Bytes(kKey);
  const std::string nonce = Bytes(kNonce);
  const std::string sealed = GcmSeal(key, nonce, "bound", "text");
  CHECK(GcmOpen(key, nonce, "bound", sealed) == "text");
  CHECK_FALSE(GcmOpen(std::string(32, 'x'), nonce, "bound", sealed));
  CHECK_FALSE(GcmOpen(key, std::string(12, 'x'), "bound", sealed));
  CHECK_FALSE(GcmOpen(key, nonce, "bounc", sealed));
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    CHECK_FALSE(GcmOpen(key, nonce, "bound", changed));
  }
  for (size_t n = 0; n < sealed.size(); ++n) {
    CHECK_FALSE(GcmOpen(key, nonce, "bound", sealed.substr(0, n)));
  }
}

TEST_CASE("aes gcm: an empty text is sealed too, and a wiped secret is empty") {
  const std::string key = Bytes(kKey);
  const std::string nonce = Bytes(kNonce);
  CHECK(GcmOpen(key, nonce, "", GcmSeal(key, nonce, "", "")) == "");
  std::string secret = key;
  WipeSecret(&secret);
  CHECK(secret.empty());
}

}  // namespace
}  // namespace reeve

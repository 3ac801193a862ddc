#include "base/sha256.h"

#include <catch2/catch.hpp>
#include <string>

#include "base/encoding.h"

namespace reeve {
namespace {

std::string Hex(const Hash& hash) { return HexEncode(AsBytes(hash)); }
std::string Mac(const std::string& key_hex, std::string_view message) {
  return Hex(HmacSha256(*HexDecode(key_hex), message));
}
std::string Repeat(std::string_view text, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST_CASE("sha256: the example messages of FIPS 180 give their digests") {
  CHECK(Hex(Sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(Hex(Sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(Hex(Sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(Hex(Sha256(std::string(1000000, 'a'))) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("sha256: pieces are hashed as their concatenation, empty ones too") {
  const Hash whole = Sha256("abc");
  CHECK(Sha256({"a", "b", "c"}) == whole);
  CHECK(Sha256({"", "ab", "", "c", ""}) == whole);
  CHECK(Sha256({"abc"}) == whole);
  CHECK(Sha256(std::initializer_list<std::string_view>{}) == Sha256(""));
  CHECK(Sha256({"a", "bc"}) != Sha256({"a", "bd"}));
}

TEST_CASE("sha256: a NUL byte counts") { CHECK(Sha256(std::string_view("a\0", 2)) != Sha256("a")); }

TEST_CASE("hmac: the cases of RFC 4231 give their codes") {
  CHECK(Mac(Repeat("0b", 20), "Hi There") ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(Mac(HexEncode("Jefe"), "what do ya want for nothing?") ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(Mac(Repeat("aa", 20), std::string(50, '\xdd')) ==
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  CHECK(Mac("0102030405060708090a0b0c0d0e0f10111213141516171819", std::string(50, '\xcd')) ==
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
  CHECK(Mac(Repeat("0c", 20), "Test With Truncation").substr(0, 32) ==
        "a3b6167473100ee06e0c796c2955552b");
  CHECK(Mac(Repeat("aa", 131), "Test Using Larger Than Block-Size Key - Hash Key First") ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  CHECK(Mac(Repeat("aa", 131),
            "This is a test using a larger than block-size key and a larger than block-size data. "
            "The key needs to be hashed before being used by the HMAC algorithm.") ==
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

TEST_CASE("hmac: a key of the block's size is used as it is, one byte more is hashed") {
  const std::string block(64, 'k');
  CHECK(Hex(HmacSha256(block, "m")) != Hex(HmacSha256(AsBytes(Sha256(block)), "m")));
  const std::string longer(65, 'k');
  CHECK(Hex(HmacSha256(longer, "m")) == Hex(HmacSha256(AsBytes(Sha256(longer)), "m")));
}

TEST_CASE("hmac: an empty key and an empty message have their code") {
  CHECK(Hex(HmacSha256("", "")) ==
        "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST_CASE("sha256: a digest has one name, and its bytes come back") {
  const Hash hash = Sha256("abc");
  CHECK(DigestName(hash) ==
        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(HashFromBytes(AsBytes(hash)) == hash);
}

TEST_CASE("sha256: constant-time comparison tells equal from unequal at any place and length") {
  CHECK(ConstantTimeEqual("", ""));
  CHECK(ConstantTimeEqual("token", "token"));
  CHECK_FALSE(ConstantTimeEqual("token", "Token"));
  CHECK_FALSE(ConstantTimeEqual("token", "tokeN"));
  CHECK_FALSE(ConstantTimeEqual("token", "toke"));
  CHECK_FALSE(ConstantTimeEqual("", "t"));
  CHECK_FALSE(ConstantTimeEqual(std::string_view("a\0b", 3), std::string_view("a\0c", 3)));
}

}  // namespace
}  // namespace reeve

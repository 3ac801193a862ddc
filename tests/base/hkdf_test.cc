#include "base/hkdf.h"

#include <catch2/catch.hpp>

#include "base/encoding.h"

namespace reeve {
namespace {

TEST_CASE("base: HKDF gives the keys of RFC 5869, appendix A") {
  CHECK(HexEncode(Hkdf(std::string(22, '\x0b'), *HexDecode("000102030405060708090a0b0c"),
                       *HexDecode("f0f1f2f3f4f5f6f7f8f9"), 42)) ==
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  CHECK(HexEncode(Hkdf(std::string(22, '\x0b'), "", "", 42)) ==
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST_CASE("base: HKDF gives other keys for another secret, salt and purpose") {
  const std::string key = Hkdf("secret", "salt", "purpose", 32);
  CHECK(key != Hkdf("secret2", "salt", "purpose", 32));
  CHECK(key != Hkdf("secret", "salt2", "purpose", 32));
  CHECK(key != Hkdf("secret", "salt", "purpose2", 32));
  CHECK(Hkdf("secret", "salt", "purpose", 64).substr(0, 32) == key);
  CHECK(Hkdf("secret", "salt", "purpose", kMaxHkdfBytes).size() == kMaxHkdfBytes);
}

}  // namespace
}  // namespace reeve

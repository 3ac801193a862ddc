#include "base/aes_siv.h"

#include <catch2/catch.hpp>

#include "base/encoding.h"

namespace reeve {
namespace {

std::string Key() {
  std::string key;
  for (int i = 0; i < 64; ++i) key += static_cast<char>(i);
  return key;
}

// Worked out from the definition (RFC 5297: S2V over AES-CMAC, then CTR) by another program.
TEST_CASE("base: AES-256-SIV seals as RFC 5297 defines it") {
  CHECK(HexEncode(SivSeal(Key(), "acme|CREDIT_CARD|i-1", "a card of i-1")) ==
        "2378590ea4fd92c0b377286b713a7f311d37d91d3dca363ec13927e40e");
}

TEST_CASE("base: what AES-SIV sealed opens, and not with another key, data, or bit") {
  for (const size_t size : {size_t{1}, size_t{15}, size_t{16}, size_t{17}, size_t{5000}}) {
    const std::string text(size, 'x');
    const std::string sealed = SivSeal(Key(), "ad", text);
    CAPTURE(size);
    CHECK(sealed.size() == size + kSivTagBytes);
    CHECK(SivOpen(Key(), "ad", sealed) == text);
    CHECK_FALSE(SivOpen(Key(), "ae", sealed).has_value());
    std::string key = Key();
    key.back() ^= 1;
    CHECK_FALSE(SivOpen(key, "ad", sealed).has_value());
    CHECK_FALSE(SivOpen(Key(), "ad", sealed.substr(0, sealed.size() - 1)).has_value());
    for (const size_t place : {size_t{0}, kSivTagBytes - 1, kSivTagBytes, sealed.size() - 1}) {
      std::string changed = sealed;
      changed[place] ^= 1;
      CHECK_FALSE(SivOpen(Key(), "ad", changed).has_value());
    }
  }
  CHECK_FALSE(SivOpen(Key(), "ad", "").has_value());
  CHECK_FALSE(SivOpen(Key(), "ad", std::string(kSivTagBytes, 'x')).has_value());
}

}  // namespace
}  // namespace reeve

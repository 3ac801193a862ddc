#include "base/encoding.h"

#include <catch2/catch.hpp>
#include <utility>
#include <vector>

namespace reeve {
namespace {

std::string EveryByte() {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  return bytes;
}

TEST_CASE("encoding: hex is lower case, two digits a byte") {
  CHECK(HexEncode("") == "");
  CHECK(HexEncode(std::string("\x00\x0f\xa0\xff", 4)) == "000fa0ff");
  CHECK(*HexDecode("000fa0ff") == std::string("\x00\x0f\xa0\xff", 4));
  CHECK(*HexDecode("") == "");
  CHECK(*HexDecode(HexEncode(EveryByte())) == EveryByte());
}

TEST_CASE("encoding: hex of odd length, upper case or other letters is refused") {
  for (const std::string text :
       {"0", "abc", "AB", "aB", "0g", "g0", "0x", " 0", "0 ", "-1", "+1", "\xc3\xa9"}) {
    CAPTURE(text);
    const Result<std::string> decoded = HexDecode(text);
    REQUIRE_FALSE(decoded.ok());
    CHECK(decoded.error().code == "encoding.hex");
  }
  CHECK_FALSE(HexDecode(std::string("\0\0", 2)).ok());
}

TEST_CASE("encoding: Base64 gives the vectors of RFC 4648 section 10, both ways") {
  const std::vector<std::pair<std::string, std::string>> vectors = {{"", ""},
                                                                    {"f", "Zg=="},
                                                                    {"fo", "Zm8="},
                                                                    {"foo", "Zm9v"},
                                                                    {"foob", "Zm9vYg=="},
                                                                    {"fooba", "Zm9vYmE="},
                                                                    {"foobar", "Zm9vYmFy"}};
  for (const auto& vector : vectors) {
    CAPTURE(vector.first);
    CHECK(Base64Encode(vector.first) == vector.second);
    CHECK(*Base64Decode(vector.second) == vector.first);
  }
}

TEST_CASE("encoding: Base64 carries every byte at every length") {
  const std::string bytes = EveryByte();
  CHECK(Base64Encode("\xfb\xff\xfe") == "+//+");
  for (size_t size = 0; size <= bytes.size(); ++size) {
    const std::string part = bytes.substr(bytes.size() - size);
    const std::string encoded = Base64Encode(part);
    CHECK(encoded.size() == (size + 2) / 3 * 4);
    REQUIRE(Base64Decode(encoded).ok());
    CHECK(*Base64Decode(encoded) == part);
  }
}

TEST_CASE("encoding: Base64 that is cut, padded wrongly or of another alphabet is refused") {
  for (const std::string text :
       {"Z",    "Zg",    "Zg=",  "Zm8",    "Zg===",    "=",         "====",
        "===Z", "Z===",  "=Zg=", "Z=g=",   "Zg==Zg==", "Zm9v====",  "Zm9v=",
        "Zm-_", "Zm9\n", " Zm9", "Zm9v\n", "Zg=\n",    "Zm\xc3\xa9"}) {
    CAPTURE(text);
    const Result<std::string> decoded = Base64Decode(text);
    REQUIRE_FALSE(decoded.ok());
    CHECK(decoded.error().code == "encoding.base64");
  }
  CHECK_FALSE(Base64Decode(std::string("Zm9\0", 4)).ok());
}

TEST_CASE("encoding: Base64 with bits behind the last byte is refused, so one text is one value") {
  CHECK(Base64Decode("Zg==").ok());
  for (const std::string text : {"Zh==", "Zv==", "Zo==", "Zm9=", "Zm+="}) {
    CAPTURE(text);
    CHECK_FALSE(Base64Decode(text).ok());
  }
}

TEST_CASE("base: Base32 gives the vectors of RFC 4648 in lower case, without padding") {
  const std::vector<std::pair<std::string, std::string>> vectors = {{"", ""},
                                                                    {"f", "my"},
                                                                    {"fo", "mzxq"},
                                                                    {"foo", "mzxw6"},
                                                                    {"foob", "mzxw6yq"},
                                                                    {"fooba", "mzxw6ytb"},
                                                                    {"foobar", "mzxw6ytboi"}};
  for (const auto& [bytes, text] : vectors) {
    CHECK(Base32Encode(bytes) == text);
    CHECK(*Base32Decode(text) == bytes);
  }
  CHECK(*Base32Decode("MZXW6YTBOI") == "foobar");
}

TEST_CASE("base: Base32 refuses what no bytes encode to") {
  for (const char* text : {"m", "mzx", "mzxw6y", "mz", "m1", "my======", "mzxw6ytb8i"}) {
    CAPTURE(text);
    CHECK(Base32Decode(text).error().code == "encoding.base32");
  }
}

}  // namespace
}  // namespace reeve

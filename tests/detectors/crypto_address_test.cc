// Addresses of cryptocurrencies: every checksum there is, and what is none.
#include "detectors/crypto_address.h"

#include "detectors/keccak.h"
#include "tests/detectors/found.h"

namespace reeve::detectors {
namespace {

std::string Hex(const std::array<uint8_t, 32>& digest) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const uint8_t byte : digest) {
    hex.push_back(kDigits[byte >> 4]);
    hex.push_back(kDigits[byte & 15]);
  }
  return hex;
}

std::vector<std::string> Crypto(std::string_view words) { return Only("CRYPTO", words); }

// With the last letter or digit changed to another of the alphabet.
std::string Spoilt(std::string address) {
  address.back() = address.back() == '2' ? '3' : '2';
  return address;
}

TEST_CASE("detectors: Keccak-256 is that of the competition, not SHA3-256") {
  CHECK(Hex(Keccak256("")) == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
  CHECK(Hex(Keccak256(std::string(200, 'a'))) ==
        "96ea54061def936c4be90b518992fdc6f12f535068a256229aca54267b4d084d");
}

TEST_CASE("detectors: addresses with a checksum are found, and not with a wrong one") {
  for (
      const std::string address : {
          "1D9AdrSRvCSc5Z5p4F7A9SKw4thLgZATUV",
          "3DqBZPvsU6kzAinFBLmka4gsDQz4C2mwuR",
          "LXN7u4kFzrgfLMmyEP6TRTPhH74cjPjEkx",
          "DHHGB7P5DcLtcZGQnq6ihCVXx2RdzLNS67",
          "Xnq1U76KsufCEVgPv8RNzy1iuEH2iBg2Ph",
          "t1W1meBrZtXECgC8hzfvHHFRrKYtRPX7RJE",
          "TN7NdupA4vZZEj9SeWksfb24ygSetm8qGQ",
          "rD9wdiSRvUScnZnFhEfw9SKAht6LgZwT7V",
          "bc1qs5kwzhz0kj95wejsyqncrw3zuujsgz9xvuqr3v",
          "BC1QS5KWZHZ0KJ95WEJSYQNCRW3ZUUJSGZ9XVUQR3V",
          "bc1pg5snnlu0j4esg33y4dqy6jqjyx49rfwugx4yg4hlx8gq2gd2lkzs79nn2g",
          "cosmos1s5kwzhz0kj95wejsyqncrw3zuujsgz9x6x7g4p",
          "addr1q9zjzw0l372hxpzxyj45qn2gzgs655d9m3q653zklucaqp29yyullru4wvzyvf9tgpx5sy3p4fg6thzp4fz"
          "9dle36qzsag558v",
          "GBCSCOP7R6KXGBCGESVUATKICIQ2UUNF3RA2URCW74Y5ABJBVL6YL5X3",
          "0xf606919E65CCe28d0DD603D34023Ce269f7Ec542",
          "4AaFFvEtkRv4wnNoeJg8GujnjtMDM2NETKzkeAgyvZfQCdQDdRVZ1o3VdQbZk8Ao3CUpodvrjyLYgM87EAGWWfUZ"
          "8q7WxMt",
      }) {
    INFO(address);
    CHECK(Found("pay to " + address + ", please") == Crypto(address));
    if (address.starts_with("0x")) continue;
    CHECK(Found("pay to " + Spoilt(address) + ", please") == kNothing);
  }
}

TEST_CASE("detectors: an Ethereum address in mixed case must have its checksum") {
  CHECK(Found("to 0xf606919e65cce28d0dd603d34023ce269f7ec542 now") ==
        Crypto("0xf606919e65cce28d0dd603d34023ce269f7ec542"));
  CHECK(Found("to 0xF606919E65CCe28d0DD603D34023Ce269f7Ec542 now") == kNothing);
  CHECK(Found("to 0xf606919e65cce28d0dd603d34023ce269f7ec54 now") == kNothing);
  CHECK(Found("to f606919E65CCe28d0DD603D34023Ce269f7Ec542 now") == kNothing);
}

TEST_CASE("detectors: a witness of version 0 is Bech32, and mixed case is none") {
  CHECK(Found("bc1qs5kwzhz0kj95wejsyqncrw3zuujsgz9xeqs05w") == kNothing);  // Bech32m
  CHECK(Found("bc1qs5kwzhz0kj95wejsyqncrw3zuujsgz9xvuqr3V") == kNothing);
}

TEST_CASE("detectors: the middle of a longer word is no address") {
  CHECK(Found("x1D9AdrSRvCSc5Z5p4F7A9SKw4thLgZATUV") == kNothing);
  CHECK(Found("_1D9AdrSRvCSc5Z5p4F7A9SKw4thLgZATUV") == kNothing);
  CHECK(Found("1D9AdrSRvCSc5Z5p4F7A9SKw4thLgZATUV_") == kNothing);
}

}  // namespace
}  // namespace reeve::detectors

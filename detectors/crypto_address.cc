#include "detectors/crypto_address.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/sha256.h"
#include "detectors/bytes.h"
#include "detectors/entities.h"
#include "detectors/keccak.h"

namespace reeve::detectors {
namespace {

constexpr size_t kMaxBase58Check = 36;
constexpr size_t kMaxBech32 = 108;  // a Cardano address with two keys
constexpr std::string_view kBitcoinAlphabet =
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::string_view kRippleAlphabet =
    "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";

// What the digits of base 58 mean, in `size` bytes; nothing when they need more.
std::optional<std::string> FromBase58(std::string_view digits, std::string_view alphabet,
                                      size_t size) {
  std::string bytes(size, '\0');
  for (const char c : digits) {
    const size_t value = alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    auto carry = static_cast<uint32_t>(value);
    for (size_t i = size; i-- > 0;) {
      carry += uint32_t{58} * static_cast<uint8_t>(bytes[i]);
      bytes[i] = static_cast<char>(carry & 0xFF);
      carry >>= 8;
    }
    if (carry != 0) return std::nullopt;
  }
  return bytes;
}

// Version and hash, then the first four bytes of their double SHA-256. Each leading zero byte is
// one leading zero digit.
bool Base58CheckValid(std::string_view address, std::string_view alphabet,
                      std::string_view version) {
  constexpr size_t kHash = 20;
  constexpr size_t kCheck = 4;
  const size_t size = version.size() + kHash + kCheck;
  const std::optional<std::string> bytes = FromBase58(address, alphabet, size);
  if (!bytes || !bytes->starts_with(version)) return false;
  const size_t zeros = std::min(bytes->find_first_not_of('\0'), size);
  if (std::min(address.find_first_not_of(alphabet[0]), address.size()) != zeros) return false;
  const std::string_view payload = std::string_view(*bytes).substr(0, size - kCheck);
  const Hash check = Sha256(AsBytes(Sha256(payload)));
  return AsBytes(check).substr(0, kCheck) == std::string_view(*bytes).substr(size - kCheck);
}

// The version bytes that make the first letter.
struct Base58Coin {
  char first;
  std::string_view version;
};
constexpr std::array kBase58Coins = {
    Base58Coin{'1', std::string_view("\x00", 1)},
    Base58Coin{'3', "\x05"},  // Bitcoin
    Base58Coin{'m', "\x6F"},
    Base58Coin{'n', "\x6F"},  // its test network
    Base58Coin{'2', "\xC4"},  // its test network
    Base58Coin{'L', "\x30"},
    Base58Coin{'M', "\x32"},  // Litecoin
    Base58Coin{'D', "\x1E"},
    Base58Coin{'A', "\x16"},  // Dogecoin
    Base58Coin{'9', "\x16"},  // Dogecoin
    Base58Coin{'X', "\x4C"},
    Base58Coin{'7', "\x10"},  // Dash
    Base58Coin{'t', "\x1C\xB8"},
    Base58Coin{'t', "\x1C\xBD"},  // Zcash
    Base58Coin{'T', "\x41"},      // Tron
};

bool IsBase58Coin(std::string_view address) {
  if (address.size() > kMaxBase58Check) return false;
  if (address[0] == 'r') {
    return Base58CheckValid(address, kRippleAlphabet, std::string_view("\x00", 1));
  }
  return std::any_of(kBase58Coins.begin(), kBase58Coins.end(), [&](const Base58Coin& coin) {
    return coin.first == address[0] && Base58CheckValid(address, kBitcoinAlphabet, coin.version);
  });
}

// BIP 173: the remainder of the code, 1 for Bech32 and 0x2BC830A3 for Bech32m.
uint32_t Bech32Remainder(std::string_view prefix, const std::vector<uint8_t>& values) {
  constexpr std::array<uint32_t, 5> kGenerator = {0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD,
                                                  0x2A1462B3};
  uint32_t rest = 1;
  const auto add = [&](uint32_t value) {
    const uint32_t top = rest >> 25;
    rest = (rest & 0x1FFFFFF) << 5 ^ value;
    for (size_t i = 0; i < kGenerator.size(); ++i) {
      if ((top >> i & 1) != 0) rest ^= kGenerator[i];
    }
  };
  for (const char c : prefix) add(static_cast<uint8_t>(c) >> 5);
  add(0);
  for (const char c : prefix) add(static_cast<uint8_t>(c) & 31);
  for (const uint8_t value : values) add(value);
  return rest;
}

// A witness version of BIP 141 and a program of its length.
bool WitnessValid(const std::vector<uint8_t>& values, bool bech32m) {
  constexpr size_t kChecksum = 6;
  if (values.size() < kChecksum + 1) return false;
  const size_t bits = (values.size() - kChecksum - 1) * 5;
  const uint8_t version = values[0];
  if (version > 16 || bits % 8 > 4 || bits / 8 < 2 || bits / 8 > 40) return false;
  // Addresses of version 1 and above were written in Bech32 until BIP 350.
  return version != 0 || (!bech32m && (bits / 8 == 20 || bits / 8 == 32));
}

bool IsBech32(std::string_view address) {
  constexpr std::string_view kAlphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  constexpr std::array<std::string_view, 4> kWitness = {"bc", "tb", "ltc", "tltc"};
  constexpr std::array<std::string_view, 5> kPlain = {"addr", "stake", "cosmos", "osmo",
                                                      "celestia"};
  if (address.size() > kMaxBech32) return false;
  const bool lower =
      std::none_of(address.begin(), address.end(), [](char c) { return Has(c, kUpper); });
  const bool upper =
      std::none_of(address.begin(), address.end(), [](char c) { return Has(c, kLower); });
  if (!lower && !upper) return false;
  std::string text(address);
  for (char& c : text) c = ToLower(c);
  const size_t one = text.rfind('1');
  if (one == std::string::npos) return false;
  const std::string_view prefix = std::string_view(text).substr(0, one);
  const bool witness = std::find(kWitness.begin(), kWitness.end(), prefix) != kWitness.end();
  if (!witness && std::find(kPlain.begin(), kPlain.end(), prefix) == kPlain.end()) return false;
  std::vector<uint8_t> values;
  for (const char c : std::string_view(text).substr(one + 1)) {
    const size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) return false;
    values.push_back(static_cast<uint8_t>(value));
  }
  const uint32_t rest = Bech32Remainder(prefix, values);
  const bool bech32m = rest == 0x2BC830A3;
  if (rest != 1 && !bech32m) return false;
  return witness ? WitnessValid(values, bech32m) : !bech32m;
}

enum class Ethereum { kNo, kPlain, kChecked };

// EIP-55: a letter is upper case where its half-byte of the hash of the lower-case form is 8 or
// more. Letters of one case alone carry no checksum.
Ethereum ReadEthereum(std::string_view address) {
  constexpr size_t kDigits = 40;
  if (address.size() != kDigits + 2 || !address.starts_with("0x")) return Ethereum::kNo;
  const std::string_view digits = address.substr(2);
  std::string lower;
  bool upper_seen = false;
  bool lower_seen = false;
  for (const char c : digits) {
    if (!Has(c, kHex)) return Ethereum::kNo;
    upper_seen = upper_seen || Has(c, kUpper);
    lower_seen = lower_seen || Has(c, kLower);
    lower.push_back(ToLower(c));
  }
  if (!upper_seen || !lower_seen) return Ethereum::kPlain;
  const std::array<uint8_t, 32> hash = Keccak256(lower);
  for (size_t i = 0; i < kDigits; ++i) {
    const int nibble = i % 2 == 0 ? hash[i / 2] >> 4 : hash[i / 2] & 15;
    if (!IsDigit(digits[i]) && Has(digits[i], kUpper) != (nibble >= 8)) return Ethereum::kNo;
  }
  return Ethereum::kChecked;
}

// Blocks of 11 digits are 8 bytes; the last 7 digits are 5. Network, two keys, and the first four
// bytes of their Keccak-256.
bool IsMonero(std::string_view address) {
  constexpr size_t kDigits = 95;
  constexpr size_t kBlock = 11;
  constexpr size_t kCheck = 4;
  if (address.size() != kDigits || (address[0] != '4' && address[0] != '8')) return false;
  std::string bytes;
  for (size_t at = 0; at < kDigits; at += kBlock) {
    const std::string_view block = address.substr(at, kBlock);
    const auto part = FromBase58(block, kBitcoinAlphabet, block.size() == kBlock ? 8 : 5);
    if (!part) return false;
    bytes += *part;
  }
  const size_t size = bytes.size() - kCheck;
  const std::array<uint8_t, 32> hash = Keccak256(std::string_view(bytes).substr(0, size));
  return std::equal(hash.begin(), hash.begin() + kCheck,
                    bytes.begin() + static_cast<ptrdiff_t>(size),
                    [](uint8_t a, char b) { return a == static_cast<uint8_t>(b); });
}

// Base32 of a version byte, a key and a CRC-16 (polynomial 0x1021) with its low byte first.
bool IsStellar(std::string_view address) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  constexpr size_t kDigits = 56;
  if (address.size() != kDigits || address[0] != 'G') return false;
  std::vector<uint8_t> bytes;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : address) {
    const size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) return false;
    bits = (bits << 5 | static_cast<uint32_t>(value)) & 0xFFF;
    if ((count += 5) >= 8) bytes.push_back(static_cast<uint8_t>(bits >> (count -= 8)));
  }
  uint32_t crc = 0;
  for (size_t i = 0; i + 2 < bytes.size(); ++i) {
    crc ^= uint32_t{bytes[i]} << 8;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
    crc &= 0xFFFF;
  }
  return bytes[bytes.size() - 2] == (crc & 0xFF) && bytes.back() == crc >> 8;
}

}  // namespace

std::optional<Hit> MatchCryptoAddress(std::string_view text, size_t pos, size_t end) {
  const std::string_view address = text.substr(pos, end - pos);
  if (WordBefore(text, pos) || WordAt(text, end) || address.size() < kMinCryptoAddress) {
    return std::nullopt;
  }
  const Ethereum ethereum = ReadEthereum(address);
  if (ethereum == Ethereum::kPlain)
    return Hit{.entity = &kCrypto, .begin = pos, .end = end, .parts = {.format = 0.5}};
  if (ethereum != Ethereum::kChecked && !IsBase58Coin(address) && !IsBech32(address) &&
      !IsMonero(address) && !IsStellar(address)) {
    return std::nullopt;
  }
  return Hit{.entity = &kCrypto,
             .begin = pos,
             .end = end,
             .parts = {.format = 0.5, .check = 0.45},
             .validated = true};
}

}  // namespace reeve::detectors

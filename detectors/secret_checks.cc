#include "detectors/secret_checks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/encoding.h"
#include "detectors/bytes.h"

namespace reeve::detectors {
namespace {

constexpr uint64_t Fnv1a(std::string_view bytes) {
  uint64_t hash = 0xCBF29CE484222325;
  for (const char c : bytes) {
    hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001B3;
  }
  return hash;
}

// FNV-1a of keys that stand in the public samples of Google's SDKs, and that gitleaks allows for
// the same reason. As hashes, so that no scanner takes this file for a leak.
constexpr std::array<uint64_t, 15> kSampleGoogleKeys = {
    0x6ACBD824BD32BBD4, 0x29A336C7244F48DD, 0x08B545962ADC7D8B, 0xE7666DBB286C6C2E,
    0x99B2726346A1E92A, 0x12113C2E6979F447, 0x828818F833257868, 0x6835E0F288832A40,
    0x816CD10FDB11EAD0, 0xADBD04E3FE1B6D49, 0xDB9422F1DD332DCC, 0x515CB771A4238032,
    0xE754678EA2B14EF1, 0xC73F1E61952E6987, 0x294C63F8344D5DF1};

std::string Decoded(std::string_view encoded) {
  std::string base64(encoded);
  std::replace(base64.begin(), base64.end(), '-', '+');
  std::replace(base64.begin(), base64.end(), '_', '/');
  while (base64.ends_with('=')) base64.pop_back();
  base64.append((4 - base64.size() % 4) % 4, '=');
  const Result<std::string> bytes = Base64Decode(base64);
  return bytes.ok() ? *bytes : "";
}

}  // namespace

double Entropy(std::string_view bytes) {
  std::array<size_t, 256> counts{};
  for (const char c : bytes) ++counts[static_cast<uint8_t>(c)];
  double bits = 0;
  for (const size_t count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(bytes.size());
    bits -= share * std::log2(share);
  }
  return bits;
}

bool Base62ChecksumValid(std::string_view body) {
  constexpr std::string_view kDigits =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  if (body.size() <= 6) return false;
  const std::string_view payload = body.substr(0, body.size() - 6);
  uint32_t crc = 0xFFFFFFFF;
  for (const char c : payload) {
    crc ^= static_cast<uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
  }
  crc = ~crc;
  for (size_t i = body.size(); i-- > payload.size(); crc /= 62) {
    if (body[i] != kDigits[crc % 62]) return false;
  }
  return crc == 0;
}

Verdict CheckBase62(std::string_view secret) {
  const std::string_view body = secret.substr(secret.find('_') + 1);
  return Base62ChecksumValid(body) ? Verdict::kConfirmed : Verdict::kUnknown;
}

Verdict CheckOpenAi(std::string_view secret) {
  if (secret.find("T3BlbkFJ") != std::string_view::npos) return Verdict::kConfirmed;
  // Keys of projects without the mark are of the longer form that came later.
  constexpr size_t kShortest = 100;
  return secret.starts_with("sk-proj-") && secret.size() < kShortest ? Verdict::kRefused
                                                                     : Verdict::kUnknown;
}

Verdict CheckMixedCase(std::string_view secret) {
  const auto has = [&](uint8_t bits) {
    return std::any_of(secret.begin(), secret.end(), [&](char c) { return Has(c, bits); });
  };
  return has(kDigit) && has(kUpper) && has(kLower) ? Verdict::kUnknown : Verdict::kRefused;
}

Verdict CheckDigit(std::string_view secret) {
  return std::any_of(secret.begin(), secret.end(), IsDigit) ? Verdict::kUnknown : Verdict::kRefused;
}

Verdict CheckBasicAuth(std::string_view secret) {
  const std::string decoded = Decoded(secret);
  const size_t colon = decoded.find(':');
  const bool printable = std::all_of(decoded.begin(), decoded.end(),
                                     [](char c) { return static_cast<uint8_t>(c) >= 0x20; });
  return colon != std::string::npos && printable ? Verdict::kConfirmed : Verdict::kUnknown;
}

Verdict CheckSnowflake(std::string_view secret) {
  // Only whole groups of four are sure to decode.
  const std::string_view id = secret.substr(0, secret.find('.'));
  const std::string digits = Decoded(id.substr(0, 4));
  return !digits.empty() && std::all_of(digits.begin(), digits.end(), IsDigit) ? Verdict::kUnknown
                                                                               : Verdict::kRefused;
}

Verdict CheckGoogleKey(std::string_view secret) {
  const uint64_t hash = Fnv1a(secret);
  return std::find(kSampleGoogleKeys.begin(), kSampleGoogleKeys.end(), hash) !=
                 kSampleGoogleKeys.end()
             ? Verdict::kRefused
             : Verdict::kUnknown;
}

}  // namespace reeve::detectors

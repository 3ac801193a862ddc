#include "policy/cel/network.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <utility>

namespace reeve::cel {
namespace {

constexpr std::array<uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

std::string FormatV4(const IpAddress& ip) {
  char text[16];
  std::snprintf(text, sizeof text, "%u.%u.%u.%u", ip.bytes[0], ip.bytes[1], ip.bytes[2],
                ip.bytes[3]);
  return text;
}

// The groups [begin, end) that `::` stands for: the longest run of two or more zeros, the first of
// equals.
std::pair<size_t, size_t> LongestZeros(const std::array<unsigned, 8>& groups) {
  std::pair<size_t, size_t> longest{8, 8};
  size_t length = 1;
  for (size_t i = 0; i < groups.size(); ++i) {
    size_t end = i;
    while (end < groups.size() && groups[end] == 0) ++end;
    if (end - i > length) {
      longest = {i, end};
      length = end - i;
    }
  }
  return longest;
}

std::string FormatV6(const IpAddress& ip) {
  std::array<unsigned, 8> groups{};
  for (size_t i = 0; i < groups.size(); ++i) {
    groups[i] = static_cast<unsigned>(ip.bytes[2 * i] << 8) | ip.bytes[2 * i + 1];
  }
  const auto [begin, end] = LongestZeros(groups);
  std::string text;
  for (size_t i = 0; i < groups.size(); ++i) {
    if (i == begin) {
      text += "::";
      i = end - 1;
      continue;
    }
    if (!text.empty() && text.back() != ':') text += ':';
    char group[8];
    std::snprintf(group, sizeof group, "%x", groups[i]);
    text += group;
  }
  return text;
}

}  // namespace

std::optional<IpAddress> ParseIp(std::string_view text) {
  char copy[INET6_ADDRSTRLEN + 1] = {};
  if (text.size() >= sizeof copy || text.find('\0') != text.npos) return std::nullopt;
  if (!text.empty()) std::memcpy(copy, text.data(), text.size());
  IpAddress ip;
  if (inet_pton(AF_INET, copy, ip.bytes.data()) == 1) return ip;
  ip.size = 16;
  if (text.find('.') != text.npos) return std::nullopt;
  if (inet_pton(AF_INET6, copy, ip.bytes.data()) != 1) return std::nullopt;
  if (!std::equal(kMapped.begin(), kMapped.end(), ip.bytes.begin())) return ip;
  IpAddress inner;
  std::copy(ip.bytes.begin() + kMapped.size(), ip.bytes.end(), inner.bytes.begin());
  return inner;
}

std::optional<IpNetwork> ParseNetwork(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == text.npos) return std::nullopt;
  const auto ip = ParseIp(text.substr(0, slash));
  const std::string_view digits = text.substr(slash + 1);
  if (!ip || digits.empty() || digits.size() > 3 || (digits.size() > 1 && digits[0] == '0')) {
    return std::nullopt;
  }
  unsigned prefix = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    prefix = prefix * 10 + static_cast<unsigned>(c - '0');
  }
  // The prefix of a mapped address counts bits of the IPv6 address, which is not there any more.
  const bool mapped = ip->size == 4 && text.find(':') != text.npos;
  if (mapped || prefix > ip->size * 8U) return std::nullopt;
  return IpNetwork{*ip, static_cast<uint8_t>(prefix)};
}

std::string FormatIp(const IpAddress& ip) { return ip.size == 4 ? FormatV4(ip) : FormatV6(ip); }

std::string FormatNetwork(const IpNetwork& network) {
  return FormatIp(network.address) + "/" + std::to_string(network.prefix);
}

IpAddress Masked(const IpAddress& ip, unsigned prefix) {
  IpAddress masked = ip;
  for (size_t i = 0; i < masked.bytes.size(); ++i) {
    const unsigned before = static_cast<unsigned>(i) * 8;
    const unsigned kept = prefix <= before ? 0 : std::min(8U, prefix - before);
    masked.bytes[i] = static_cast<uint8_t>(masked.bytes[i] & (0xFF00U >> kept));
  }
  return masked;
}

bool Contains(const IpNetwork& network, const IpAddress& ip) {
  return network.address.size == ip.size &&
         Masked(network.address, network.prefix) == Masked(ip, network.prefix);
}

bool Contains(const IpNetwork& network, const IpNetwork& part) {
  return part.prefix >= network.prefix && Contains(network, part.address);
}

}  // namespace reeve::cel

// IP addresses and networks (CIDR, RFC 4632), as values and as text.
//
// Text is read strictly: IPv4 without leading zeros, IPv6 by RFC 4291, no zone, and no IPv4 address
// written inside an IPv6 one (`::ffff:192.0.2.1`); the same in hex (`::ffff:c000:201`) is the IPv4
// address. It is written as RFC 5952 says.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace reeve::cel {

struct IpAddress {
  std::array<uint8_t, 16> bytes{};  // those behind `size` are 0
  uint8_t size = 4;                 // 4 or 16
  friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

struct IpNetwork {
  IpAddress address;  // its bits behind the prefix may be set
  uint8_t prefix = 0;
  friend bool operator==(const IpNetwork&, const IpNetwork&) = default;
};

std::optional<IpAddress> ParseIp(std::string_view text);
// "192.0.2.0/24"
std::optional<IpNetwork> ParseNetwork(std::string_view text);
std::string FormatIp(const IpAddress& ip);
std::string FormatNetwork(const IpNetwork& network);

// The address with the bits behind the prefix cleared.
IpAddress Masked(const IpAddress& ip, unsigned prefix);
bool Contains(const IpNetwork& network, const IpAddress& ip);
bool Contains(const IpNetwork& network, const IpNetwork& part);

}  // namespace reeve::cel

// The network library: IP addresses and networks (network.h).
#include <string>

#include "policy/cel/errors.h"
#include "policy/cel/functions.h"
#include "policy/cel/network.h"

namespace reeve::cel {
namespace {

constexpr ErrorValue kNoIp = {"cel.conversion", "the text is no IP address"};
constexpr ErrorValue kNoNetwork = {"cel.conversion", "the text is no network, as `192.0.2.0/24`"};

Value NewIp(Frame& frame, const IpAddress& ip) {
  if (!frame.SpendMade(sizeof ip)) return Fail(kBudget);
  return Value::Ip(frame.arena.New<IpAddress>(ip));
}

Value NewNetwork(Frame& frame, const IpNetwork& network) {
  if (!frame.SpendMade(sizeof network)) return Fail(kBudget);
  return Value::Cidr(frame.arena.New<IpNetwork>(network));
}

Value NewString(Frame& frame, const std::string& text) {
  if (!frame.SpendMade(text.size())) return Fail(kBudget);
  return Value::String(frame.arena.Copy(text));
}

Value StringToIp(Frame& frame, const Value* a) {
  const auto ip = ParseIp(a[0].as_text());
  return ip ? NewIp(frame, *ip) : Fail(kNoIp);
}

Value StringToCidr(Frame& frame, const Value* a) {
  const auto network = ParseNetwork(a[0].as_text());
  return network ? NewNetwork(frame, *network) : Fail(kNoNetwork);
}

Value Same(Frame&, const Value* a) { return a[0]; }
Value IsIp(Frame&, const Value* a) { return Value::Bool(ParseIp(a[0].as_text()).has_value()); }
Value IsCidr(Frame&, const Value* a) {
  return Value::Bool(ParseNetwork(a[0].as_text()).has_value());
}

Value IsCanonical(Frame&, const Value* a) {
  const auto ip = ParseIp(a[0].as_text());
  return ip ? Value::Bool(FormatIp(*ip) == a[0].as_text()) : Fail(kNoIp);
}

Value IpToString(Frame& frame, const Value* a) { return NewString(frame, FormatIp(a[0].as_ip())); }
Value CidrToString(Frame& frame, const Value* a) {
  return NewString(frame, FormatNetwork(a[0].as_cidr()));
}

Value Family(Frame&, const Value* a) { return Value::Int(a[0].as_ip().size == 4 ? 4 : 6); }

IpAddress V4(uint8_t a, uint8_t b, uint8_t c, uint8_t d) { return {{a, b, c, d}, 4}; }
IpAddress V6(uint8_t first, uint8_t second, uint8_t last) {
  IpAddress ip{{first, second}, 16};
  ip.bytes[15] = last;
  return ip;
}
bool InEither(const IpAddress& ip, const IpNetwork& v4, const IpNetwork& v6) {
  return Contains(ip.size == 4 ? v4 : v6, ip);
}

bool Unspecified(const IpAddress& ip) {
  return InEither(ip, {V4(0, 0, 0, 0), 32}, {V6(0, 0, 0), 128});
}
bool Loopback(const IpAddress& ip) {
  return InEither(ip, {V4(127, 0, 0, 0), 8}, {V6(0, 0, 1), 128});
}
bool Multicast(const IpAddress& ip) {
  return InEither(ip, {V4(224, 0, 0, 0), 4}, {V6(0xFF, 0, 0), 8});
}
// IPv6: the scope, the low half of the second byte, is 2 (RFC 4291, 2.7).
bool LinkLocalMulticast(const IpAddress& ip) {
  if (ip.size == 4) return Contains(IpNetwork{V4(224, 0, 0, 0), 24}, ip);
  return ip.bytes[0] == 0xFF && (ip.bytes[1] & 0x0F) == 2;
}
bool LinkLocalUnicast(const IpAddress& ip) {
  return InEither(ip, {V4(169, 254, 0, 0), 16}, {V6(0xFE, 0x80, 0), 10});
}
bool GlobalUnicast(const IpAddress& ip) {
  return !Unspecified(ip) && !Loopback(ip) && !Multicast(ip) && !LinkLocalUnicast(ip) &&
         ip != V4(255, 255, 255, 255);
}

template <bool (*kHolds)(const IpAddress&)>
Value Is(Frame&, const Value* a) {
  return Value::Bool(kHolds(a[0].as_ip()));
}

Value ContainsIp(Frame&, const Value* a) {
  return Value::Bool(Contains(a[0].as_cidr(), a[1].as_ip()));
}
Value ContainsIpText(Frame&, const Value* a) {
  const auto ip = ParseIp(a[1].as_text());
  return ip ? Value::Bool(Contains(a[0].as_cidr(), *ip)) : Fail(kNoIp);
}
Value ContainsCidr(Frame&, const Value* a) {
  return Value::Bool(Contains(a[0].as_cidr(), a[1].as_cidr()));
}
Value ContainsCidrText(Frame&, const Value* a) {
  const auto network = ParseNetwork(a[1].as_text());
  return network ? Value::Bool(Contains(a[0].as_cidr(), *network)) : Fail(kNoNetwork);
}

Value Address(Frame& frame, const Value* a) { return NewIp(frame, a[0].as_cidr().address); }
Value MaskedNetwork(Frame& frame, const Value* a) {
  const IpNetwork& network = a[0].as_cidr();
  return NewNetwork(frame, {Masked(network.address, network.prefix), network.prefix});
}
Value PrefixLength(Frame&, const Value* a) { return Value::Int(a[0].as_cidr().prefix); }

constexpr Kind kS = Kind::kString;
constexpr Kind kI = Kind::kIp;
constexpr Kind kC = Kind::kCidr;
constexpr std::array<Overload, 22> kFunctions = {{
    {"ip", false, 1, {kS}, Type::Ip(), StringToIp},
    {"ip", false, 1, {kI}, Type::Ip(), Same},
    {"cidr", false, 1, {kS}, Type::Cidr(), StringToCidr},
    {"cidr", false, 1, {kC}, Type::Cidr(), Same},
    {"isIP", false, 1, {kS}, Type::Bool(), IsIp},
    {"isCIDR", false, 1, {kS}, Type::Bool(), IsCidr},
    {"ip.isCanonical", false, 1, {kS}, Type::Bool(), IsCanonical},
    {"string", false, 1, {kI}, Type::String(), IpToString},
    {"string", false, 1, {kC}, Type::String(), CidrToString},
    {"family", true, 1, {kI}, Type::Int(), Family},
    {"isUnspecified", true, 1, {kI}, Type::Bool(), Is<Unspecified>},
    {"isLoopback", true, 1, {kI}, Type::Bool(), Is<Loopback>},
    {"isGlobalUnicast", true, 1, {kI}, Type::Bool(), Is<GlobalUnicast>},
    {"isLinkLocalMulticast", true, 1, {kI}, Type::Bool(), Is<LinkLocalMulticast>},
    {"isLinkLocalUnicast", true, 1, {kI}, Type::Bool(), Is<LinkLocalUnicast>},
    {"containsIP", true, 2, {kC, kI}, Type::Bool(), ContainsIp},
    {"containsIP", true, 2, {kC, kS}, Type::Bool(), ContainsIpText},
    {"containsCIDR", true, 2, {kC, kC}, Type::Bool(), ContainsCidr},
    {"containsCIDR", true, 2, {kC, kS}, Type::Bool(), ContainsCidrText},
    {"ip", true, 1, {kC}, Type::Ip(), Address},
    {"masked", true, 1, {kC}, Type::Cidr(), MaskedNetwork},
    {"prefixLength", true, 1, {kC}, Type::Int(), PrefixLength},
}};

}  // namespace

std::span<const Overload> NetworkFunctions() { return kFunctions; }

}  // namespace reeve::cel

#include "base/trace_context.h"

#include <algorithm>
#include <set>

#include "base/encoding.h"

namespace reeve {
namespace {

constexpr uint8_t kKnownFlags = 0x03;
constexpr size_t kVersion0Letters = 55;  // "00-" trace "-" span "-" flags
constexpr size_t kMaxKeyLetters = 256;
constexpr size_t kMaxTenantLetters = 241;  // of a key "tenant@system"
constexpr size_t kMaxSystemLetters = 14;
constexpr size_t kMaxValueLetters = 256;
constexpr unsigned kBase = 16;

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHexDigit(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f'); }

bool IsHex(std::string_view text) { return std::all_of(text.begin(), text.end(), IsHexDigit); }
bool IsId(std::string_view text) {
  return IsHex(text) && text.find_first_not_of('0') != std::string_view::npos;
}

uint8_t ByteOf(std::string_view two_digits) {
  unsigned value = 0;
  for (const char c : two_digits) {
    value = value * kBase + static_cast<unsigned>(IsDigit(c) ? c - '0' : c - 'a' + 10);
  }
  return static_cast<uint8_t>(value);
}

bool IsKeyRest(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return IsLower(c) || IsDigit(c) || c == '_' || c == '-' || c == '*' || c == '/';
  });
}

bool IsKey(std::string_view key) {
  if (key.empty()) return false;
  const size_t at = key.find('@');
  if (at == std::string_view::npos) {
    return key.size() <= kMaxKeyLetters && IsLower(key.front()) && IsKeyRest(key.substr(1));
  }
  const std::string_view tenant = key.substr(0, at);
  const std::string_view system = key.substr(at + 1);
  return !tenant.empty() && tenant.size() <= kMaxTenantLetters &&
         (IsLower(tenant.front()) || IsDigit(tenant.front())) && IsKeyRest(tenant.substr(1)) &&
         !system.empty() && system.size() <= kMaxSystemLetters && IsLower(system.front()) &&
         IsKeyRest(system.substr(1));
}

bool IsValue(std::string_view value) {
  return !value.empty() && value.size() <= kMaxValueLetters && value.back() != ' ' &&
         std::all_of(value.begin(), value.end(),
                     [](char c) { return c >= ' ' && c <= '~' && c != ',' && c != '='; });
}

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t";
  const size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return "";
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

bool IsState(std::string_view state) {
  if (state.size() > kMaxTraceStateBytes) return false;
  std::set<std::string_view> keys;
  while (!state.empty()) {
    const size_t end = std::min(state.find(','), state.size());
    const std::string_view member = Trimmed(state.substr(0, end));
    state.remove_prefix(std::min(end + 1, state.size()));
    if (member.empty()) continue;  // the specification lets them stand
    const size_t equals = member.find('=');
    if (equals == std::string_view::npos || !IsKey(member.substr(0, equals)) ||
        !IsValue(member.substr(equals + 1)) || !keys.insert(member.substr(0, equals)).second ||
        keys.size() > kMaxTraceStateMembers) {
      return false;
    }
  }
  return !keys.empty();
}

std::string NewId(const Random& random, size_t digits) {
  std::string id = HexEncode(RandomBytes(random, digits / 2));
  if (!IsId(id)) id.back() = '1';
  return id;
}

}  // namespace

std::optional<TraceContext> ReadTraceContext(std::string_view traceparent, std::string_view state) {
  const std::string_view text = Trimmed(traceparent);
  if (text.size() < kVersion0Letters || text[2] != '-' || text[35] != '-' || text[52] != '-') {
    return std::nullopt;
  }
  const std::string_view version = text.substr(0, 2);
  const std::string_view trace_id = text.substr(3, kTraceIdDigits);
  const std::string_view parent_id = text.substr(36, kSpanIdDigits);
  const std::string_view flags = text.substr(53, 2);
  if (!IsHex(version) || version == "ff" || !IsId(trace_id) || !IsId(parent_id) || !IsHex(flags)) {
    return std::nullopt;
  }
  if (text.size() > kVersion0Letters && (version == "00" || text[kVersion0Letters] != '-')) {
    return std::nullopt;
  }
  return TraceContext{std::string(trace_id), std::string(parent_id),
                      static_cast<uint8_t>(ByteOf(flags) & kKnownFlags),
                      IsState(state) ? std::string(state) : std::string()};
}

std::string FormatTraceparent(std::string_view trace_id, std::string_view span_id, uint8_t flags) {
  std::string out = "00-";
  out.append(trace_id).append("-").append(span_id).append("-0");
  out += static_cast<char>('0' + (flags & kKnownFlags));
  return out;
}

std::string NewTraceId(const Random& random) { return NewId(random, kTraceIdDigits); }
std::string NewSpanId(const Random& random) { return NewId(random, kSpanIdDigits); }

}  // namespace reeve

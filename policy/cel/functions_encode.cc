// The encoder library: base64 (RFC 4648, section 4).
#include <string>

#include "base/encoding.h"
#include "policy/cel/errors.h"
#include "policy/cel/functions.h"

namespace reeve::cel {
namespace {

Value Encode(Frame& frame, const Value* a) {
  const std::string_view bytes = a[0].as_text();
  if (!frame.SpendMade(bytes.size() / 3 * 4 + 4)) return Fail(kBudget);
  return Value::String(frame.arena.Copy(Base64Encode(bytes)));
}

// The padding may be left out.
Value Decode(Frame& frame, const Value* a) {
  const std::string_view text = a[0].as_text();
  if (!frame.SpendMade(text.size())) return Fail(kBudget);
  std::string padded(text);
  if (padded.find('=') == std::string::npos) padded.append((4 - padded.size() % 4) % 4, '=');
  const auto bytes = Base64Decode(padded);
  return bytes.ok() ? Value::Bytes(frame.arena.Copy(*bytes)) : Fail(kConversion);
}

constexpr std::array<Overload, 2> kFunctions = {{
    {"base64.encode", false, 1, {Kind::kBytes}, Type::String(), Encode},
    {"base64.decode", false, 1, {Kind::kString}, Type::Bytes(), Decode},
}};

}  // namespace

std::span<const Overload> EncoderFunctions() { return kFunctions; }

}  // namespace reeve::cel

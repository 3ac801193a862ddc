// Values as text, for people and tests.
#include <cstdio>
#include <string>

#include "base/json.h"
#include "policy/cel/map.h"
#include "policy/cel/network.h"
#include "policy/cel/number.h"
#include "policy/cel/text_set.h"
#include "policy/cel/time.h"
#include "policy/cel/value.h"

namespace reeve::cel {
namespace {

std::string Quoted(std::string_view text) {
  std::string out;
  json::WriteString(text, &out);
  return out;
}

std::string BytesText(std::string_view bytes) {
  std::string out = "b\"";
  for (const char c : bytes) {
    char buffer[8];
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\';
    std::snprintf(buffer, sizeof buffer, plain ? "%c" : "\\x%02x", byte);
    out += buffer;
  }
  return out + '"';
}

std::string ListText(std::span<const Value> list) {
  std::string out = "[";
  for (const Value& element : list) {
    if (out.size() > 1) out += ", ";
    out += element.DebugString();
  }
  return out + "]";
}

std::string MapText(const MapValue& map) {
  std::string out = "{";
  for (const MapEntry& entry : map.entries()) {
    if (out.size() > 1) out += ", ";
    out += entry.key.DebugString() + ": " + entry.value.DebugString();
  }
  return out + "}";
}

std::string ObjectText(const ObjectValue& object) {
  std::string out = object.schema->name() + "{";
  const size_t start = out.size();
  for (size_t i = 0; i < object.schema->fields().size(); ++i) {
    if (object.fields[i].is_absent()) continue;
    if (out.size() > start) out += ", ";
    out += object.schema->fields()[i].name + ": " + object.fields[i].DebugString();
  }
  return out + "}";
}

std::string DoubleText(double v) {
  std::string text = FormatDouble(v);
  if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
  return text;
}

}  // namespace

std::string Value::DebugString() const {
  switch (kind_) {
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return as_bool() ? "true" : "false";
    case Kind::kInt:
      return std::to_string(int_);
    case Kind::kUint:
      return std::to_string(uint_) + "u";
    case Kind::kDouble:
      return DoubleText(double_);
    case Kind::kString:
      return Quoted(as_text());
    case Kind::kBytes:
      return BytesText(as_text());
    case Kind::kTimestamp:
      return "timestamp(\"" + FormatTimestamp(as_timestamp()) + "\")";
    case Kind::kDuration:
      return "duration(\"" + FormatDuration(as_duration()) + "\")";
    case Kind::kList:
      return ListText(as_list());
    case Kind::kMap:
      return MapText(as_map());
    case Kind::kObject:
      return ObjectText(as_object());
    case Kind::kType:
      return std::string(as_text());
    case Kind::kOptional:
      return as_optional() == nullptr ? "optional.none()"
                                      : "optional.of(" + as_optional()->DebugString() + ")";
    case Kind::kIp:
      return "ip(\"" + FormatIp(as_ip()) + "\")";
    case Kind::kCidr:
      return "cidr(\"" + FormatNetwork(as_cidr()) + "\")";
    case Kind::kTextSet:
      return "text_set(" + std::to_string(as_text_set().size()) + " entries)";
    case Kind::kError:
      return "error " + std::string(as_error().code) + ": " + std::string(as_error().message);
    default:
      return "absent";
  }
}

}  // namespace reeve::cel

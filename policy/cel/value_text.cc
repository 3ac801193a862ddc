// Values as text, for people and tests.
#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>

#include "base/json.h"
#include "base/text.h"
#include "policy/cel/limits.h"
#include "policy/cel/map.h"
#include "policy/cel/network.h"
#include "policy/cel/number.h"
#include "policy/cel/text_set.h"
#include "policy/cel/time.h"
#include "policy/cel/value.h"

namespace reeve::cel {
namespace {

std::string DoubleText(double v) {
  std::string text = FormatDouble(v);
  if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
  return text;
}

// Stops as soon as it has more than `limit` bytes.
class Writer {
 public:
  explicit Writer(size_t limit, size_t depth) : limit_(limit), depth_left_(depth) {}

  void Write(const Value& value);
  std::string Take() && {
    if (out_.size() <= limit_) return std::move(out_);
    out_.resize(Clip(out_, limit_).size());
    return std::move(out_) + "...";
  }

 private:
  bool Full() const { return out_.size() > limit_; }
  void Quoted(std::string_view text);
  void Bytes(std::string_view bytes);
  void List(std::span<const Value> list);
  void Map(const MapValue& map);
  void Object(const ObjectValue& object);
  void Nested(const Value& value);

  const size_t limit_;
  size_t depth_left_;
  std::string out_;
};

void Writer::Quoted(std::string_view text) {
  json::WriteString(text.size() > limit_ ? text.substr(0, limit_) : text, &out_);
}

void Writer::Bytes(std::string_view bytes) {
  out_ += "b\"";
  for (const char c : bytes) {
    if (Full()) return;
    char buffer[8];
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\';
    std::snprintf(buffer, sizeof buffer, plain ? "%c" : "\\x%02x", byte);
    out_ += buffer;
  }
  out_ += '"';
}

void Writer::List(std::span<const Value> list) {
  out_ += '[';
  for (size_t i = 0; i < list.size() && !Full(); ++i) {
    if (i > 0) out_ += ", ";
    Write(list[i]);
  }
  out_ += ']';
}

void Writer::Map(const MapValue& map) {
  out_ += '{';
  for (size_t i = 0; i < map.size() && !Full(); ++i) {
    if (i > 0) out_ += ", ";
    Write(map.entries()[i].key);
    out_ += ": ";
    Write(map.entries()[i].value);
  }
  out_ += '}';
}

void Writer::Object(const ObjectValue& object) {
  out_ += object.schema->name() + "{";
  const size_t start = out_.size();
  for (size_t i = 0; i < object.schema->fields().size() && !Full(); ++i) {
    if (object.fields[i].is_absent()) continue;
    if (out_.size() > start) out_ += ", ";
    out_ += object.schema->fields()[i].name + ": ";
    Write(object.fields[i]);
  }
  out_ += '}';
}

// What holds other values.
void Writer::Nested(const Value& value) {
  if (depth_left_ == 0) {
    out_ += "...";
    return;
  }
  --depth_left_;
  if (value.Is(Kind::kList)) List(value.as_list());
  if (value.Is(Kind::kMap)) Map(value.as_map());
  if (value.Is(Kind::kObject)) Object(value.as_object());
  if (value.Is(Kind::kOptional)) {
    out_ += "optional.of(";
    Write(*value.as_optional());
    out_ += ')';
  }
  ++depth_left_;
}

void Writer::Write(const Value& value) {
  switch (value.kind()) {
    case Kind::kNull:
      out_ += "null";
      break;
    case Kind::kBool:
      out_ += value.as_bool() ? "true" : "false";
      break;
    case Kind::kInt:
      out_ += std::to_string(value.as_int());
      break;
    case Kind::kUint:
      out_ += std::to_string(value.as_uint()) + "u";
      break;
    case Kind::kDouble:
      out_ += DoubleText(value.as_double());
      break;
    case Kind::kString:
      Quoted(value.as_text());
      break;
    case Kind::kBytes:
      Bytes(value.as_text());
      break;
    case Kind::kTimestamp:
      out_ += "timestamp(\"" + FormatTimestamp(value.as_timestamp()) + "\")";
      break;
    case Kind::kDuration:
      out_ += "duration(\"" + FormatDuration(value.as_duration()) + "\")";
      break;
    case Kind::kOptional:
      if (value.as_optional() == nullptr) {
        out_ += "optional.none()";
        break;
      }
      [[fallthrough]];
    case Kind::kList:
    case Kind::kMap:
    case Kind::kObject:
      Nested(value);
      break;
    case Kind::kType:
      out_ += value.as_text();
      break;
    case Kind::kIp:
      out_ += "ip(\"" + FormatIp(value.as_ip()) + "\")";
      break;
    case Kind::kCidr:
      out_ += "cidr(\"" + FormatNetwork(value.as_cidr()) + "\")";
      break;
    case Kind::kTextSet:
      out_ += "text_set(" + std::to_string(value.as_text_set().size()) + " entries)";
      break;
    case Kind::kError:
      ((out_ += "error ") += value.as_error().code) += ": ";
      out_ += value.as_error().message;
      break;
    default:
      out_ += "absent";
  }
}

std::string WriteText(const Value& value, size_t limit, size_t depth) {
  Writer writer(limit, depth);
  writer.Write(value);
  return std::move(writer).Take();
}

}  // namespace

std::string Value::DebugString() const { return WriteText(*this, SIZE_MAX, SIZE_MAX); }

std::string Value::Text(size_t max_bytes) const {
  return WriteText(*this, max_bytes, kMaxTextDepth);
}

}  // namespace reeve::cel

// JSON documents as values, and values as JSON documents.
#include <cmath>
#include <vector>

#include "base/encoding.h"
#include "policy/cel/limits.h"
#include "policy/cel/map.h"
#include "policy/cel/network.h"
#include "policy/cel/number.h"
#include "policy/cel/time.h"
#include "policy/cel/value.h"

namespace reeve::cel {
namespace {

Value Convert(const json::Value& json, Arena& arena, size_t depth);

Value ConvertArray(const json::Array& array, Arena& arena, size_t depth) {
  const std::span<Value> elements = arena.NewArray<Value>(array.size());
  for (size_t i = 0; i < array.size(); ++i) {
    elements[i] = Convert(array[i], arena, depth + 1);
    if (elements[i].is_error()) return elements[i];
  }
  return Value::List(elements);
}

Value ConvertObject(const json::Object& object, Arena& arena, size_t depth) {
  const std::span<MapEntry> entries = arena.NewArray<MapEntry>(object.size());
  size_t i = 0;
  for (const json::Member& member : object) {
    const Value value = Convert(member.value, arena, depth + 1);
    if (value.is_error()) return value;
    entries[i++] = {Value::String(member.key), value};
  }
  return MapValue::Make(entries, arena);
}

Value Convert(const json::Value& json, Arena& arena, size_t depth) {
  static constexpr ErrorValue kTooDeep = {"cel.too_deep", "the value is nested too deep"};
  if (depth > kMaxValueDepth) return Value::Error(&kTooDeep);
  if (const bool* v = json.as_bool()) return Value::Bool(*v);
  if (const int64_t* v = json.as_int()) return Value::Int(*v);
  if (const uint64_t* v = json.as_uint()) return Value::Uint(*v);
  if (const double* v = json.as_double()) return Value::Double(*v);
  if (const std::string* v = json.as_string()) return Value::String(*v);
  if (const json::Array* v = json.as_array()) return ConvertArray(*v, arena, depth);
  if (const json::Object* v = json.as_object()) return ConvertObject(*v, arena, depth);
  return Value::Null();
}

// Reads a document as a declared type. The types bound the depth, but for dyn, which Convert does.
class TypedReader {
 public:
  explicit TypedReader(Arena& arena) : arena_(arena) {}

  Result<Value> Read(const json::Value& json, const Type& type, const std::string& at) {
    switch (type.kind()) {
      case Kind::kDyn:
        return Dynamic(json, at);
      case Kind::kNull:
        return json.is_null() ? Value::Null() : Mismatch(json, type, at);
      case Kind::kBool:
        return json.as_bool() != nullptr ? Value::Bool(*json.as_bool()) : Mismatch(json, type, at);
      case Kind::kInt:
      case Kind::kUint:
      case Kind::kDouble:
        return Number(json, type, at);
      case Kind::kList:
        return List(json, type, at);
      case Kind::kMap:
        return Map(json, type, at);
      default:
        return OfText(json, type, at);
    }
  }

 private:
  static Result<Value> Mismatch(const json::Value& json, const Type& type, const std::string& at) {
    return Error{"cel.type",
                 "expected " + std::string(KindInWords(type.kind())) + ", found a JSON " +
                     std::string(json.KindName()),
                 at};
  }

  Result<Value> Dynamic(const json::Value& json, const std::string& at) {
    const Value value = Convert(json, arena_, 0);
    if (!value.is_error()) return value;
    return Error{value.as_error().code, std::string(value.as_error().message), at};
  }

  static Result<Value> Number(const json::Value& json, const Type& type, const std::string& at) {
    const int64_t* whole = json.as_int();
    if (type.Is(Kind::kInt) && whole != nullptr) return Value::Int(*whole);
    if (type.Is(Kind::kUint)) {
      if (json.as_uint() != nullptr) return Value::Uint(*json.as_uint());
      if (whole != nullptr && *whole >= 0) return Value::Uint(static_cast<uint64_t>(*whole));
    }
    if (type.Is(Kind::kDouble)) {
      if (json.as_double() != nullptr) return Value::Double(*json.as_double());
      if (whole != nullptr) return Value::Double(static_cast<double>(*whole));
    }
    return Mismatch(json, type, at);
  }

  Result<Value> List(const json::Value& json, const Type& type, const std::string& at) {
    const json::Array* array = json.as_array();
    if (array == nullptr) return Mismatch(json, type, at);
    const std::span<Value> elements = arena_.NewArray<Value>(array->size());
    for (size_t i = 0; i < array->size(); ++i) {
      const std::string place = json::PointerTo(at, std::to_string(i));
      REEVE_ASSIGN_OR_RETURN(elements[i], Read((*array)[i], type.element(), place));
    }
    return Value::List(elements);
  }

  Result<Value> Map(const json::Value& json, const Type& type, const std::string& at) {
    const json::Object* object = json.as_object();
    if (object == nullptr) return Mismatch(json, type, at);
    const std::span<MapEntry> entries = arena_.NewArray<MapEntry>(object->size());
    size_t count = 0;
    for (const json::Member& member : *object) {
      const std::string place = json::PointerTo(at, member.key);
      REEVE_ASSIGN_OR_RETURN(const Value key, Key(member.key, type.key(), place));
      REEVE_ASSIGN_OR_RETURN(const Value value, Read(member.value, type.element(), place));
      entries[count++] = {key, value};
    }
    const Value map = MapValue::Make(entries, arena_);
    if (!map.is_error()) return map;
    return Error{map.as_error().code, std::string(map.as_error().message), at};
  }

  static Result<Value> Key(const std::string& name, const Type& type, const std::string& at) {
    if (type.Is(Kind::kString) || type.Is(Kind::kDyn)) return Value::String(name);
    if (type.Is(Kind::kBool) && (name == "true" || name == "false")) {
      return Value::Bool(name == "true");
    }
    if (const auto v = ParseInt(name); v && type.Is(Kind::kInt)) return Value::Int(*v);
    if (const auto v = ParseUint(name); v && type.Is(Kind::kUint)) return Value::Uint(*v);
    return Error{"cel.type",
                 "the key `" + name + "` is not " + std::string(KindInWords(type.kind())), at};
  }

  // Types whose JSON form is a string.
  Result<Value> OfText(const json::Value& json, const Type& type, const std::string& at) {
    const std::string* text = json.as_string();
    switch (type.kind()) {
      case Kind::kString:
        if (text != nullptr) return Value::String(*text);
        break;
      case Kind::kBytes:
        if (const auto bytes = Base64Decode(text == nullptr ? "-" : *text); bytes.ok()) {
          return Value::Bytes(arena_.Copy(*bytes));
        }
        break;
      case Kind::kTimestamp:
        if (const auto v = ParseTimestamp(TextOrEmpty(text))) return Value::Timestamp(*v);
        break;
      case Kind::kDuration:
        if (const auto v = ParseDuration(TextOrEmpty(text))) return Value::Duration(*v);
        break;
      case Kind::kIp:
        if (const auto v = ParseIp(TextOrEmpty(text))) return Value::Ip(arena_.New<IpAddress>(*v));
        break;
      case Kind::kCidr:
        if (const auto v = ParseNetwork(TextOrEmpty(text))) {
          return Value::Cidr(arena_.New<IpNetwork>(*v));
        }
        break;
      default:
        return Error{"cel.not_supported",
                     "a value of the type `" + type.Name() + "` cannot be given as JSON", at};
    }
    return Mismatch(json, type, at);
  }

  static std::string_view TextOrEmpty(const std::string* text) {
    return text == nullptr ? std::string_view() : std::string_view(*text);
  }

  Arena& arena_;
};

class JsonWriter {
 public:
  explicit JsonWriter(size_t left) : left_(left) {}

  Result<json::Value> Write(const Value& value, size_t depth) {
    if (depth > kMaxTextDepth) return Error{"cel.size", "the value is nested too deep for JSON"};
    if (!Spend(1)) return TooLarge();
    switch (value.kind()) {
      case Kind::kNull:
        return json::Value();
      case Kind::kBool:
        return json::Value(value.as_bool());
      case Kind::kInt:
        return json::Value(value.as_int());
      case Kind::kUint:
        return json::Value(value.as_uint());
      case Kind::kDouble:
        if (!std::isfinite(value.as_double())) return NoJson(value);
        return json::Value(value.as_double());
      case Kind::kString:
        if (!Spend(value.as_text().size())) return TooLarge();
        return json::Value(value.as_text());
      case Kind::kList:
        return List(value.as_list(), depth);
      case Kind::kMap:
        return Map(value.as_map(), depth);
      case Kind::kObject:
        return Object(value.as_object(), depth);
      default:
        return NoJson(value);
    }
  }

 private:
  bool Spend(size_t count) {
    if (count > left_) return false;
    left_ -= count;
    return true;
  }
  static Error TooLarge() { return {"cel.size", "the value is too large to be written as JSON"}; }
  static Error NoJson(const Value& value) {
    return {"cel.no_json", std::string(KindInWords(value.kind())) + " has no JSON form"};
  }

  Result<json::Value> List(std::span<const Value> list, size_t depth) {
    json::Array array;
    for (const Value& element : list) {
      REEVE_ASSIGN_OR_RETURN(json::Value item, Write(element, depth + 1));
      array.push_back(std::move(item));
    }
    return json::Value(std::move(array));
  }

  Result<json::Value> Map(const MapValue& map, size_t depth) {
    json::Object object;
    for (const MapEntry& entry : map.entries()) {
      if (!entry.key.Is(Kind::kString)) {
        return Error{"cel.no_json", "a map with other keys than strings has no JSON form"};
      }
      if (!Spend(entry.key.as_text().size())) return TooLarge();
      REEVE_ASSIGN_OR_RETURN(json::Value value, Write(entry.value, depth + 1));
      object.Add(std::string(entry.key.as_text()), std::move(value));
    }
    return json::Value(std::move(object));
  }

  Result<json::Value> Object(const ObjectValue& value, size_t depth) {
    json::Object object;
    for (size_t i = 0; i < value.schema->fields().size(); ++i) {
      if (value.fields[i].is_absent()) continue;
      REEVE_ASSIGN_OR_RETURN(json::Value field, Write(value.fields[i], depth + 1));
      object.Add(value.schema->fields()[i].name, std::move(field));
    }
    return json::Value(std::move(object));
  }

  size_t left_;
};

}  // namespace

Value FromJson(const json::Value& json, Arena& arena) { return Convert(json, arena, 0); }

Result<Value> FromJson(const json::Value& json, const Type& type, Arena& arena) {
  return TypedReader(arena).Read(json, type, "");
}

Result<json::Value> ToJson(const Value& value, size_t max_values) {
  return JsonWriter(max_values).Write(value, 0);
}

}  // namespace reeve::cel

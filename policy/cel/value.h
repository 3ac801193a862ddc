// Value: what an expression works on and evaluates to.
//
// 16 bytes, trivially copyable, passed in registers. A Value owns nothing: strings, lists, maps
// and objects are views of memory that the caller or an Arena keeps alive. Strings are UTF-8 and,
// like lists, hold fewer than 2^32 units.
//
// Errors inside the language are values too (Kind::kError): `1/0`, a missing key, an exhausted
// budget. They carry a stable code and a message.
//
// Semantics: cel-spec, doc/langdef.md. int, uint and double compare with each other as numbers; an
// integer beside a double as a double.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/json.h"
#include "policy/cel/arena.h"
#include "policy/cel/type.h"

namespace reeve::cel {

class Value;
class MapValue;
struct IpAddress;
struct IpNetwork;
class TextSet;

// An object: one Value for each field of the schema, in its order; absent ones are Value::Absent().
struct ObjectValue {
  const ObjectSchema* schema;
  const Value* fields;
};

// Codes: cel.no_such_field, cel.no_such_key, cel.no_such_overload, cel.overflow, cel.division,
// cel.index, cel.conversion, cel.duplicate_key, cel.pattern, cel.budget, cel.size, cel.deadline,
// cel.too_deep.
// Messages may quote the expression, never the values that it works on: errors are recorded.
struct ErrorValue {
  std::string_view code;  // a literal
  std::string_view message;
};

// Seconds since 1970-01-01T00:00:00Z, and 0 to 999,999,999 nanoseconds more.
struct Instant {
  int64_t seconds = 0;
  uint32_t nanos = 0;
  friend auto operator<=>(const Instant&, const Instant&) = default;
};

class Value {
 public:
  constexpr Value() : kind_(Kind::kNull), size_(0), int_(0) {}

  static constexpr Value Absent() { return Value(Kind::kAbsent, 0, int64_t{0}); }
  static constexpr Value Null() { return Value(); }
  static constexpr Value Bool(bool v) { return Value(Kind::kBool, 0, int64_t{v}); }
  static constexpr Value Int(int64_t v) { return Value(Kind::kInt, 0, v); }
  static constexpr Value Uint(uint64_t v) { return Value(Kind::kUint, v); }
  static constexpr Value Double(double v) { return Value(Kind::kDouble, v); }
  static Value String(std::string_view v) { return Value(Kind::kString, Size(v.size()), v.data()); }
  static Value Bytes(std::string_view v) { return Value(Kind::kBytes, Size(v.size()), v.data()); }
  static Value Timestamp(Instant v) { return Value(Kind::kTimestamp, v.nanos, v.seconds); }
  // Nanoseconds: 292 years in both directions, as in the reference implementation.
  static constexpr Value Duration(int64_t nanos) { return Value(Kind::kDuration, 0, nanos); }
  static Value List(std::span<const Value> v) {
    return Value(Kind::kList, Size(v.size()), v.data());
  }
  static Value Map(const MapValue* v) { return Value(Kind::kMap, 0, v); }
  // The ObjectValue and its fields must outlive the Value.
  static Value Object(const ObjectValue* v) { return Value(Kind::kObject, 0, v); }
  static Value Object(const ObjectSchema* schema, const Value* fields, Arena& arena) {
    return Object(arena.New<ObjectValue>(schema, fields));
  }
  // A type as a value, by name: type(1) is TypeOf("int"). The name must outlive the Value.
  static Value TypeOf(std::string_view name) {
    return Value(Kind::kType, Size(name.size()), name.data());
  }
  // Null is optional.none(); the value must outlive the optional.
  static Value Optional(const Value* v) { return Value(Kind::kOptional, 0, v); }
  static Value None() { return Optional(nullptr); }
  static Value Some(const Value& v, Arena& arena) { return Optional(arena.New<Value>(v)); }
  static Value Ip(const IpAddress* v) { return Value(Kind::kIp, 0, v); }
  static Value Cidr(const IpNetwork* v) { return Value(Kind::kCidr, 0, v); }
  static Value Texts(const TextSet* v) { return Value(Kind::kTextSet, 0, v); }
  static Value Error(const ErrorValue* v) { return Value(Kind::kError, 0, v); }
  // Copies the message; `code` is a literal.
  static Value Error(std::string_view code, std::string_view message, Arena& arena);

  Kind kind() const { return kind_; }
  bool Is(Kind kind) const { return kind_ == kind; }
  bool is_error() const { return kind_ == Kind::kError; }
  bool is_absent() const { return kind_ == Kind::kAbsent; }
  bool is_true() const { return kind_ == Kind::kBool && int_ != 0; }
  bool is_false() const { return kind_ == Kind::kBool && int_ == 0; }
  bool IsNumeric() const { return kind_ >= Kind::kInt && kind_ <= Kind::kDouble; }

  // Precondition of each: the kind.
  bool as_bool() const { return int_ != 0; }
  int64_t as_int() const { return int_; }
  uint64_t as_uint() const { return uint_; }
  double as_double() const { return double_; }
  // Of a string, bytes or a type.
  std::string_view as_text() const { return {static_cast<const char*>(pointer_), size_}; }
  Instant as_timestamp() const { return {int_, size_}; }
  int64_t as_duration() const { return int_; }
  std::span<const Value> as_list() const { return {static_cast<const Value*>(pointer_), size_}; }
  const MapValue& as_map() const { return *static_cast<const MapValue*>(pointer_); }
  const ObjectValue& as_object() const { return *static_cast<const ObjectValue*>(pointer_); }
  const Value* as_optional() const { return static_cast<const Value*>(pointer_); }  // null: none
  const IpAddress& as_ip() const { return *static_cast<const IpAddress*>(pointer_); }
  const IpNetwork& as_cidr() const { return *static_cast<const IpNetwork*>(pointer_); }
  const TextSet& as_text_set() const { return *static_cast<const TextSet*>(pointer_); }
  const ErrorValue& as_error() const { return *static_cast<const ErrorValue*>(pointer_); }

  // "int", "list", the name of an object's schema.
  std::string_view TypeName() const;
  // For people and tests: `"text"`, `1u`, `[1, 2]`, `error cel.overflow: ...`.
  std::string DebugString() const;
  // The same, cut with "..." where it is longer than max_bytes or nested deeper than kMaxTextDepth.
  // The parts of a value may be one and the same, so that a value of a few bytes has a text of
  // gigabytes: whatever a stranger may have made is written this way.
  std::string Text(size_t max_bytes) const;

 private:
  constexpr Value(Kind kind, uint32_t size, int64_t v) : kind_(kind), size_(size), int_(v) {}
  constexpr Value(Kind kind, uint64_t v) : kind_(kind), size_(0), uint_(v) {}
  constexpr Value(Kind kind, double v) : kind_(kind), size_(0), double_(v) {}
  constexpr Value(Kind kind, uint32_t size, const void* v)
      : kind_(kind), size_(size), pointer_(v) {}
  static uint32_t Size(size_t size);  // aborts from 2^32

  Kind kind_;
  uint32_t size_;  // of text or a list; the nanoseconds of a timestamp
  union {
    int64_t int_;
    uint64_t uint_;
    double double_;
    const void* pointer_;
  };
};
static_assert(sizeof(Value) == 16 && std::is_trivially_copyable_v<Value>);

inline uint32_t Value::Size(size_t size) {
  if (size > UINT32_MAX) [[unlikely]]
    Panic("a cel value of 2^32 units or more");
  return static_cast<uint32_t>(size);
}

// The `==` of the language: 1 == 1u == 1.0, NaN unlike itself, lists and maps by element, values
// of different kinds unequal. Never an error.
bool Equal(const Value& a, const Value& b);
// The same, at the cost of `steps` (limits.h); false without a meaning when they fall below 0.
bool Equal(const Value& a, const Value& b, int64_t& steps);

// The order of the language. `comparable` is false where it has none: two kinds that do not mix,
// or a kind without an order (null, lists, maps). NaN compares unordered.
struct Ordering {
  bool comparable;
  std::partial_ordering order;
};
Ordering Compare(const Value& a, const Value& b);

// The value of a JSON document: numbers are int where they fit, else uint or double. Strings are
// views of `json`, which must outlive the value; lists and maps are made in `arena`. Nesting past
// kMaxValueDepth gives the error cel.too_deep.
Value FromJson(const json::Value& json, Arena& arena);

// The same, of a declared type: a double may be written as a whole number, bytes as Base64, a
// timestamp, a duration or an address as the text that the language reads; the keys of a map are
// names. Error cel.type, with the place as a JSON pointer; cel.not_supported for a type that JSON
// cannot carry (objects, optionals, types).
Result<Value> FromJson(const json::Value& json, const Type& type, Arena& arena);

// The JSON document of a value; absent fields are left out. cel.no_json: what JSON cannot say
// (bytes, timestamps, NaN, maps with other keys than strings, ...); cel.size: more than max_values
// values, or bytes of text, in it.
Result<json::Value> ToJson(const Value& value, size_t max_values);

}  // namespace reeve::cel

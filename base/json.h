// JSON, strictly read and canonically written.
//
// Parse refuses what I-JSON (RFC 7493) refuses and what two readers could understand differently:
// duplicate keys, invalid UTF-8, lone surrogates, nesting past a limit, integers outside 64 bits
// (but for those that are a double's canonical digits, so that Parse reads whatever WriteCanonical
// wrote), number literals longer than kMaxNumberLength, anything after the value.
//
// WriteCanonical gives the bytes of RFC 8785 (JSON Canonicalization Scheme): keys sorted by UTF-16
// code units, shortest escapes, numbers as ECMAScript prints them. Equal values give equal bytes,
// so a digest of the bytes is a digest of the value.
//
// Thread-safety: a Value is a value. Parse and WriteCanonical may run on any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace reeve::json {

class Value;
using Array = std::vector<Value>;

struct Member;

// Keeps the order of insertion; lookup is linear, for objects are small where it is used.
class Object {
 public:
  Object();
  Object(std::initializer_list<Member> members);
  Object(const Object&);
  Object(Object&&) noexcept;
  Object& operator=(const Object&);
  Object& operator=(Object&&) noexcept;
  ~Object();

  // Null when absent.
  const Value* Find(std::string_view key) const;
  Value* Find(std::string_view key);

  // Appends. Precondition: no member of that key. Returns *this, so that calls chain.
  Object& Add(std::string key, Value value);
  // Replaces the member of that key, or appends one.
  void Set(std::string_view key, Value value);

  size_t size() const;
  bool empty() const { return size() == 0; }
  const Member* begin() const;
  const Member* end() const;
  Member* begin();
  Member* end();

 private:
  std::vector<Member> members_;
};

class Value {
 public:
  Value() : data_(nullptr) {}
  Value(std::nullptr_t) : data_(nullptr) {}
  Value(bool v) : data_(v) {}
  Value(int v) : data_(int64_t{v}) {}
  Value(int64_t v) : data_(v) {}
  // A value that fits int64 is held as int64, so one number has one form.
  Value(uint64_t v);
  Value(double v) : data_(v) {}
  Value(const char* v) : data_(std::string(v)) {}
  Value(std::string_view v) : data_(std::string(v)) {}
  Value(std::string v) : data_(std::move(v)) {}
  Value(Array v) : data_(std::move(v)) {}
  Value(Object v) : data_(std::move(v)) {}
  Value(const void*) = delete;  // or a pointer would be a bool

  bool is_null() const { return std::holds_alternative<std::nullptr_t>(data_); }
  // Null when the value is of another kind.
  const bool* as_bool() const { return std::get_if<bool>(&data_); }
  const int64_t* as_int() const { return std::get_if<int64_t>(&data_); }
  const uint64_t* as_uint() const { return std::get_if<uint64_t>(&data_); }  // above INT64_MAX
  const double* as_double() const { return std::get_if<double>(&data_); }
  const std::string* as_string() const { return std::get_if<std::string>(&data_); }
  const Array* as_array() const { return std::get_if<Array>(&data_); }
  const Object* as_object() const { return std::get_if<Object>(&data_); }
  std::string* as_string() { return std::get_if<std::string>(&data_); }
  Array* as_array() { return std::get_if<Array>(&data_); }
  Object* as_object() { return std::get_if<Object>(&data_); }

  // "null", "bool", "int", "uint", "double", "string", "array", "object": for messages.
  std::string_view KindName() const;

  // The member of an object, or null when this is no object or has none.
  const Value* Find(std::string_view key) const;

  friend bool operator==(const Value& a, const Value& b);

 private:
  std::variant<std::nullptr_t, bool, int64_t, uint64_t, double, std::string, Array, Object> data_;
};

struct Member {
  std::string key;
  Value value;
  friend bool operator==(const Member& a, const Member& b);
};

struct ParseLimits {
  size_t max_bytes = size_t{16} << 20;  // of the document
  size_t max_depth = 64;                // of nested arrays and objects
};

// The longest number literal: a double needs 17 significant digits, so more carry nothing exact.
inline constexpr size_t kMaxNumberLength = 40;

// Codes: json.too_large, json.too_deep, json.duplicate_key, json.invalid_utf8, json.number,
// json.syntax. `at` is the JSON pointer (RFC 6901) of the offending value where there is one.
Result<Value> Parse(std::string_view text, const ParseLimits& limits = {});

// Appends the canonical form. Fails with json.unrepresentable on what RFC 8785 cannot carry: NaN,
// infinities, integers that a double does not print digit for digit (the first is 2^53 + 1), text
// that is not UTF-8; `out` is then unspecified.
Status WriteCanonical(const Value& value, std::string* out);
Result<std::string> Canonical(const Value& value);

// Appends the string as a JSON literal with its quotes, escaped as RFC 8785 says.
void WriteString(std::string_view text, std::string* out);

// For people, two spaces of indent, and for answers, on one line. Both keep the order of insertion
// and write every 64-bit integer; NaN and infinities become null. Not for hashing.
std::string Pretty(const Value& value);
std::string Compact(const Value& value);

// Appends one reference token to a JSON pointer, escaped by RFC 6901.
std::string PointerTo(std::string_view parent, std::string_view token);
// The value a JSON pointer names, or null.
const Value* Resolve(const Value& root, std::string_view pointer);
Value* Resolve(Value& root, std::string_view pointer);

}  // namespace reeve::json

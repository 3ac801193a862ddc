// Type: the static type of an expression. ObjectSchema: the fields of an object. Domain: the
// closed set of values that a string may have.
//
// A Type is 16 bytes and copied freely. CEL's map keys are scalars, so every type is a chain of
// `list`, `optional` and `map(key)` around one leaf; the chain is packed in 32 bits and needs no
// owner. A chain of more than eight levels has `dyn` at its end.
//
// Lifetime: schemas and domains are referenced by address, and outlive the types, environments,
// programs and values that name them. All are immutable, hence safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace reeve::cel {

// What a value is, and (with kDyn and kFree) what an expression may be.
enum class Kind : uint8_t {
  kAbsent,  // values: a variable or field that the caller does not have; never a result
  kError,   // values: a failed evaluation. Types: an expression that has been complained about
  kNull,
  kBool,
  kInt,
  kUint,
  kDouble,
  kString,
  kBytes,
  kTimestamp,
  kDuration,
  kList,
  kMap,
  kObject,
  kType,
  kOptional,  // a value or none
  kIp,        // an IP address
  kCidr,      // a network of IP addresses
  kTextSet,   // a constant set of strings (text_set.h), for `in` alone
  kDyn,       // types only: known at run time
  kFree,      // types only: the element of an empty literal; agrees with every type
};

// "string", "google.protobuf.Timestamp": the name of the type as the language spells it.
std::string_view KindName(Kind kind);
// "a string", "a timestamp": for messages.
std::string_view KindInWords(Kind kind);

// A closed, sorted set of string values, for example the stages of an interaction. Comparing a
// string of a domain with a literal outside of it is a compile error.
class Domain {
 public:
  // `name` says what a value is, for messages: "stage", "risk class".
  Domain(std::string name, std::vector<std::string> values);
  Domain(const Domain&) = delete;
  Domain& operator=(const Domain&) = delete;

  const std::string& name() const { return name_; }
  std::span<const std::string> values() const { return values_; }
  bool Contains(std::string_view value) const;

 private:
  std::string name_;
  std::vector<std::string> values_;
};

class ObjectSchema;
class Value;

class Type {
 public:
  constexpr Type() : Type(Kind::kDyn, nullptr) {}

  static constexpr Type Null() { return Type(Kind::kNull, nullptr); }
  static constexpr Type Bool() { return Type(Kind::kBool, nullptr); }
  static constexpr Type Int() { return Type(Kind::kInt, nullptr); }
  static constexpr Type Uint() { return Type(Kind::kUint, nullptr); }
  static constexpr Type Double() { return Type(Kind::kDouble, nullptr); }
  static constexpr Type String() { return Type(Kind::kString, nullptr); }
  // A string of a closed set. List(StringIn(&d)) is a list of such strings.
  static constexpr Type StringIn(const Domain* domain) { return Type(Kind::kString, domain); }
  static constexpr Type Bytes() { return Type(Kind::kBytes, nullptr); }
  static constexpr Type Timestamp() { return Type(Kind::kTimestamp, nullptr); }
  static constexpr Type Duration() { return Type(Kind::kDuration, nullptr); }
  static constexpr Type TypeOf() { return Type(Kind::kType, nullptr); }
  static constexpr Type Dyn() { return Type(Kind::kDyn, nullptr); }
  static constexpr Type Free() { return Type(Kind::kFree, nullptr); }
  static constexpr Type Error() { return Type(Kind::kError, nullptr); }
  static constexpr Type Object(const ObjectSchema* schema) { return Type(Kind::kObject, schema); }
  static constexpr Type Ip() { return Type(Kind::kIp, nullptr); }
  static constexpr Type Cidr() { return Type(Kind::kCidr, nullptr); }
  static constexpr Type TextSet() { return Type(Kind::kTextSet, nullptr); }
  static Type List(Type element);
  static Type Optional(Type value);
  // A key that is no bool, int, uint or string makes a map of dyn keys.
  static Type Map(Type key, Type value);
  // The type of that kind, with dyn elements and no schema.
  static Type Of(Kind kind);

  // kList, kMap, kOptional or the leaf.
  Kind kind() const;
  bool Is(Kind kind) const { return this->kind() == kind; }
  bool IsNumeric() const;
  // dyn, free, or an expression already in error: nothing can be said against it.
  bool IsOpen() const;

  // Of a list the element, of a map or an optional the value. Of anything else dyn.
  Type element() const;
  // Of a map; of anything else dyn.
  Type key() const;
  // Null but for kObject, and for an object of unknown schema.
  const ObjectSchema* schema() const;
  // Null but for a kString of a closed set.
  const Domain* domain() const;

  // "list(string)", "map(string, int)", the name of the schema.
  std::string Name() const;

  // Domains do not distinguish types.
  friend bool operator==(const Type& a, const Type& b);

 private:
  constexpr Type(Kind leaf, const void* detail) : leaf_(leaf), detail_(detail) {}
  Type Wrap(uint32_t wrapper) const;

  uint32_t wrappers_ = 0;  // four bits a level, the outermost lowest; 0 ends
  Kind leaf_;
  const void* detail_;  // ObjectSchema of kObject, Domain of kString
};
static_assert(sizeof(Type) == 16);

// The type of a name as Type::Name gives it, but for objects: "list(string)", "map(string, dyn)".
// cel.type_name: no such type, more than eight levels, or a map of keys that are no keys.
Result<Type> ParseType(std::string_view name);

// Whether a value of type `from` may stand where `to` is expected: equal types, or dyn anywhere.
bool Assignable(const Type& to, const Type& from);
// The type of a place that holds both: one of them, with the dyn of either, or else nothing.
std::optional<Type> Join(const Type& a, const Type& b);

struct Field {
  std::string name;
  Type type;
  // May be absent: reading it is then the error cel.no_such_field, and has() is false. (A required
  // field is declared as always there; if it is absent all the same, it behaves the same way.)
  bool optional = false;
  // What it always is, so that expressions are compiled with it; null for what is known at run
  // time. Outlives the programs, as the schema does.
  const Value* constant = nullptr;
};

// A named, ordered list of fields. The place of a field is the slot that compiled expressions use.
class ObjectSchema {
 public:
  // Precondition: names are unique.
  ObjectSchema(std::string name, std::vector<Field> fields);
  ObjectSchema(const ObjectSchema&) = delete;
  ObjectSchema& operator=(const ObjectSchema&) = delete;

  const std::string& name() const { return name_; }
  std::span<const Field> fields() const { return fields_; }
  std::optional<uint32_t> Find(std::string_view field) const;
  std::vector<std::string> FieldNames() const;

 private:
  std::string name_;
  std::vector<Field> fields_;
};

}  // namespace reeve::cel

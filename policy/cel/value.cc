#include "policy/cel/value.h"

#include <algorithm>
#include <cstring>

#include "policy/cel/limits.h"
#include "policy/cel/map.h"
#include "policy/cel/network.h"

namespace reeve::cel {
namespace {

bool EqualLists(std::span<const Value> a, std::span<const Value> b, int64_t& steps) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (!Equal(a[i], b[i], steps)) return false;
  }
  return true;
}

bool EqualMaps(const MapValue& a, const MapValue& b, int64_t& steps) {
  if (a.size() != b.size()) return false;
  for (const MapEntry& entry : a.entries()) {
    const Value* other = b.Find(entry.key);
    if (other == nullptr || !Equal(entry.value, *other, steps)) return false;
  }
  return true;
}

bool EqualObjects(const ObjectValue& a, const ObjectValue& b, int64_t& steps) {
  if (a.schema != b.schema) return false;
  const size_t count = a.schema->fields().size();
  return EqualLists({a.fields, count}, {b.fields, count}, steps);
}

bool EqualOptionals(const Value* a, const Value* b, int64_t& steps) {
  if (a == nullptr || b == nullptr) return a == b;
  return Equal(*a, *b, steps);
}

bool EqualOfOneKind(const Value& a, const Value& b, int64_t& steps) {
  switch (a.kind()) {
    case Kind::kBool:
      return a.as_bool() == b.as_bool();
    case Kind::kInt:
    case Kind::kUint:
    case Kind::kDuration:
      return a.as_int() == b.as_int();
    case Kind::kDouble:
      return a.as_double() == b.as_double();
    case Kind::kString:
    case Kind::kBytes:
    case Kind::kType:
      steps -= static_cast<int64_t>(a.as_text().size() / kBytesPerStepScanned);
      return a.as_text() == b.as_text();
    case Kind::kTimestamp:
      return a.as_timestamp() == b.as_timestamp();
    case Kind::kList:
      return EqualLists(a.as_list(), b.as_list(), steps);
    case Kind::kMap:
      return EqualMaps(a.as_map(), b.as_map(), steps);
    case Kind::kObject:
      return EqualObjects(a.as_object(), b.as_object(), steps);
    case Kind::kOptional:
      return EqualOptionals(a.as_optional(), b.as_optional(), steps);
    case Kind::kIp:
      return a.as_ip() == b.as_ip();
    case Kind::kCidr:
      return a.as_cidr() == b.as_cidr();
    case Kind::kTextSet:
      return &a.as_text_set() == &b.as_text_set();
    default:
      return true;  // null, absent
  }
}

double ToDouble(const Value& v) {
  if (v.Is(Kind::kInt)) return static_cast<double>(v.as_int());
  if (v.Is(Kind::kUint)) return static_cast<double>(v.as_uint());
  return v.as_double();
}

// An integer is compared with a double as a double (as the reference implementation does).
std::partial_ordering CompareNumbers(const Value& a, const Value& b) {
  if (a.Is(Kind::kInt) && b.Is(Kind::kInt)) return a.as_int() <=> b.as_int();
  if (a.Is(Kind::kDouble) || b.Is(Kind::kDouble)) return ToDouble(a) <=> ToDouble(b);
  if (a.Is(Kind::kInt) && a.as_int() < 0) return std::partial_ordering::less;
  if (b.Is(Kind::kInt) && b.as_int() < 0) return std::partial_ordering::greater;
  return a.as_uint() <=> b.as_uint();
}

}  // namespace

Value Value::Error(std::string_view code, std::string_view message, Arena& arena) {
  return Error(arena.New<ErrorValue>(code, arena.Copy(message)));
}

std::string_view Value::TypeName() const {
  return kind_ == Kind::kObject ? std::string_view(as_object().schema->name()) : KindName(kind_);
}

bool Equal(const Value& a, const Value& b, int64_t& steps) {
  if (--steps < 0) return false;
  if (a.kind() == b.kind()) return EqualOfOneKind(a, b, steps);
  return a.IsNumeric() && b.IsNumeric() && CompareNumbers(a, b) == 0;
}

bool Equal(const Value& a, const Value& b) {
  int64_t steps = INT64_MAX;
  return Equal(a, b, steps);
}

Ordering Compare(const Value& a, const Value& b) {
  if (a.IsNumeric() && b.IsNumeric()) return {true, CompareNumbers(a, b)};
  if (a.kind() != b.kind()) return {false, std::partial_ordering::unordered};
  switch (a.kind()) {
    case Kind::kBool:
      return {true, a.as_bool() <=> b.as_bool()};
    case Kind::kString:
    case Kind::kBytes:
      return {true, a.as_text().compare(b.as_text()) <=> 0};
    case Kind::kTimestamp:
      return {true, a.as_timestamp() <=> b.as_timestamp()};
    case Kind::kDuration:
      return {true, a.as_duration() <=> b.as_duration()};
    default:
      return {false, std::partial_ordering::unordered};
  }
}

}  // namespace reeve::cel

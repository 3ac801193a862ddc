#include "policy/cel/map.h"

#include <algorithm>
#include <cmath>
#include <compare>
#include <numeric>

namespace reeve::cel {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;
constexpr ErrorValue kBadKey = {"cel.no_such_overload",
                                "a key of a map is a bool, an int, a uint or a string"};
constexpr ErrorValue kDuplicateKey = {"cel.duplicate_key", "a key is there twice in a map"};

// One form for one number: an int where it fits, else a uint. Absent for what no key equals.
Value NormalizedNumber(const Value& key) {
  if (key.Is(Kind::kInt)) return key;
  if (key.Is(Kind::kUint)) {
    const uint64_t v = key.as_uint();
    return v <= INT64_MAX ? Value::Int(static_cast<int64_t>(v)) : key;
  }
  const double v = key.as_double();
  if (std::trunc(v) != v || v < -kTwoTo63 || v >= 2 * kTwoTo63) return Value::Absent();
  if (v < kTwoTo63) return Value::Int(static_cast<int64_t>(v));
  return Value::Uint(static_cast<uint64_t>(v));
}

Value Normalized(const Value& key) { return key.IsNumeric() ? NormalizedNumber(key) : key; }

// A total order of normalized keys, equal only for equal keys. Strings by length first.
std::strong_ordering OrderKeys(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return a.kind() <=> b.kind();
  if (a.Is(Kind::kInt)) return a.as_int() <=> b.as_int();
  if (a.Is(Kind::kUint)) return a.as_uint() <=> b.as_uint();
  if (!a.Is(Kind::kString)) return a.as_bool() <=> b.as_bool();
  const std::string_view x = a.as_text();
  const std::string_view y = b.as_text();
  if (x.size() != y.size()) return x.size() <=> y.size();
  return x.compare(y) <=> 0;
}

bool SameKey(const Value& a, const Value& b) {
  if (a.Is(Kind::kString) && b.Is(Kind::kString)) return a.as_text() == b.as_text();
  return OrderKeys(Normalized(a), Normalized(b)) == 0;
}

bool IsMapKey(Kind kind) {
  return kind == Kind::kBool || kind == Kind::kInt || kind == Kind::kUint || kind == Kind::kString;
}

bool HasDuplicate(std::span<const MapEntry> entries) {
  for (size_t i = 1; i < entries.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (SameKey(entries[i].key, entries[j].key)) return true;
    }
  }
  return false;
}

std::span<const uint32_t> Sort(std::span<const MapEntry> entries, Arena& arena) {
  const std::span<uint32_t> sorted = arena.NewArray<uint32_t>(entries.size());
  std::iota(sorted.begin(), sorted.end(), 0U);
  std::sort(sorted.begin(), sorted.end(), [&](uint32_t a, uint32_t b) {
    return OrderKeys(Normalized(entries[a].key), Normalized(entries[b].key)) < 0;
  });
  return sorted;
}

bool HasDuplicate(std::span<const MapEntry> entries, std::span<const uint32_t> sorted) {
  const auto same = [&](uint32_t a, uint32_t b) { return SameKey(entries[a].key, entries[b].key); };
  return std::adjacent_find(sorted.begin(), sorted.end(), same) != sorted.end();
}

}  // namespace

Value MapValue::Make(std::span<const MapEntry> entries, Arena& arena) {
  for (const MapEntry& entry : entries) {
    if (!IsMapKey(entry.key.kind())) return Value::Error(&kBadKey);
  }
  std::span<const uint32_t> sorted;
  if (entries.size() > kLargestUnsorted) sorted = Sort(entries, arena);
  const bool duplicate = sorted.empty() ? HasDuplicate(entries) : HasDuplicate(entries, sorted);
  if (duplicate) return Value::Error(&kDuplicateKey);
  return Value::Map(arena.New<MapValue>(entries, sorted));
}

const Value* MapValue::Find(const Value& key) const {
  if (sorted_.empty()) {
    for (const MapEntry& entry : entries_) {
      if (SameKey(entry.key, key)) return &entry.value;
    }
    return nullptr;
  }
  const Value wanted = Normalized(key);
  const auto before = [&](uint32_t place, const Value& k) {
    return OrderKeys(Normalized(entries_[place].key), k) < 0;
  };
  const auto place = std::lower_bound(sorted_.begin(), sorted_.end(), wanted, before);
  if (place == sorted_.end() || !SameKey(entries_[*place].key, key)) return nullptr;
  return &entries_[*place].value;
}

}  // namespace reeve::cel

// MapValue: the map of the language. Keys are bool, int, uint or string; a double may be looked
// up. int, uint and double keys of one mathematical value are one key. Entries keep their order.
//
// Small maps are searched in order; larger ones have a sorted index beside them. A hash would be
// faster on average, but keys come from requests, and crafted keys make a hash quadratic.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "policy/cel/value.h"

namespace reeve::cel {

struct MapEntry {
  Value key;
  Value value;
};

class MapValue {
 public:
  static constexpr size_t kLargestUnsorted = 8;

  // The entries must outlive the map. Gives the error cel.duplicate_key for two equal keys and
  // cel.no_such_overload for a key of another kind.
  static Value Make(std::span<const MapEntry> entries, Arena& arena);

  size_t size() const { return entries_.size(); }
  std::span<const MapEntry> entries() const { return entries_; }
  // Null when there is none.
  const Value* Find(const Value& key) const;
  const Value* Find(std::string_view key) const { return Find(Value::String(key)); }

  constexpr MapValue(std::span<const MapEntry> entries, std::span<const uint32_t> sorted)
      : entries_(entries), sorted_(sorted) {}

 private:
  std::span<const MapEntry> entries_;
  std::span<const uint32_t> sorted_;  // places of the entries by key; empty in a small map
};

}  // namespace reeve::cel

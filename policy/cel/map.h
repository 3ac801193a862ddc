// MapValue: the map of the language. Keys are bool, int, uint, double (only for lookup) or string;
// int, uint and double keys of one mathematical value are one key. Entries keep their order.
//
// Small maps are searched in order; from kIndexedSize entries there is a hash index beside them.
#pragma once

#include <cstdint>
#include <span>

#include "policy/cel/value.h"

namespace reeve::cel {

struct MapEntry {
  Value key;
  Value value;
};

class MapValue {
 public:
  static constexpr size_t kIndexedSize = 9;

  // The entries must outlive the map. Returns the second of two equal keys through `duplicate`,
  // and null; a key of a kind that no key may have counts as a duplicate of itself.
  static const MapValue* Make(std::span<const MapEntry> entries, Arena& arena,
                              const Value** duplicate);

  size_t size() const { return entries_.size(); }
  std::span<const MapEntry> entries() const { return entries_; }
  // Null when there is none.
  const Value* Find(const Value& key) const;
  const Value* Find(std::string_view key) const { return Find(Value::String(key)); }

  constexpr MapValue(std::span<const MapEntry> entries, std::span<uint32_t> index)
      : entries_(entries), index_(index) {}

 private:
  const Value* Probe(const Value& key) const;

  std::span<const MapEntry> entries_;
  std::span<uint32_t> index_;  // open addressing; place of the entry + 1, or 0; a power of two
};

// Whether a value of that kind may be a key of a map.
bool IsMapKey(Kind kind);
// Equal keys have equal hashes, across numeric kinds.
uint64_t HashKey(const Value& key);

}  // namespace reeve::cel

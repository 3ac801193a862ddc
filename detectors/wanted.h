// Which entities somebody asks for.
// Thread-safety: immutable once made.
#pragma once

#include <set>

#include "detectors/catalogue.h"

namespace reeve::detectors {

class Wanted {
 public:
  void Add(const EntityEntry& entity) { entities_.insert(&entity); }
  bool operator()(const EntityEntry& entity) const { return entities_.contains(&entity); }
  bool empty() const { return entities_.empty(); }

 private:
  std::set<const EntityEntry*> entities_;
};

}  // namespace reeve::detectors

// Projection state that is folded but not yet written: the newest layer over a store, dropped unit
// by unit when a fold refuses.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/projection.h"
#include "ledger/store.h"

namespace reeve::ledger {

// Thread-safety: one thread at a time.
class PendingState {
 public:
  // A value, or nothing for a deleted key; by full key (projection, 0x00, key).
  using Entries = std::map<std::string, std::optional<std::string>, std::less<>>;

  // With no store below, the state starts empty. The projections must outlive this.
  PendingState(const Store* below, const Projections& projections);

  // Folds the record into every projection, in the order given.
  Status Fold(const Record& record);

  // What was folded since the last of the two is kept, or forgotten.
  void KeepUnit();
  void DropUnit() { unit_.clear(); }

  const Entries& kept() const { return kept_; }
  void Clear() { kept_.clear(), unit_.clear(); }

 private:
  class Writer;
  Result<std::optional<std::string>> Get(const std::string& full_key) const;

  const Store* below_;
  const Projections& projections_;
  std::vector<std::string> prefixes_;  // of each projection
  Entries kept_;
  Entries unit_;
};

// ledger.projection: a name that is not allowed, or two of the same name.
Status CheckProjectionNames(const Projections& projections);

}  // namespace reeve::ledger

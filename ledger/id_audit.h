// The id index of a store against its records: each id leads to the last record that has it, and to
// nothing else. Both are read in order, once; 8 bytes a record are kept.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "ledger/record.h"
#include "ledger/store.h"
#include "ledger/verify.h"

namespace reeve::ledger {

// Thread-safety: one thread at a time.
class IdAudit {
 public:
  // Reads the index of a store of that size.
  IdAudit(const Store& store, uint64_t size, Report* report);

  // Every record, in order.
  void Visit(const Record& record);
  // Behind the last.
  void Finish();

 private:
  uint64_t Digest(std::string_view id) const;

  Report* report_;
  // Drawn anew for each audit, so that no id can be made to collide with another.
  const uint64_t seed_;
  std::vector<uint64_t> leads_;             // by index: the digest of the id that leads there, or 0
  std::multimap<uint64_t, uint64_t> also_;  // further ones of the same index
  uint64_t astray_ = 0;                     // entries that lead to no record
  std::map<uint64_t, uint64_t> superseded_;  // digests of ids that must lead to a later record
};

}  // namespace reeve::ledger

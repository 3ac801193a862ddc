// State as a fold over the log: what is active, pending or registered is computed from records,
// written in the same atomic write as the record that changes it, and rebuilt from the log alone.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/record.h"
#include "ledger/store.h"

namespace reeve::ledger {

// One projection's key space during a fold. Keys and values are the projection's own bytes.
class ProjectionWriter {
 public:
  virtual ~ProjectionWriter() = default;
  // Sees everything folded before, that of the group being written included.
  virtual Result<std::optional<std::string>> Get(std::string_view key) const = 0;
  virtual void Put(std::string_view key, std::string_view value) = 0;
  virtual void Delete(std::string_view key) = 0;
};

// Thread-safety: Fold runs on the committer's thread, or on a rebuild's; it keeps no state of its
// own.
class Projection {
 public:
  virtual ~Projection() = default;

  // 1 to 64 of a-z, 0-9, '-', '_', '.'; names the key space.
  virtual std::string_view name() const = 0;
  // To be raised when Fold or its encoding changes: at the next open the state is computed anew.
  virtual uint32_t version() const { return 1; }

  // MUST depend on nothing but the record and the writer's keys, and MUST return at once for kinds
  // it does not read (the body is parsed only if asked for). An error refuses the whole unit of
  // records that the record came in, before it is written: so a fold may guard an invariant ("this
  // approval is closed already"), and a record that lies in the log always folds.
  virtual Status Fold(const Record& record, ProjectionWriter& state) const = 0;
};

using Projections = std::vector<std::unique_ptr<const Projection>>;

// Reads one projection's state, as of the last committed group.
// Thread-safety: any thread. Lifetime: must not outlive the store.
class ProjectionReader {
 public:
  ProjectionReader(const Store& store, std::string_view name);

  Result<std::optional<std::string>> Get(std::string_view key) const;
  // Keys with that prefix in byte order, of one moment; the visitor returns false to stop.
  using Visitor = std::function<bool(std::string_view key, std::string_view value)>;
  Status Scan(std::string_view prefix, const Visitor& visitor) const;

 private:
  const Store& store_;
  std::string space_;  // the prefix of this projection's keys
};

}  // namespace reeve::ledger

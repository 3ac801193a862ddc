// The register of AI systems: a fold over records `system.registered`, whose body is the system's
// JSON (system.h). The last record of a tenant's system id is what holds.
//
// Thread-safety: any thread. Readers take an immutable snapshot.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/random.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/projection.h"
#include "oversight/system.h"

namespace reeve::oversight {

inline constexpr std::string_view kSystemRegistered = "system.registered";

// Key: tenant, 0x1F, system id. Value: the record's body.
class SystemProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "systems"; }
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

class SystemRegister {
 public:
  // Reads the state of SystemProjection, which the ledger was opened with. The ledger must outlive
  // the register. ledger.damaged
  static Result<std::unique_ptr<SystemRegister>> Open(ledger::Ledger& ledger);

  // A record for each system that is new or has changed, in one unit; durable and in force on
  // return.
  Status Register(std::span<const System> systems, Timestamp now, const Random& random);

  // Null when the tenant has no such system.
  std::shared_ptr<const System> Find(std::string_view tenant, std::string_view id) const;
  // By tenant and id.
  std::vector<System> All() const;

 private:
  using Systems = std::unordered_map<std::string, std::shared_ptr<const System>>;

  explicit SystemRegister(ledger::Ledger& ledger) : ledger_(ledger) {}
  Status Reload();
  std::shared_ptr<const Systems> Snapshot() const;

  ledger::Ledger& ledger_;
  // Held while the state is read and put in place: a slow reader must not put back an older one.
  Mutex reloading_;
  mutable Mutex mutex_;
  std::shared_ptr<const Systems> systems_ REEVE_GUARDED_BY(mutex_) =
      std::make_shared<const Systems>();
};

}  // namespace reeve::oversight

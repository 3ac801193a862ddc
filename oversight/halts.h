// Halts: a fold over the records `halt.placed` and `halt.lifted` (docs/halts.md).
//
// What holds, because the fold refuses a record that would break it before it is written:
//   - a halt of a tenant names the tenant of who places it;
//   - a halt is lifted once, by a record of the same tenant;
//   - who lifts it is another person than who placed it.
//
// A decision that begins after Place has returned is stopped by what was placed; one that began
// before may still pass, and its record may lie behind that of the halt, with an earlier `at`.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/random.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/projection.h"
#include "oversight/acting_person.h"
#include "oversight/halt.h"

namespace reeve::oversight {

inline constexpr std::string_view kHaltPlaced = "halt.placed";
inline constexpr std::string_view kHaltLifted = "halt.lifted";

inline constexpr size_t kMaxStandingHalts = 10'000;  // of all tenants

// Keys "standing/ID", "lifted/ID". Value: the halt as JSON, with `owner`, the tenant it is of.
class HaltProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "halts"; }
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

// halt.not_found: also where it is another tenant's.
Result<Halt> FindHalt(const ledger::Ledger& ledger, std::string_view tenant, std::string_view id);
// Those of a tenant, and of others those that stop everything; the last placed first. With
// `lifted`, those that were lifted too.
Result<std::vector<Halt>> ListHalts(const ledger::Ledger& ledger, std::string_view tenant,
                                    bool lifted);

// What a request would use.
struct HaltTarget {
  std::string_view tenant = {};
  std::string_view system = {};
  std::string_view model = {};                        // empty where the request names none
  std::span<const std::string> declared_models = {};  // of the system: stand in for no model
  std::string_view tool = {};
};

// The halts that stand. Thread-safety: immutable.
class StandingHalts {
 public:
  explicit StandingHalts(std::vector<std::shared_ptr<const Halt>> halts);

  // The widest that stops it, and of the same width the first placed. Null where nothing does.
  std::shared_ptr<const Halt> Find(const HaltTarget& target) const;

  const std::vector<std::shared_ptr<const Halt>>& all() const { return halts_; }

 private:
  using Key = std::tuple<HaltScope, std::string_view, std::string_view>;  // tenant, value

  std::shared_ptr<const Halt> FindOne(HaltScope scope, std::string_view tenant,
                                      std::string_view value) const;

  std::vector<std::shared_ptr<const Halt>> halts_;  // by placed and id
  std::map<Key, std::shared_ptr<const Halt>> by_target_;
};

// Thread-safety: any thread. Readers take an immutable snapshot.
class HaltRegister {
 public:
  // Reads the state of HaltProjection, which the ledger was opened with. The ledger must outlive
  // the register. ledger.damaged
  static Result<std::unique_ptr<HaltRegister>> Open(ledger::Ledger& ledger);

  // Null where there is none, which costs one load.
  std::shared_ptr<const StandingHalts> standing() const;

  // Takes scope, value, reason and id from `terms`; stops on return. halt.tenant, halt.too_many;
  // those of the ledger
  Status Place(const Halt& terms, const ActingPerson& by);
  // halt.not_found, halt.state, halt.own
  Status Lift(std::string_view id, std::string_view reason, const ActingPerson& by, Timestamp now,
              const Random& random);

 private:
  explicit HaltRegister(ledger::Ledger& ledger) : ledger_(ledger) {}

  Status Append(ledger::NewRecord record) REEVE_REQUIRES(changing_);
  Status Reload() REEVE_REQUIRES(changing_);

  ledger::Ledger& ledger_;
  // Held while a change is recorded and put in place: a slow reader must not put back an older one.
  Mutex changing_;
  mutable Mutex mutex_;
  std::atomic<bool> any_{false};
  std::shared_ptr<const StandingHalts> standing_ REEVE_GUARDED_BY(mutex_);  // null: none
};

}  // namespace reeve::oversight

// The register of AI systems: a fold over the records that system_entry.h names.
//
// What holds, because the fold refuses a record that would break it before it is written:
//   - each step of a system is open from the state that it is in, and by another person where two
//     are asked for; of two commands at once, the second is refused;
//   - what is retired stays so; what is prohibited or has no class is not activated by a command;
//   - a change of what the class rests on takes the class and the approval away.
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
#include "base/json.h"
#include "base/mutex.h"
#include "base/random.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/projection.h"
#include "oversight/acting_person.h"
#include "oversight/system_entry.h"

namespace reeve::oversight {

// Key: tenant, 0x1F, system id. Value: the entry as JSON.
class SystemProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "systems"; }
  uint32_t version() const override { return 2; }
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

// Who acts, why, and when: what every command has.
struct SystemCommand {
  const ActingPerson& by;
  std::string_view reason;
  Timestamp now;
  const Random& random;
};

class SystemRegister {
 public:
  // Reads the state of SystemProjection, which the ledger was opened with. The ledger must outlive
  // the register. ledger.damaged
  static Result<std::unique_ptr<SystemRegister>> Open(ledger::Ledger& ledger);

  // From a file: a record for each system that is new or has changed, in one unit; durable and in
  // force on return. Systems that commands govern are left as they are; `governed` gets those of
  // them that the file has otherwise.
  Status Register(std::span<const System> systems, Timestamp now, const Random& random,
                  std::vector<std::string>* governed = nullptr);

  // Each is durable and in force on return, and fails as Apply says (system_entry.h), or the
  // ledger. `facts` and `changes` have members of ReadSystemFacts.
  Status Propose(std::string_view id, const json::Object& facts, const SystemCommand& command);
  Status Change(std::string_view id, const json::Object& changes, const SystemCommand& command);
  // `review_due` of a review: empty leaves it.
  Status Take(SystemStep step, std::string_view id, std::string_view review_due,
              const SystemCommand& command);
  Status AddDocument(std::string_view id, const SystemDocument& document,
                     const SystemCommand& command);
  struct Classified {
    policy::RiskClass risk_class = policy::RiskClass::kUnclassified;
    json::Object facts = {};
    json::Object result = {};  // `class` is the table's word
    std::string as_of = {};    // a day; empty: the law as published
    std::string table = {};    // digest
  };
  Status Classify(std::string_view id, Classified classified, const SystemCommand& command);

  // Null when the tenant has no such system.
  std::shared_ptr<const System> Find(std::string_view tenant, std::string_view id) const;
  std::shared_ptr<const SystemEntry> FindEntry(std::string_view tenant, std::string_view id) const;
  // By tenant and id.
  std::vector<System> All() const;
  std::vector<std::shared_ptr<const SystemEntry>> Entries() const;

 private:
  using Systems = std::unordered_map<std::string, std::shared_ptr<const SystemEntry>>;

  explicit SystemRegister(ledger::Ledger& ledger) : ledger_(ledger) {}
  Status Reload() REEVE_REQUIRES(changing_);
  // One system after a command.
  Status Refresh(const std::string& key) REEVE_REQUIRES(changing_);
  Result<std::shared_ptr<const SystemEntry>> Need(std::string_view tenant,
                                                  std::string_view id) const;
  Status Append(std::string_view kind, std::string_view id, SystemState from, SystemState to,
                json::Object body, const SystemCommand& command) REEVE_REQUIRES(changing_);
  std::shared_ptr<const Systems> Snapshot() const;

  ledger::Ledger& ledger_;
  // Held while a change is recorded and put in place: a slow reader must not put back an older one.
  Mutex changing_;
  mutable Mutex mutex_;
  std::shared_ptr<const Systems> systems_ REEVE_GUARDED_BY(mutex_) =
      std::make_shared<const Systems>();
};

}  // namespace reeve::oversight

// Attributes of people for audits as commands: upload, list, delete, and the sweep that deletes
// what is due. Only an audit reads them; nothing gives them back. docs/bias-audits.md.
//
// The bytes are durable before the record of their upload, and are shredded after the record of
// their deletion; what a crash left between is put right by the next sweep, which a server does at
// its start.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/mutex.h"
#include "base/random.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "oversight/acting_person.h"
#include "oversight/bias/attribute_set.h"
#include "oversight/bias/sealed_attributes.h"
#include "oversight/system_register.h"

namespace reeve::engine {

inline constexpr size_t kMaxAttributeSets = 1'000;  // of a tenant, that are not deleted

class BiasAttributeCommands {
 public:
  // All must outlive it; the ledger was opened with AllProjections(). `sealed` is null where there
  // is no vault key, and then every command is refused: vault.none.
  BiasAttributeCommands(ledger::Ledger& ledger, const oversight::SystemRegister& systems,
                        std::unique_ptr<oversight::bias::SealedAttributes> sealed,
                        const Clock& clock, const Random& random)
      : ledger_(ledger),
        systems_(systems),
        sealed_(std::move(sealed)),
        clock_(clock),
        random_(random) {}

  struct Terms {
    std::string system;
    std::string purpose;
    std::string legal_basis;
    std::string delete_at;  // RFC 3339
  };
  // `csv` has a column `decision` and others, and a row a decision: all of it is read before it is
  // kept. bias.attribute_terms, time.syntax, engine.unknown_system, bias.too_many_sets,
  // bias.too_large, those of AttributeRows::Read, of which none repeats a cell
  Result<json::Object> Upload(const Terms& terms, std::string_view csv,
                              const oversight::ActingPerson& by);
  // bias.attributes_not_found
  Result<json::Object> Find(std::string_view tenant, std::string_view id) const;
  // {"attributes":[...]}, the last uploaded first; deleted ones too where `all`.
  Result<json::Object> List(std::string_view tenant, bool all) const;
  // bias.attributes_not_found, bias.attributes_deleted
  Result<json::Object> Delete(std::string_view id, std::string_view reason,
                              const oversight::ActingPerson& by);
  // Deletes what is due, and bytes that no kept set names. How many sets were deleted.
  Result<uint64_t> Sweep();

  // For an audit: the set, if it may be read now. bias.attributes_not_found,
  // bias.attributes_deleted (or due)
  Result<oversight::bias::AttributeSet> Readable(std::string_view tenant,
                                                 std::string_view id) const;
  // The newest set of the system that may be read now and has those columns.
  // bias.attributes_not_found
  Result<oversight::bias::AttributeSet> Newest(std::string_view tenant, std::string_view system,
                                               const std::vector<std::string>& columns) const;
  // Its bytes. Those of Readable, and bias.attributes_gone, bias.attributes_damaged
  Result<std::string> Read(std::string_view tenant, std::string_view id) const;

 private:
  Result<const oversight::bias::SealedAttributes*> Sealed() const;
  Result<oversight::bias::AttributeSet> Described(const Terms& terms, std::string_view csv,
                                                  const oversight::ActingPerson& by) const;
  Status Append(ledger::NewRecord record);
  Status DeleteSet(const oversight::bias::AttributeSet& set, std::string_view reason,
                   const oversight::ActingPerson& by) REEVE_REQUIRES(changing_);

  ledger::Ledger& ledger_;
  const oversight::SystemRegister& systems_;
  const std::unique_ptr<oversight::bias::SealedAttributes> sealed_;
  const Clock& clock_;
  const Random& random_;
  // Held from the bytes to the record: a sweep between would take them for left over.
  Mutex changing_;
};

}  // namespace reeve::engine

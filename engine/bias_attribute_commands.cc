#include "engine/bias_attribute_commands.h"

#include <algorithm>
#include <set>

#include "base/log.h"
#include "base/sha256.h"
#include "oversight/bias/attribute_rows.h"
#include "oversight/bias/byte_source.h"
#include "oversight/bias/ledger_rows.h"

namespace reeve::engine {
namespace {

namespace bias = oversight::bias;
using oversight::ActingPerson;

constexpr std::string_view kReeve = "reeve";  // who acts where nobody does

Error Over(const bias::AttributeSet& set) {
  return {"bias.attributes_deleted", "the attributes `" + set.id + "` " +
                                         (set.deleted ? "were deleted" : "are past their date") +
                                         ": upload them again, if they may still be processed"};
}

// Reads all rows, so that what is kept can be audited. The columns beside the decision, and how
// many rows.
Status ReadRows(std::string_view csv, bias::AttributeSet* set) {
  const auto source = bias::MakeTextSource(std::string(csv));
  REEVE_ASSIGN_OR_RETURN(set->columns, bias::AttributeRows::Header(*source, ','));
  const auto decision =
      std::find(set->columns.begin(), set->columns.end(), std::string(bias::kDecisionColumn));
  if (decision != set->columns.end()) set->columns.erase(decision);
  REEVE_ASSIGN_OR_RETURN(const bias::AttributeRows rows,
                         bias::AttributeRows::Read(*source, bias::kDecisionColumn, {}, ','));
  set->rows = rows.untaken();
  if (set->rows > 0) return {};
  return Error{"bias.no_rows", "there is no row of attributes behind the columns' names"};
}

}  // namespace

Result<const bias::SealedAttributes*> BiasAttributeCommands::Sealed() const {
  if (sealed_ != nullptr) return sealed_.get();
  return Error{"vault.none", "this engine has no vault key, so attributes cannot be kept sealed"};
}

Status BiasAttributeCommands::Append(ledger::NewRecord record) {
  std::vector<ledger::NewRecord> unit;
  unit.push_back(std::move(record));
  const auto appended = ledger_.Append(unit);
  return appended.ok() ? Status() : Status(appended.error());
}

Result<bias::AttributeSet> BiasAttributeCommands::Described(const Terms& terms,
                                                            std::string_view csv,
                                                            const ActingPerson& by) const {
  if (csv.size() > bias::kMaxAttributeBytes) {
    return Error{"bias.too_large", "a set of attributes has at most " +
                                       std::to_string(bias::kMaxAttributeBytes) + " bytes"};
  }
  if (systems_.Find(by.tenant, terms.system) == nullptr) {
    return Error{"engine.unknown_system", "no system is registered as `" + terms.system + "`",
                 "/system"};
  }
  bias::AttributeSet set;
  set.tenant = by.tenant;
  set.system = terms.system;
  set.purpose = terms.purpose;
  set.legal_basis = terms.legal_basis;
  REEVE_ASSIGN_OR_RETURN(set.delete_at, ParseTimestamp(terms.delete_at));
  REEVE_RETURN_IF_ERROR(ReadRows(csv, &set));
  REEVE_RETURN_IF_ERROR(bias::CheckTerms(set));
  set.bytes = csv.size();
  set.digest = DigestName(Sha256(csv));
  set.by = by.name;
  set.principal = by.principal;
  return set;
}

Result<json::Object> BiasAttributeCommands::Upload(const Terms& terms, std::string_view csv,
                                                   const ActingPerson& by) {
  REEVE_ASSIGN_OR_RETURN(const bias::SealedAttributes* sealed, Sealed());
  REEVE_ASSIGN_OR_RETURN(bias::AttributeSet set, Described(terms, csv, by));
  const MutexLock one_at_a_time(changing_);
  REEVE_ASSIGN_OR_RETURN(const auto sets, bias::AllAttributeSets(ledger_));
  const auto standing = std::count_if(sets.begin(), sets.end(), [&](const auto& one) {
    return one.tenant == by.tenant && !one.deleted;
  });
  if (static_cast<size_t>(standing) >= kMaxAttributeSets) {
    return Error{"bias.too_many_sets",
                 "1,000 sets of attributes are kept: delete those that no "
                 "audit needs any more"};
  }
  set.id = NewId("bs-", clock_.Now(), random_);
  REEVE_ASSIGN_OR_RETURN(ledger::NewRecord record, bias::UploadRecord(set));
  REEVE_RETURN_IF_ERROR(sealed->Keep(set.id, csv));
  if (const Status appended = Append(std::move(record)); !appended.ok()) {
    if (const Status shredded = sealed->Shred(set.id); !shredded.ok()) {
      Log(LogLevel::kError, "bias.attributes_not_shredded", {{"attributes", set.id}});
    }
    return appended.error();
  }
  return Find(by.tenant, set.id);
}

Result<json::Object> BiasAttributeCommands::Find(std::string_view tenant,
                                                 std::string_view id) const {
  REEVE_ASSIGN_OR_RETURN(const bias::AttributeSet set, bias::FindAttributeSet(ledger_, tenant, id));
  return bias::ToJson(set, clock_.Now());
}

Result<json::Object> BiasAttributeCommands::List(std::string_view tenant, bool all) const {
  REEVE_ASSIGN_OR_RETURN(auto sets, bias::AllAttributeSets(ledger_));
  std::reverse(sets.begin(), sets.end());  // ids begin with their time
  json::Array list;
  for (const bias::AttributeSet& set : sets) {
    if (set.tenant == tenant && (all || !set.deleted)) {
      list.emplace_back(bias::ToJson(set, clock_.Now()));
    }
  }
  return json::Object{{"attributes", std::move(list)}};
}

Status BiasAttributeCommands::DeleteSet(const bias::AttributeSet& set, std::string_view reason,
                                        const ActingPerson& by) {
  REEVE_ASSIGN_OR_RETURN(const bias::SealedAttributes* sealed, Sealed());
  REEVE_ASSIGN_OR_RETURN(
      ledger::NewRecord record,
      bias::DeletionRecord(set, reason, by, NewId("bs-", clock_.Now(), random_)));
  REEVE_RETURN_IF_ERROR(Append(std::move(record)));
  return sealed->Shred(set.id);
}

Result<json::Object> BiasAttributeCommands::Delete(std::string_view id, std::string_view reason,
                                                   const ActingPerson& by) {
  const MutexLock one_at_a_time(changing_);
  REEVE_ASSIGN_OR_RETURN(const bias::AttributeSet set,
                         bias::FindAttributeSet(ledger_, by.tenant, id));
  REEVE_RETURN_IF_ERROR(DeleteSet(set, reason, by));
  return Find(by.tenant, id);
}

Result<uint64_t> BiasAttributeCommands::Sweep() {
  if (sealed_ == nullptr) return uint64_t{0};
  const MutexLock one_at_a_time(changing_);
  REEVE_ASSIGN_OR_RETURN(const auto sets, bias::AllAttributeSets(ledger_));
  std::set<std::string> kept;
  uint64_t deleted = 0;
  for (const bias::AttributeSet& set : sets) {
    if (set.deleted) continue;
    if (set.IsKept(clock_.Now())) {
      kept.insert(set.id);
      continue;
    }
    REEVE_RETURN_IF_ERROR(DeleteSet(set, "its date has come",
                                    {std::string(kReeve), std::string(kReeve), set.tenant}));
    ++deleted;
  }
  REEVE_ASSIGN_OR_RETURN(const auto ids, sealed_->Ids());
  for (const std::string& id : ids) {
    if (!kept.contains(id)) REEVE_RETURN_IF_ERROR(sealed_->Shred(id));
  }
  return deleted;
}

Result<bias::AttributeSet> BiasAttributeCommands::Readable(std::string_view tenant,
                                                           std::string_view id) const {
  REEVE_ASSIGN_OR_RETURN(bias::AttributeSet set, bias::FindAttributeSet(ledger_, tenant, id));
  if (set.IsKept(clock_.Now())) return set;
  return Over(set);
}

Result<bias::AttributeSet> BiasAttributeCommands::Newest(
    std::string_view tenant, std::string_view system,
    const std::vector<std::string>& columns) const {
  REEVE_ASSIGN_OR_RETURN(auto sets, bias::AllAttributeSets(ledger_));
  const auto has_all = [&columns](const bias::AttributeSet& set) {
    return std::all_of(columns.begin(), columns.end(), [&set](const std::string& column) {
      return std::find(set.columns.begin(), set.columns.end(), column) != set.columns.end();
    });
  };
  for (auto set = sets.rbegin(); set != sets.rend(); ++set) {  // ids begin with their time
    if (set->tenant == tenant && set->system == system && set->IsKept(clock_.Now()) &&
        has_all(*set)) {
      return std::move(*set);
    }
  }
  return Error{"bias.attributes_not_found",
               "no attributes of the system `" + std::string(system) +
                   "` that may be read now have these columns: upload some with `reeve bias "
                   "upload`"};
}

Result<std::string> BiasAttributeCommands::Read(std::string_view tenant,
                                                std::string_view id) const {
  REEVE_ASSIGN_OR_RETURN(const bias::SealedAttributes* sealed, Sealed());
  REEVE_ASSIGN_OR_RETURN(const bias::AttributeSet set, Readable(tenant, id));
  return sealed->Read(set.id);
}

}  // namespace reeve::engine

// Sets of attributes that were uploaded for audits: a fold over `bias.attributes_uploaded` and
// `bias.attributes_deleted`. The records have counts, the columns' names and a digest, never a
// cell.
//
// What holds, because the fold refuses a record that would break it:
//   - a set has a purpose, a legal basis, and a date of deletion within kMaxAttributeTime;
//   - it is deleted once.
// docs/bias-audits.md
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/projection.h"
#include "oversight/acting_person.h"

namespace reeve::oversight::bias {

inline constexpr std::string_view kAttributesUploaded = "bias.attributes_uploaded";
inline constexpr std::string_view kAttributesDeleted = "bias.attributes_deleted";

inline constexpr std::chrono::hours kMaxAttributeTime{24 * 366};
inline constexpr size_t kMaxPurposeBytes = 1'000;
inline constexpr size_t kMaxLegalBasisBytes = 128;
inline constexpr size_t kMaxAttributeColumns = 64;
inline constexpr size_t kMaxColumnNameBytes = 64;

struct AttributeDeletion {
  std::string by;
  std::string reason;
  Timestamp time;
};

struct AttributeSet {
  std::string id;
  std::string tenant;
  std::string system;
  std::string purpose;
  std::string legal_basis;  // id of the record that says why these data may be processed (Art. 4a)
  Timestamp delete_at;
  uint64_t rows = 0;
  uint64_t bytes = 0;
  std::vector<std::string> columns;  // beside `decision`
  std::string digest;                // of the bytes as they were uploaded
  std::string by;
  std::string principal;
  Timestamp uploaded;
  std::optional<AttributeDeletion> deleted = std::nullopt;

  bool IsKept(Timestamp now) const { return !deleted && now < delete_at; }
};

// For people: `state` is kept, due (past its date, and about to go) or deleted.
json::Object ToJson(const AttributeSet& set, Timestamp now);

// Key: the set's id. Value: the set as JSON.
class AttributeSetProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "bias_attributes"; }
  // bias.attribute_terms, bias.attributes_not_found, bias.attributes_deleted
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

// bias.attribute_terms: purpose, legal basis or columns that are none. What concerns time is the
// fold's.
Status CheckTerms(const AttributeSet& set);

// bias.attributes_not_found: also where it is another tenant's.
Result<AttributeSet> FindAttributeSet(const ledger::Ledger& ledger, std::string_view tenant,
                                      std::string_view id);
// Of all tenants, the first uploaded first.
Result<std::vector<AttributeSet>> AllAttributeSets(const ledger::Ledger& ledger);

// The records; their ids are the set's, and a new one.
Result<ledger::NewRecord> UploadRecord(const AttributeSet& set);
Result<ledger::NewRecord> DeletionRecord(const AttributeSet& set, std::string_view reason,
                                         const ActingPerson& by, std::string record_id);

}  // namespace reeve::oversight::bias

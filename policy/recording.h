// Facts to JSON and back: what the ledger keeps of a request, so that its decision can be replayed.
//
// The members, all absent when empty: interaction, stage, tenant, channel,
// system{id,name,risk_class,purpose, owner}, actor{id_digest,roles,unit}, subject_digest,
// action{kind,tool,purpose,consequential, amount,currency}, content{size},
// findings[{entity,category,kind,score,path}], context{...} (the declared attributes of kind
// value), context_digests{...} (those of kind digest), usage{...} (by name `used` and `asked` of
// each budget of the bundle). Never a text of the content, an argument, or an undeclared attribute.
// The time is the record's own.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "policy/bundle.h"
#include "policy/decide.h"
#include "policy/facts.h"

namespace reeve::policy {

// A keyed digest of an identifier or of an attribute's canonical JSON, as text.
using FactDigest = std::function<std::string(std::string_view)>;

json::Object RecordFacts(const Bundle& bundle, const Facts& facts, const FactDigest& digest);

// [[rule, clause, "true"|"false"], [rule, clause, "error", code], ...]
json::Array RecordOutcomes(std::span<const ClauseOutcome> outcomes);

// Facts read back from a record, with the memory that they view.
// Thread-safety: immutable once read.
class RecordedFacts {
 public:
  // `facts` as RecordFacts gave it, `time` of the record. record.facts
  static Result<RecordedFacts> Read(json::Object facts, Timestamp time);

  RecordedFacts(RecordedFacts&&) noexcept;
  RecordedFacts& operator=(RecordedFacts&&) noexcept;
  ~RecordedFacts();

  const Facts& facts() const { return *facts_; }

 private:
  RecordedFacts();
  std::unique_ptr<json::Object> source_;
  std::unique_ptr<Facts> facts_;
};

// record.outcomes
Result<std::vector<ClauseOutcome>> ReadOutcomes(const json::Array& outcomes);

}  // namespace reeve::policy

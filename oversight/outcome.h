// An outcome: what came of a decision, reported by the caller when it is known (a loan was repaid,
// a person was hired). docs/records.md. Bias audits join it with the decision.
//
// One that an appeal reversed has its record in the unit of that ruling, with the appeal's id
// (overrides.h): audits read it as they read the others.
//
// It is a word of the caller's own, not a text about a person; attributes of people never come
// here.
#pragma once

#include <string>
#include <string_view>

#include "base/json_reader.h"
#include "base/result.h"
#include "ledger/record.h"

namespace reeve::oversight {

inline constexpr std::string_view kOutcomeRecorded = "outcome.recorded";
inline constexpr size_t kMaxOutcomeBytes = 64;
inline constexpr size_t kMaxDecisionIdBytes = 64;

struct Outcome {
  std::string decision;  // its id, "d-..."
  std::string value;     // letters, digits, '-', '_' and '.'
};

// Whether only letters stand there that an outcome may have.
bool IsOutcomeWord(std::string_view text);

// {"decision","outcome"} of one object. json.missing, json.type, json.too_long, json.value
Result<Outcome> ReadOutcome(const json::Value& value, const std::string& pointer);

// Of a record of kind kOutcomeRecorded. ledger.record_malformed
Result<Outcome> OutcomeOf(const ledger::Record& record);

}  // namespace reeve::oversight

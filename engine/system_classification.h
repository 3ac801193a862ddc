// The class of a system under the EU AI Act, put on record: what the law's table (oversight/law)
// says of facts that a named person states. docs/registering.md. Not legal advice.
//
// The table's bytes are kept by digest, and the record has the facts, so the same result can be
// worked out again from the log alone.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "engine/engine.h"
#include "oversight/acting_person.h"
#include "oversight/law/classify.h"
#include "policy/facts.h"

namespace reeve::engine {

// The class as rules read it: prohibited; high; limited where duties of transparency apply; else
// minimal. What needs review is unclassified.
policy::RiskClass RiskClassOf(const oversight::law::Classification& classification);

struct ClassificationTerms {
  json::Value facts;   // a map of the table's keys
  std::string as_of;   // a day; empty: the law as published
  std::string absent;  // what a fact that is not there means: "unknown" (also where empty) or "no"
  std::string reason;
};

// The system, as SystemCommands::Find gives it. law.*, system.*, ledger.record_too_large
Result<json::Object> ClassifySystem(Engine& engine, std::string_view id,
                                    const ClassificationTerms& terms,
                                    const oversight::ActingPerson& by);

// The classification that stands: record, by, time, reason, risk_class, facts, result; and of each
// obligation in the result `evidence`: {what, held, items}, by what Reeve has on record of the
// system. `held` is absent where Reeve keeps no count. system.not_found, system.unclassified
Result<json::Object> FindClassification(Engine& engine, std::string_view tenant,
                                        std::string_view id);

}  // namespace reeve::engine

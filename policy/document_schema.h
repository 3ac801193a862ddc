// The JSON Schema (draft 2020-12, https://json-schema.org/draft/2020-12) of policy documents, by
// which editors complete and check them: docs/policy.schema.json, printed by `reeve policy schema`.
//
// What the readers accept validates; a wrong key, word, type or length, and a missing key, do not.
// What one document does not show by its form (a condition that does not compile, a duplicate id)
// only the compiler sees. Words come from the tables of the readers, and a test holds the keys to
// theirs, so that a new key is one line here.
#pragma once

#include "base/json.h"
#include "policy/bundle.h"

namespace reeve::policy {

enum class SchemaOf {
  kDocument,  // either of the two, told apart by `kind`
  kPolicy,
  kBundle,
};

// `vocabulary` is what `detect` may name.
json::Object DocumentSchema(SchemaOf what, const Vocabulary& vocabulary);

// Parts of it, in files of their own: the entities of a policy, its tests, and their requests;
// and external detectors.
json::Object EntitiesSchema();
json::Object DetectorsSchema();  // of the bundle document
json::Object BudgetsSchema();    // the same
// `data` is what a row of the table may name.
json::Object DecisionRightsSchema(json::Object data);
json::Object RolesShape();
json::Object ReasonShape();
// One of those words, or the name of an entity that a policy declares.
json::Object EntityOr(json::Object words);
json::Object TestSchema();
json::Object ExpectationSchema();
json::Object DetectedSchema();
json::Object RequestSchema();

// "input", "output", ...; and the risk classes.
std::vector<std::string> StageWords();
std::vector<std::string> RiskClassWords();

}  // namespace reeve::policy

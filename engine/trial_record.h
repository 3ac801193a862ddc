// What the record of a decision says of a trial: its member `trial` (docs/records.md).
//
// Under a canary, which side decided and how long it took; under a shadow also the whole verdict of
// the bundle that looked on, with whatever a replay of it needs beyond the decision's own facts.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "engine/evaluator.h"
#include "engine/trial.h"
#include "policy/bundle.h"

namespace reeve::engine {

class Commitments;
struct Decision;
struct RecordedDecision;

// What a shadow made of a request: a verdict, or why it would have refused the request.
struct ShadowPart {
  policy::Verdict verdict;
  Found found;  // its own, unless the trial's bundles share them
  uint64_t micros = 0;
  std::optional<Error> refused;
  bool left_out = false;  // all but the effect, because a record has no room for it
};

// Of a decision that a rule was asked for.
struct TrialPart {
  std::shared_ptr<const Trial> trial;
  bool by_tried = false;  // the canary decided
  uint64_t micros = 0;    // of the side that decided: detect, decide, redact
  std::optional<ShadowPart> shadow;
};

json::Object TrialJson(const Decision& decision, const Commitments& commitments);
TrialObservation Observe(const Decision& decision);

// The same from a record; nothing when it is of no trial, or of another than `id`. The bundles are
// those of the trial. decision.malformed
Result<std::optional<TrialObservation>> ReadObservation(const std::string& decision,
                                                        const json::Value& body,
                                                        const std::string& id,
                                                        const policy::Bundle& active,
                                                        const policy::Bundle& tried);

// What a shadow decided, as if it had decided; nothing where the record has no such verdict.
// `decision.malformed` and the errors of ReadDecision.
Result<std::optional<RecordedDecision>> ReadShadow(const json::Value& body);

}  // namespace reeve::engine

// The evaluator: one request in, findings and a verdict out. No register, no record, no time of
// its own; `reeve policy eval`, the tests in policy documents and the engine all decide through it.
//
// Thread-safety: immutable once made; Evaluate may be called from any thread.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "detectors/finding.h"
#include "detectors/scanner.h"
#include "engine/external_findings.h"
#include "engine/findings.h"
#include "engine/redactor.h"
#include "engine/request.h"
#include "oversight/system.h"
#include "oversight/waivers.h"
#include "policy/bundle.h"
#include "policy/decide.h"

namespace reeve::engine {

struct Evaluation : Found {
  policy::Verdict verdict;
  bool redacted = false;  // some text of `payload` differs from the request's
  json::Value payload;    // Request::payload with the verdict's redactions applied
  // Those that the verdict's `waived` names, parallel to it; a break-glass is one of them.
  std::vector<std::shared_ptr<const oversight::Waiver>> waivers;
};

// The entities that this build's detectors know, for policy::CompileBundle.
policy::Vocabulary DetectorVocabulary();

class Evaluator {
 public:
  // Builds the scanner for what the bundle's rules ask for, and no more. `pool` null: external
  // detectors are not asked, and Found::unasked names them; else it outlives the evaluator. Errors
  // of DetectorPool::Find.
  static Result<std::shared_ptr<const Evaluator>> Create(
      std::shared_ptr<const policy::Bundle> bundle, DetectorPool* pool = nullptr);

  const policy::Bundle& bundle() const { return *bundle_; }
  const std::shared_ptr<const policy::Bundle>& shared_bundle() const { return bundle_; }

  // `waivers` null: none stand. `redactor` null: one for rehearsal (Redactor::RehearsalKey).
  Evaluation Evaluate(const Request& request, const oversight::System& system, Timestamp now,
                      const oversight::StandingWaivers* waivers = nullptr,
                      Redactor* redactor = nullptr) const;
  // The last step of Evaluate: the payload, with the redactions of the verdict.
  static void Redact(const Request& request, const oversight::System& system, Timestamp now,
                     Redactor* redactor, Evaluation* evaluation);
  // What the bundle's rules let come back in place of tokens.
  const Redactor::Restorable& restorable() const { return restorable_; }
  // The verdict alone, over findings that were made already.
  policy::Verdict Judge(const Request& request, const oversight::System& system, Timestamp now,
                        const Found& found,
                        const oversight::StandingWaivers* waivers = nullptr) const;
  // What its scanner finds, and the external detectors that rules in scope need: it waits for
  // these, each for its time-out at most. The same as another's where LooksLike says so.
  Found Find(const Request& request, const oversight::System& system, Timestamp now) const;
  bool LooksLike(const Evaluator& other) const;
  const detectors::Scanner& scanner() const { return scanner_; }
  // Whether the scanner is all that looks: no external detector is declared.
  bool looks_alone() const { return external_.empty(); }
  // As the middle step of Evaluate, over findings that were made already: the verdict and the
  // waivers by which rules do not count, without a payload.
  Evaluation Rule(const Request& request, const oversight::System& system, Timestamp now,
                  Found found, const oversight::StandingWaivers* waivers) const;
  // By the rules of one policy only (index in Bundle::policies()). External detectors are not
  // asked: `given` is what they find.
  Evaluation EvaluateAlone(size_t policy, const Request& request, const oversight::System& system,
                           Timestamp now, std::span<const policy::GivenFinding> given = {}) const;

 private:
  Evaluator(std::shared_ptr<const policy::Bundle> bundle, detectors::Scanner scanner,
            ExternalFindings external);

  std::shared_ptr<const policy::Bundle> bundle_;
  detectors::Scanner scanner_;
  ExternalFindings external_;
  Redactor::Restorable restorable_;
};

// What the scanner finds in the texts of a request.
std::vector<LocatedFinding> FindIn(const Request& request, const detectors::Scanner& scanner);

// The facts that rules read. Everything views `request`, `system` and `found`, and `text`, which
// receives the joined text where the content has more than one message.
policy::Facts MakeFacts(const Request& request, const oversight::System& system, Timestamp now,
                        const Found& found, std::string* text);

}  // namespace reeve::engine

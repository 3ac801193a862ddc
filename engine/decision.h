// A decision: what is recorded of it, and what the caller is answered.
//
// The record's body holds the facts that rules read, the verdict, digests and keyed commitments;
// never a text, an argument, or an actor's or subject's name. docs/records.md lists its
// members. ReadDecision gives back what a replay needs.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "base/sha256.h"
#include "engine/evaluator.h"
#include "engine/kept_content.h"
#include "engine/request.h"
#include "engine/trace.h"
#include "engine/trial_record.h"
#include "engine/usage_counters.h"
#include "oversight/approvals.h"
#include "oversight/halt.h"
#include "oversight/system.h"
#include "policy/decide.h"
#include "policy/recording.h"

namespace reeve::engine {

inline constexpr std::string_view kDecisionKind = "decision";

// Commits to a value without telling it: HMAC-SHA-256 under a key that stays in the data folder.
// Thread-safety: immutable.
class Commitments {
 public:
  explicit Commitments(std::string key) : key_(std::move(key)) {}
  // "hmac-sha256:<64 hex digits>". `domain` keeps digests of different things apart. With a nonce,
  // who has the key but not the nonce can no longer try values.
  std::string Commit(std::string_view domain, std::string_view value,
                     std::string_view nonce = {}) const;

 private:
  std::string key_;
};

// The digest of a person, or of the id of an actor, whatever the spelling: by it the requester of
// an approval is told from its voters.
std::string PersonDigest(const Commitments& commitments, std::string_view name);

// A hold that an approval has answered.
struct ApprovedPass {
  std::string approval;  // its id
  uint32_t use = 1;      // the how manyth of its uses this is
  std::string request;   // keyed commitment, as the approval has it
  std::vector<std::string> conditions;
  policy::Effect effect = policy::Effect::kAllow;  // what is left without the hold
};

// What the register is asked whether it may be.
oversight::SystemUse UseOf(const Request& request);

// Everything there is to say of one decision, before it is recorded.
struct Decision {
  std::string id;          // "d-..."
  std::string principal;   // who called
  Trace* trace = nullptr;  // of the caller's request; null: of none
  Timestamp time;
  std::chrono::steady_clock::time_point begun{};
  std::chrono::steady_clock::time_point evaluated{};
  const Request* request = nullptr;
  std::shared_ptr<const oversight::System> system;
  std::shared_ptr<const policy::Bundle> bundle;
  // What `request` then points to: the caller's, with values back in place of tokens.
  std::shared_ptr<const Request> restored_request = nullptr;
  Redactor::Restored restored = {};
  // Of that bundle: findings view the texts of its scanner.
  std::shared_ptr<const Evaluator> evaluator;
  Evaluation evaluation;
  // Set when the register lets nothing pass: the rules were then not asked, and the effect is deny.
  std::optional<Error> standstill;
  std::shared_ptr<const oversight::Halt> halt;  // that brought the standstill, where one did
  bool undeclared = false;    // used for a purpose that the system does not declare
  bool raised_alarm = false;  // of that: the alarm is in the same unit as the decision
  std::optional<oversight::Approval> approval;  // of effect hold
  std::optional<ApprovedPass> pass;             // of a request that repeats what was approved
  std::optional<Error> not_passed;              // why the approval that it names does not let it
  std::optional<KeptContent> kept;              // where a rule says `log_content`
  std::shared_ptr<UsageCharge> charge;          // of a call that passes, where budgets count it
  std::shared_ptr<RuleCounts> rules;            // of the active bundle, where it decides
  std::optional<TrialPart> trial;               // while one runs, and rules were asked

  // Of the commitments to what is kept.
  std::string_view nonce() const { return kept ? std::string_view(kept->nonce) : ""; }
  policy::Effect effect() const {
    if (standstill || not_passed) return policy::Effect::kDeny;
    return pass ? pass->effect : evaluation.verdict.effect;
  }
};

// The record's body, canonical. A decision whose facts do not fit a record (kMaxBodyBytes) must not
// pass unproven: engine.record_too_large, and the caller denies it with BareBody.
inline constexpr size_t kMaxBodyBytes = 60'000;
Result<std::string> DecisionBody(const Decision& decision, const Commitments& commitments);

// The same without facts, for a decision with a standstill.
Result<std::string> BareBody(const Decision& decision, const Commitments& commitments);

// That a rule applied, and was waived.
struct RecordedWaiver {
  std::string policy;
  std::string rule;
  std::string waiver;      // its id
  bool emergency = false;  // it is a break-glass
};

// What a body says that a replay needs.
struct RecordedDecision {
  std::string bundle;
  const json::Value* verdict = nullptr;  // in the body
  policy::RecordedFacts facts;
  std::vector<policy::ClauseOutcome> outcomes;
  std::vector<RecordedWaiver> waived;
};
// decision.not_by_rules (a standstill: no rule was asked), decision.malformed, record.facts,
// record.outcomes
Result<RecordedDecision> ReadDecision(const json::Value& body);

// What the rules came to, as the body's member `verdict` has it: a replay is identical when this
// is.
json::Object VerdictJson(const policy::Verdict& verdict);

// Where the record of a decision lies.
struct RecordReference {
  uint64_t index = 0;
  Hash leaf{};
};

// The answer of POST /v1/decisions, as JSON on one line; `id` and `record` only where there is one.
std::string AnswerJson(const Decision& decision, const std::optional<RecordReference>& record);

}  // namespace reeve::engine

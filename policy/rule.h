// Rules as they stand in a compiled bundle, and the words of a decision: effect, mode, severity,
// redaction, hold, obligation. Everything here is immutable and lives as long as its bundle.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/redact_method.h"

namespace reeve::policy {

// Ascending: of the effects of all rules that apply, the greatest wins.
enum class Effect : uint8_t { kAllow, kRedact, kHold, kDeny };
std::string_view EffectName(Effect effect);  // "allow", "redact", "hold", "deny"
std::optional<Effect> EffectFromName(std::string_view name);

// A shadow rule is evaluated and reported apart, and never changes a decision.
enum class Mode : uint8_t { kEnforce, kShadow };
std::string_view ModeName(Mode mode);  // "enforce", "shadow"

enum class Severity : uint8_t { kLow, kMedium, kHigh, kCritical };
std::string_view SeverityName(Severity severity);  // "low", "medium", "high", "critical"

// The same reason for three audiences; a policy that gives one text gives it to all three.
struct Reason {
  std::string user;       // the person whose request it is: no internals
  std::string operator_;  // who runs the service
  std::string auditor;    // who checks it later
};

struct RedactTerms {
  std::vector<std::string> entities;  // sorted, never empty
  RedactOperator redact_operator = RedactOperator::kLabel;
  MaskTerms mask = {};
  RestoreTerms restore = {};
  std::string character = std::string(kDefaultMaskCharacter);  // one code point
  std::string text = {};                                       // replace: the text; hash: the salt

  // Views this.
  RedactMethod Method() const { return {redact_operator, mask, restore, character, text}; }
};

// What becomes of a hold that nobody decided by its deadline. Ascending in strictness.
enum class OnTimeout : uint8_t { kAllow, kDeny };
std::string_view OnTimeoutName(OnTimeout on_timeout);  // "allow", "deny"

// Who may approve as well, once a hold has waited so long.
struct Escalation {
  std::chrono::seconds after{0};   // below the deadline
  std::vector<std::string> roles;  // sorted
};

struct HoldTerms {
  std::vector<std::string> roles;  // sorted; who may approve
  uint32_t quorum = 1;             // how many different persons must
  std::chrono::seconds deadline{86400};
  std::optional<Escalation> escalation = std::nullopt;
  OnTimeout on_timeout = OnTimeout::kDeny;
};

enum class ObligationType : uint8_t {
  kNotify,
  kLabelOutput,
  kAddDisclosure,
  kLogContent,  // keep the content, under a key that can be erased
  kRoute,       // send the request to another model, queue or person
  kReview,      // a person looks at the decision afterwards
};
std::string_view ObligationTypeName(ObligationType type);  // "notify", "label_output", ...

// What the caller must do beside the effect.
struct Obligation {
  ObligationType type = ObligationType::kNotify;
  // notify, route: to whom; label_output: the label; add_disclosure: the text; log_content: empty;
  // review: its terms (review_terms.h)
  std::string value;
  friend bool operator==(const Obligation&, const Obligation&) = default;
};

// One operand of the top-level && of a rule's condition.
struct Clause {
  std::string text;     // as written, for explanations
  bool opaque = false;  // reads a fact that is not recorded by value (facts.h)
};

struct Rule {
  uint32_t index = 0;  // in Bundle::rules(): files by name, then order of writing
  std::string policy;  // id of its policy
  std::string id;
  std::string title;
  std::string when;             // the condition, as written
  std::vector<Clause> clauses;  // as written, left to right
  Effect effect = Effect::kDeny;
  Mode mode = Mode::kEnforce;
  Severity severity = Severity::kMedium;
  bool waivable = false;  // whether a waiver may suspend it (decide.h, Waive)
  Reason reason;
  RedactTerms redact;  // of effect redact
  HoldTerms hold;      // of effect hold
  std::vector<Obligation> obligations;
  std::vector<std::string> references;  // of its policy: articles, controls
  // Of a policy that extends another: the rule can only make an answer stricter (decide.h).
  bool of_extension = false;
  std::string tightens;  // "policy/rule" of the base's rule that it is a stricter form of; else ""
  std::string file;
  size_t line = 0;
};

}  // namespace reeve::policy

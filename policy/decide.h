// Decide: a bundle and the facts of one request in, a verdict out. Pure: no clock, no I/O, no
// state.
//
// All rules in scope are evaluated. Their effects combine as deny > hold > redact > allow. A
// condition that cannot be evaluated (an attribute that is missing, a limit that is hit) is an
// error of its rule; the rule then counts as its effect, unless that is allow: nothing fails open
// in silence. Shadow rules are evaluated too, are reported apart, and change nothing. Where no
// enforced rule applies, the effect is the bundle's default, and the verdict says so.
//
// A rule of an extension (Rule::of_extension) only ever makes a verdict stricter: where it applies
// and no other rule does, the default still counts, and the stricter of the two wins; and its hold
// takes approvers away from the other holds, and adds none.
//
// An external detector that an enforced rule in scope needs, and that gave no answer, makes the
// effect deny, whatever the rules say, unless its declaration says to go on without it.
//
// Replay: the verdict of the same bundle over recorded facts and recorded clause outcomes is
// identical to the verdict that was recorded (recording.h). Under another bundle, a rule may need a
// clause that nobody recorded; it is then listed as undecided and applies to nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/bundle.h"
#include "policy/facts.h"
#include "policy/rule.h"

namespace reeve::policy {

// A rule that applies.
struct Hit {
  const Rule* rule = nullptr;  // lives as long as the bundle
  bool error = false;          // its condition could not be evaluated
  uint32_t clause = 0;         // when error: which of Rule::clauses failed
  std::string error_code;      // when error: "cel.no_such_field"
  friend bool operator==(const Hit&, const Hit&) = default;
};

// A rule that applies, and that a waiver or a break-glass suspends for this request.
struct WaivedHit {
  Hit hit;
  std::string waiver;      // its id
  bool emergency = false;  // by a break-glass
  friend bool operator==(const WaivedHit&, const WaivedHit&) = default;
};

struct EntityRedaction {
  std::string_view entity;   // lives as long as the bundle
  RedactMethod method = {};  // its texts too
  friend bool operator==(const EntityRedaction&, const EntityRedaction&) = default;
};

// The roles of all escalations that apply, after the shortest time; where extensions hold as well,
// those who may approve at last by every one of them, after the longest.
struct EscalationRequirement {
  std::chrono::seconds after{0};
  std::vector<std::string_view> roles;  // sorted; live as long as the bundle
  friend bool operator==(const EscalationRequirement&, const EscalationRequirement&) = default;
};

// The holds that apply, merged to the strictest: most persons, shortest deadline, all roles named,
// but of these only those that each extension's hold names too; allowed on a timeout only if every
// one of them says so.
struct HoldRequirement {
  // Sorted; live as long as the bundle. Empty where nobody may approve: the effect is then deny.
  std::vector<std::string_view> roles;
  uint32_t quorum = 1;
  std::chrono::seconds deadline{0};
  std::optional<EscalationRequirement> escalation =
      std::nullopt;  // where it is before the deadline
  OnTimeout on_timeout = OnTimeout::kDeny;
  friend bool operator==(const HoldRequirement&, const HoldRequirement&) = default;
};

// What an opaque clause came to. Recorded, and given back on replay.
struct ClauseOutcome {
  enum class Kind : uint8_t { kFalse, kTrue, kError };
  uint32_t rule = 0;    // index in Bundle::rules()
  uint32_t clause = 0;  // index in Rule::clauses
  Kind kind = Kind::kFalse;
  std::string error_code;  // when kError
  friend bool operator==(const ClauseOutcome&, const ClauseOutcome&) = default;
};

// An external detector that rules in scope need, and that gave no answer.
struct DetectorFailure {
  const Detector* detector = nullptr;  // lives as long as the bundle
  std::string code;                    // "detector.timeout"
  bool denies = false;                 // else it was decided without
  friend bool operator==(const DetectorFailure&, const DetectorFailure&) = default;
};

struct Verdict {
  Effect effect = Effect::kDeny;
  // No enforced rule applied, but for those of extensions, and `effect` is the bundle's default.
  bool from_default = false;
  std::vector<Hit> hits;          // enforced rules that apply, by rule index
  std::vector<Hit> shadow;        // shadow rules that would have applied, by rule index
  std::vector<WaivedHit> waived;  // enforced rules that would have applied, by rule index
  std::vector<EntityRedaction>
      redactions;  // of what was found, by entity; also under hold, for what is released later
  std::optional<HoldRequirement> hold;         // when some hit holds, even if another denies
  std::vector<const Obligation*> obligations;  // of the hits, each once; live as long as the bundle
  std::vector<ClauseOutcome> outcomes;         // of opaque clauses, by rule, in order of evaluation
  std::vector<DetectorFailure> failures;       // by name of the detector
  std::vector<const Rule*> undecided;          // only on replay under another bundle

  void Clear();
  friend bool operator==(const Verdict&, const Verdict&) = default;
};

// Memory that decisions reuse. One per thread; may be used with any bundle, one after the other.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(Scratch&&) noexcept;
  Scratch& operator=(Scratch&&) noexcept;

  struct State;
  State& state() { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

Verdict Decide(const Bundle& bundle, const Facts& facts, Scratch& scratch);
// The same, into a verdict whose memory is reused.
void Decide(const Bundle& bundle, const Facts& facts, Scratch& scratch, Verdict* verdict);

// By the rules of one policy and of those that it extends, as the tests in its document see it.
// Precondition: policy < bundle.policies().size().
Verdict DecideAlone(const Bundle& bundle, size_t policy, const Facts& facts, Scratch& scratch);

// Places in Bundle::detectors() of those that rules in scope need, enforced or shadow; what the
// findings of a request come to does not matter. At most kMaxDetectors.
std::vector<size_t> NeededDetectors(const Bundle& bundle, const Facts& facts, Scratch& scratch);

// A rule that somebody has suspended for one request, and by which waiver or break-glass.
struct WaivedRule {
  uint32_t rule = 0;  // index in Bundle::rules()
  std::string_view waiver;
  bool emergency = false;  // by a break-glass
};

// Whether a waiver may suspend the rule for these facts: it says so, and the system is of no
// prohibited class.
bool IsWaivable(const Rule& rule, const Facts& facts);

// Whether a break-glass may: the rule holds, or it denies and IsWaivable; and the system is of no
// prohibited class. So what a bundle refuses without a waiver, prohibited practices among it, it
// refuses in an emergency too.
bool YieldsToEmergency(const Rule& rule, const Facts& facts);

// Moves the hits of these rules to `waived`, and combines anew what is left: they give neither
// effect nor obligation. One that could not be evaluated moves too, for it would have no effect
// whichever way it came out; for the same reason none of them stays undecided. What is not
// IsWaivable stays where it is, whoever waives it. Shadow rules are not waived.
//
// Of an emergency, what YieldsToEmergency moves. Its holds then count as approved: where no other
// rule applies the effect is allow and not the default, and what they oblige to stays.
void Waive(const Bundle& bundle, const Facts& facts, std::span<const WaivedRule> rules,
           Verdict* verdict);

// Over facts of which only the recorded part is there, with the outcomes that were recorded under
// this very bundle.
Verdict Replay(const Bundle& bundle, const Facts& recorded, std::span<const ClauseOutcome> outcomes,
               Scratch& scratch);

// The same under another bundle than the one that decided: use Translation::Replay.
class Translation;
Verdict ReplayUnder(const Bundle& bundle, const Facts& recorded,
                    std::span<const ClauseOutcome> outcomes, const Translation& translation,
                    Scratch& scratch);

}  // namespace reeve::policy

// What the register holds of one system: the system itself, and who did what to bring it there.
//
// One function, Apply, says what each kind of record does to an entry, and refuses what may not be;
// the projection folds with it, so it holds for every record in the log. docs/registering.md has
// the table of the steps.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "ledger/record.h"
#include "oversight/acting_person.h"
#include "oversight/system.h"

namespace reeve::oversight {

inline constexpr std::string_view kSystemRegistered = "system.registered";
inline constexpr std::string_view kSystemProposed = "system.proposed";
inline constexpr std::string_view kSystemChanged = "system.changed";
inline constexpr std::string_view kSystemClassified = "system.classified";
inline constexpr std::string_view kSystemDocumentAdded = "system.document_added";

inline constexpr size_t kMaxSystemAuthors = 64;  // between two approvals

// The steps by which a person moves a system from one state to another.
enum class SystemStep : uint8_t { kReview, kApprove, kActivate, kRestrict, kSuspend, kRetire };
inline constexpr size_t kSystemStepCount = 6;
std::string_view SystemStepName(SystemStep step);  // "review", "approve", ...
std::string_view SystemStepKind(SystemStep step);  // "system.reviewed", "system.approved", ...
std::optional<SystemStep> SystemStepFromName(std::string_view name);
std::optional<SystemStep> SystemStepOfKind(std::string_view kind);

// That a person did something, when and why.
struct SystemAct {
  std::string by;
  std::string reason;
  Timestamp time;
  friend bool operator==(const SystemAct&, const SystemAct&) = default;
};

// The classification that stands.
struct SystemClassification {
  std::string record;  // its id; the record has facts, rules and duties
  std::string word;    // of the table: "high_risk_annex3", "needs_review"
  std::string as_of;   // "2026-11-27"; empty: the law as published
  SystemAct act;
  friend bool operator==(const SystemClassification&, const SystemClassification&) = default;
};

struct SystemEntry {
  System system;
  // A person has acted on it by a command: from then on the file of systems no longer governs it.
  bool governed = false;
  std::optional<SystemAct> proposed = std::nullopt;
  // Who proposed it, or has changed since the last approval what its class rests on. None of these
  // approves it.
  std::vector<std::string> authors = {};
  std::optional<SystemAct> approved = std::nullopt;
  // The class that was approved, or with which the file registered it.
  policy::RiskClass approved_class = policy::RiskClass::kUnclassified;
  std::optional<SystemAct> stopped = std::nullopt;  // restricted or suspended, while it is
  std::optional<SystemAct> reviewed = std::nullopt;
  std::optional<SystemClassification> classified = std::nullopt;
  friend bool operator==(const SystemEntry&, const SystemEntry&) = default;
};

json::Object ToJson(const SystemEntry& entry);
Result<SystemEntry> SystemEntryFromJson(std::string_view text);

// Whether the record is one that Apply reads.
bool IsAboutSystem(std::string_view kind);

// The tenant's system that a record is about.
struct SystemName {
  std::string tenant;
  std::string id;
};
Result<SystemName> SystemNameOf(const ledger::Record& record);

// The entry after the record; `known` is null where the register has no such system.
// system.not_found, system.exists, system.governed, system.state (this step is not open from
// there, or another command was faster), system.retired, system.own_proposal, system.own_approval,
// system.own_stop, system.unclassified, system.prohibited, system.nothing_changes, system.terms,
// system.too_many; json.*
Result<SystemEntry> Apply(const SystemEntry* known, const ledger::Record& record);

// What a change of facts does beside: with a change of what the class rests on the system has no
// class any more, and what was approved goes back to be reviewed.
struct SystemChange {
  System changed;
  bool reopens = false;
};
SystemChange ChangeOf(const System& before, System changed);
// Where a step leads from the entry's state. system.state, system.retired
Result<SystemState> StateAfter(SystemStep step, const SystemEntry& entry);
// A class that is stricter than the approved one must be approved anew.
SystemState StateAfterClass(const SystemEntry& entry, policy::RiskClass risk_class);

}  // namespace reeve::oversight

// A registered AI system: who answers for it, what it is for, and whether it may run.
//
// The register is a fold over the ledger (system_register.h); this is the system itself, in memory
// and as JSON, which is also the body of the record `system.registered`. docs/registering.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "base/result.h"
#include "policy/facts.h"

namespace reeve::oversight {

inline constexpr size_t kMaxSystemFieldBytes = 1024;
inline constexpr size_t kMaxSystemListItems = 32;   // of models, tools, purposes, ...
inline constexpr size_t kMaxSystemItemBytes = 128;  // of one of these
inline constexpr size_t kMaxSystemDocuments = 32;
inline constexpr size_t kMaxDocumentLinkBytes = 512;

// kHalted stands in records from before there were halts (halts.h), and nothing leads to it now.
enum class SystemState : uint8_t {
  kActive,
  kHalted,
  kRetired,
  kProposed,
  kInReview,
  kApproved,
  kRestricted,
  kSuspended
};
inline constexpr size_t kSystemStateCount = 8;
std::string_view SystemStateName(SystemState state);  // "active", "in_review", ...
std::optional<SystemState> SystemStateFromName(std::string_view name);

// What the organisation is to the system, under Art. 3(3) and 3(4) of the EU AI Act.
enum class SystemRole : uint8_t { kUnsaid, kProvider, kDeployer, kProviderAndDeployer };
std::string_view SystemRoleName(SystemRole role);  // "", "provider", "deployer", ...

// What happens to a request whose purpose the system does not declare.
enum class PurposeDrift : uint8_t { kDeny, kAlarm };
std::string_view PurposeDriftName(PurposeDrift drift);  // "deny", "alarm"

enum class DocumentKind : uint8_t { kFria, kDpia, kWorkerNotice, kTraining, kOther };
std::string_view DocumentKindName(DocumentKind kind);  // "fria", "dpia", "worker_notice", ...

// A document that lies elsewhere: its digest says which one it was.
struct SystemDocument {
  DocumentKind kind = DocumentKind::kOther;
  std::string digest;  // "sha256:<64 hex digits>"
  std::string link;
  std::string title;
  friend bool operator==(const SystemDocument&, const SystemDocument&) = default;
};

struct System {
  std::string id;
  std::string tenant = "default";
  std::string name;
  std::string owner;    // a named person, or the office that answers for it
  std::string purpose;  // the intended purpose, in words
  policy::RiskClass risk_class = policy::RiskClass::kUnclassified;
  SystemState state = SystemState::kActive;
  std::string version = {};
  std::string deputy = {};
  SystemRole role = SystemRole::kUnsaid;
  std::vector<std::string> purposes = {};  // declared: the tags that `action.purpose` may have
  std::vector<std::string> models = {};
  std::vector<std::string> tools = {};
  std::vector<std::string> data_categories = {};
  std::vector<std::string> regions = {};
  std::vector<std::string> affected_groups = {};
  std::vector<SystemDocument> documents = {};
  std::optional<Timestamp> review_due = std::nullopt;  // 00:00 UTC of the last day that it may run
  PurposeDrift purpose_drift = PurposeDrift::kDeny;
  friend bool operator==(const System&, const System&) = default;
};

// What a request would do with a system.
struct SystemUse {
  std::string_view purpose = {};  // empty where the request names none
  bool consequential = false;     // legal or similarly significant effect on a person
  bool calls_tool = false;
};

// Why the register lets nothing of this system pass, or nothing when it may run: a code
// ("system.retired") and a sentence.
std::optional<Error> Standstill(const System& system);
// The same with what depends on the time and on the use: a review that is overdue, what a
// restricted system may not do, a purpose that is not declared.
std::optional<Error> Standstill(const System& system, const SystemUse& use, Timestamp now);
// Whether the system declares purposes and this is none of them.
bool IsUndeclared(const System& system, std::string_view purpose);

// Members that say nothing are left out.
json::Object ToJson(const System& system);
json::Object ToJson(const SystemDocument& document);
// Errors of base/json_reader.h, with pointers beneath `pointer`; and system.terms.
Result<System> SystemFromJson(const json::Value& value, const std::string& pointer);

// What a person may say and change of a system: all but id, tenant, state, risk_class, documents.
// Each is taken where it is there; what is not there stays. Faults go to the reader.
void ReadSystemFacts(json::ObjectReader& reader, System* system);
// kind, digest, and where they are there link and title.
SystemDocument ReadDocument(json::ObjectReader& reader);

// "2027-06-30" is its 00:00 UTC. system.terms
Result<Timestamp> ParseDay(std::string_view text);
std::string FormatDay(Timestamp day);

}  // namespace reeve::oversight

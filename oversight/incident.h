// A serious incident: what happened with a system, who became aware of it when, and by when it must
// be reported. Regulation (EU) 2024/1689, articles 3(49) and 73; docs/incidents.md.
//
// This is one incident in memory and as JSON; what the log holds of all of them is in incidents.h.
// No text about what happened is here: that lies beside the log, and is named by its digest.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "base/result.h"

namespace reeve::oversight {

inline constexpr size_t kMaxIncidentDecisions = 100;      // named by one record
inline constexpr size_t kMaxDecisionsOfIncident = 1'000;  // by all
inline constexpr size_t kMaxUnreviewedOfIncident = 100;   // break-glasses
inline constexpr size_t kMaxIncidentReferences = 16;
inline constexpr size_t kMaxIncidentReferenceBytes = 256;
inline constexpr size_t kMaxIncidentTextBytes = size_t{1} << 16;  // of what is kept beside the log
inline constexpr size_t kMaxAuthorityBytes = 200;                 // of whom a report went to
inline constexpr size_t kMaxPinnedBundles = 100;

// Of Art. 3(49) letters a to d, and Art. 3(61).
enum class IncidentCategory : uint8_t {
  kDeath,                   // a
  kHealth,                  // a, without a death
  kCriticalInfrastructure,  // b
  kFundamentalRights,       // c
  kPropertyOrEnvironment,   // d
  kWidespread,              // a widespread infringement, beside another
};
inline constexpr size_t kIncidentCategoryCount = 6;
// "death", "health", "critical_infrastructure", "fundamental_rights", "property_or_environment",
// "widespread"
std::string_view IncidentCategoryName(IncidentCategory category);
std::optional<IncidentCategory> IncidentCategoryFromName(std::string_view name);

// What is known of the link between the system and what happened.
enum class CausalLink : uint8_t { kUnknown, kSuspected, kEstablished };
std::string_view CausalLinkName(CausalLink link);  // "unknown", "suspected", "established"
std::optional<CausalLink> CausalLinkFromName(std::string_view name);

// Each category, and when it was known.
using IncidentCategories = std::map<IncidentCategory, Timestamp>;

// When the first report is due, as it was worked out when the record was written: the shortest
// limit that applies.
struct IncidentClock {
  std::string rule;                   // of the table of the law: "inc.death"
  std::vector<std::string> articles;  // "Art.73(4)"
  int64_t days = 0;
  Timestamp aware;  // from when the limit runs
  Timestamp due;    // in calendar days
  Timestamp outer;  // with the rules for holidays and working days; not before `due`
};

// What stays as it was while the incident is open.
struct IncidentPin {
  uint64_t first = 0;                // records from here
  uint64_t size = 0;                 // to here, not included: the log when it was opened
  std::string root;                  // of these records' tree: "sha256:..."
  std::vector<std::string> bundles;  // digests: what decided in that time
};

struct IncidentReport {
  std::string digest;  // of the JSON
  std::string page;    // digest of the same as HTML
  std::string to;      // whom it went to
  std::string by;
  Timestamp time;
};

struct IncidentOverdue {
  std::string limit;  // "due", "outer"
  Timestamp at;       // what passed
  Timestamp noticed;
};

struct IncidentClosing {
  std::string resolution;  // "reported", "not_serious"
  std::string by;
  std::string reason;
  Timestamp time;
};

struct Incident {
  std::string id;  // "inc-..."
  std::string tenant;
  std::string system;
  IncidentCategories categories;
  CausalLink causal_link = CausalLink::kUnknown;
  std::optional<Timestamp> occurred = std::nullopt;
  std::string description;             // digest of the text; may be empty
  std::vector<std::string> decisions;  // ids of those concerned
  std::vector<std::string> references;
  IncidentClock clock;
  IncidentPin pin;
  std::string legal_hold;
  std::string by;
  Timestamp opened;
  uint64_t updates = 0;
  std::optional<IncidentReport> partial = std::nullopt;  // the last
  std::optional<IncidentReport> full = std::nullopt;     // the last
  std::optional<Timestamp> first_report = std::nullopt;
  std::vector<IncidentOverdue> overdue = {};
  std::vector<std::string> unreviewed = {};  // break-glasses of it that wait for a review
  std::optional<IncidentClosing> closed = std::nullopt;

  // The earliest, of all categories.
  Timestamp aware() const;
};

// "open", "partly_reported", "reported", "closed"
std::string_view StateOf(const Incident& incident);
// Whether the clock runs at `now` and its limit has passed: nobody has reported.
bool IsLate(const Incident& incident, Timestamp now);

json::Object CategoriesJson(const IncidentCategories& categories);  // name to time
// Takes the member `categories` off a reader: at least one, and not `widespread` alone.
IncidentCategories ReadCategories(json::ObjectReader& reader, json::Need need);

json::Object ToJson(const IncidentClock& clock);
IncidentClock ReadClock(json::ObjectReader& outer, json::Need need);
json::Object ToJson(const IncidentPin& pin);
IncidentPin ReadPin(json::ObjectReader& outer);

json::Object ToJson(const Incident& incident);
Result<Incident> IncidentFromJson(std::string_view text);

}  // namespace reeve::oversight

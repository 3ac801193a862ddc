// Overrides and appeals as commands and questions. docs/overrides.md.
//
// Beside what the fold refuses (oversight/overrides.h): the decision must be there. Its system and
// the rules that applied to it are taken from its record, so that counts are of what was decided,
// not of what a caller says.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/decision.h"
#include "engine/principal.h"
#include "engine/quality_commands.h"
#include "ledger/ledger.h"
#include "oversight/acting_person.h"
#include "oversight/overrides.h"

namespace reeve::engine {

inline constexpr size_t kMaxOverrides = 100;  // of one request
inline constexpr size_t kMaxListedAppeals = 1'000;

struct AppealTerms {
  oversight::Appeal appeal;    // decision, kind, grounds
  std::string statement = {};  // a text; kept beside the log
  std::string person = {};     // a pseudonym; the record has its commitment
};

struct AppealRuling {
  std::string result;        // "upheld", "reversed"
  std::string outcome = {};  // of a reversal, one word as of oversight/outcome.h; else "reversed"
  std::string reason;
};

class OverrideCommands {
 public:
  // All must outlive it; the ledger was opened with AllProjections().
  OverrideCommands(ledger::Ledger& ledger, const Commitments& commitments, QualityCommands& quality,
                   const Clock& clock, const Random& random)
      : ledger_(ledger),
        commitments_(commitments),
        quality_(quality),
        clock_(clock),
        random_(random) {}

  // All in one unit, or none. Precondition: at most kMaxOverrides. override.unknown_decision (with
  // its pointer)
  Status Record(std::vector<oversight::Override> overrides, const Principal& by);
  // {"systems":[{"system",...}],"rules":[{"rule",...}]}, each with oversight::ToJson of its counts;
  // of one system where it is named, and then no rules.
  Result<json::Object> Rates(std::string_view tenant, std::string_view system) const;

  // The appeal, as oversight::ToJson has it. appeal.unknown_decision, appeal.open
  Result<json::Object> OpenAppeal(AppealTerms terms, const oversight::ActingPerson& by);
  // A reversal records, in one unit, what came of the decision: an outcome that audits read; and
  // it counts against who approved (quality_commands.h). appeal.not_found, appeal.state,
  // appeal.own, appeal.voted (on the decision), appeal.outcome
  Result<json::Object> DecideAppeal(std::string_view id, const AppealRuling& ruling,
                                    const oversight::ActingPerson& by);
  Result<json::Object> FindAppeal(std::string_view tenant, std::string_view id) const;
  // {"appeals":[...],"total":n}: the last opened first; all, or those that are open.
  Result<json::Object> ListAppeals(std::string_view tenant, bool only_open) const;

 private:
  ledger::Ledger& ledger_;
  const Commitments& commitments_;
  QualityCommands& quality_;
  const Clock& clock_;
  const Random& random_;
};

}  // namespace reeve::engine

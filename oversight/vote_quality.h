// The quality of oversight as a fold over the records of approvals, of appeals, and of its own:
//
//   oversight.measures_set   what raises an alarm
//   oversight.seeded         a known-bad item was put among the approvals; which one is a keyed
//                            commitment, so that the record does not name it before it is voted on
//   oversight.seed_revealed  nobody votes on it any more: which one it was
//   oversight.alarm          an approver is beyond measures, and which grants were ended for it
//
// What holds, because the fold refuses a record that would break it:
//   - who is judged by the measures of a tenant sets none;
//   - a seed that is revealed was sown, and is revealed once; votes that were cast before it was
//     sown, and those of who has sown it, do not count;
//   - after an alarm about an approver there is no other before `min_votes` further votes.
// docs/quality-of-oversight.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/projection.h"
#include "ledger/record.h"
#include "oversight/approver_quality.h"

namespace reeve::oversight {

inline constexpr std::string_view kMeasuresSet = "oversight.measures_set";
inline constexpr std::string_view kSeeded = "oversight.seeded";
inline constexpr std::string_view kSeedRevealed = "oversight.seed_revealed";
inline constexpr std::string_view kOversightAlarm = "oversight.alarm";

// Keys: "approver/<tenant>\0<name>", "voted/<approval>" (what was opened, and who voted on it),
// "decision/<id>" (its approval), "sown/<commitment>", "measures/<tenant>".
class VoteQualityProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "vote_quality"; }
  // oversight.own_measures, oversight.seed, oversight.alarmed
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

// By name.
Result<std::vector<ApproverQuality>> ListApprovers(const ledger::ProjectionReader& quality,
                                                   std::string_view tenant);
Result<OversightMeasures> FindMeasures(const ledger::ProjectionReader& quality,
                                       std::string_view tenant);
// Whether a seed of that commitment was sown and is not revealed.
Result<bool> IsSown(const ledger::ProjectionReader& quality, std::string_view commitment);
// Ids of the approvals of all tenants that were voted on, for who looks for seeds among them: none
// where no seed is sown.
Result<std::vector<std::string>> VotedOnWhileSown(const ledger::ProjectionReader& quality);

}  // namespace reeve::oversight

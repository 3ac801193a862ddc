// From counts to verdicts, each with its reason in words.
#pragma once

#include "oversight/bias/audit.h"

namespace reeve::oversight::bias {

// The ratio of a judgement, seen so that below 1 is worse for the group. Nothing where it is not
// defined.
std::optional<double> AdverseRatio(const Judgement& judgement);

// Judges every group of the table that is neither the reference nor excluded, in each metric of the
// conventions; Holm's correction is over the groups of this table and one metric.
// Preconditions: references are chosen; small groups are gone.
void JudgeGroups(const Conventions& conventions, bool has_label, GroupTable* table);

}  // namespace reeve::oversight::bias

// Keeping small groups out of a report, and out of what can be worked out of it.
//
// A group below the minimum is hidden. Then, wherever hidden groups are all that a published sum
// (everybody, or a group of one attribute less) lacks, and they are one group or together below the
// minimum, the next smallest is hidden with them (complementary suppression; Willenborg, de Waal,
// Elements of Statistical Disclosure Control, 2001, chapter 4). The parts of a hidden group are
// hidden. What remains deducible: sums of hidden groups of at least the minimum.
#pragma once

#include <cstdint>
#include <vector>

#include "oversight/bias/audit.h"

namespace reeve::oversight::bias {

// `tables` are in order of their depth. Removes hidden groups and says in suppressed_groups how
// many. A primary's share stays that of the whole table.
void SuppressSmallGroups(uint64_t min_group, std::vector<GroupTable>* tables);

// The same for parts of one published sum: which are hidden.
std::vector<bool> HiddenParts(const std::vector<uint64_t>& sizes, uint64_t minimum);

}  // namespace reeve::oversight::bias

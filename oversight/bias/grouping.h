// Counting: from columns to the groups of one table.
#pragma once

#include <vector>

#include "oversight/bias/audit.h"

namespace reeve::oversight::bias {

// The attributes' indices of every table, by depth and then by the order of the columns.
std::vector<std::vector<size_t>> TablesOf(size_t attributes, unsigned depth);

// The groups in which there is somebody with an outcome, sorted by name, with tally and share; and
// the table's `all` and `unknown`. Counts on all cores. bias.too_many_groups
Result<GroupTable> CountGroups(const Population& population, const std::vector<size_t>& attributes);

// For ScoreOrder: the group of every row, an index in table.groups, or UINT32_MAX.
std::vector<uint32_t> GroupOfRows(const Population& population,
                                  const std::vector<size_t>& attributes, const GroupTable& table);

// The same table apart by stratum: tallies[stratum][group].
std::vector<std::vector<Tally>> CountByStratum(const Population& population,
                                               const std::vector<uint32_t>& group_of,
                                               size_t groups);

}  // namespace reeve::oversight::bias

// Rows as columns of text, each as wide as its widest cell.
#pragma once

#include <string>
#include <vector>

namespace reeve::cli {

using TableRow = std::vector<std::string>;

// Two blanks between columns, none at the end of a line. A row may have fewer cells than others.
std::string TableText(const std::vector<TableRow>& rows);

}  // namespace reeve::cli

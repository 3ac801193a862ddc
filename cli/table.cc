#include "cli/table.h"

#include <algorithm>

#include "base/text.h"
#include "cli/one_line.h"

namespace reeve::cli {

std::string TableText(const std::vector<TableRow>& rows) {
  std::vector<size_t> widths;
  for (const TableRow& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], CodePointCount(OnOneLine(row[i])));
    }
  }
  std::string out;
  for (const TableRow& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string cell = OnOneLine(row[i]);
      line += cell + std::string(widths[i] - CodePointCount(cell) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

}  // namespace reeve::cli

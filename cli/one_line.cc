#include "cli/one_line.h"

namespace reeve::cli {

std::string OnOneLine(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n';
    if (!blank) out += c;
    if (blank && !out.ends_with(' ')) out += ' ';
  }
  return out;
}

}  // namespace reeve::cli

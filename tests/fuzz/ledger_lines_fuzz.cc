// room: ledger
// The line reader of exports: the lines it gives, joined, are the input up to where it stopped.
#include <cstdlib>
#include <sstream>

#include "ledger/line_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const size_t max_line = 1 + data[0];
  const std::string input(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::istringstream in(input);
  reeve::ledger::LineReader reader(in, max_line);
  std::string joined;
  while (true) {
    const auto line = reader.Next();
    if (!line.ok()) break;
    if (!*line) {
      if (joined != input) std::abort();
      return 0;
    }
    if ((*line)->size() > max_line) std::abort();
    joined.append(**line).push_back('\n');
  }
  // Refused: then a line is too long, or the last one has no newline.
  if (!input.starts_with(joined)) std::abort();
  const std::string rest = input.substr(joined.size());
  const size_t end = rest.find('\n');
  if (end != std::string::npos && end <= max_line) std::abort();
  return 0;
}

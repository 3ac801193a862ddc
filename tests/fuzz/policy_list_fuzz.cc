// room: policy
// Arbitrary bytes as a list file, of text and as CSV: reading ends, every diagnostic stands within
// the text, and a list that is read has exactly the entries that were read.
#include <algorithm>
#include <cstdlib>

#include "policy/cel/text_set.h"
#include "policy/list_file.h"

namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

void Read(const char* file, std::string_view text) {
  using namespace reeve::policy;
  std::vector<Diagnostic> diagnostics;
  Reporter reporter(file, text, &diagnostics);
  const ListFile list = ReadListFile(reporter);
  const auto lines = static_cast<size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  for (const Diagnostic& diagnostic : diagnostics) {
    Require(diagnostic.line <= lines && !Render(diagnostic).empty());
  }
  const reeve::cel::TextSet set(list.entries);
  Require(set.size() <= list.entries.size());
  for (const std::string_view entry : list.entries) {
    Require(!entry.empty() && entry.size() <= kMaxListEntryBytes && set.Contains(entry));
  }
  Require(!set.Contains("") && !set.Contains("\n"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Read("lists/a.txt", text);
  Read("lists/a.csv", text);
  return 0;
}

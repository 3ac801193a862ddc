#include "cli/facts_file.h"

#include <iostream>
#include <utility>

#include "base/file.h"
#include "cli/command.h"
#include "policy/diagnostic.h"

namespace reeve::cli {

namespace law = oversight::law;

Result<law::Facts> ReadFactsFile(const law::Table& table, const std::string& path,
                                 std::string_view implied) {
  std::string text;
  if (path == "-") {
    text = ReadStandardInput();
  } else {
    REEVE_ASSIGN_OR_RETURN(text, ReadFile(path, law::kMaxFactsBytes));
  }
  law::FactsReading reading = law::ReadFacts(table, path, text, implied);
  std::cerr << policy::Render(reading.diagnostics);
  if (reading.facts) return std::move(*reading.facts);
  return Error{"law.facts", "the facts in `" + path + "` cannot be used", path};
}

}  // namespace reeve::cli

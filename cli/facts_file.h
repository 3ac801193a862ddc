// Facts for a command: from a file, with their diagnostics on standard error.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "oversight/law/facts.h"
#include "oversight/law/table.h"

namespace reeve::cli {

// The facts of a file, or of standard input for `-`; `implied` as for law::ReadFacts. law.facts
// when there is a diagnostic.
Result<oversight::law::Facts> ReadFactsFile(const oversight::law::Table& table,
                                            const std::string& path, std::string_view implied = "");

}  // namespace reeve::cli

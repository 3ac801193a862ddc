// Facts for a command: from a file, with their diagnostics on standard error.
#pragma once

#include <string>

#include "base/result.h"
#include "oversight/law/facts.h"
#include "oversight/law/table.h"

namespace reeve::cli {

// The facts of a file, or of standard input for `-`. law.facts when there is a diagnostic.
Result<oversight::law::Facts> ReadFactsFile(const oversight::law::Table& table,
                                            const std::string& path);

}  // namespace reeve::cli

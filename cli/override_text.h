// Overrides and appeals, as `reeve override` and `reeve appeal` print them.
#pragma once

#include <string>

#include "base/json.h"

namespace reeve::cli {

std::string OverrideRatesText(const json::Value& rates);
std::string AppealListText(const json::Value& list);
std::string AppealText(const json::Value& appeal);

}  // namespace reeve::cli

// What the fold of monitors and its questions share: keys, and a monitor as its bytes.
#pragma once

#include <string>
#include <string_view>

#include "oversight/bias/monitors.h"

namespace reeve::oversight::bias {

std::string MonitorKey(std::string_view tenant, std::string_view name);
Error MonitorNotFound(std::string_view name);

Result<std::string> MonitorText(const Monitor& monitor);
// ledger.damaged
Result<Monitor> ParseMonitor(std::string_view text);

}  // namespace reeve::oversight::bias

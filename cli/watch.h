// Doing something again whenever a folder changes.
#pragma once

#include <filesystem>
#include <functional>

namespace reeve::cli {

// Runs the action, and again after each change of a name, a size or a time of writing beneath the
// folder, looked for every 200 milliseconds, so that it also works where the system reports no
// changes (network and container file systems). SIGINT and SIGTERM end it between two runs; gives
// what the last run gave.
int Watch(const std::filesystem::path& folder, const std::function<int()>& action);

}  // namespace reeve::cli

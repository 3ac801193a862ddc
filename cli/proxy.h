// `reeve proxy`: the settings of the models that are reached through a server.
#pragma once

#include "cli/command.h"

namespace reeve::cli {

void AddProxy(Parser& app, Run* run);

}  // namespace reeve::cli

// `reeve config`: what a server would be told, before it is.
#pragma once

#include "cli/command.h"

namespace reeve::cli {

void AddConfig(Parser& app, Run* run);

}  // namespace reeve::cli

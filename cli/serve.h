// The options of `reeve serve` on variables of their own, for `reeve config`.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"

namespace reeve::cli {

class Parser;

struct ServeTrial {
  std::function<void(Parser&)> add;     // declares the options
  std::function<std::string()> config;  // the value of --config
  // Whether they go together, and every file that they name reads. Asks nobody, touches no data
  // folder. config.together; the errors of what is named
  std::function<Status()> check;
};
ServeTrial TryServe();

}  // namespace reeve::cli

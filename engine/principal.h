// An authenticated caller.
#pragma once

#include <string>

namespace reeve::engine {

struct Principal {
  std::string name;
  std::string tenant;
};

}  // namespace reeve::engine

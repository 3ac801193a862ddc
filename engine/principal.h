// An authenticated caller.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace reeve::engine {

struct Principal {
  std::string name;
  std::string tenant;
  // Ids of the systems that it speaks for; none: every one of its tenant.
  std::vector<std::string> systems = {};

  bool MaySpeakFor(std::string_view system) const {
    return systems.empty() || std::find(systems.begin(), systems.end(), system) != systems.end();
  }
};

}  // namespace reeve::engine

// An authenticated caller, and the trace in which it calls.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/trace.h"

namespace reeve::engine {

struct Principal {
  std::string name;
  std::string tenant;
  // Ids of the systems that it speaks for; none: every one of its tenant.
  std::vector<std::string> systems = {};
  std::shared_ptr<Trace> trace = nullptr;  // null: of none

  bool MaySpeakFor(std::string_view system) const {
    return systems.empty() || std::find(systems.begin(), systems.end(), system) != systems.end();
  }
};

}  // namespace reeve::engine

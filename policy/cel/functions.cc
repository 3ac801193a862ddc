#include "policy/cel/functions.h"

#include <algorithm>

namespace reeve::cel {
namespace {

std::array<std::span<const Overload>, 3> Libraries() {
  return {TextFunctions(), ConversionFunctions(), TimeFunctions()};
}

}  // namespace

std::vector<const Overload*> FindOverloads(std::string_view name, bool member) {
  std::vector<const Overload*> found;
  for (const auto& library : Libraries()) {
    for (const Overload& overload : library) {
      if (overload.name == name && overload.member == member) found.push_back(&overload);
    }
  }
  return found;
}

std::vector<std::string> FunctionNames() {
  std::vector<std::string> names = {"has", "all", "exists", "exists_one", "filter", "map"};
  for (const auto& library : Libraries()) {
    for (const Overload& overload : library) names.emplace_back(overload.name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace reeve::cel

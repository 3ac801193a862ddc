#include "policy/cel/functions.h"

#include <algorithm>

#include "policy/cel/macros.h"

namespace reeve::cel {
namespace {

using Library = std::span<const Overload>;

std::array<Library, 12> Libraries() {
  return {ConversionFunctions(), EncoderFunctions(), FormatFunctions(),   ListFunctions(),
          MathFunctions(),       NetworkFunctions(), OptionalFunctions(), RegexFunctions(),
          SetFunctions(),        StringFunctions(),  TextFunctions(),     TimeFunctions()};
}

}  // namespace

std::vector<const Overload*> AllOverloads() {
  std::vector<const Overload*> all;
  for (const Library& library : Libraries()) {
    for (const Overload& overload : library) all.push_back(&overload);
  }
  return all;
}

std::vector<const Overload*> FindOverloads(std::string_view name, bool member) {
  std::vector<const Overload*> found;
  for (const Library& library : Libraries()) {
    for (const Overload& overload : library) {
      if (overload.name == name && overload.member == member) found.push_back(&overload);
    }
  }
  return found;
}

bool IsNamespace(std::string_view prefix) {
  for (const Library& library : Libraries()) {
    for (const Overload& overload : library) {
      const std::string_view name = overload.name;
      if (name.size() > prefix.size() && name[prefix.size()] == '.' && name.starts_with(prefix)) {
        return true;
      }
    }
  }
  return false;
}

std::vector<std::string> FunctionNames() {
  std::vector<std::string> names = MacroNames();
  for (const Overload* overload : AllOverloads()) names.emplace_back(overload->name);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace reeve::cel

#include "policy/cel/environment.h"

#include <utility>

#include "policy/cel/lexer.h"

namespace reeve::cel {

Result<uint32_t> Environment::Declare(std::string name, Type type) {
  if (!IsIdentifier(name) || IsReserved(name)) {
    return Error{"cel.declaration", "`" + name + "` cannot name a variable"};
  }
  if (Find(name)) return Error{"cel.declaration", "the variable `" + name + "` is there already"};
  variables_.push_back({std::move(name), type});
  return static_cast<uint32_t>(variables_.size() - 1);
}

std::optional<uint32_t> Environment::Find(std::string_view name) const {
  for (uint32_t i = 0; i < variables_.size(); ++i) {
    if (variables_[i].name == name) return i;
  }
  return std::nullopt;
}

std::vector<std::string> Environment::VariableNames() const {
  std::vector<std::string> names;
  names.reserve(variables_.size());
  for (const Variable& variable : variables_) names.push_back(variable.name);
  return names;
}

}  // namespace reeve::cel

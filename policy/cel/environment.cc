#include "policy/cel/environment.h"

#include <utility>

#include "policy/cel/lexer.h"

namespace reeve::cel {
namespace {

// Identifiers joined by dots. A word that is reserved may stand behind a dot, as a field may.
bool IsQualifiedName(std::string_view name) {
  if (IsReserved(name.substr(0, name.find('.')))) return false;
  while (true) {
    const size_t dot = name.find('.');
    if (!IsIdentifier(name.substr(0, dot))) return false;
    if (dot == name.npos) return true;
    name.remove_prefix(dot + 1);
  }
}

}  // namespace

Result<uint32_t> Environment::Declare(std::string name, Type type) {
  if (!IsQualifiedName(name)) {
    return Error{"cel.declaration", "`" + name + "` cannot name a variable"};
  }
  if (Find(name)) return Error{"cel.declaration", "the variable `" + name + "` is there already"};
  has_qualified_ = has_qualified_ || name.find('.') != std::string::npos;
  variables_.push_back({std::move(name), type});
  return static_cast<uint32_t>(variables_.size() - 1);
}

Result<uint32_t> Environment::Redeclare(std::string name, Type type) {
  const std::optional<uint32_t> slot = Find(name);
  if (!slot) return Declare(std::move(name), type);
  variables_[*slot].type = type;
  return *slot;
}

std::optional<uint32_t> Environment::Find(std::string_view name) const {
  for (uint32_t i = 0; i < variables_.size(); ++i) {
    if (variables_[i].name == name) return i;
  }
  return std::nullopt;
}

std::optional<uint32_t> Environment::Resolve(std::string_view name) const {
  for (std::string_view scope = container_; !scope.empty();) {
    std::string qualified(scope);
    qualified.append(".").append(name);
    if (const auto slot = Find(qualified)) return slot;
    const size_t dot = scope.rfind('.');
    scope = dot == scope.npos ? std::string_view() : scope.substr(0, dot);
  }
  return Find(name);
}

std::vector<std::string> Environment::VariableNames() const {
  std::vector<std::string> names;
  names.reserve(variables_.size());
  for (const Variable& variable : variables_) names.push_back(variable.name);
  return names;
}

}  // namespace reeve::cel

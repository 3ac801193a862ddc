#include "oversight/law/names.h"

#include <algorithm>
#include <utility>

namespace reeve::oversight::law {

bool Names::Add(Name name) {
  if (!by_key_.try_emplace(name.key, names_.size()).second) return false;
  names_.push_back(std::move(name));
  return true;
}

bool Names::AddGroup(std::string group) {
  if (FindGroup(group)) return false;
  groups_.push_back(std::move(group));
  return true;
}

std::optional<size_t> Names::Find(std::string_view key) const {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<size_t> Names::FindGroup(std::string_view group) const {
  const auto found = std::find(groups_.begin(), groups_.end(), group);
  if (found == groups_.end()) return std::nullopt;
  return static_cast<size_t>(found - groups_.begin());
}

std::vector<std::string> Names::Keys(std::optional<NameKind> kind) const {
  std::vector<std::string> keys;
  for (const Name& name : names_) {
    if (!kind || name.kind == *kind) keys.push_back(name.key);
  }
  return keys;
}

}  // namespace reeve::oversight::law

#include "policy/entities.h"

namespace reeve::policy {

Entities::Entities(const Vocabulary& vocabulary) {
  for (const KnownEntity& entity : vocabulary.entities) {
    category_[entity.name] = entity.category;
    members_[entity.category].insert(entity.name);
  }
  for (const auto& [name, category] : category_) words_.push_back(name);
  for (const auto& [category, names] : members_) words_.push_back(category);
}

std::set<std::string> Entities::MembersOf(const std::string& word) const {
  if (const auto found = members_.find(word); found != members_.end()) return found->second;
  if (category_.contains(word)) return {word};
  return {};
}

}  // namespace reeve::policy

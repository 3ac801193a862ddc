#include "policy/entities.h"

#include <algorithm>

namespace reeve::policy {

Entities::Entities(const Vocabulary& vocabulary, const std::vector<OwnEntity>& own,
                   const std::vector<KnownEntity>& external) {
  for (const KnownEntity& entity : vocabulary.entities) {
    category_[entity.name] = entity.category;
    members_[entity.category].insert(entity.name);
  }
  for (const KnownEntity& entity : external) {
    category_[entity.name] = entity.category;
    members_[entity.category].insert(entity.name);
    own_.insert(entity.name);
  }
  std::set<std::string> categories;
  for (const auto& [category, names] : members_) categories.insert(category);
  for (const OwnEntity& entity : own) {
    category_.try_emplace(entity.name, entity.category);
    own_.insert(entity.name);
    categories.insert(entity.category);
  }
  for (const auto& [name, category] : category_) words_.push_back(name);
  words_.insert(words_.end(), categories.begin(), categories.end());
}

std::set<std::string> Entities::MembersOf(const std::string& word,
                                          const std::set<std::string>& own) const {
  if (category_.contains(word)) return {word};
  std::set<std::string> out;
  if (const auto found = members_.find(word); found != members_.end()) out = found->second;
  for (const std::string& name : own) {
    const auto known = category_.find(name);
    if (known != category_.end() && known->second == word) out.insert(name);
  }
  return out;
}

}  // namespace reeve::policy

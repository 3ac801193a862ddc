// The entities and categories that policies may name, as the caller's vocabulary gives them.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "policy/bundle.h"
#include "policy/reader.h"

namespace reeve::policy {

// Thread-safety: immutable.
class Entities {
 public:
  explicit Entities(const Vocabulary& vocabulary);

  // The entities that a word stands for: itself, those of the category, or none.
  std::set<std::string> MembersOf(const std::string& word) const;
  // Precondition: `name` is an entity.
  KnownEntity Named(const std::string& name) const { return {name, category_.find(name)->second}; }
  // Entities, then categories.
  const std::vector<std::string>& words() const { return words_; }

 private:
  std::map<std::string, std::string> category_;           // by entity
  std::map<std::string, std::set<std::string>> members_;  // by category
  std::vector<std::string> words_;
};

}  // namespace reeve::policy

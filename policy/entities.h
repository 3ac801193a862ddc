// The entities and categories that policies may name: those of the caller's vocabulary, and those
// that policies declare. Of the latter any policy may name one, but a category stands for those
// that the policy declares itself or inherits: what one declares changes no other.
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
  // `external`: what only external detectors give; a category stands for these in every policy, for
  // the bundle declares them.
  explicit Entities(const Vocabulary& vocabulary, const std::vector<OwnEntity>& own = {},
                    const std::vector<KnownEntity>& external = {});

  // The entities that a word stands for: itself, those of the category, or none. `own`: names of
  // own entities that a category stands for as well.
  std::set<std::string> MembersOf(const std::string& word,
                                  const std::set<std::string>& own = {}) const;
  // Declared in a document, and not of the vocabulary.
  bool IsOwn(const std::string& name) const { return own_.contains(name); }
  // Precondition: `name` is an entity.
  KnownEntity Named(const std::string& name) const { return {name, category_.find(name)->second}; }
  // Entities, then categories.
  const std::vector<std::string>& words() const { return words_; }

 private:
  std::map<std::string, std::string> category_;           // by entity
  std::map<std::string, std::set<std::string>> members_;  // by category; none of policies' own
  std::set<std::string> own_;
  std::vector<std::string> words_;
};

}  // namespace reeve::policy

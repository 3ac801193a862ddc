// The names that the conditions of a law table may use: facts, rules, terms, and groups of rules.
//
// Facts and rules are keys of the file of facts; a term is a word that the table itself defines by
// a condition; a group is the set of rules that stand together, such as all the points of an annex.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reeve::oversight::law {

enum class NameKind : uint8_t { kFact, kRule, kTerm };

// Of a fact; rules and terms are kYesNo.
enum class FactType : uint8_t {
  kYesNo,
  kNamed,  // yes, no, or the name of what it is: "medical devices 2017/745"
  kText,   // for people; a condition may only ask whether it is known
  kWord,   // one of a list
  kWords,  // some of a list
  kDate,
  kNumber,
};

struct Name {
  std::string key;  // "sys.profiling", "annex3.5.b", "term.high_risk"
  NameKind kind = NameKind::kFact;
  FactType type = FactType::kYesNo;
  std::vector<std::string> words = {};  // of kWord and kWords
  size_t index = 0;                     // among the facts, rules, or terms of the table
};

class Names {
 public:
  // False when the key is taken.
  bool Add(Name name);
  // False when the group is there already.
  bool AddGroup(std::string group);

  std::optional<size_t> Find(std::string_view key) const;
  std::optional<size_t> FindGroup(std::string_view group) const;
  const Name& at(size_t name) const { return names_[name]; }
  size_t size() const { return names_.size(); }
  const std::vector<std::string>& groups() const { return groups_; }
  // Of one kind, or of all: for "did you mean".
  std::vector<std::string> Keys(std::optional<NameKind> kind = std::nullopt) const;

 private:
  std::vector<Name> names_;
  std::map<std::string, size_t, std::less<>> by_key_;
  std::vector<std::string> groups_;
};

}  // namespace reeve::oversight::law

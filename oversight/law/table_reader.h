// How the parts of a law table are read: what the readers of facts and rules (table_rules.cc) and
// of what follows from them (table_duties.cc) share. For table.cc alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oversight/law/table.h"
#include "policy/reader.h"

namespace reeve::oversight::law {

inline constexpr size_t kMaxTableText = 4096;
inline constexpr size_t kMaxTableId = 64;

struct TableReader {
  policy::Reporter& reporter;
  Table& table;

  // The condition of the key, or nothing: absent, or refused and reported.
  std::optional<Condition> ConditionAt(const policy::MapReader& map, std::string_view key);
  std::optional<Condition> CompileAt(const policy::YamlNode& node);
  // The same, and absence is reported; a refused one never holds.
  Condition RequiredCondition(const policy::MapReader& map, std::string_view key);
  std::optional<Date> DateAt(const policy::MapReader& map, std::string_view key);
  std::vector<std::string> TextsAt(const policy::MapReader& map, std::string_view key);
  std::string TextAt(const policy::MapReader& map, std::string_view key);
  // The articles, of which there must be one.
  std::vector<std::string> ArticlesOf(const policy::MapReader& map, std::string_view what,
                                      policy::Span at);
  // The place of an id in `ids`; nothing when it is unknown, which is reported.
  std::optional<size_t> Named(const policy::Located& id, std::string_view what,
                              const std::vector<std::string>& ids);
  // The items of a list; empty and reported when it is something else.
  const std::vector<policy::YamlNode>& Items(const policy::YamlNode* node, std::string_view what);
};

// Declares every fact, term, group and rule, with its kind and type. First.
void DeclareNames(const policy::YamlNode& root, TableReader& reader);

void ReadFacts(const policy::YamlNode* node, TableReader& reader);
void ReadTerms(const policy::YamlNode* node, TableReader& reader);
void ReadGroups(const policy::YamlNode* node, TableReader& reader);
// Classes, steps, dates, roles, obligations, axes, incidents. After the rules.
void ReadConsequences(const policy::MapReader& map, TableReader& reader);

// What is wrong with the table as a whole: circles, and what can never happen.
void CheckTable(const policy::YamlNode& root, TableReader& reader);

}  // namespace reeve::oversight::law

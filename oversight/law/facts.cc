#include "oversight/law/facts.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "policy/reader.h"
#include "policy/yaml.h"

namespace reeve::oversight::law {
namespace {

using policy::YamlMember;
using policy::YamlNode;

std::string Joined(const std::string& prefix, const std::string& key) {
  return prefix.empty() ? key : prefix + "." + key;
}

std::vector<std::string> FactKeys(const Table& table) {
  std::vector<std::string> keys = table.names.Keys(NameKind::kFact);
  for (std::string& key : table.names.Keys(NameKind::kRule)) keys.push_back(std::move(key));
  return keys;
}

// Whether some key of the table lies below this one.
bool LeadsOn(const Table& table, const std::string& key) {
  const std::vector<std::string> keys = FactKeys(table);
  return std::any_of(keys.begin(), keys.end(), [start = key + "."](const std::string& known) {
    return known.starts_with(start);
  });
}

// The key as the table has it.
std::string InFull(const Table& table, std::string key, std::string_view implied) {
  if (implied.empty() || table.names.Find(key) || LeadsOn(table, key)) return key;
  std::string whole = Joined(std::string(implied), key);
  return table.names.Find(whole) ? whole : key;
}

void ReadMembers(const Table& table, const YamlNode& map, const std::string& prefix,
                 std::string_view implied, policy::Reporter& reporter, Facts* facts) {
  for (const YamlMember& member : map.members) {
    const std::string key = InFull(table, Joined(prefix, member.key), implied);
    if (member.value.kind == YamlNode::Kind::kMap && LeadsOn(table, key)) {
      ReadMembers(table, member.value, key, implied, reporter, facts);
      continue;
    }
    const Status set = facts->Set(table, key, policy::ToJson(member.value));
    if (set.ok()) continue;
    const bool about_key = set.error().code == "law.unknown_name" ||
                           set.error().code == "law.duplicate_fact" ||
                           member.value.kind == YamlNode::Kind::kNull;
    reporter.Error(set.error().code, about_key ? member.key_span : member.value.span,
                   set.error().message);
  }
}

Status SetMembers(const Table& table, const json::Object& object, const std::string& prefix,
                  Facts* facts) {
  for (const json::Member& member : object) {
    const std::string key = Joined(prefix, member.key);
    const json::Object* below = member.value.as_object();
    if (below != nullptr && LeadsOn(table, key)) {
      REEVE_RETURN_IF_ERROR(SetMembers(table, *below, key, facts));
      continue;
    }
    if (Status set = facts->Set(table, key, member.value); !set.ok()) return set;
  }
  return {};
}

}  // namespace

Status Facts::Set(const Table& table, std::string_view key, const json::Value& value) {
  const auto name = table.names.Find(key);
  if (!name || table.names.at(*name).kind == NameKind::kTerm) {
    return Error{"law.unknown_name",
                 "the law table `" + table.id + "` has no fact and no question `" +
                     std::string(Clip(key, 80)) + "`" + DidYouMeanSuffix(key, FactKeys(table)),
                 std::string(Clip(key, 80))};
  }
  if (stated_[*name]) {
    return Error{"law.duplicate_fact", "`" + std::string(key) + "` is stated twice",
                 std::string(key)};
  }
  Result<FactValue> read = ReadFactValue(table.names.at(*name), value);
  if (!read.ok()) {
    read.error().at = std::string(key);
    return std::move(read).error();
  }
  stated_[*name] = std::move(*read);
  return {};
}

size_t Facts::count() const {
  return static_cast<size_t>(std::count_if(stated_.begin(), stated_.end(),
                                           [](const auto& value) { return value.has_value(); }));
}

FactsReading ReadFacts(const Table& table, std::string_view file_name, std::string_view text,
                       std::string_view implied) {
  FactsReading out;
  policy::Reporter reporter(file_name, text, &out.diagnostics);
  if (text.size() > kMaxFactsBytes) {
    reporter.Error("law.too_large", {},
                   "a file of facts has at most " + std::to_string(kMaxFactsBytes) + " bytes");
    return out;
  }
  const std::optional<YamlNode> root = policy::ParseYaml(reporter);
  if (!root) return out;
  if (root->kind != YamlNode::Kind::kMap) {
    reporter.Error("law.facts", root->span,
                   "a file of facts is a map of keys to answers, such as `sys.profiling: yes`");
    return out;
  }
  Facts facts(table);
  ReadMembers(table, *root, "", implied, reporter, &facts);
  policy::SortDiagnostics(&out.diagnostics);
  if (!policy::HasErrors(out.diagnostics)) out.facts = std::move(facts);
  return out;
}

Result<Facts> FactsFromJson(const Table& table, const json::Value& value) {
  if (value.as_object() == nullptr) {
    return Error{"law.facts", "facts are an object of keys and answers"};
  }
  Facts facts(table);
  REEVE_RETURN_IF_ERROR(SetMembers(table, *value.as_object(), "", &facts));
  return facts;
}

}  // namespace reeve::oversight::law

// Facts, terms, groups and their rules: what a law asks.
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "oversight/law/table_reader.h"

namespace reeve::oversight::law {
namespace {

using policy::Located;
using policy::MapReader;
using policy::Span;
using policy::YamlMember;
using policy::YamlNode;

const std::vector<std::string>& TypeWords() {
  static const std::vector<std::string> words = {"yes_no", "named", "text",  "word",
                                                 "words",  "date",  "number"};
  return words;
}

void Declare(Name name, Span span, TableReader& reader) {
  if (name.key.empty()) return;  // reported as missing
  const std::string key = name.key;
  if (key.size() > kMaxTableId) {
    reader.reporter.Error("law.id", span, "`" + key + "` has more than 64 bytes");
  }
  if (!reader.table.names.Add(std::move(name))) {
    reader.reporter.Error("law.duplicate_id", span,
                          "`" + key + "` stands twice; every fact, term and rule has its own id");
  }
}

void DeclareFact(const YamlMember& member, size_t index, TableReader& reader) {
  Name name;
  name.key = member.key;
  name.index = index;
  if (const YamlNode* type = member.value.Find("type")) {
    const auto word = policy::ReadWord(*type, "`type`", TypeWords(), reader.reporter);
    name.type = static_cast<FactType>(word.value_or(0));
  }
  const YamlNode* words = member.value.Find("words");
  if (words != nullptr) {
    for (Located& word : policy::ReadTexts(*words, "`words`", reader.reporter)) {
      name.words.push_back(std::move(word.text));
    }
  }
  const bool takes_words = name.type == FactType::kWord || name.type == FactType::kWords;
  if (takes_words != (words != nullptr)) {
    reader.reporter.Error("law.words", member.key_span,
                          takes_words ? "a fact of type `word` or `words` lists its `words`"
                                      : "only a fact of type `word` or `words` has `words`");
  }
  Declare(std::move(name), member.key_span, reader);
}

void DeclareRule(const YamlNode& node, size_t* index, TableReader& reader) {
  const YamlNode* id = node.Find("id");
  if (id == nullptr || id->kind != YamlNode::Kind::kScalar) return;  // reported when it is read
  Name name;
  name.key = id->scalar;
  name.kind = NameKind::kRule;
  name.index = (*index)++;
  Declare(std::move(name), id->span, reader);
  const YamlNode* exceptions = node.Find("exceptions");
  if (exceptions == nullptr) return;
  for (const YamlNode& exception : exceptions->items) DeclareRule(exception, index, reader);
}

void DeclareGroups(const YamlNode* groups, TableReader& reader) {
  size_t index = 0;
  for (const YamlNode& group : reader.Items(groups, "`groups`")) {
    const YamlNode* id = group.Find("id");
    if (id != nullptr && !reader.table.names.AddGroup(id->scalar)) {
      reader.reporter.Error("law.duplicate_id", id->span,
                            "the group `" + id->scalar + "` stands twice");
    }
    const YamlNode* rules = group.Find("rules");
    if (rules == nullptr) continue;
    for (const YamlNode& rule : rules->items) DeclareRule(rule, &index, reader);
  }
}

std::optional<FactValue> ReadPresumed(const MapReader& map, const Name& name, TableReader& reader) {
  const YamlNode* node = map.Find("presumed");
  if (node == nullptr) return std::nullopt;
  Result<FactValue> value = ReadFactValue(name, policy::ToJson(*node));
  if (value.ok()) return std::move(*value);
  reader.reporter.Error(value.error().code, node->span, value.error().message);
  return std::nullopt;
}

Silence ReadSilence(const MapReader& map, const Name& name, TableReader& reader) {
  Silence silence;
  silence.when = reader.ConditionAt(map, "when");
  silence.presumed = ReadPresumed(map, name, reader);
  if (const YamlNode* node = map.Find("silence")) {
    static const std::vector<std::string> kWords = {"no"};
    silence.is_no = policy::ReadWord(*node, "`silence`", kWords, reader.reporter).has_value();
  }
  return silence;
}

void ReadWhere(const YamlNode& node, const Name& name, Fact* fact, TableReader& reader) {
  const MapReader map(node, "`where`", reader.reporter);
  if (!map.is_map()) return;
  for (const YamlMember& member : node.members) {
    if (std::find(name.words.begin(), name.words.end(), member.key) == name.words.end()) {
      reader.reporter.Error("law.unknown_word", member.key_span,
                            "`" + name.key + "` is never `" + member.key + "`" +
                                DidYouMeanSuffix(member.key, name.words));
      continue;
    }
    fact->where.emplace_back(member.key, reader.TextsAt(map, member.key));
  }
}

void ReadFact(const YamlMember& member, TableReader& reader) {
  const MapReader map(
      member.value, "the fact `" + member.key + "`",
      {"question", "type", "words", "when", "presumed", "silence", "read_from", "where"},
      reader.reporter);
  const auto name = reader.table.names.Find(member.key);
  if (!map.is_map() || !name) return;
  Fact fact;
  fact.key = member.key;
  fact.question = map.RequiredText("question", kMaxTableText).text;
  const Name& declared = reader.table.names.at(*name);
  fact.silence = ReadSilence(map, declared, reader);
  const Located source = map.Text("read_from", kMaxTableId);
  if (!source.text.empty()) {
    fact.read_from = reader.table.names.Find(source.text);
    if (!fact.read_from || reader.table.names.at(*fact.read_from).type != FactType::kNamed) {
      reader.reporter.Error("law.unknown_name", source.span,
                            "no fact of type `named` is called `" + source.text + "`");
      fact.read_from.reset();
    }
    const YamlNode* where = map.Require("where");
    if (where != nullptr) ReadWhere(*where, declared, &fact, reader);
  }
  reader.table.facts.push_back(std::move(fact));
}

// Writes the rule, then its exceptions, in the order in which they were declared.
void ReadRule(const YamlNode& node, const Rule& inherited, TableReader& reader) {
  const MapReader map(node, "a rule",
                      {"id", "articles", "question", "when", "presumed", "silence", "exceptions",
                       "outcome", "otherwise", "applies_from", "dates", "role", "duty", "note"},
                      reader.reporter);
  if (!map.is_map()) return;
  const Located id = map.RequiredText("id", kMaxTableId);
  const auto name = reader.table.names.Find(id.text);
  if (id.text.empty() || !name) return;
  Rule rule = inherited;
  rule.id = id.text;
  rule.articles = reader.ArticlesOf(map, "the rule `" + id.text + "`", id.span);
  rule.question = map.RequiredText("question", kMaxTableText).text;
  rule.silence = ReadSilence(map, reader.table.names.at(*name), reader);
  if (const Located outcome = map.Text("outcome", kMaxTableText); !outcome.text.empty()) {
    rule.outcome = outcome.text;
  }
  rule.otherwise = reader.TextAt(map, "otherwise");
  if (map.Find("applies_from") != nullptr) rule.applies_from = reader.DateAt(map, "applies_from");
  rule.dates_id = reader.TextAt(map, "dates");
  rule.role = reader.TextAt(map, "role");
  rule.duty = reader.TextAt(map, "duty");
  rule.note = reader.TextAt(map, "note");
  const size_t place = reader.table.rules.size();
  reader.table.rules.push_back(std::move(rule));
  Rule exception;
  exception.group = inherited.group;
  exception.exception_of = *name;
  exception.outcome = "exception";
  for (const YamlNode& item : reader.Items(map.Find("exceptions"), "`exceptions`")) {
    const YamlNode* item_id = item.Find("id");
    ReadRule(item, exception, reader);
    const auto found = item_id == nullptr ? std::nullopt : reader.table.names.Find(item_id->scalar);
    if (found) reader.table.rules[place].exceptions.push_back(*found);
  }
}

void ReadGroup(const YamlNode& node, TableReader& reader) {
  const MapReader map(node, "a group", {"id", "title", "waits", "applies_from", "outcome", "rules"},
                      reader.reporter);
  if (!map.is_map()) return;
  RuleGroup group;
  group.id = map.RequiredText("id", kMaxTableId).text;
  group.title = map.RequiredText("title", kMaxTableText).text;
  if (const YamlNode* waits = map.Find("waits")) {
    static const std::vector<std::string> kWords = {"false", "true"};
    group.waits = policy::ReadWord(*waits, "`waits`", kWords, reader.reporter) == 1;
  }
  Rule inherited;
  inherited.group = reader.table.groups.size();
  inherited.outcome = reader.TextAt(map, "outcome");
  inherited.applies_from = reader.DateAt(map, "applies_from");
  for (const YamlNode& rule : reader.Items(map.Require("rules"), "`rules`")) {
    ReadRule(rule, inherited, reader);
    const YamlNode* id = rule.Find("id");
    const auto name = id == nullptr ? std::nullopt : reader.table.names.Find(id->scalar);
    if (name) group.rules.push_back(*name);
  }
  reader.table.members.push_back(group.rules);
  reader.table.groups.push_back(std::move(group));
}

}  // namespace

void DeclareNames(const YamlNode& root, TableReader& reader) {
  size_t index = 0;
  if (const YamlNode* facts = root.Find("facts")) {
    for (const YamlMember& member : facts->members) DeclareFact(member, index++, reader);
  }
  index = 0;
  if (const YamlNode* terms = root.Find("terms")) {
    for (const YamlMember& member : terms->members) {
      Name name;
      name.key = "term." + member.key;
      name.kind = NameKind::kTerm;
      name.index = index++;
      Declare(std::move(name), member.key_span, reader);
    }
  }
  DeclareGroups(root.Find("groups"), reader);
}

void ReadFacts(const YamlNode* node, TableReader& reader) {
  if (node == nullptr) return;
  const MapReader map(*node, "`facts`", reader.reporter);
  for (const YamlMember& member : node->members) ReadFact(member, reader);
}

void ReadTerms(const YamlNode* node, TableReader& reader) {
  if (node == nullptr) return;
  const MapReader map(*node, "`terms`", reader.reporter);
  for (const YamlMember& member : node->members) {
    const MapReader term(member.value, "the term `" + member.key + "`", {"text", "when"},
                         reader.reporter);
    if (!term.is_map()) continue;
    std::string text = term.RequiredText("text", kMaxTableText).text;
    reader.table.terms.push_back(
        {"term." + member.key, std::move(text), reader.RequiredCondition(term, "when")});
  }
}

void ReadGroups(const YamlNode* node, TableReader& reader) {
  for (const YamlNode& group : reader.Items(node, "`groups`")) ReadGroup(group, reader);
}

}  // namespace reeve::oversight::law

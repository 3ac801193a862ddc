#include "oversight/law/table.h"

#include <utility>

#include "base/encoding.h"
#include "base/file.h"
#include "base/sha256.h"
#include "base/text.h"
#include "oversight/law/table_reader.h"
#include "policy/yaml.h"

namespace reeve::oversight::law {
namespace {

using policy::Located;
using policy::MapReader;
using policy::YamlNode;

void ReadMetadata(const MapReader& map, TableReader& reader) {
  const YamlNode* node = map.Require("metadata");
  if (node == nullptr) return;
  const MapReader metadata(*node, "`metadata`",
                           {"id", "title", "law", "version", "in_force", "notice"},
                           reader.reporter);
  if (!metadata.is_map()) return;
  const Located id = metadata.RequiredText("id", kMaxTableId);
  policy::CheckId(id, "the id of a table", reader.reporter);
  reader.table.id = id.text;
  reader.table.title = metadata.RequiredText("title", kMaxTableText).text;
  reader.table.law = metadata.RequiredText("law", kMaxTableText).text;
  reader.table.version = metadata.RequiredText("version", kMaxTableText).text;
  reader.table.notice = metadata.RequiredText("notice", kMaxTableText).text;
  metadata.Require("in_force");
  reader.table.in_force = reader.DateAt(metadata, "in_force").value_or(Date{});
}

void ReadNotes(const MapReader& map, TableReader& reader) {
  for (const YamlNode& node : reader.Items(map.Find("open"), "`open`")) {
    const MapReader point(node, "an open point", {"id", "text"}, reader.reporter);
    if (!point.is_map()) continue;
    reader.table.open.push_back({point.RequiredText("id", kMaxTableId).text,
                                 point.RequiredText("text", kMaxTableText).text});
  }
  for (const YamlNode& node : reader.Items(map.Find("timeline"), "`timeline`")) {
    const MapReader entry(node, "an entry of the timeline", {"date", "what"}, reader.reporter);
    if (!entry.is_map() || entry.Require("date") == nullptr) continue;
    if (const auto date = reader.DateAt(entry, "date")) {
      reader.table.timeline.push_back({*date, entry.RequiredText("what", kMaxTableText).text});
    }
  }
}

void RequireWord(const MapReader& map, std::string_view key, std::string_view wanted,
                 TableReader& reader) {
  const Located found = map.RequiredText(key, kMaxTableText);
  if (found.text.empty() || found.text == wanted) return;
  reader.reporter.Error("law.header", found.span,
                        "`" + std::string(key) + "` must be `" + std::string(wanted) + "`");
}

void ReadAll(const YamlNode& root, TableReader& reader) {
  const MapReader map(root, "a law table",
                      {"apiVersion", "kind", "metadata", "facts", "terms", "groups", "classes",
                       "steps", "dates", "roles", "transparency", "obligations", "penalties",
                       "axes", "incidents", "open", "timeline"},
                      reader.reporter);
  if (!map.is_map()) return;
  RequireWord(map, "apiVersion", "reeve/v1", reader);
  RequireWord(map, "kind", "LawTable", reader);
  ReadMetadata(map, reader);
  DeclareNames(root, reader);
  ReadFacts(map.Require("facts"), reader);
  ReadTerms(map.Find("terms"), reader);
  ReadGroups(map.Require("groups"), reader);
  ReadConsequences(map, reader);
  ReadNotes(map, reader);
}

}  // namespace

TableReading ReadTable(std::string_view file_name, std::string_view text) {
  TableReading out;
  policy::Reporter reporter(file_name, text, &out.diagnostics);
  if (text.size() > kMaxTableBytes) {
    reporter.Error("law.too_large", {},
                   "a law table has at most " + std::to_string(kMaxTableBytes) + " bytes");
    return out;
  }
  const std::optional<YamlNode> root = policy::ParseYaml(reporter);
  if (!root) return out;
  auto table = std::make_shared<Table>();
  TableReader reader{reporter, *table};
  ReadAll(*root, reader);
  if (!policy::HasErrors(out.diagnostics)) CheckTable(*root, reader);
  policy::SortDiagnostics(&out.diagnostics);
  if (policy::HasErrors(out.diagnostics)) return out;
  table->digest = DigestName(Sha256(text));
  out.table = std::move(table);
  return out;
}

Result<std::shared_ptr<const Table>> LoadTable(const std::string& id_or_path) {
  std::string text;
  std::vector<std::string> ids;
  for (const BuiltInTable& table : BuiltInTables()) {
    ids.emplace_back(table.id);
    if (table.id == id_or_path) text = table.text;
  }
  if (text.empty()) {
    auto read = ReadFile(id_or_path, kMaxTableBytes);
    if (!read.ok()) {
      return Error{"law.table",
                   "there is no law table `" + id_or_path + "`, nor a file of that name" +
                       DidYouMeanSuffix(id_or_path, ids),
                   id_or_path};
    }
    text = std::move(*read);
  }
  TableReading reading = ReadTable(id_or_path, text);
  if (reading.table != nullptr) return reading.table;
  return Error{
      "law.table",
      "the law table `" + id_or_path + "` is not sound:\n" + policy::Render(reading.diagnostics),
      id_or_path};
}

std::optional<Condition> TableReader::CompileAt(const YamlNode& node) {
  const auto text = policy::ReadText(node, "a condition", reporter);
  if (!text) return std::nullopt;
  std::vector<cel::CompileError> errors;
  auto compiled = CompileCondition(text->text, table.names, &errors);
  for (const cel::CompileError& error : errors) {
    reporter.Error(
        error.code,
        policy::SourceSpan(node, reporter.text(), {error.offset, error.offset + error.length}),
        error.message);
  }
  return compiled;
}

std::optional<Condition> TableReader::ConditionAt(const MapReader& map, std::string_view key) {
  const YamlNode* node = map.Find(key);
  return node == nullptr ? std::nullopt : CompileAt(*node);
}

Condition TableReader::RequiredCondition(const MapReader& map, std::string_view key) {
  const YamlNode* node = map.Require(key);
  auto compiled = node == nullptr ? std::nullopt : CompileAt(*node);
  return compiled ? std::move(*compiled) : Condition{};
}

std::optional<Date> TableReader::DateAt(const MapReader& map, std::string_view key) {
  const YamlNode* node = map.Find(key);
  if (node == nullptr) return std::nullopt;
  const auto text = policy::ReadText(*node, "`" + std::string(key) + "`", reporter);
  if (!text) return std::nullopt;
  const auto date = ParseDate(text->text);
  if (!date) {
    reporter.Error("law.date", text->span,
                   "`" + std::string(key) + "` must be a day such as 2027-12-02");
  }
  return date;
}

std::string TableReader::TextAt(const MapReader& map, std::string_view key) {
  return map.Text(key, kMaxTableText).text;
}

std::vector<std::string> TableReader::TextsAt(const MapReader& map, std::string_view key) {
  std::vector<std::string> out;
  const YamlNode* node = map.Find(key);
  if (node == nullptr) return out;
  for (Located& text : policy::ReadTexts(*node, "`" + std::string(key) + "`", reporter)) {
    out.push_back(std::move(text.text));
  }
  return out;
}

std::vector<std::string> TableReader::ArticlesOf(const MapReader& map, std::string_view what,
                                                 policy::Span at) {
  std::vector<std::string> articles = TextsAt(map, "articles");
  if (articles.empty()) {
    reporter.Error("law.no_article", at,
                   std::string(what) + " names no article; add `articles: [Art. 5(1)(a)]`");
  }
  return articles;
}

std::optional<size_t> TableReader::Named(const Located& id, std::string_view what,
                                         const std::vector<std::string>& ids) {
  if (id.text.empty()) return std::nullopt;  // reported as missing
  for (size_t i = 0; i < ids.size(); ++i) {
    if (ids[i] == id.text) return i;
  }
  reporter.Error("law.unknown_name", id.span,
                 "no " + std::string(what) + " `" + id.text + "`" + DidYouMeanSuffix(id.text, ids));
  return std::nullopt;
}

const std::vector<YamlNode>& TableReader::Items(const YamlNode* node, std::string_view what) {
  static const std::vector<YamlNode> kNone;
  if (node == nullptr) return kNone;
  if (node->kind == YamlNode::Kind::kSequence) return node->items;
  reporter.Error("policy.type", node->span, std::string(what) + " must be a list");
  return kNone;
}

}  // namespace reeve::oversight::law

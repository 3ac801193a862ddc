#include "cli/scan_report.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>

#include "base/text.h"
#include "cli/table.h"
#include "detectors/catalogue.h"

namespace reeve::cli {
namespace {

constexpr std::string_view kHighlight = "\x1b[1;37;41m";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kPlain = "\x1b[0m";
// Of the line around a finding, in bytes to either side.
constexpr size_t kExcerpt = 60;

struct Place {
  size_t line = 1;
  size_t column = 1;        // code points
  size_t utf16_column = 1;  // UTF-16 units
};

// Places of ascending offsets of one text.
class Places {
 public:
  explicit Places(std::string_view text) : text_(text), counter_(text) {}

  Place At(const TextOffset& offset) {
    for (; at_ < offset.bytes; ++at_) {
      if (text_[at_] != '\n') continue;
      ++line_;
      line_begin_ = counter_.At(at_ + 1);
    }
    return {line_, offset.code_points - line_begin_.code_points + 1,
            offset.utf16 - line_begin_.utf16 + 1};
  }

 private:
  std::string_view text_;
  OffsetCounter counter_;
  size_t at_ = 0;
  size_t line_ = 1;
  TextOffset line_begin_;
};

std::string Score(double score) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "%.2f", score);
  return text.data();
}

std::string_view TitleOf(const detectors::Finding& finding) {
  const detectors::EntityEntry* entry = detectors::FindEntity(finding.entity);
  return entry == nullptr ? finding.entity : entry->title;
}

// Control characters would move the cursor or change the colours of the terminal.
void AppendShown(std::string_view text, std::string* out) {
  for (const char c : text) {
    const auto byte = static_cast<uint8_t>(c);
    out->push_back(byte < 0x20 || byte == 0x7F ? ' ' : c);
  }
}

size_t ToCodePoint(std::string_view text, size_t pos) {
  while (pos < text.size() && (static_cast<uint8_t>(text[pos]) & 0xC0) == 0x80) ++pos;
  return pos;
}

std::string Excerpt(std::string_view text, const detectors::Finding& finding) {
  const size_t begin = finding.span.start.bytes;
  const size_t end = finding.span.end.bytes;
  const size_t line_begin = text.substr(0, begin).rfind('\n') + 1;  // npos + 1 is 0
  const size_t line_end = std::min(text.find('\n', end), text.size());
  const size_t from = ToCodePoint(text, std::max(line_begin, begin - std::min(begin, kExcerpt)));
  const size_t to = ToCodePoint(text, std::min(line_end, end + kExcerpt));
  std::string shown = from > line_begin ? "    …" : "    ";
  AppendShown(text.substr(from, begin - from), &shown);
  shown += kHighlight;
  AppendShown(text.substr(begin, end - begin), &shown);
  shown += kPlain;
  AppendShown(text.substr(end, to - end), &shown);
  return shown + (to < line_end ? "…\n" : "\n");
}

json::Value SarifResult(const Scanned& scanned, const detectors::Finding& finding, Places* places) {
  const Place start = places->At(finding.span.start);
  Places until = *places;
  const Place end = until.At(finding.span.end);
  const json::Value region = json::Object{
      {"startLine", static_cast<int64_t>(start.line)},
      {"startColumn", static_cast<int64_t>(start.utf16_column)},
      {"endLine", static_cast<int64_t>(end.line)},
      {"endColumn", static_cast<int64_t>(end.utf16_column)},
      {"byteOffset", static_cast<int64_t>(finding.span.start.bytes)},
      {"byteLength", static_cast<int64_t>(finding.span.end.bytes - finding.span.start.bytes)}};
  const json::Value physical =
      json::Object{{"artifactLocation", json::Object{{"uri", scanned.name}}}, {"region", region}};
  json::Array locations;
  locations.push_back(json::Object{{"physicalLocation", physical}});
  const std::string message = std::string(TitleOf(finding)) + ", score " + Score(finding.score);
  return json::Object{{"ruleId", finding.entity},
                      {"level", finding.score >= 0.7 ? "error" : "warning"},
                      {"message", json::Object{{"text", message}}},
                      {"locations", std::move(locations)}};
}

}  // namespace

json::Value FindingJson(const detectors::Finding& finding) {
  const auto pair = [](size_t begin, size_t end) {
    return json::Array{static_cast<int64_t>(begin), static_cast<int64_t>(end)};
  };
  const detectors::Span& span = finding.span;
  json::Object object{{"entity", finding.entity},
                      {"category", detectors::CategoryName(finding.category)},
                      {"kind", detectors::KindName(finding.kind)}};
  if (!finding.country.empty()) object.Add("country", finding.country);
  object.Add("score", finding.score)
      .Add("parts", json::Object{{"format", finding.parts.format},
                                 {"check", finding.parts.check},
                                 {"context", finding.parts.context},
                                 {"against", finding.parts.against}})
      .Add("validated", finding.validated)
      .Add("start", static_cast<int64_t>(span.start.code_points))
      .Add("end", static_cast<int64_t>(span.end.code_points))
      .Add("bytes", pair(span.start.bytes, span.end.bytes))
      .Add("utf16", pair(span.start.utf16, span.end.utf16));
  if (!finding.disguises.empty()) {
    json::Array names;
    for (const std::string_view name : finding.disguises.Names()) names.push_back(name);
    object.Add("disguises", std::move(names));
  }
  return object;
}

json::Value ScannedJson(const Scanned& scanned) {
  json::Array findings;
  Places places(scanned.text);
  for (const detectors::Finding& finding : scanned.findings) {
    const Place place = places.At(finding.span.start);
    json::Value value = FindingJson(finding);
    value.as_object()->Add("line", static_cast<int64_t>(place.line));
    value.as_object()->Add("column", static_cast<int64_t>(place.column));
    findings.push_back(std::move(value));
  }
  return json::Object{{"path", scanned.name}, {"findings", std::move(findings)}};
}

std::string ScannedText(const Scanned& scanned, bool color) {
  std::vector<TableRow> rows;
  Places places(scanned.text);
  for (const detectors::Finding& finding : scanned.findings) {
    const Place place = places.At(finding.span.start);
    rows.push_back(
        {scanned.name + ":" + std::to_string(place.line) + ":" + std::to_string(place.column),
         std::string(finding.entity), Score(finding.score), std::string(TitleOf(finding))});
  }
  std::string table = TableText(rows);
  if (!color) return table;
  std::string shown;
  size_t begin = 0;
  for (const detectors::Finding& finding : scanned.findings) {
    const size_t end = table.find('\n', begin);
    shown += kBold;
    shown += table.substr(begin, end - begin);
    shown += kPlain;
    shown += "\n" + Excerpt(scanned.text, finding);
    begin = end + 1;
  }
  return shown;
}

json::Value SarifLog(std::span<const Scanned> all) {
  std::set<std::string_view> entities;
  json::Array results;
  for (const Scanned& scanned : all) {
    Places places(scanned.text);
    for (const detectors::Finding& finding : scanned.findings) {
      entities.insert(finding.entity);
      results.push_back(SarifResult(scanned, finding, &places));
    }
  }
  json::Array rules;
  for (const std::string_view entity : entities) {
    const detectors::EntityEntry* entry = detectors::FindEntity(entity);
    const std::string_view title = entry == nullptr ? entity : entry->title;
    rules.push_back(
        json::Object{{"id", entity}, {"shortDescription", json::Object{{"text", title}}}});
  }
  const json::Value driver =
      json::Object{{"name", "reeve"}, {"version", REEVE_VERSION}, {"rules", std::move(rules)}};
  json::Array runs;
  runs.push_back(json::Object{{"tool", json::Object{{"driver", driver}}},
                              {"columnKind", "utf16CodeUnits"},
                              {"results", std::move(results)}});
  return json::Object{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                      {"version", "2.1.0"},
                      {"runs", std::move(runs)}};
}

}  // namespace reeve::cli

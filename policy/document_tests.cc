#include "base/json_merge.h"
#include "policy/document.h"
#include "policy/document_limits.h"
#include "policy/file_name.h"

namespace reeve::policy {
namespace {

// Of all the tables of a document together, once their rows are laid over their tests: the rows of
// a document of 1 MB could else come to gigabytes.
constexpr size_t kMaxRowBytes = size_t{16} << 20;

// A list of texts that, unlike elsewhere, may be empty: `rules: []` says that none applies.
std::vector<Located> ReadExpectedTexts(const YamlNode& node, std::string_view what,
                                       Reporter& reporter) {
  if (node.kind == YamlNode::Kind::kSequence && node.items.empty()) return {};
  return ReadTexts(node, what, reporter);
}

std::vector<std::string> Texts(const std::vector<Located>& located) {
  std::vector<std::string> out;
  out.reserve(located.size());
  for (const Located& text : located) out.push_back(text.text);
  return out;
}

void Append(const std::vector<Located>& from, std::vector<Located>* to) {
  to->insert(to->end(), from.begin(), from.end());
}

Expectation ReadExpectation(const YamlNode& node, PolicyDocument* document, Reporter& reporter) {
  const MapReader map(node, "`expect`", {"effect", "rules", "findings", "redacted"}, reporter);
  Expectation expect;
  if (const YamlNode* effect = map.Require("effect")) {
    const auto word = ReadWord(*effect, "`effect`", EffectWords(), reporter);
    if (word) expect.effect = static_cast<Effect>(*word);
  }
  if (const YamlNode* rules = map.Find("rules")) {
    const auto ids = ReadExpectedTexts(*rules, "`rules`", reporter);
    Append(ids, &document->test_rules);
    expect.rules = Texts(ids);
  }
  if (const YamlNode* findings = map.Find("findings")) {
    const auto entities = ReadExpectedTexts(*findings, "`findings`", reporter);
    Append(entities, &document->test_findings);
    expect.findings = Texts(entities);
  }
  if (const YamlNode* redacted = map.Find("redacted")) {
    if (const auto text = ReadText(*redacted, "`redacted`", reporter)) expect.redacted = text->text;
  }
  return expect;
}

GivenFinding ReadGiven(const YamlNode& node, PolicyDocument* document, Reporter& reporter) {
  const MapReader map(node, "an entry of `detected`", {"entity", "text", "score"}, reporter);
  GivenFinding out;
  if (!map.is_map()) return out;
  const Located entity = map.RequiredText("entity", kMaxIdLength);
  out.entity = entity.text;
  if (!entity.text.empty()) document->test_detected.push_back(entity);
  out.text = map.RequiredText("text", kMaxEntityExample).text;
  if (const YamlNode* score = map.Find("score")) {
    if (const auto read = ReadUnitScore(*score, "`score`", reporter)) out.score = *read;
  }
  return out;
}

std::vector<GivenFinding> ReadDetected(const YamlNode& node, PolicyDocument* document,
                                       Reporter& reporter) {
  std::vector<GivenFinding> out;
  if (node.kind != YamlNode::Kind::kSequence || node.items.size() > kMaxTestDetected) {
    reporter.Error("policy.type", node.span, "`detected` must be a list of at most 100 findings");
    return out;
  }
  for (const YamlNode& item : node.items) out.push_back(ReadGiven(item, document, reporter));
  return out;
}

// About what a node takes in memory.
size_t WeightOf(const YamlNode& node) {
  size_t weight = 16 + node.scalar.size();
  for (const YamlNode& item : node.items) weight += WeightOf(item);
  for (const YamlMember& member : node.members) {
    weight += member.key.size() + WeightOf(member.value);
  }
  return weight;
}

// A map with the members of `over` in place of its own.
YamlNode LaidOver(const YamlNode* map, const YamlNode& over) {
  YamlNode out = over;
  if (map == nullptr) return out;
  for (const YamlMember& member : map->members) {
    if (over.Find(member.key) == nullptr) out.members.push_back(member);
  }
  return out;
}

// `file` names a file of the folder, relative to the document.
void CheckRequestFile(const YamlNode& request, Reporter& reporter) {
  const YamlNode* file = request.Find("file");
  if (file == nullptr) return;
  const auto text = ReadText(*file, "`file`", reporter);
  if (!text || FileNameBeside(reporter.file(), text->text)) return;
  reporter.Error("policy.test_file", text->span,
                 "`file` must be a path relative to this document, and lead to a file of the "
                 "folder of policies");
}

std::optional<json::Value> ReadTestRequest(const YamlNode& node, Reporter& reporter) {
  const MapReader any(node, "`request`", reporter);
  if (!any.is_map()) return std::nullopt;
  CheckRequestFile(node, reporter);
  return ToJson(node);
}

// What the rows of a test are laid over.
struct TestBase {
  PolicyTest test;
  const YamlNode* expect = nullptr;
};

PolicyTest ReadRow(const YamlNode& node, const TestBase& base, PolicyDocument* document,
                   Reporter& reporter) {
  const MapReader map(node, "a row", {"name", "request", "detected", "expect"}, reporter);
  PolicyTest test = base.test;
  if (!map.is_map()) return test;
  const Located name = map.RequiredText("name", kMaxTestName);
  test.name += ": " + name.text;
  test.line = reporter.LineOf(name.text.empty() ? node.span.begin : name.span.begin);
  if (const YamlNode* request = map.Find("request")) {
    const auto patch = ReadTestRequest(*request, reporter);
    if (patch) test.request = json::JoinPatches(std::move(test.request), *patch);
  }
  if (const YamlNode* detected = map.Find("detected")) {
    test.detected = ReadDetected(*detected, document, reporter);
  }
  const YamlNode* own = map.Find("expect");
  if (own == nullptr && base.expect == nullptr) {
    map.Require("expect");
    return test;
  }
  const YamlNode expect = own == nullptr ? *base.expect : LaidOver(base.expect, *own);
  test.expect = ReadExpectation(expect, document, reporter);
  return test;
}

void ReadRows(const YamlNode& node, const TestBase& base, size_t* row_bytes,
              PolicyDocument* document, Reporter& reporter) {
  if (node.kind != YamlNode::Kind::kSequence || node.items.empty()) {
    reporter.Error("policy.type", node.span, "`rows` must be a list of at least one row");
    return;
  }
  for (const YamlNode& row : node.items) {
    document->policy.tests.push_back(ReadRow(row, base, document, reporter));
    *row_bytes += WeightOf(row);
  }
}

void ReadTest(const YamlNode& node, size_t* row_bytes, PolicyDocument* document,
              Reporter& reporter) {
  const MapReader map(node, "a test", {"name", "request", "detected", "expect", "rows"}, reporter);
  if (!map.is_map()) return;
  TestBase base;
  const Located name = map.RequiredText("name", kMaxTestName);
  base.test.name = name.text;
  base.test.file = reporter.file();
  base.test.line = reporter.LineOf(name.text.empty() ? node.span.begin : name.span.begin);
  base.test.request = json::Object();
  const YamlNode* rows = map.Find("rows");
  const auto part = [&](std::string_view key) {
    return rows == nullptr ? map.Require(key) : map.Find(key);
  };
  if (const YamlNode* request = part("request")) {
    if (auto read = ReadTestRequest(*request, reporter)) base.test.request = *std::move(read);
  }
  if (const YamlNode* detected = map.Find("detected")) {
    base.test.detected = ReadDetected(*detected, document, reporter);
  }
  base.expect = part("expect");
  if (rows == nullptr) {
    if (base.expect != nullptr) {
      base.test.expect = ReadExpectation(*base.expect, document, reporter);
    }
    document->policy.tests.push_back(std::move(base.test));
    return;
  }
  *row_bytes += rows->items.size() * WeightOf(node) - rows->items.size() * WeightOf(*rows);
  if (*row_bytes > kMaxRowBytes) {
    reporter.Error("policy.too_large", rows->span,
                   "the rows of this document come to more than 16 MB once each is laid over its "
                   "test; put large requests into files, or fewer rows into a test");
    return;
  }
  ReadRows(*rows, base, row_bytes, document, reporter);
}

}  // namespace

void ReadTests(const YamlNode& node, PolicyDocument* document, Reporter& reporter) {
  if (node.kind != YamlNode::Kind::kSequence) {
    reporter.Error("policy.type", node.span,
                   "`tests` must be a list of tests, not " + std::string(node.KindName()));
    return;
  }
  size_t row_bytes = 0;
  for (const YamlNode& item : node.items) ReadTest(item, &row_bytes, document, reporter);
}

}  // namespace reeve::policy

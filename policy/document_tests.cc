#include "policy/document.h"

namespace reeve::policy {
namespace {

constexpr size_t kMaxName = 200;

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

PolicyTest ReadTest(const YamlNode& node, PolicyDocument* document, Reporter& reporter) {
  const MapReader map(node, "a test", {"name", "request", "expect"}, reporter);
  PolicyTest test;
  if (!map.is_map()) return test;
  const Located name = map.RequiredText("name", kMaxName);
  test.name = name.text;
  test.file = reporter.file();
  test.line = reporter.LineOf(name.text.empty() ? node.span.begin : name.span.begin);
  if (const YamlNode* request = map.Require("request")) {
    const MapReader any(*request, "`request`", reporter);
    if (any.is_map()) test.request = ToJson(*request);
  }
  if (const YamlNode* expect = map.Require("expect")) {
    test.expect = ReadExpectation(*expect, document, reporter);
  }
  return test;
}

}  // namespace

void ReadTests(const YamlNode& node, PolicyDocument* document, Reporter& reporter) {
  if (node.kind != YamlNode::Kind::kSequence) {
    reporter.Error("policy.type", node.span,
                   "`tests` must be a list of tests, not " + std::string(node.KindName()));
    return;
  }
  for (const YamlNode& item : node.items) {
    document->policy.tests.push_back(ReadTest(item, document, reporter));
  }
}

}  // namespace reeve::policy

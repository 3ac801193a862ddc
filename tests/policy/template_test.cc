// Templates: questions, answers, blanks. Those of the project are made and run by
// tests/cli/policy_workbench_test.py.
#include "policy/template.h"

#include "policy/reader.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

constexpr const char* kTemplate = R"(title: Test
about: A template to test with.
questions:
  - { key: id, ask: Id, kind: id, default: some-id }
  - { key: title, ask: Title, kind: text }
  - { key: tools, ask: Tools, kind: texts, optional: true }
  - { key: limit, ask: Limit, kind: number, default: "500" }
  - { key: effect, ask: Effect, kind: word, words: [hold, deny] }
  - { key: deadline, ask: Deadline, kind: duration, default: 4h, if: effect=hold }
policy: |
  id: {{id}}
  title: {{title}}
  in_braces: { title: {{title}}, tools: {{tools}} }
  other: {{tools.other}}
  number: {{limit}}
  above: {{limit.above}}
  double: {{limit.cel}}
  {{if tools}}first: {{tools.first}}
  {{if effect=hold}}{{if tools}}deadline: {{deadline}}
  {{if effect!=hold}}no_deadline: true
  unknown: "{{nothing}}"
)";

PolicyTemplate Read(const std::string& text = kTemplate) {
  const auto read = ReadTemplate({"test.yaml", text});
  REQUIRE(read.ok());
  return *read;
}

YamlNode Filled(const PolicyTemplate& from, const Answers& answers) {
  const std::string text = FillTemplate(from, answers);
  std::vector<Diagnostic> diagnostics;
  Reporter reporter("filled", text, &diagnostics);
  const auto root = ParseYaml(reporter);
  INFO(text << Render(diagnostics));
  REQUIRE(root.has_value());
  return *root;
}

std::string Refusal(const Question& question, const std::string& answer) {
  const Status checked = CheckAnswer(question, answer);
  return checked.ok() ? "" : checked.error().message;
}

Question Of(AnswerKind kind, std::vector<std::string> words = {}) {
  Question question;
  question.kind = kind;
  question.words = std::move(words);
  return question;
}

}  // namespace

TEST_CASE("template: blanks are filled, and lines stay under their conditions") {
  const PolicyTemplate from = Read();
  CHECK(from.name == "test");
  const YamlNode held = Filled(from, {{"id", "x"},
                                      {"title", "T"},
                                      {"tools", "a, something_else"},
                                      {"limit", "12.5"},
                                      {"effect", "hold"},
                                      {"deadline", "2h"}});
  CHECK(held.Find("id")->scalar == "x");
  CHECK(held.Find("in_braces")->Find("tools")->items.size() == 2);
  CHECK(held.Find("other")->scalar == "something_else_else");
  CHECK(held.Find("above")->scalar == "13.5");
  CHECK(held.Find("first")->scalar == "a");
  CHECK(held.Find("no_deadline") == nullptr);
  CHECK(held.Find("unknown")->scalar == "{{nothing}}");
  const YamlNode denied = Filled(
      from, {{"id", "x"}, {"title", "T"}, {"tools", ""}, {"limit", "5"}, {"effect", "deny"}});
  CHECK(denied.Find("double")->scalar == "5.0");
  CHECK(denied.Find("first") == nullptr);
  CHECK(denied.Find("deadline") == nullptr);
  CHECK(denied.Find("no_deadline") != nullptr);
  CHECK(denied.Find("in_braces")->Find("tools")->items.empty());
}

TEST_CASE("template: an answer stands in the document as it was given, whatever it is") {
  const PolicyTemplate from = Read();
  for (const std::string answer : {"plain",
                                   "true",
                                   "null",
                                   "~",
                                   "12",
                                   "- a",
                                   "a: b",
                                   "a # b",
                                   "'q'",
                                   "\"q\"",
                                   "[a]",
                                   "{a}",
                                   "a, b",
                                   "*x",
                                   "&x",
                                   "!x",
                                   "%x",
                                   "@x",
                                   "`x`",
                                   "|",
                                   ">",
                                   "\\n",
                                   "{{id}}",
                                   "{{if id}}",
                                   "é😀",
                                   "a\xC2\x85"
                                   "b",
                                   "a\xC2\xA0"
                                   "b",
                                   "No",
                                   "NULL",
                                   "True",
                                   "ends with a colon:",
                                   "it's",
                                   "50% {{limit.above}}"}) {
    INFO(answer);
    REQUIRE(Refusal(from.questions[1], answer).empty());
    const YamlNode filled = Filled(
        from, {{"id", "x"}, {"title", answer}, {"tools", ""}, {"limit", "5"}, {"effect", "deny"}});
    CHECK(filled.Find("title")->scalar == answer);
    CHECK(filled.Find("in_braces")->Find("title")->scalar == answer);
  }
}

TEST_CASE("template: what is no answer is told at once") {
  CHECK(Refusal(Of(AnswerKind::kText), "") == "an answer is needed");
  for (const char* bad : {"a\nb", "a\tb", "\xff", "a\xE2\x80\xAE"}) {
    CHECK_FALSE(Refusal(Of(AnswerKind::kText), bad).empty());
  }
  CHECK_FALSE(Refusal(Of(AnswerKind::kText), std::string(1001, 'a')).empty());
  CHECK_FALSE(Refusal(Of(AnswerKind::kId), "A b").empty());
  CHECK(Refusal(Of(AnswerKind::kWord, {"allow", "deny"}), "dney") ==
        "the answer must be one of `allow`, `deny`, not `dney`; did you mean `deny`?");
  CHECK_FALSE(Refusal(Of(AnswerKind::kWords, {"a", "b"}), "a, c").empty());
  CHECK_FALSE(Refusal(Of(AnswerKind::kTexts), "a, a").empty());
  CHECK_FALSE(Refusal(Of(AnswerKind::kTexts), "a,,b").empty());
  for (const char* bad : {"-1", "1e13", "five", "0x10", "1,5", "NaN"}) {
    CHECK_FALSE(Refusal(Of(AnswerKind::kNumber), bad).empty());
  }
  CHECK_FALSE(Refusal(Of(AnswerKind::kCount), "0").empty());
  for (const char* bad : {"30s", "367d", "soon", "4 h"}) {
    CHECK_FALSE(Refusal(Of(AnswerKind::kDuration), bad).empty());
  }
  Question optional = Of(AnswerKind::kTexts);
  optional.optional = true;
  CHECK(Refusal(optional, "").empty());
}

TEST_CASE("template: a question is asked where its condition holds") {
  const PolicyTemplate from = Read();
  CHECK(IsAsked(from.questions[0], {}));
  CHECK(IsAsked(from.questions[5], {{"effect", "hold"}}));
  CHECK_FALSE(IsAsked(from.questions[5], {{"effect", "deny"}}));
  CHECK(TemplateConditionHolds("tools=b", {{"tools", "a, b"}}));
  CHECK_FALSE(TemplateConditionHolds("tools!=b", {{"tools", "a, b"}}));
  CHECK_FALSE(TemplateConditionHolds("tools", {{"tools", ""}}));
}

TEST_CASE("template: one that is wrong is refused with its place") {
  std::string text = kTemplate;
  text.replace(text.find("kind: word,"), 11, "kind: wrod,");
  const auto read = ReadTemplate({"test.yaml", text});
  REQUIRE_FALSE(read.ok());
  CHECK(read.error().message.find("test.yaml:8:") != std::string::npos);
  CHECK(read.error().message.find("did you mean `word`?") != std::string::npos);
}

}  // namespace reeve::policy

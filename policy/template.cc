#include "policy/template.h"

#include <algorithm>

#include "base/text.h"
#include "policy/document_limits.h"
#include "policy/reader.h"
#include "policy/yaml_source.h"

namespace reeve::policy {
namespace {

constexpr size_t kMaxPolicy = size_t{64} << 10;
constexpr std::string_view kNoTemplate = "template.invalid";

const std::vector<std::string>& KindWords() {
  static const std::vector<std::string> words = {"id",    "text",   "word",  "words",
                                                 "texts", "number", "count", "duration"};
  return words;
}

Question ReadQuestion(const YamlNode& node, Reporter& reporter) {
  const MapReader map(node, "a question",
                      {"key", "ask", "kind", "words", "default", "optional", "if"}, reporter);
  Question out;
  out.key = map.RequiredText("key", kMaxIdLength).text;
  out.ask = map.RequiredText("ask", kMaxTitle).text;
  if (const YamlNode* kind = map.Require("kind")) {
    const auto word = ReadWord(*kind, "`kind`", KindWords(), reporter);
    if (word) out.kind = static_cast<AnswerKind>(*word);
  }
  if (const YamlNode* words = map.Find("words")) {
    for (Located& word : ReadTexts(*words, "`words`", reporter)) {
      out.words.push_back(std::move(word.text));
    }
  }
  out.by_default = map.Text("default", kMaxReason).text;
  out.optional = map.Text("optional", kMaxTitle).text == "true";
  out.condition = map.Text("if", kMaxTitle).text;
  return out;
}

// The parts of an answer of several, without blanks around them.
std::vector<std::string> PartsOf(std::string_view answer) {
  std::vector<std::string> parts;
  while (!answer.empty()) {
    const size_t comma = std::min(answer.find(','), answer.size());
    std::string_view part = answer.substr(0, comma);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    parts.emplace_back(part);
    answer.remove_prefix(std::min(comma + 1, answer.size()));
  }
  return parts;
}

YamlNode ScalarOf(const std::string& text) {
  YamlNode node;
  node.kind = YamlNode::Kind::kScalar;
  node.plain = true;
  node.scalar = text;
  node.span = {0, text.size()};
  return node;
}

void CheckNumber(const std::string& answer, Reporter& reporter) {
  constexpr double kMost = 1e12;
  const json::Value number = ToJson(ScalarOf(answer));
  const double value = number.as_int() != nullptr      ? static_cast<double>(*number.as_int())
                       : number.as_double() != nullptr ? *number.as_double()
                                                       : -1;
  if (value < 0 || value > kMost) {
    reporter.Error(kNoTemplate, {}, "the answer must be a number from 0 to 1e12, such as 500");
  }
}

void CheckParts(const Question& question, const std::string& answer, Reporter& reporter) {
  YamlNode list;
  list.kind = YamlNode::Kind::kSequence;
  for (const std::string& part : PartsOf(answer)) {
    list.items.push_back(ScalarOf(part));
    if (part.size() > kMaxTitle) {
      reporter.Error(kNoTemplate, {}, "each part of the answer has at most 200 bytes");
    }
  }
  for (const Located& part : ReadTexts(list, "the answer", reporter)) {
    if (question.kind == AnswerKind::kWords) {
      ReadWord(ScalarOf(part.text), "each part of the answer", question.words, reporter);
    }
  }
}

void CheckByKind(const Question& question, const std::string& answer, Reporter& reporter) {
  switch (question.kind) {
    case AnswerKind::kId:
      return CheckId({answer, {}}, "the answer", reporter);
    case AnswerKind::kText:
      return;
    case AnswerKind::kWord:
      ReadWord(ScalarOf(answer), "the answer", question.words, reporter);
      return;
    case AnswerKind::kNumber:
      return CheckNumber(answer, reporter);
    case AnswerKind::kCount:
      ReadCount(ScalarOf(answer), "the answer", 1, 1000, reporter);
      return;
    case AnswerKind::kDuration:
      ReadDuration(ScalarOf(answer), "the answer", reporter);
      return;
    case AnswerKind::kWords:
    case AnswerKind::kTexts:
      break;
  }
  CheckParts(question, answer, reporter);
}

std::string AnswerOf(const Answers& answers, std::string_view key) {
  const auto found = answers.find(key);
  return found == answers.end() ? "" : found->second;
}

}  // namespace

Result<PolicyTemplate> ReadTemplate(const SourceFile& file) {
  std::vector<Diagnostic> diagnostics;
  Reporter reporter(file.name, file.text, &diagnostics);
  PolicyTemplate out;
  out.name = file.name.substr(0, file.name.rfind('.'));
  if (const std::optional<YamlNode> root = ParseYaml(reporter)) {
    const MapReader map(*root, "a template", {"title", "about", "questions", "policy"}, reporter);
    out.title = map.RequiredText("title", kMaxTitle).text;
    out.about = map.RequiredText("about", kMaxReason).text;
    if (const YamlNode* questions = map.Require("questions")) {
      for (const YamlNode& item : questions->items) {
        out.questions.push_back(ReadQuestion(item, reporter));
      }
    }
    out.policy = map.RequiredText("policy", kMaxPolicy).text;
  }
  if (!diagnostics.empty()) return Error{std::string(kNoTemplate), Render(diagnostics.front())};
  return out;
}

bool HasParts(AnswerKind kind) { return kind == AnswerKind::kWords || kind == AnswerKind::kTexts; }

bool IsAsked(const Question& question, const Answers& answers) {
  return question.condition.empty() || TemplateConditionHolds(question.condition, answers);
}

bool TemplateConditionHolds(std::string_view condition, const Answers& answers) {
  const size_t equals = condition.find('=');
  if (equals == std::string_view::npos) return !AnswerOf(answers, condition).empty();
  const bool negated = equals > 0 && condition[equals - 1] == '!';
  const std::string answer = AnswerOf(answers, condition.substr(0, equals - (negated ? 1 : 0)));
  const std::vector<std::string> parts = PartsOf(answer);
  const bool has =
      std::find(parts.begin(), parts.end(), condition.substr(equals + 1)) != parts.end();
  return has != negated;
}

Status CheckAnswer(const Question& question, const std::string& answer) {
  if (answer.empty()) {
    if (question.optional) return {};
    return Error{"template.answer", "an answer is needed"};
  }
  if (!IsValidUtf8(answer) || answer.size() > kMaxReason ||
      answer.find('\n') != std::string::npos) {
    return Error{"template.answer", "the answer must be one line of at most 1000 bytes in UTF-8"};
  }
  std::vector<Diagnostic> diagnostics;
  Reporter reporter("answer", answer, &diagnostics);
  if (CheckCharacters(reporter, "a blank")) CheckByKind(question, answer, reporter);
  if (diagnostics.empty()) return {};
  return Error{"template.answer", diagnostics.front().message};
}

std::vector<std::string> TemplateValues(const PolicyTemplate& from, const Answers& answers,
                                        std::string_view key) {
  const std::string answer = AnswerOf(answers, key);
  const bool several = std::any_of(
      from.questions.begin(), from.questions.end(),
      [key](const Question& question) { return question.key == key && HasParts(question.kind); });
  return several ? PartsOf(answer) : std::vector<std::string>{answer};
}

}  // namespace reeve::policy

// room: policy
// Arbitrary bytes as an answer and as a template: an answer that is let pass stands in the filled
// document as it was given, and a template that is read can be filled.
#include <cstdlib>

#include "policy/template.h"
#include "policy/yaml.h"

namespace {

using namespace reeve::policy;  // NOLINT(google-build-using-namespace)

void Require(bool condition) {
  if (!condition) std::abort();
}

void TryAnswer(const std::string& answer) {
  static const PolicyTemplate from =
      ReadTemplate({"t.yaml",
                    "title: t\nabout: t\nquestions:\n  - { key: a, ask: a, kind: text }\n"
                    "policy: |\n  a: {{a}}\n  b: { c: {{a}} }\n"})
          .value();
  if (!CheckAnswer(from.questions[0], answer).ok()) return;
  const std::string text = FillTemplate(from, {{"a", answer}});
  std::vector<Diagnostic> diagnostics;
  Reporter reporter("t.yaml", text, &diagnostics);
  const auto root = ParseYaml(reporter);
  Require(root.has_value());
  Require(root->Find("a")->scalar == answer);
  Require(root->Find("b")->Find("c")->scalar == answer);
}

void TryTemplate(const std::string& text) {
  const auto from = ReadTemplate({"t.yaml", text});
  if (!from.ok()) return;
  Answers answers;
  for (const Question& question : from->questions) {
    if (CheckAnswer(question, question.by_default).ok()) {
      answers.emplace(question.key, question.by_default);
    }
  }
  FillTemplate(*from, answers);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  TryAnswer(text);
  TryTemplate(text);
  return 0;
}

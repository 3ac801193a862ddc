#include "cli/template_dialog.h"

#include <algorithm>
#include <iostream>

#include "base/text.h"

namespace reeve::cli {
namespace {

// What an optional question takes for "nothing".
constexpr std::string_view kNone = "-";

std::string HintOf(const policy::Question& question) {
  std::string out;
  for (const std::string& word : question.words) out += (out.empty() ? "" : ", ") + word;
  if (policy::HasParts(question.kind)) {
    out += out.empty() ? "several with commas" : "; several with commas";
  }
  if (question.optional) (out += out.empty() ? "" : "; ") += "- for none";
  return out.empty() ? "" : " (" + out + ")";
}

std::string Trimmed(std::string line) {
  while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.pop_back();
  return line.substr(std::min(line.find_first_not_of(' '), line.size()));
}

}  // namespace

const policy::PolicyTemplate* TemplateDialog::Choose(
    const std::vector<policy::PolicyTemplate>& templates) {
  std::vector<std::string> names;
  Say("What should the policy be about?");
  for (const policy::PolicyTemplate& one : templates) {
    names.push_back(one.name);
    Say("  " + std::to_string(names.size()) + ". " + one.title + ": " + one.about);
  }
  while (const auto answer = Ask("Number or name", "")) {
    for (size_t i = 0; i < names.size(); ++i) {
      if (*answer == names[i] || *answer == std::to_string(i + 1)) return &templates[i];
    }
    Say("  there is no template `" + *answer + "`" + DidYouMeanSuffix(*answer, names) +
        "; type a number from 1 to " + std::to_string(names.size()));
  }
  return nullptr;
}

bool TemplateDialog::AskAll(const policy::PolicyTemplate& from, policy::Answers* answers) {
  for (const policy::Question& question : from.questions) {
    if (answers->contains(question.key) || !policy::IsAsked(question, *answers)) continue;
    std::optional<std::string> answer = AskOne(question);
    if (!answer) return false;
    answers->emplace(question.key, std::move(*answer));
  }
  return true;
}

std::optional<std::string> TemplateDialog::AskOne(const policy::Question& question) {
  const std::string prompt = question.ask + HintOf(question);
  while (auto answer = Ask(prompt, question.by_default)) {
    if (question.optional && *answer == kNone) answer->clear();
    const Status checked = policy::CheckAnswer(question, *answer);
    if (checked.ok()) return answer;
    Say("  " + checked.error().message);
  }
  return std::nullopt;
}

std::optional<std::string> TemplateDialog::Ask(const std::string& prompt,
                                               const std::string& by_default) {
  out_ << prompt << (by_default.empty() ? "" : " [" + by_default + "]") << ": " << std::flush;
  std::string line;
  if (!std::getline(in_, line)) return std::nullopt;
  line = Trimmed(std::move(line));
  return line.empty() ? by_default : line;
}

void TemplateDialog::Say(const std::string& line) { out_ << line << "\n"; }

}  // namespace reeve::cli

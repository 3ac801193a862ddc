// Asking a person for the answers that fill a template, line by line; each answer is checked at
// once, and asked for again where it is wrong.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "policy/template.h"

namespace reeve::cli {

class TemplateDialog {
 public:
  TemplateDialog(std::istream& in, std::ostream& out) : in_(in), out_(out) {}

  // Null when the input ended.
  const policy::PolicyTemplate* Choose(const std::vector<policy::PolicyTemplate>& templates);

  // Asks for what `answers` does not have. False when the input ended.
  bool AskAll(const policy::PolicyTemplate& from, policy::Answers* answers);

  // A line, or `by_default` where it is empty. Nothing when the input ended.
  std::optional<std::string> Ask(const std::string& prompt, const std::string& by_default);

  void Say(const std::string& line);

 private:
  std::optional<std::string> AskOne(const policy::Question& question);

  std::istream& in_;
  std::ostream& out_;
};

}  // namespace reeve::cli

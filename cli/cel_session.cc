#include "cli/cel_session.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"
#include "policy/cel/render.h"
#include "policy/cel/trace.h"

namespace reeve::cli {
namespace {

constexpr size_t kMaxListed = 100;  // bytes of a value in `:vars`

std::string_view Trimmed(std::string_view text) {
  const size_t start = text.find_first_not_of(" \t\r\n");
  if (start == text.npos) return {};
  return text.substr(start, text.find_last_not_of(" \t\r\n") + 1 - start);
}

// Where the expression of `name = EXPR` begins, or npos.
size_t BehindEquals(std::string_view definition) {
  const size_t equals = definition.find('=');
  return equals == definition.npos ? equals : equals + 1;
}

}  // namespace

enum class Takes { kNothing, kExpression, kDefinition, kFile };

struct CelSession::Command {
  std::string_view name;
  Takes takes;
  std::string_view argument;
  std::string_view says;
  bool (CelSession::*run)(std::string_view argument);  // null ends the session
};

std::span<const CelSession::Command> CelSession::Commands() {
  static constexpr Command kCommands[] = {
      {":ast", Takes::kExpression, "EXPR", "the tree, with the type of each part",
       &CelSession::Ast},
      {":cost", Takes::kExpression, "EXPR", "the least and the most steps", &CelSession::Cost},
      {":english", Takes::kExpression, "EXPR", "the expression in words", &CelSession::English},
      {":format", Takes::kExpression, "EXPR", "the one spelling of the formatter",
       &CelSession::Format},
      {":help", Takes::kNothing, "", "this list", &CelSession::Help},
      {":let", Takes::kDefinition, "name = EXPR", "a variable with the value of an expression",
       &CelSession::Let},
      {":load", Takes::kFile, "FILE", "variables from a file with a JSON object",
       &CelSession::Load},
      {":quit", Takes::kNothing, "", "the end, as Ctrl-D", nullptr},
      {":trace", Takes::kExpression, "EXPR", "what came of each part, and why", &CelSession::Trace},
      {":type", Takes::kExpression, "EXPR", "the type, without evaluating", &CelSession::Type},
      {":vars", Takes::kNothing, "", "the variables, their types and values", &CelSession::Vars},
  };
  return kCommands;
}

CelSession::CelSession(CelVariables variables, const CelLimits& limits, std::ostream& out,
                       std::ostream& error)
    : variables_(std::move(variables)), limits_(limits), out_(out), error_(error) {}

Answer CelSession::Run(std::string_view line) {
  line = Trimmed(line);
  if (line.empty()) return Answer::kRight;
  if (line.front() != ':') return Evaluate(line) ? Answer::kRight : Answer::kWrong;
  const std::string_view name = line.substr(0, line.find_first_of(" \t"));
  std::vector<std::string> known;
  for (const Command& command : Commands()) {
    known.emplace_back(command.name);
    if (command.name != name) continue;
    const std::string_view argument = Trimmed(line.substr(name.size()));
    if (argument.empty() != (command.takes == Takes::kNothing)) {
      error_ << "error: usage: " << command.name << " " << command.argument << "\n";
      return Answer::kWrong;
    }
    if (command.run == nullptr) return Answer::kQuit;
    return (this->*command.run)(argument) ? Answer::kRight : Answer::kWrong;
  }
  error_ << "error: no command `" << name << "`" << DidYouMeanSuffix(std::string(name), known)
         << " (:help lists them)\n";
  return Answer::kWrong;
}

cel::Completion CelSession::Complete(std::string_view line, size_t cursor) const {
  const std::string_view typed = line.substr(0, cursor);
  const size_t start = typed.find_first_not_of(" \t");
  if (start == typed.npos || typed[start] != ':') {
    return cel::Complete(typed, cursor, variables_.environment(), variables_.values());
  }
  const size_t blank = typed.find_first_of(" \t", start);
  const std::string_view name = typed.substr(start, blank - start);
  cel::Completion completion{start, {}};
  for (const Command& command : Commands()) {
    if (blank == typed.npos && command.name.starts_with(name)) {
      const std::string text =
          std::string(command.name) + (command.takes == Takes::kNothing ? "" : " ");
      completion.candidates.push_back({text, std::string(command.says)});
    }
    if (blank == typed.npos || command.name != name) continue;
    size_t behind = blank;
    if (command.takes == Takes::kDefinition) {
      const size_t equals = BehindEquals(typed.substr(blank));
      if (equals == typed.npos) return {cursor, {}};
      behind += equals;
    } else if (command.takes != Takes::kExpression) {
      return {cursor, {}};
    }
    completion = cel::Complete(typed.substr(behind), cursor - behind, variables_.environment(),
                               variables_.values());
    completion.start += behind;
  }
  return completion;
}

std::optional<cel::Program> CelSession::Compiled(std::string_view expression, bool trace) {
  cel::CompileResult compiled = cel::Compile(expression, variables_.environment(),
                                             {.trace = trace, .max_steps = limits_.max_steps});
  if (compiled.ok()) return std::move(compiled).program();
  error_ << policy::Render(Diagnose("line", expression, compiled.errors()));
  return std::nullopt;
}

cel::Value CelSession::ValueOf(const cel::Program& program, cel::Arena& arena) const {
  const cel::Deadline deadline{Clock::System(), EndOf(limits_)};
  return program.Evaluate({variables_.values(), &deadline}, arena);
}

bool CelSession::Show(const cel::Value& value) {
  if (value.is_error()) {
    return Refuse({value.as_error().code, std::string(value.as_error().message)});
  }
  out_ << value.Text(kMaxShown) << "\n";
  return true;
}

bool CelSession::Refuse(const Error& error) {
  error_ << "error: " << ErrorText(error) << "\n";
  return false;
}

bool CelSession::Evaluate(std::string_view expression) {
  const auto program = Compiled(expression);
  if (!program) return false;
  cel::Arena arena;
  return Show(ValueOf(*program, arena));
}

bool CelSession::Help(std::string_view) {
  out_ << "An expression prints its value. Commands:\n";
  for (const Command& command : Commands()) {
    std::string line = "  " + std::string(command.name) + " " + std::string(command.argument);
    line.resize(std::max<size_t>(line.size() + 1, 22), ' ');
    out_ << line << command.says << "\n";
  }
  return true;
}

bool CelSession::Type(std::string_view expression) {
  const auto program = Compiled(expression);
  if (program) out_ << program->type().Name() << "\n";
  return program.has_value();
}

bool CelSession::Trace(std::string_view expression) {
  const auto program = Compiled(expression, /*trace=*/true);
  if (!program) return false;
  const cel::Deadline deadline{Clock::System(), EndOf(limits_)};
  out_ << cel::RenderExplanation(
      cel::Explain(*program, variables_.environment(), {variables_.values(), &deadline}));
  return true;
}

bool CelSession::Ast(std::string_view expression) {
  const auto program = Compiled(expression);
  if (program) out_ << cel::RenderTree(program->tree());
  return program.has_value();
}

bool CelSession::English(std::string_view expression) {
  const auto program = Compiled(expression);
  if (program) out_ << cel::RenderEnglish(program->tree()) << "\n";
  return program.has_value();
}

bool CelSession::Format(std::string_view expression) {
  const auto program = Compiled(expression);
  if (program) out_ << cel::RenderSource(program->tree()) << "\n";
  return program.has_value();
}

bool CelSession::Cost(std::string_view expression) {
  const auto program = Compiled(expression);
  if (program) out_ << "steps: " << CostText(cel::EstimateCost(*program)) << "\n";
  return program.has_value();
}

bool CelSession::Let(std::string_view definition) {
  const size_t behind = BehindEquals(definition);
  if (behind == definition.npos) {
    return Refuse({"cel.variables", "a variable is bound as in `:let name = EXPR`"});
  }
  const std::string name(Trimmed(definition.substr(0, behind - 1)));
  auto program = Compiled(Trimmed(definition.substr(behind)));
  if (!program) return false;
  cel::Arena arena;
  const cel::Value value = ValueOf(*program, arena);
  if (value.is_error()) return Show(value);
  const Status bound = variables_.Bind(name, value, *std::move(program), std::move(arena));
  return bound.ok() ? Show(value) : Refuse(bound.error());
}

bool CelSession::Vars(std::string_view) {
  const auto variables = variables_.environment().variables();
  for (size_t i = 0; i < variables.size(); ++i) {
    out_ << variables[i].name << " : " << variables[i].type.Name() << " = "
         << variables_.values()[i].Text(kMaxListed) << "\n";
  }
  return true;
}

bool CelSession::Load(std::string_view file) {
  const Status loaded = LoadVariables(std::string(file), &variables_);
  return loaded.ok() || Refuse(loaded.error());
}

}  // namespace reeve::cli

// A session of `reeve cel repl`, without its terminal: a line in, an answer out.
//
// A line is an expression, whose value is printed, or a command: `:help` lists them. Errors go to
// the error stream and never end the session. Thread-safety: one thread.
#pragma once

#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

#include "cli/cel.h"
#include "policy/cel/complete.h"

namespace reeve::cli {

enum class Answer { kRight, kWrong, kQuit };

class CelSession {
 public:
  // Of the text of one value that is shown.
  static constexpr size_t kMaxShown = size_t{64} << 10;

  CelSession(CelVariables variables, const CelLimits& limits, std::ostream& out,
             std::ostream& error);

  Answer Run(std::string_view line);
  // Of commands, and of the expression that a line or a command's argument is.
  cel::Completion Complete(std::string_view line, size_t cursor) const;

 private:
  struct Command;
  static std::span<const Command> Commands();

  bool Evaluate(std::string_view expression);
  bool Help(std::string_view argument);
  bool Type(std::string_view expression);
  bool Trace(std::string_view expression);
  bool Ast(std::string_view expression);
  bool English(std::string_view expression);
  bool Format(std::string_view expression);
  bool Cost(std::string_view expression);
  bool Let(std::string_view definition);
  bool Vars(std::string_view argument);
  bool Load(std::string_view file);

  // Nullopt, and the errors shown, when it does not compile.
  std::optional<cel::Program> Compiled(std::string_view expression, bool trace = false);
  cel::Value ValueOf(const cel::Program& program, cel::Arena& arena) const;
  bool Show(const cel::Value& value);
  bool Refuse(const Error& error);

  CelVariables variables_;
  const CelLimits limits_;
  std::ostream& out_;
  std::ostream& error_;
};

}  // namespace reeve::cli

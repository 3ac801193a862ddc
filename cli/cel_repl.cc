#include <unistd.h>

#include <csignal>
#include <cstring>
#include <iostream>
#include <limits>
#include <memory>

#include "cli/arguments.h"
#include "cli/cel_session.h"
#include "cli/history_file.h"
#include "cli/line_editor.h"

namespace reeve::cli {
namespace {

struct Options {
  CelVariableOptions variables;
  CelLimits limits;
  bool no_history = false;
};

// An error of the history is told once, and costs nothing but the history.
class History {
 public:
  History(bool wanted, LineEditor* editor) : editor_(editor) {
    if (!wanted) return;
    const auto path = HistoryFile::PathOf("cel_history");
    if (!path) return;
    file_.emplace(*path);
    Load();
  }

  void Add(const std::string& line) {
    if (line.empty()) return;
    editor_->Remember(line);
    if (!file_) return;
    if (const Status added = file_->Add(line); !added.ok()) GiveUp(added.error());
  }

 private:
  void Load() {
    const auto lines = file_->Load();
    if (!lines.ok()) return GiveUp(lines.error());
    for (const std::string& line : *lines) editor_->Remember(line);
  }

  void GiveUp(const Error& error) {
    std::cerr << "reeve: warning: no history is kept: " << error.message << "\n";
    file_.reset();
  }

  LineEditor* editor_;
  std::optional<HistoryFile> file_;
};

// Longer than any expression with a command before it; what is longer still is cut, and refused.
constexpr std::streamsize kMaxLine = 2 * static_cast<std::streamsize>(cel::kMaxExpressionLength);

bool ReadLine(std::istream& in, std::string* line) {
  line->resize(static_cast<size_t>(kMaxLine));
  in.getline(line->data(), kMaxLine);
  if (in.gcount() == 0) return false;
  line->resize(std::strlen(line->c_str()));
  if (in.fail()) {
    in.clear();
    in.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  return true;
}

// A script: each line is answered, and the exit code says whether all were right.
int RunScript(CelSession& session) {
  int code = kGood;
  for (std::string line; ReadLine(std::cin, &line);) {
    const Answer answer = session.Run(line);
    std::cout << std::flush;
    if (answer == Answer::kQuit) break;
    if (answer == Answer::kWrong) code = kNotGood;
  }
  return code;
}

int RunOnTerminal(CelSession& session, bool with_history) {
  const auto editor = LineEditor::Open(
      "cel> ", HistoryFile::kMaxLines,
      [&](std::string_view line, size_t cursor) { return session.Complete(line, cursor); });
  if (!editor.ok()) return Fail(editor.error());
  // While a line is evaluated, which takes no longer than its limits, Ctrl-C ends nothing.
  std::signal(SIGINT, SIG_IGN);
  History history(with_history, editor->get());
  std::cout << "Expressions of the policy language (CEL). :help lists the commands, TAB "
               "completes, Ctrl-D ends.\n"
            << std::flush;
  while (const auto line = (*editor)->Read()) {
    history.Add(*line);
    if (session.Run(*line) == Answer::kQuit) return kGood;
    std::cout << std::flush;
  }
  std::cout << "\n";
  return kGood;
}

int Repl(const Options& options) {
  Result<CelVariables> variables = MakeVariables(options.variables);
  if (!variables.ok()) return Fail(variables.error());
  CelSession session(*std::move(variables), options.limits, std::cout, std::cerr);
  const bool terminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
  return terminal ? RunOnTerminal(session, !options.no_history) : RunScript(session);
}

}  // namespace

void AddCelRepl(Parser& cel, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command =
      cel.AddCommand("repl", "Try expressions one after the other, with completion and history.");
  AddValues(*command, &options->variables);
  AddTypes(*command, &options->variables);
  AddPolicies(*command, &options->variables);
  AddOfRule(*command, &options->variables);
  AddLimits(*command, &options->limits);
  command->AddFlag("--no-history", options->no_history, "Keep nothing of what is typed");
  command->Footer(
      "What is typed on a terminal is kept in $XDG_STATE_HOME/reeve/cel_history, or\n"
      "~/.local/state/reeve/cel_history, for you alone (mode 0600, the last 1,000 lines): take "
      "care\n"
      "what you type. A line that begins with a blank is not kept. Elsewhere than on a terminal,\n"
      "lines are read one by one and nothing is kept; exit code 1 when one of them was wrong.\n"
      "Example: reeve cel repl --policy --var 'action={\"kind\": \"refund\", \"amount\": 900}'\n"
      "         echo ':english action.amount > 500.0' | reeve cel repl --policy");
  command->Callback([=] { *run = [=] { return Repl(*options); }; });
}

}  // namespace reeve::cli

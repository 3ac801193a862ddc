#include "cli/line_editor.h"

#include <histedit.h>

#include <algorithm>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <utility>

namespace reeve::cli {
namespace {

// More are listed without what they are, several on a line.
constexpr size_t kMostDescribed = 24;
constexpr size_t kListWidth = 76;

std::string CommonBeginning(const std::vector<cel::Candidate>& candidates) {
  std::string common = candidates.front().text;
  for (const cel::Candidate& candidate : candidates) {
    const auto end =
        std::mismatch(common.begin(), common.end(), candidate.text.begin(), candidate.text.end());
    common.erase(end.first, common.end());
  }
  return common;
}

void ListWithDetails(const std::vector<cel::Candidate>& candidates) {
  size_t width = 0;
  for (const cel::Candidate& candidate : candidates) {
    width = std::max(width, candidate.text.size());
  }
  for (const cel::Candidate& candidate : candidates) {
    std::cout << "  " << candidate.text << std::string(width + 2 - candidate.text.size(), ' ')
              << candidate.detail << "\n";
  }
}

void ListNames(const std::vector<cel::Candidate>& candidates) {
  size_t column = 0;
  for (const cel::Candidate& candidate : candidates) {
    if (column > 0 && column + candidate.text.size() > kListWidth) {
      std::cout << "\n";
      column = 0;
    }
    std::cout << "  " << candidate.text;
    column += 2 + candidate.text.size();
  }
  std::cout << "\n";
}

void List(const std::vector<cel::Candidate>& candidates) {
  std::cout << "\n";
  candidates.size() > kMostDescribed ? ListNames(candidates) : ListWithDetails(candidates);
  std::cout << std::flush;
}

}  // namespace

struct LineEditor::State {
  ~State() {
    if (history != nullptr) history_end(history);
    if (editor != nullptr) el_end(editor);
  }

  static State& Of(EditLine* editor) {
    void* state = nullptr;
    el_get(editor, EL_CLIENTDATA, &state);
    return *static_cast<State*>(state);
  }
  static char* Prompt(EditLine* editor) { return Of(editor).prompt.data(); }

  // The keys; each gives what libedit is to do next.
  static unsigned char Complete(EditLine* editor, int) {
    const LineInfo* info = el_line(editor);
    const std::string_view line(info->buffer, static_cast<size_t>(info->lastchar - info->buffer));
    const auto cursor = static_cast<size_t>(info->cursor - info->buffer);
    const cel::Completion completion = Of(editor).completer(line, cursor);
    if (completion.candidates.empty()) return CC_REFRESH_BEEP;
    const std::string rest =
        CommonBeginning(completion.candidates).substr(cursor - completion.start);
    if (!rest.empty()) return el_insertstr(editor, rest.c_str()) == 0 ? CC_REFRESH : CC_ERROR;
    if (completion.candidates.size() == 1) return CC_REFRESH;
    List(completion.candidates);
    return CC_REDISPLAY;
  }
  static unsigned char Cancel(EditLine* editor, int) {
    Of(editor).cancelled = true;
    std::cout << "^C\n" << std::flush;
    return CC_NEWLINE;
  }
  // libedit leaves its terminal mode while the process is stopped.
  static unsigned char Suspend(EditLine*, int) {
    std::raise(SIGTSTP);
    return CC_REDISPLAY;
  }

  std::string prompt;
  Completer completer;
  EditLine* editor = nullptr;
  History* history = nullptr;
  bool cancelled = false;
};

LineEditor::LineEditor(std::unique_ptr<State> state) : state_(std::move(state)) {}
LineEditor::~LineEditor() = default;

Result<std::unique_ptr<LineEditor>> LineEditor::Open(std::string prompt, size_t history_lines,
                                                     Completer completer) {
  // What is typed is UTF-8, whatever the locale is called.
  std::setlocale(LC_CTYPE, "C.UTF-8");  // NOLINT(concurrency-mt-unsafe): no other thread runs yet
  auto state = std::make_unique<State>();
  state->prompt = std::move(prompt);
  state->completer = std::move(completer);
  state->editor = el_init("reeve", stdin, stdout, stderr);
  state->history = history_init();
  if (state->editor == nullptr || state->history == nullptr) {
    return Error{"terminal.failed", "the terminal cannot be used for editing lines"};
  }
  EditLine* editor = state->editor;
  HistEvent event;
  history(state->history, &event, H_SETSIZE, static_cast<int>(history_lines));
  history(state->history, &event, H_SETUNIQUE, 1);
  el_set(editor, EL_CLIENTDATA, state.get());
  el_set(editor, EL_PROMPT, State::Prompt);
  el_set(editor, EL_HIST, history, state->history);
  el_set(editor, EL_EDITOR, "emacs");
  el_source(editor, nullptr);
  el_set(editor, EL_SIGNAL, 1);
  // Ctrl-C and Ctrl-Z come as keys and not as signals, so that nothing is interrupted half way.
  el_set(editor, EL_SETTY, "-d", "-isig", nullptr);
  // The wide form, because the other copies the texts and never frees them.
  el_wset(editor, EL_ADDFN, L"reeve-complete", L"Complete the word", State::Complete);
  el_wset(editor, EL_ADDFN, L"reeve-cancel", L"Forget the line", State::Cancel);
  el_wset(editor, EL_ADDFN, L"reeve-suspend", L"Suspend the program", State::Suspend);
  el_set(editor, EL_BIND, "^I", "reeve-complete", nullptr);
  el_set(editor, EL_BIND, "^C", "reeve-cancel", nullptr);
  el_set(editor, EL_BIND, "^Z", "reeve-suspend", nullptr);
  el_set(editor, EL_BIND, "^R", "em-inc-search-prev", nullptr);
  return std::unique_ptr<LineEditor>(new LineEditor(std::move(state)));
}

std::optional<std::string> LineEditor::Read() {
  int count = 0;
  state_->cancelled = false;
  // libedit would set the terminal only after the prompt, and lose a Ctrl-C that comes in between.
  el_set(state_->editor, EL_PREP_TERM, 1);
  const char* line = el_gets(state_->editor, &count);
  if (state_->cancelled) return "";
  if (line == nullptr || count <= 0) return std::nullopt;
  std::string text(line, static_cast<size_t>(count));
  text.erase(text.find_last_not_of("\r\n") + 1);
  return text;
}

void LineEditor::Remember(const std::string& line) {
  HistEvent event;
  history(state_->history, &event, H_ENTER, line.c_str());
}

}  // namespace reeve::cli

// A line of input from a terminal: editing keys, history (arrows, Ctrl-R) and completion (TAB).
//
// Wraps libedit (docs/adr/0007-line-editing-by-libedit.md), and takes ~/.editrc as its users know
// it. Thread-safety: one thread, and one editor at a time in a process, as it sets the terminal.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "policy/cel/complete.h"

namespace reeve::cli {

class LineEditor {
 public:
  // The line as it stands, and where the cursor is in it, in bytes.
  using Completer = std::function<cel::Completion(std::string_view line, size_t cursor)>;

  // Standard input and output are a terminal. terminal.failed
  static Result<std::unique_ptr<LineEditor>> Open(std::string prompt, size_t history_lines,
                                                  Completer completer);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  // Without its line feed. Empty after Ctrl-C; nullopt after Ctrl-D, or when the terminal is gone.
  std::optional<std::string> Read();
  // Into the history of this editor, as the newest line.
  void Remember(const std::string& line);

 private:
  struct State;
  explicit LineEditor(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace reeve::cli

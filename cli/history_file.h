// The lines that somebody has typed, kept from one session to the next: one a line, the newest
// last, in a file that nobody else may read.
//
// Sessions at the same time add their lines one by one and lose none. Thread-safety: one thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace reeve::cli {

class HistoryFile {
 public:
  static constexpr size_t kMaxLines = 1000;  // that are read; the file has at most twice as many
  static constexpr size_t kMaxLineBytes = 4096;  // of one that is kept

  // $XDG_STATE_HOME/reeve/NAME, or ~/.local/state/reeve/NAME; nullopt without a home.
  static std::optional<std::filesystem::path> PathOf(const std::string& name);

  explicit HistoryFile(std::filesystem::path path) : path_(std::move(path)) {}

  // The last kMaxLines; none if there is no file. A file that has become too long is cut to these.
  // file.io, file.too_large
  Result<std::vector<std::string>> Load();
  // Adds the line at once, unless it is empty, too long, or begins with a blank. file.io
  Status Add(const std::string& line);

 private:
  std::filesystem::path path_;
};

}  // namespace reeve::cli

// A progress line on standard error, where that is a terminal; nothing elsewhere.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace reeve::cli {

// "verifying  412,000 of 1,000,000  41 %", rewritten in place at most ten times a second; the line
// is cleared at the end.
class Progress {
 public:
  explicit Progress(std::string what);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // For options that take a callback. The progress must outlive it.
  std::function<void(uint64_t done, uint64_t total)> Callback();

 private:
  void Show(uint64_t done, uint64_t total);

  const std::string what_;
  const bool on_terminal_;
  bool shown_ = false;
  int64_t next_millis_ = 0;
};

}  // namespace reeve::cli

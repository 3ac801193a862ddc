#include "cli/passphrase.h"

#include <termios.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "base/file.h"
#include "cli/arguments.h"

namespace reeve::cli {
namespace {

constexpr size_t kMaxPassphraseFileBytes = 4096;
constexpr char kVariable[] = "REEVE_KEY_PASSPHRASE";

// A line that the terminal does not show.
Result<std::string> Ask(const char* prompt) {
  std::cerr << prompt << std::flush;
  termios shown{};
  if (::tcgetattr(STDIN_FILENO, &shown) != 0) {
    return Error{"key.passphrase",
                 "give a passphrase: --passphrase-file, or the variable REEVE_KEY_PASSPHRASE"};
  }
  termios hidden = shown;
  hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  std::string line;
  std::getline(std::cin, line);
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
  std::cerr << "\n";
  return line;
}

}  // namespace

void AddPassphraseOption(Parser& command, std::string* file) {
  command.AddOption("--passphrase-file", *file,
                    "File whose first line opens an encrypted key file; or REEVE_KEY_PASSPHRASE");
}

Result<std::string> GivenPassphrase(const std::string& file) {
  if (!file.empty()) {
    REEVE_ASSIGN_OR_RETURN(const std::string text, ReadFile(file, kMaxPassphraseFileBytes));
    std::string line = text.substr(0, text.find('\n'));
    if (!line.empty()) return line;
    return Error{"key.passphrase", "the first line of `" + file + "` is empty", file};
  }
  const char* given = std::getenv(kVariable);  // NOLINT(concurrency-mt-unsafe): one thread
  return std::string(given == nullptr ? "" : given);
}

Result<std::string> NewPassphrase(const std::string& file) {
  REEVE_ASSIGN_OR_RETURN(std::string given, GivenPassphrase(file));
  if (!given.empty()) return given;
  REEVE_ASSIGN_OR_RETURN(std::string first, Ask("New passphrase: "));
  REEVE_ASSIGN_OR_RETURN(const std::string again, Ask("Again: "));
  if (first == again) return first;
  return Error{"key.passphrase", "the two passphrases differ"};
}

}  // namespace reeve::cli

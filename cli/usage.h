// What is said when a command line cannot be understood: which word, what may have been meant, and
// where to read on.
#pragma once

#include <string>

namespace CLI {
class App;
class Error;
}  // namespace CLI

namespace reeve::cli {

// "reeve: error: no option `--prot`; did you mean `--port`?\nTry: reeve serve --help\n"
// For CLI::App::failure_message; `app` is the whole application.
std::string UsageMessage(const CLI::App* app, const CLI::Error& error);

}  // namespace reeve::cli

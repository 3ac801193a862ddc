#include "cli/usage.h"

#include <CLI/CLI.hpp>
#include <vector>

#include "base/text.h"

namespace reeve::cli {
namespace {

std::vector<std::string> OptionNames(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::vector<std::string> CommandNames(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(sub->get_name());
  }
  return names;
}

// CLI11 would say that something else is missing, and not name the word that it did not know.
std::string AboutUnknown(const std::string& word, const CLI::App& command) {
  if (word.starts_with('-')) {
    return "no option `" + word + "`" + DidYouMeanSuffix(word, OptionNames(command));
  }
  const std::vector<std::string> commands = CommandNames(command);
  if (commands.empty()) return "one argument too many: `" + word + "`";
  return "no command `" + word + "`" + DidYouMeanSuffix(word, commands);
}

}  // namespace

std::string UsageMessage(const CLI::App* app, const CLI::Error& error) {
  const CLI::App* command = app;
  std::string path = app->get_name();
  while (!command->get_subcommands().empty()) {
    command = command->get_subcommands().back();
    path += " " + command->get_name();
  }
  const std::vector<std::string> unknown = app->remaining(true);
  const std::string message =
      unknown.empty() ? error.what() : AboutUnknown(unknown.front(), *command);
  return app->get_name() + ": error: " + message + "\nTry: " + path + " --help\n";
}

}  // namespace reeve::cli

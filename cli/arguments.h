// The commands, options and arguments of `reeve`, as one tree that the command line is read by.
// The library that does the reading (CLI11) is behind this header: it is all inline, and takes the
// compiler longer than all else that a command consists of.
//
// What AddOption and the like are given must outlive the parsing. A Parser and an Option live as
// long as their CommandLine.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace reeve::cli {

// Each setter gives the option itself, so that they may be chained.
class Option {
 public:
  explicit Option(CLI::Option& option) : option_(option) {}

  Option* Required();
  // May be given more than once, with one value each time.
  Option* Repeated();
  // The default is shown by --help.
  Option* ShowDefault();
  // Where it is not given, the environment variable of this name counts.
  Option* Environment(const std::string& variable);
  // Several values in one, with this between them.
  Option* Delimiter(char between);

  // `problem` says what is wrong with what was typed, or nothing; `name` stands for the value in
  // --help, where it is given.
  Option* Check(std::function<std::string(const std::string& typed)> problem,
                const std::string& name = {});
  Option* OneOf(const std::vector<std::string>& values);
  template <typename From, typename To>
  Option* Between(From low, To high) {
    if constexpr (std::is_floating_point_v<From>) {
      return BetweenNumbers(low, high);
    } else {
      return BetweenIntegers(static_cast<int64_t>(low), static_cast<int64_t>(high));
    }
  }
  Option* NonNegative();
  // Typed as 30s, 5m, 2h or 1d; the value is in seconds.
  Option* InSeconds();

  // With the other one, the command line is wrong.
  Option* Excludes(Option* other);
  Option* Excludes(const std::string& other);
  // Without the other one, it is.
  Option* Needs(Option* other);

  // How often it was given.
  size_t Count() const;

 private:
  Option* BetweenIntegers(int64_t low, int64_t high);
  Option* BetweenNumbers(double low, double high);

  CLI::Option& option_;
};

// One command, and the commands below it.
class Parser {
 public:
  explicit Parser(CLI::App& app);
  ~Parser();

  Parser* AddCommand(const std::string& name, const std::string& text);
  // Options that stand together in --help, of which RequireOne may ask for one.
  Parser* AddGroup(const std::string& name, const std::string& text);
  // A name without dashes is an argument by position. For the types in arguments.cc.
  template <typename T>
  Option* AddOption(const std::string& name, T& value, const std::string& text);
  Option* AddFlag(const std::string& name, bool& value, const std::string& text);

  void RequireCommand();
  void RequireOne();
  // Below the options in --help: an example.
  void Footer(const std::string& text);
  // When this command was chosen and its part of the command line is read.
  void Callback(std::function<void()> chosen);

  // The command of that name directly below, or null.
  Parser* FindCommand(const std::string& name);
  std::string Name() const;
  // How often the option of that name was given.
  size_t Count(const std::string& name) const;

 private:
  CLI::App& app_;
  std::vector<std::unique_ptr<Parser>> children_;
  std::vector<std::unique_ptr<Option>> options_;
};

class CommandLine {
 public:
  CommandLine(const std::string& name, const std::string& version, const std::string& text);
  ~CommandLine();

  Parser& root() { return *root_; }

  // The exit code where nothing is left to do: help was printed, or what is wrong was told.
  std::optional<int> Parse(int argc, char** argv);

 private:
  std::unique_ptr<CLI::App> app_;
  std::unique_ptr<Parser> root_;
};

// For a Callback that finds the command line wrong: they end the parsing.
[[noreturn]] void RefuseMissing(const std::string& what);  // "<what> is required"
[[noreturn]] void RefuseUsage(const std::string& message);

}  // namespace reeve::cli

#include "cli/arguments.h"

#include <CLI/CLI.hpp>
#include <map>
#include <utility>

#include "cli/command.h"
#include "cli/usage.h"

namespace reeve::cli {

Option* Option::Required() {
  option_.required();
  return this;
}

Option* Option::Repeated() {
  // The last of them keeps the option from taking the arguments that stand behind its value.
  option_.expected(1)->take_all()->allow_extra_args(false);
  return this;
}

Option* Option::ShowDefault() {
  option_.capture_default_str();
  return this;
}

Option* Option::Environment(const std::string& variable) {
  option_.envname(variable);
  return this;
}

Option* Option::Delimiter(char between) {
  option_.delimiter(between);
  return this;
}

Option* Option::Check(std::function<std::string(const std::string&)> problem,
                      const std::string& name) {
  option_.check(CLI::Validator(
      [problem = std::move(problem)](std::string& typed) { return problem(typed); }, name));
  return this;
}

Option* Option::OneOf(const std::vector<std::string>& values) {
  option_.check(CLI::IsMember(values));
  return this;
}

Option* Option::BetweenIntegers(int64_t low, int64_t high) {
  option_.check(CLI::Range(low, high));
  return this;
}

Option* Option::BetweenNumbers(double low, double high) {
  option_.check(CLI::Range(low, high));
  return this;
}

Option* Option::NonNegative() {
  option_.check(CLI::NonNegativeNumber);
  return this;
}

Option* Option::InSeconds() {
  const std::map<std::string, int64_t> units = {{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86'400}};
  option_.transform(CLI::AsNumberWithUnit(units, CLI::AsNumberWithUnit::UNIT_REQUIRED, "DURATION"));
  return this;
}

Option* Option::Excludes(Option* other) {
  option_.excludes(&other->option_);
  return this;
}

Option* Option::Excludes(const std::string& other) {
  option_.excludes(other);
  return this;
}

Option* Option::Needs(Option* other) {
  option_.needs(&other->option_);
  return this;
}

size_t Option::Count() const { return option_.count(); }

Parser::Parser(CLI::App& app) : app_(app) {}
Parser::~Parser() = default;

Parser* Parser::AddCommand(const std::string& name, const std::string& text) {
  return children_.emplace_back(std::make_unique<Parser>(*app_.add_subcommand(name, text))).get();
}

Parser* Parser::AddGroup(const std::string& name, const std::string& text) {
  return children_.emplace_back(std::make_unique<Parser>(*app_.add_option_group(name, text))).get();
}

template <typename T>
Option* Parser::AddOption(const std::string& name, T& value, const std::string& text) {
  return options_.emplace_back(std::make_unique<Option>(*app_.add_option(name, value, text))).get();
}

template Option* Parser::AddOption(const std::string&, std::string&, const std::string&);
template Option* Parser::AddOption(const std::string&, std::vector<std::string>&,
                                   const std::string&);
template Option* Parser::AddOption(const std::string&, int&, const std::string&);
template Option* Parser::AddOption(const std::string&, unsigned&, const std::string&);
template Option* Parser::AddOption(const std::string&, int64_t&, const std::string&);
template Option* Parser::AddOption(const std::string&, size_t&, const std::string&);
template Option* Parser::AddOption(const std::string&, double&, const std::string&);
template Option* Parser::AddOption(const std::string&, std::optional<std::string>&,
                                   const std::string&);
template Option* Parser::AddOption(const std::string&, std::optional<unsigned>&,
                                   const std::string&);
template Option* Parser::AddOption(const std::string&, std::optional<uint64_t>&,
                                   const std::string&);
template Option* Parser::AddOption(const std::string&, std::optional<double>&, const std::string&);

Option* Parser::AddFlag(const std::string& name, bool& value, const std::string& text) {
  return options_.emplace_back(std::make_unique<Option>(*app_.add_flag(name, value, text))).get();
}

void Parser::RequireCommand() { app_.require_subcommand(1); }

void Parser::RequireOne() { app_.require_option(1); }

void Parser::Footer(const std::string& text) { app_.footer(text); }

void Parser::Callback(std::function<void()> chosen) { app_.callback(std::move(chosen)); }

Parser* Parser::FindCommand(const std::string& name) {
  for (const std::unique_ptr<Parser>& child : children_) {
    if (child->Name() == name) return child.get();
  }
  return nullptr;
}

std::string Parser::Name() const { return app_.get_name(); }

size_t Parser::Count(const std::string& name) const { return app_.count(name); }

CommandLine::CommandLine(const std::string& name, const std::string& version,
                         const std::string& text)
    : app_(std::make_unique<CLI::App>(text)), root_(std::make_unique<Parser>(*app_)) {
  app_->name(name);
  app_->set_version_flag("--version", name + " " + version);
  app_->failure_message(UsageMessage);
}

CommandLine::~CommandLine() = default;

std::optional<int> CommandLine::Parse(int argc, char** argv) {
  try {
    app_->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app_->exit(error) == 0 ? kGood : kUsage;
  }
  return std::nullopt;
}

void RefuseMissing(const std::string& what) { throw CLI::RequiredError(what); }

void RefuseUsage(const std::string& message) { throw CLI::ValidationError(message); }

}  // namespace reeve::cli

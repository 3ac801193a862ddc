#include "cli/settings.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <map>

#include "base/file.h"
#include "base/text.h"
#include "cli/arguments.h"
#include "engine/configuration_file.h"

namespace reeve::cli {
namespace {

constexpr std::string_view kPrefix = "REEVE_SERVE_";
constexpr char kBetweenValues = ';';
// The file itself: what it would say of itself comes too late.
constexpr std::string_view kFileOption = "config";

std::vector<std::string> Split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const size_t end = std::min(text.find(kBetweenValues), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

// Of a library's option: its name, and what may be typed.
Setting Describe(const CLI::Option& option) {
  Setting setting;
  setting.name = option.get_lnames().front();
  setting.text = option.get_description();
  setting.is_flag = option.get_items_expected_max() == 0;
  setting.repeats =
      !setting.is_flag && (option.get_expected_max() > 1 ||
                           option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll);
  setting.built_in = setting.is_flag ? "false" : option.get_default_str();
  if (!setting.built_in.empty()) setting.values = {setting.built_in};
  return setting;
}

}  // namespace

struct Settings::Impl {
  CLI::App app;
  Parser parser{app};
  std::vector<Setting> settings;
  // Of which setting: "REEVE_SERVE_PORT", and a name that an option has beside that.
  std::map<std::string, std::string, std::less<>> variables;

  // The variables are read here, where the order of sources is known, and not by the library.
  void Add(CLI::Option& option) {
    if (option.get_lnames().empty()) return;
    const Setting& setting = settings.emplace_back(Describe(option));
    variables.emplace(VariableOf(setting.name), setting.name);
    if (!option.get_envname().empty()) variables.emplace(option.get_envname(), setting.name);
    option.envname("");
  }

  Setting* Find(std::string_view name) {
    const auto found = std::find_if(settings.begin(), settings.end(),
                                    [name](const Setting& each) { return each.name == name; });
    return found == settings.end() ? nullptr : &*found;
  }

  // The library's words, without the dashes that a file and the environment do not have.
  Status Parse(const Setting& setting, const std::vector<std::string>& values) {
    std::vector<std::string> words;  // the last one first, as the library wants them
    words.reserve(values.size());
    for (auto value = values.rbegin(); value != values.rend(); ++value) {
      words.push_back("--" + setting.name + "=" + *value);
    }
    try {
      app.parse(words);
      return {};
    } catch (const CLI::ParseError& error) {
      const std::string said = error.what();
      const std::string begin = "--" + setting.name + ": ";
      return Error{"config.value", said.starts_with(begin) ? said.substr(begin.size()) : said};
    }
  }

  // Nothing where an earlier source has set it.
  Status Set(Setting& setting, std::vector<std::string> values, Origin origin, std::string place) {
    if (values.size() > 1 && !setting.repeats) {
      return Error{"config.value", "it takes one value, and has " + std::to_string(values.size())};
    }
    if (setting.is_flag && values.front() != "true" && values.front() != "false") {
      return Error{"config.value", "`" + values.front() + "` is neither `true` nor `false`"};
    }
    if (setting.origin > origin) return {};
    // A flag that is false is as if it were not given, also to options that need another.
    if (!setting.is_flag || values.front() == "true") REEVE_RETURN_IF_ERROR(Parse(setting, values));
    setting.origin = origin;
    setting.place = std::move(place);
    setting.values = std::move(values);
    return {};
  }

  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const Setting& setting : settings) {
      if (setting.name != kFileOption) names.push_back(setting.name);
    }
    return names;
  }
};

std::string_view OriginName(Origin origin) {
  switch (origin) {
    case Origin::kBuiltIn:
      return "default";
    case Origin::kFile:
      return "file";
    case Origin::kEnvironment:
      return "environment";
    case Origin::kCommandLine:
      return "command line";
  }
  return "";
}

std::string VariableOf(std::string_view name) {
  std::string variable(kPrefix);
  for (const char c : name) {
    variable += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return variable;
}

Settings::Settings(const std::function<void(Parser&)>& add) : impl_(std::make_unique<Impl>()) {
  impl_->app.set_help_flag();
  add(impl_->parser);
  for (CLI::Option* option : impl_->app.get_options()) impl_->Add(*option);
}

Settings::~Settings() = default;

const std::vector<Setting>& Settings::all() const& { return impl_->settings; }

void Settings::KeepGiven(const std::string& name) {
  if (Setting* setting = impl_->Find(name)) setting->origin = Origin::kCommandLine;
}

Status Settings::ReadCommandLine(const std::vector<std::string>& words) {
  try {
    impl_->app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::ParseError& error) {
    return Error{"config.usage", error.what()};
  }
  for (const CLI::Option* option : impl_->app.get_options()) {
    if (option->count() == 0 || option->get_lnames().empty()) continue;
    Setting* setting = impl_->Find(option->get_lnames().front());
    setting->origin = Origin::kCommandLine;
    setting->values = option->results();
  }
  return {};
}

Status Settings::ReadEnvironment(const char* const* variables) {
  for (; *variables != nullptr; ++variables) {
    const std::string_view entry = *variables;
    const std::string variable(entry.substr(0, entry.find('=')));
    const auto found = impl_->variables.find(variable);
    if (found == impl_->variables.end()) {
      if (!entry.starts_with(kPrefix)) continue;
      std::vector<std::string> known;
      for (const auto& [name, setting] : impl_->variables) known.push_back(name);
      return Error{"config.environment", "no setting of `reeve serve` has the variable `" +
                                             variable + "`" + DidYouMeanSuffix(variable, known)};
    }
    Setting& setting = *impl_->Find(found->second);
    const std::string value(entry.substr(std::min(variable.size() + 1, entry.size())));
    std::vector<std::string> values =
        setting.repeats ? Split(value) : std::vector<std::string>{value};
    // An empty one is as if it were not there, as `NAME= command` is written to mean.
    if (value.empty() || values.empty()) continue;
    const Status set = impl_->Set(setting, std::move(values), Origin::kEnvironment, variable);
    if (!set.ok()) {
      return Error{"config.environment", "the variable `" + variable + "`: " + set.error().message};
    }
  }
  return {};
}

Status Settings::ReadFile(const std::string& path) {
  REEVE_ASSIGN_OR_RETURN(const std::string text,
                         reeve::ReadFile(path, engine::kMaxConfigurationBytes));
  std::vector<policy::Diagnostic> diagnostics;
  policy::Reporter reporter(path, text, &diagnostics);
  for (engine::ConfigurationEntry& entry :
       engine::ReadConfigurationFile(impl_->Names(), reporter)) {
    const std::string place = path + ":" + std::to_string(reporter.LineOf(entry.span.begin));
    const Status set =
        impl_->Set(*impl_->Find(entry.name), std::move(entry.values), Origin::kFile, place);
    if (!set.ok()) {
      reporter.Error("config.value", entry.span, "`" + entry.name + "`: " + set.error().message);
    }
  }
  if (diagnostics.empty()) return {};
  policy::SortDiagnostics(&diagnostics);
  return Error{"config.invalid", "the configuration has errors:\n" + policy::Render(diagnostics)};
}

}  // namespace reeve::cli

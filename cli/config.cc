#include "cli/config.h"

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <sstream>

#include "base/json.h"
#include "cli/arguments.h"
#include "cli/serve.h"
#include "cli/settings.h"
#include "cli/table.h"

namespace reeve::cli {
namespace {

constexpr size_t kWidth = 98;
// The one secret that the environment may hold.
constexpr char kPassphrase[] = "REEVE_KEY_PASSPHRASE";

struct ShowOptions {
  std::string config;
  std::vector<std::string> words;
  bool json = false;
};

int Check(const std::string& path) {
  const ServeTrial serve = TryServe();
  Settings settings(serve.add);
  Status good = settings.ReadFile(path);
  if (!good.ok() && good.error().code.starts_with("file.")) return Fail(good.error());
  if (good.ok()) good = serve.check();
  if (!good.ok()) {
    (void)Fail(good.error());
    return kNotGood;
  }
  size_t count = 0;
  for (const Setting& setting : settings.all()) count += setting.origin == Origin::kFile ? 1 : 0;
  std::cout << path << ": " << count << (count == 1 ? " setting" : " settings")
            << ", and every file that is named was read\n";
  return kGood;
}

bool IsPassphraseSet() {
  const char* given = std::getenv(kPassphrase);  // NOLINT(concurrency-mt-unsafe): one thread
  return given != nullptr && *given != '\0';
}

std::string Joined(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : "; ") + value;
  return text.empty() ? "-" : text;
}

std::string SourceOf(const Setting& setting) {
  const std::string origin(OriginName(setting.origin));
  return setting.place.empty() ? origin : origin + " " + setting.place;
}

void PrintTable(const std::vector<Setting>& settings) {
  std::vector<TableRow> rows = {{"SETTING", "VALUE", "SOURCE"}};
  for (const Setting& setting : settings) {
    rows.push_back({setting.name, Joined(setting.values), SourceOf(setting)});
  }
  rows.push_back({kPassphrase, IsPassphraseSet() ? "set" : "unset", "environment; never shown"});
  std::cout << TableText(rows);
}

void PrintJson(const std::vector<Setting>& settings) {
  json::Array all;
  for (const Setting& setting : settings) {
    json::Array values;
    for (const std::string& value : setting.values) values.push_back(value);
    json::Object one{{"name", setting.name},
                     {"values", std::move(values)},
                     {"source", std::string(OriginName(setting.origin))}};
    if (!setting.place.empty()) one.Add("place", setting.place);
    all.push_back(std::move(one));
  }
  json::Object secrets{{kPassphrase, IsPassphraseSet() ? "set" : "unset"}};
  std::cout << json::Compact(
                   json::Object{{"settings", std::move(all)}, {"secrets", std::move(secrets)}})
            << "\n";
}

int Show(const ShowOptions& options) {
  const ServeTrial serve = TryServe();
  Settings settings(serve.add);
  std::vector<std::string> words = options.words;
  if (!options.config.empty()) words.insert(words.begin(), "--config=" + options.config);
  Status read = settings.ReadCommandLine(words);
  if (!read.ok()) {
    (void)Fail(read.error());
    return kUsage;
  }
  read = settings.ReadEnvironment(environ);
  if (read.ok() && !serve.config().empty()) read = settings.ReadFile(serve.config());
  if (!read.ok()) {
    const int failed = Fail(read.error());
    return read.error().code.starts_with("file.") ? failed : kNotGood;
  }
  if (options.json) {
    PrintJson(settings.all());
  } else {
    PrintTable(settings.all());
  }
  return kGood;
}

// As comments of at most kWidth columns.
std::string Wrapped(const std::string& text) {
  std::istringstream words(text);
  std::string out, line = "#", word;
  while (words >> word) {
    if (line.size() + 1 + word.size() > kWidth) {
      out += line + "\n";
      line = "#";
    }
    line += " " + word;
  }
  return out + line + "\n";
}

int PrintExample() {
  std::cout
      << "# What `reeve serve --config` of this file is told. Each setting is an option of `reeve "
         "serve` by\n# its long name; the command line goes before the environment "
         "(REEVE_SERVE_PORT), that before\n# this file, and this file before what is built in, "
         "which is what stands behind the `#`.\n# Paths are relative to where the server is "
         "started. No secret stands here: a file of its own\n# does, or the environment. Check "
         "with: reeve config check FILE; reeve config show --config FILE\n";
  const ServeTrial serve = TryServe();
  const Settings settings(serve.add);
  for (const Setting& setting : settings.all()) {
    if (setting.name == "config") continue;
    std::cout << "\n" << Wrapped(setting.text) << "#" << setting.name << ":";
    if (setting.repeats) {
      std::cout << " []";
    } else if (!setting.built_in.empty()) {
      std::cout << " " << setting.built_in;
    }
    std::cout << "\n";
  }
  return kGood;
}

void AddShow(Parser& config, Run* run) {
  auto options = std::make_shared<ShowOptions>();
  Parser* show = config.AddCommand("show", "Every setting of `reeve serve`, and where it is from.");
  show->AddOption("--config", options->config, "The file that would be given to `reeve serve`");
  show->AddOption("OPTION", options->words, "Behind --, options that would be given to it");
  show->AddFlag("--json", options->json, "One JSON object instead of a table");
  show->Footer(
      "Secrets are said to be set or unset, and never shown. Exit code 1: the file or the\n"
      "environment has errors.\n"
      "Example: reeve config show --config /etc/reeve/reeve.yaml\n"
      "         reeve config show --config reeve.yaml -- --port 9000");
  show->Callback([=] { *run = [=] { return Show(*options); }; });
}

}  // namespace

void AddConfig(Parser& app, Run* run) {
  Parser* command =
      app.AddCommand("config", "What a server is told, and where each value is from.");
  command->RequireCommand();
  command->Footer("Example: reeve config check /etc/reeve/reeve.yaml");

  auto path = std::make_shared<std::string>();
  Parser* check = command->AddCommand("check", "Check a file of settings, and the files it names.");
  check->AddOption("FILE", *path, "The file (YAML)")->Required();
  check->Footer(
      "Policies are not compiled (reeve policy check does), and nothing is asked over a network.\n"
      "Exit code 1: the file has errors.\n"
      "Example: reeve config check /etc/reeve/reeve.yaml");
  check->Callback([=] { *run = [=] { return Check(*path); }; });

  AddShow(*command, run);

  Parser* example = command->AddCommand("example", "A file with every setting, commented out.");
  example->Footer("Example: reeve config example > reeve.yaml");
  example->Callback([=] { *run = PrintExample; });
}

}  // namespace reeve::cli

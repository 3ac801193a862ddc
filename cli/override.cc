#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "cli/command.h"
#include "cli/connection.h"
#include "cli/override_text.h"

namespace reeve::cli {
namespace {

struct Options {
  Connection connection;
  std::string decision;
  std::string did;
  std::string reason;
  std::string role;
  std::string person;
  std::string system;
  bool json = false;
};

int Record(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  json::Object one{{"decision", options.decision}, {"did", options.did}};
  if (!options.reason.empty()) one.Add("reason", options.reason);
  if (!options.role.empty()) one.Add("role", options.role);
  if (!options.person.empty()) one.Add("person", options.person);
  json::Array list;
  list.emplace_back(std::move(one));
  return Ask(api::Post(*client, "/v1/overrides", json::Object{{"overrides", std::move(list)}}),
             [&](const json::Value& answer) {
               std::cout << (options.json
                                 ? json::Pretty(answer) + "\n"
                                 : "recorded: " + options.did + " of " + options.decision + "\n");
             });
}

int Rates(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  const std::string query = options.system.empty() ? "" : "?system=" + options.system;
  return Ask(api::Get(*client, "/v1/overrides/rates" + query), [&](const json::Value& rates) {
    std::cout << (options.json ? json::Pretty(rates) + "\n" : OverrideRatesText(rates));
  });
}

using Action = int (*)(const Options&);

CLI::App* Add(CLI::App& parent, const char* name, const char* text, const char* example,
              const std::shared_ptr<Options>& options, Action action, Run* run) {
  CLI::App* command = parent.add_subcommand(name, text);
  AddConnectionOptions(*command, options->connection, false);
  command->add_flag("--json", options->json, "Print the server's answer as it is");
  command->footer(example);
  command->callback([=] { *run = [=] { return action(*options); }; });
  return command;
}

}  // namespace

void AddOverride(CLI::App& app, Run* run) {
  CLI::App* group = app.add_subcommand("override", "What people did with what the AI put out.");
  group->require_subcommand(1);
  group->footer("Example: reeve override rates");
  auto options = std::make_shared<Options>();

  CLI::App* record =
      Add(*group, "record", "Record what a person did with the output of one decision.",
          "Example: reeve override record d-01KB1M0T7V3F8Z9N4Q2XCR5EJD --did overridden\n  "
          "--reason inaccurate --role clerk",
          options, Record, run);
  record->add_option("DECISION", options->decision, "The decision's id, d-...")->required();
  record->add_option("--did", options->did, "followed, changed, overridden or disregarded")
      ->required()
      ->check(CLI::IsMember({"followed", "changed", "overridden", "disregarded"}));
  record
      ->add_option("--reason", options->reason,
                   "Why it was not followed: context, inaccurate, incomplete, instruction, "
                   "out_of_scope, outdated, unfair, unsafe or other")
      ->check(CLI::IsMember({"context", "inaccurate", "incomplete", "instruction", "other",
                             "out_of_scope", "outdated", "unfair", "unsafe"}));
  record->add_option("--role", options->role, "Role of the person who did it");
  record->add_option("--person", options->person,
                     "Id of that person; the record has a keyed commitment to it");

  CLI::App* rates =
      Add(*group, "rates", "How often output was not followed, and reversed on appeal.",
          "Example: reeve override rates --system demo-credit", options, Rates, run);
  rates->add_option("--system", options->system, "Of this system alone");
}

}  // namespace reeve::cli

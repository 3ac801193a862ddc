#include <iostream>
#include <memory>

#include "cli/arguments.h"
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

Parser* Add(Parser& parent, const char* name, const char* text, const char* example,
            const std::shared_ptr<Options>& options, Action action, Run* run) {
  Parser* command = parent.AddCommand(name, text);
  AddConnectionOptions(*command, options->connection, false);
  command->AddFlag("--json", options->json, "Print the server's answer as it is");
  command->Footer(example);
  command->Callback([=] { *run = [=] { return action(*options); }; });
  return command;
}

}  // namespace

void AddOverride(Parser& app, Run* run) {
  Parser* group = app.AddCommand("override", "What people did with what the AI put out.");
  group->RequireCommand();
  group->Footer("Example: reeve override rates");
  auto options = std::make_shared<Options>();

  Parser* record =
      Add(*group, "record", "Record what a person did with the output of one decision.",
          "Example: reeve override record d-01KB1M0T7V3F8Z9N4Q2XCR5EJD --did overridden\n  "
          "--reason inaccurate --role clerk",
          options, Record, run);
  record->AddOption("DECISION", options->decision, "The decision's id, d-...")->Required();
  record->AddOption("--did", options->did, "followed, changed, overridden or disregarded")
      ->Required()
      ->OneOf({"followed", "changed", "overridden", "disregarded"});
  record
      ->AddOption("--reason", options->reason,
                  "Why it was not followed: context, inaccurate, incomplete, instruction, "
                  "out_of_scope, outdated, unfair, unsafe or other")
      ->OneOf({"context", "inaccurate", "incomplete", "instruction", "other", "out_of_scope",
               "outdated", "unfair", "unsafe"});
  record->AddOption("--role", options->role, "Role of the person who did it");
  record->AddOption("--person", options->person,
                    "Id of that person; the record has a keyed commitment to it");

  Parser* rates = Add(*group, "rates", "How often output was not followed, and reversed on appeal.",
                      "Example: reeve override rates --system demo-credit", options, Rates, run);
  rates->AddOption("--system", options->system, "Of this system alone");
}

}  // namespace reeve::cli

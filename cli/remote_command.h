// A command that asks a running server: the options and the run that each of them has.
#pragma once

#include <memory>
#include <string>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/connection.h"

namespace reeve::cli {

template <typename Options>
struct RemoteCommand {
  Parser* app;
  std::shared_ptr<Options> options;
};

// `Options` has `connection` and `json`. `acts`: it is the act of a person, whom --as names.
template <typename Options, typename Action>
RemoteCommand<Options> AddRemote(Parser& parent, const char* name, const char* text,
                                 const std::string& example, Action action, bool acts, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = parent.AddCommand(name, text);
  AddConnectionOptions(*command, options->connection, acts);
  command->AddFlag("--json", options->json, "Print the server's answer as it is");
  command->Footer(example);
  command->Callback([=] { *run = [=] { return action(*options); }; });
  return {command, options};
}

// The same, of an act whose reason stands in the record.
template <typename Options, typename Action>
RemoteCommand<Options> AddRemoteWithReason(Parser& parent, const char* name, const char* text,
                                           const std::string& example, Action action, bool acts,
                                           Run* run) {
  auto command = AddRemote<Options>(parent, name, text, example, action, acts, run);
  if (acts) {
    command.app
        ->AddOption("--reason", command.options->reason,
                    "Why, in a sentence; it stands in the record")
        ->Required();
  }
  return command;
}

}  // namespace reeve::cli

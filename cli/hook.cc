// `reeve hook`: a command hook of Claude Code, which lets nothing pass that Reeve did not answer.
#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/connection.h"
#include "cli/members.h"

namespace reeve::cli {
namespace {

constexpr int kBlocks = 2;  // the exit code that Claude Code takes for a refusal; 1 lets pass

struct Options {
  Connection connection;
  std::string system;
  bool grants = false;
};

int Block(const std::string& why) {
  std::cerr << "reeve: " << why << "\n";
  return kBlocks;
}

int Answer(const Options& options) {
  const Result<json::Value> event = json::Parse(ReadStandardInput());
  if (!event.ok()) return Block("what came on standard input is no hook's JSON");
  const auto client = Connect(options.connection);
  if (!client.ok()) return Block(ErrorText(client.error()));
  const auto answer = api::Post(*client,
                                "/contracts/" + api::UrlEncoded(options.system) + "/hook" +
                                    (options.grants ? "?grant=true" : ""),
                                *event);
  if (!answer.ok()) return Block(ErrorText(answer.error()));
  if (!answer->ok()) return Block("no decision could be made: " + TextAt(answer->body, "/detail"));
  std::cout << json::Compact(answer->body) << "\n";
  return kGood;
}

}  // namespace

void AddHook(Parser& app, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* hook = app.AddCommand(
      "hook", "Answer a hook of Claude Code: the event on standard input, the decision as output.");
  AddConnectionOptions(*hook, options->connection, false);
  hook->AddOption("--system", options->system, "Id of the registered system that it runs as")
      ->Required();
  hook->AddFlag("--grant", options->grants,
                "Grant what the policy allows, instead of leaving it to the person's permissions");
  hook->Footer(
      "Exit code 2, which refuses, where there is no answer for whatever reason.\n"
      "Example: reeve hook --system demo-assistant < event.json\n"
      "In .claude/settings.json:\n"
      "  {\"hooks\": {\"PreToolUse\": [{\"matcher\": \"*\", \"hooks\": [{\"type\": \"command\",\n"
      "    \"command\": \"reeve hook --system demo-assistant --token-file ~/.reeve/token\"}]}]}}");
  hook->Callback([=] { *run = [=] { return Answer(*options); }; });
}

}  // namespace reeve::cli

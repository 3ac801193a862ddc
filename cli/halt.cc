#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/connection.h"
#include "cli/members.h"
#include "cli/table.h"
#include "cli/time_text.h"

namespace reeve::cli {
namespace {

struct Options {
  Connection connection;
  std::string system;
  std::string model;
  std::string tool;
  std::string tenant;
  bool everything = false;
  std::string reason;
  std::string id;
  bool all = false;  // lifted ones, too
  bool json = false;
};

// "system demo-assistant", "everything"
std::string CoveredText(const json::Value& halt) {
  if (halt.Find("all") != nullptr) return "everything";
  for (const char* scope : {"tenant", "system", "model", "tool"}) {
    const std::string value = TextAt(halt, std::string("/") + scope);
    if (!value.empty()) return std::string(scope) + " " + value;
  }
  return "";
}

std::string StateText(const json::Value& halt) {
  const std::string lifter = TextAt(halt, "/lifted/by");
  return lifter.empty() ? "stands" : "lifted by " + lifter;
}

std::string ListText(const json::Value& list) {
  std::vector<TableRow> rows{{"ID", "HALTS", "PLACED (UTC)", "BY", "STATE", "REASON"}};
  for (const json::Value& halt : *list.Find("halts")->as_array()) {
    rows.push_back({TextAt(halt, "/id"), CoveredText(halt), MinuteOf(TextAt(halt, "/placed")),
                    TextAt(halt, "/by"), StateText(halt), TextAt(halt, "/reason")});
  }
  return rows.size() == 1 ? "no halt stands\n" : TableText(rows);
}

void Print(const Options& options, const json::Value& halt) {
  if (options.json) {
    std::cout << json::Pretty(halt) << "\n";
    return;
  }
  std::cout << TextAt(halt, "/id") << "  " << CoveredText(halt) << "  " << StateText(halt) << "\n";
}

int Place(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  json::Object body{{"reason", options.reason}};
  if (!options.system.empty()) body.Add("system", options.system);
  if (!options.model.empty()) body.Add("model", options.model);
  if (!options.tool.empty()) body.Add("tool", options.tool);
  if (!options.tenant.empty()) body.Add("tenant", options.tenant);
  if (options.everything) body.Add("all", true);
  return Ask(api::Post(*client, "/v1/halts", std::move(body)),
             [&](const json::Value& halt) { Print(options, halt); });
}

int Lift(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Post(*client, "/v1/halts/" + options.id + "/lift",
                       json::Object{{"reason", options.reason}}),
             [&](const json::Value& halt) { Print(options, halt); });
}

int List(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Get(*client, options.all ? "/v1/halts?state=all" : "/v1/halts"),
             [&](const json::Value& list) {
               std::cout << (options.json ? json::Pretty(list) + "\n" : ListText(list));
             });
}

using Action = int (*)(const Options&);

Parser* Add(Parser& parent, const char* name, const char* text, const char* example,
            const std::shared_ptr<Options>& options, Action action, bool acts, Run* run) {
  Parser* command = parent.AddCommand(name, text);
  AddConnectionOptions(*command, options->connection, acts);
  if (acts) {
    command->AddOption("--reason", options->reason, "Why, in a sentence; it stands in the record")
        ->Required();
  }
  command->AddFlag("--json", options->json, "Print the server's answer as it is");
  command->Footer(example);
  command->Callback([=] { *run = [=] { return action(*options); }; });
  return command;
}

}  // namespace

void AddHalt(Parser& app, Run* run) {
  Parser* halts =
      app.AddCommand("halt", "Stop a system, a model, a tool, a tenant, or all, at once.");
  halts->RequireCommand();
  halts->Footer("Example: reeve halt list");
  auto options = std::make_shared<Options>();

  Parser* place = Add(*halts, "place", "Let nothing of it pass, from the next request on.",
                      "Example: reeve halt place --system demo-assistant --reason 'it invents "
                      "case law' --as 'Ada Example'",
                      options, Place, true, run);
  Parser* covers = place->AddGroup("covers", "What is halted, one of these");
  covers->AddOption("--system", options->system, "Id of a registered system");
  covers->AddOption("--model", options->model,
                    "Name of a model, as requests say it and systems declare it");
  covers->AddOption("--tool", options->tool, "Name of a tool");
  covers->AddOption("--tenant", options->tenant, "Your own tenant");
  covers->AddFlag("--all", options->everything, "Everything, of all tenants");
  covers->RequireOne();

  Parser* lift = Add(*halts, "lift", "Lift a halt, as another person than who placed it.",
                     "Example: reeve halt lift h-01KB1M0T7V3F8Z9N4Q2XCR5EJD --reason 'the "
                     "index is repaired' --as 'Ben Example'",
                     options, Lift, true, run);
  lift->AddOption("ID", options->id, "The halt's id, h-...")->Required();

  Parser* list = Add(*halts, "list", "Halts that stand.", "Example: reeve halt list --all", options,
                     List, false, run);
  list->AddFlag("--all", options->all, "Those that were lifted, too");
}

}  // namespace reeve::cli

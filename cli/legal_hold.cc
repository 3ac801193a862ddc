#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/connection.h"
#include "cli/members.h"
#include "cli/table.h"

namespace reeve::cli {
namespace {

struct Options {
  Connection connection;
  std::string subject;
  std::string system;
  bool everything = false;
  std::string matter;
  std::string reason;
  std::string id;
  bool all = false;
  bool json = false;
};

std::string CoveredText(const json::Value& hold) {
  if (hold.Find("everything") != nullptr) return "everything";
  const std::string system = TextAt(hold, "/system");
  if (!system.empty()) return "system " + system;
  // Enough of the digest to tell one subject from another.
  constexpr size_t kShown = 28;
  return "subject " + TextAt(hold, "/subject").substr(0, kShown) + "...";
}

std::string ListText(const json::Value& list) {
  std::vector<TableRow> rows{{"ID", "COVERS", "MATTER", "PLACED (UTC)", "BY", "STATE"}};
  const json::Value* holds = list.Find("legal_holds");
  for (const json::Value& hold : *holds->as_array()) {
    const std::string lifter = TextAt(hold, "/lifted/by");
    rows.push_back({TextAt(hold, "/id"), CoveredText(hold), TextAt(hold, "/matter"),
                    TextAt(hold, "/placed").substr(0, 16), TextAt(hold, "/by"),
                    lifter.empty() ? "stands" : "lifted by " + lifter});
  }
  return rows.size() == 1 ? "no legal hold\n" : TableText(rows);
}

void Print(const Options& options, const json::Value& hold) {
  if (options.json) {
    std::cout << json::Pretty(hold) << "\n";
    return;
  }
  std::cout << TextAt(hold, "/id") << "  " << CoveredText(hold) << "  "
            << (hold.Find("lifted") != nullptr ? "lifted" : "stands") << "\n";
}

int Place(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  json::Object body{{"matter", options.matter}, {"reason", options.reason}};
  if (!options.subject.empty()) body.Add("subject", options.subject);
  if (!options.system.empty()) body.Add("system", options.system);
  if (options.everything) body.Add("everything", true);
  return Ask(api::Post(*client, "/v1/legal-holds", std::move(body)),
             [&](const json::Value& hold) { Print(options, hold); });
}

int Lift(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Post(*client, "/v1/legal-holds/" + options.id + "/lift",
                       json::Object{{"reason", options.reason}}),
             [&](const json::Value& hold) { Print(options, hold); });
}

int List(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Get(*client, options.all ? "/v1/legal-holds?state=all" : "/v1/legal-holds"),
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

void AddLegalHold(Parser& app, Run* run) {
  Parser* holds =
      app.AddCommand("legal-hold", "Keep content from erasure and expiry while a matter is open.");
  holds->RequireCommand();
  holds->Footer("Example: reeve legal-hold list");
  auto options = std::make_shared<Options>();

  Parser* place = Add(*holds, "place", "Place a hold on a subject, a system, or everything.",
                      "Example: reeve legal-hold place --subject s-17 --matter 'case 4 O 12/26' "
                      "--reason 'claim of 2 March' --as 'Ada Example'",
                      options, Place, true, run);
  Parser* covers = place->AddGroup("covers", "What it covers, one of these");
  covers->AddOption("--subject", options->subject, "A pseudonym; the record has its digest");
  covers->AddOption("--system", options->system, "Id of a system");
  covers->AddFlag("--everything", options->everything, "All content of the tenant");
  covers->RequireOne();
  place->AddOption("--matter", options->matter, "The case it is for, 1 to 200 bytes")->Required();

  Parser* lift = Add(*holds, "lift", "Lift a hold.",
                     "Example: reeve legal-hold lift lh-01KB1M0T7V3F8Z9N4Q2XCR5EJD --reason "
                     "'case closed' --as 'Ada Example'",
                     options, Lift, true, run);
  lift->AddOption("ID", options->id, "The hold's id, lh-...")->Required();

  Parser* list = Add(*holds, "list", "Holds that stand.", "Example: reeve legal-hold list --all",
                     options, List, false, run);
  list->AddFlag("--all", options->all, "Those that were lifted, too");
}

}  // namespace reeve::cli

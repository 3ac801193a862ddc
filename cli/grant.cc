#include <iostream>
#include <memory>
#include <optional>

#include "cli/approval_text.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/remote_command.h"
#include "cli/time_text.h"

namespace reeve::cli {
namespace {

struct Options {
  Connection connection;
  std::string id;
  std::string person;
  std::string role;
  std::string unit;
  std::optional<double> up_to;
  std::string currency;
  std::vector<std::string> actions;
  std::vector<std::string> risk_classes;
  std::vector<std::string> systems;
  std::vector<std::string> known_as;
  std::string from;
  std::string until;
  std::string competence;
  std::string training;
  std::string evidence;
  std::string reason;
  std::string state;
  bool json = false;
};

using Action = int (*)(const Options&);

void AddText(const char* key, const std::string& text, json::Object* body) {
  if (!text.empty()) body->Add(key, text);
}

void AddTexts(const char* key, const std::vector<std::string>& texts, json::Object* body) {
  if (!texts.empty()) body->Add(key, json::Array(texts.begin(), texts.end()));
}

// What a grant and a part of it have in common.
json::Object ReachOf(const Options& options) {
  json::Object body{{"until", TypedTime(options.until)}, {"reason", options.reason}};
  if (!options.from.empty()) body.Add("from", TypedTime(options.from));
  if (options.up_to) body.Add("up_to", *options.up_to);
  AddTexts("actions", options.actions, &body);
  AddTexts("risk_classes", options.risk_classes, &body);
  AddTexts("systems", options.systems, &body);
  AddTexts("known_as", options.known_as, &body);
  return body;
}

int PostTo(const Options& options, const std::string& path, json::Object body) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Post(*client, path, std::move(body)), [&](const json::Value& grant) {
    std::cout << (options.json ? json::Pretty(grant) + "\n" : GrantText(grant));
  });
}

int Give(const Options& options) {
  json::Object body = ReachOf(options);
  body.Add("person", options.person).Add("role", options.role);
  AddText("unit", options.unit, &body);
  AddText("currency", options.currency, &body);
  AddText("competence", options.competence, &body);
  return PostTo(options, "/v1/grants", std::move(body));
}

int Delegate(const Options& options) {
  json::Object body = ReachOf(options);
  body.Add("of", options.id).Add("to", options.person);
  return PostTo(options, "/v1/delegations", std::move(body));
}

int End(const Options& options) {
  return PostTo(options, "/v1/grants/" + options.id + "/end",
                json::Object{{"reason", options.reason}});
}

int GetFrom(const Options& options, std::string path,
            std::string (*text)(const json::Value& list)) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  const auto add = [&](const char* name, const std::string& value) {
    if (value.empty()) return;
    path += (path.find('?') == std::string::npos ? "?" : "&") + std::string(name) + "=" +
            api::UrlEncoded(value);
  };
  add("person", options.person);
  add("role", options.role);
  add("state", options.state);
  return Ask(api::Get(*client, path), [&](const json::Value& list) {
    std::cout << (options.json ? json::Pretty(list) + "\n" : text(list));
  });
}

int List(const Options& options) { return GetFrom(options, "/v1/grants", GrantListText); }

int ListTrainings(const Options& options) {
  return GetFrom(options, "/v1/trainings", TrainingListText);
}

int RecordTraining(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  json::Object body{{"person", options.person},
                    {"name", options.training},
                    {"until", TypedTime(options.until)},
                    {"reason", options.reason}};
  AddText("evidence", options.evidence, &body);
  return Ask(api::Post(*client, "/v1/trainings", std::move(body)),
             [&](const json::Value& training) {
               const json::Value list = json::Object{{"trainings", json::Array{training}}};
               std::cout << (options.json ? json::Pretty(training) + "\n" : TrainingListText(list));
             });
}

using Command = RemoteCommand<Options>;

void AddList(Parser& app, const char* name, std::vector<std::string>& list, const char* text) {
  app.AddOption(name, list, text)->Repeated();
}

void AddReach(const Command& command, const char* until) {
  Options& options = *command.options;
  command.app->AddOption("--up-to", options.up_to, "Amounts up to this; default whatever it is")
      ->NonNegative();
  AddList(*command.app, "--action", options.actions, "Kind of action; more than once; default all");
  AddList(*command.app, "--risk-class", options.risk_classes,
          "minimal, limited or high; default all");
  AddList(*command.app, "--system", options.systems, "Id of a system; more than once; default all");
  AddList(*command.app, "--known-as", options.known_as,
          "An id by which requests name the person, whose own requests they never decide; the "
          "record has its keyed digest");
  command.app->AddOption("--from", options.from, "When it begins, as for --until; default now");
  command.app->AddOption("--until", options.until, until)->Required();
}

constexpr char kUntil[] = "When it ends: 2027-12-31 (its first moment, UTC), or 14d";

void AddGive(Parser& grant, Run* run) {
  const Command give = AddRemoteWithReason<Options>(
      grant, "give", "Let a person decide in a role, as --as.",
      "Example: reeve grant give 'Ben Example' --role finance_approver "
      "--up-to 10000 --currency EUR --until 365d\n"
      "  --reason 'Head of Finance' --as 'Cleo Example'",
      Give, true, run);
  Options& options = *give.options;
  give.app->AddOption("PERSON", options.person, "Who may, as --as names them")->Required();
  give.app->AddOption("--role", options.role, "As rules name it: hold: { roles: [...] }")
      ->Required();
  give.app->AddOption("--unit", options.unit, "Of the organisation, where rules ask for two");
  give.app->AddOption("--currency", options.currency, "Of --up-to: EUR");
  give.app->AddOption("--competence", options.competence,
                      "A training that must not have run out: see `reeve training record`");
  AddReach(give, kUntil);
}

}  // namespace

void AddGrant(Parser& app, Run* run) {
  Parser* grant = app.AddCommand("grant", "Decision rights: who may approve what.");
  grant->RequireCommand();
  grant->Footer("Example: reeve grant list --role finance_approver");
  AddGive(*grant, run);

  const Command end =
      AddRemoteWithReason<Options>(*grant, "end", "End a grant now.",
                                   "Example: reeve grant end g-01KB1M0T7V3F8Z9N4Q2XCR5EJD "
                                   "--reason 'Has left Finance' --as 'Cleo Example'",
                                   End, true, run);
  end.app->AddOption("ID", end.options->id, "The grant's id, g-...")->Required();

  const Command delegate = AddRemoteWithReason<Options>(
      *grant, "delegate", "Pass on a part of your grant, as --as, for a time.",
      "Example: reeve grant delegate g-01KB1M0T7V3F8Z9N4Q2XCR5EJD --to 'Dora Example' "
      "--until 14d\n  --reason 'Leave' --as 'Ben Example'",
      Delegate, true, run);
  delegate.app->AddOption("ID", delegate.options->id, "Your grant's id, g-...")->Required();
  delegate.app->AddOption("--to", delegate.options->person, "Who acts for you")->Required();
  AddReach(delegate, kUntil);

  const Command list = AddRemoteWithReason<Options>(
      *grant, "list", "Who may decide what.", "Example: reeve grant list --person 'Ben Example'",
      List, false, run);
  list.app->AddOption("--person", list.options->person, "Of that person");
  list.app->AddOption("--role", list.options->role, "Of that role");
  list.app->AddOption("--state", list.options->state, "active, pending, expired or ended")
      ->OneOf({"active", "pending", "expired", "ended"});
}

void AddTraining(Parser& app, Run* run) {
  Parser* training = app.AddCommand("training", "What persons were trained in.");
  training->RequireCommand();
  training->Footer("Example: reeve training list --person 'Ben Example'");

  const Command record = AddRemoteWithReason<Options>(
      *training, "record", "Record that a person was trained, as --as.",
      "Example: reeve training record 'Ben Example' --name loan-approval "
      "--until 365d\n  --reason 'Course of 3 March, passed' "
      "--as 'Cleo Example'",
      RecordTraining, true, run);
  Options& options = *record.options;
  record.app->AddOption("PERSON", options.person, "Who was trained")->Required();
  record.app->AddOption("--name", options.training, "As grants name it: --competence")->Required();
  record.app->AddOption("--until", options.until, kUntil)->Required();
  record.app->AddOption("--evidence", options.evidence, "A link, or the digest of a document");

  const Command list = AddRemoteWithReason<Options>(
      *training, "list", "Trainings, the last recorded first.",
      "Example: reeve training list --person 'Ben Example'", ListTrainings, false, run);
  list.app->AddOption("--person", list.options->person, "Of that person");
}

}  // namespace reeve::cli

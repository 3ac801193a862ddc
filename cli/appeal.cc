#include "oversight/appeal.h"

#include <iostream>
#include <memory>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/connection.h"
#include "cli/override_text.h"

namespace reeve::cli {
namespace {

struct Options {
  Connection connection;
  std::string id;
  std::string decision;
  std::string kind = "contest";
  std::string grounds;
  std::string statement;
  std::string person;
  std::string result;
  std::string outcome;
  std::string reason;
  std::string state = "open";
  bool json = false;
};

void Print(const Options& options, const json::Value& appeal) {
  std::cout << (options.json ? json::Pretty(appeal) + "\n" : AppealText(appeal));
}

int Send(const Options& options, const std::string& path, json::Object body) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Post(*client, path, std::move(body)),
             [&](const json::Value& appeal) { Print(options, appeal); });
}

int Open(const Options& options) {
  json::Object body{
      {"decision", options.decision}, {"kind", options.kind}, {"grounds", options.grounds}};
  if (!options.person.empty()) body.Add("person", options.person);
  if (options.statement == "-") {
    body.Add("statement", ReadStandardInput());
  } else if (!options.statement.empty()) {
    Result<std::string> text = ReadFile(options.statement, oversight::kMaxStatementBytes);
    if (!text.ok()) return Fail(text.error());
    body.Add("statement", *std::move(text));
  }
  return Send(options, "/v1/appeals", std::move(body));
}

int Decide(const Options& options) {
  json::Object body{{"result", options.result}, {"reason", options.reason}};
  if (!options.outcome.empty()) body.Add("outcome", options.outcome);
  return Send(options, "/v1/appeals/" + options.id + "/decide", std::move(body));
}

int Show(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Get(*client, "/v1/appeals/" + options.id),
             [&](const json::Value& appeal) { Print(options, appeal); });
}

int List(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Get(*client, "/v1/appeals?state=" + options.state), [&](const json::Value& list) {
    std::cout << (options.json ? json::Pretty(list) + "\n" : AppealListText(list));
  });
}

using Action = int (*)(const Options&);

Parser* Add(Parser& parent, const char* name, const char* text, const char* example,
            const std::shared_ptr<Options>& options, Action action, bool acts, Run* run) {
  Parser* command = parent.AddCommand(name, text);
  AddConnectionOptions(*command, options->connection, acts);
  command->AddFlag("--json", options->json, "Print the server's answer as it is");
  command->Footer(example);
  command->Callback([=] { *run = [=] { return action(*options); }; });
  return command;
}

}  // namespace

void AddAppeal(Parser& app, Run* run) {
  Parser* group = app.AddCommand("appeal", "Complaints of decisions, and what became of them.");
  group->RequireCommand();
  group->Footer("Example: reeve appeal list");
  auto options = std::make_shared<Options>();

  Parser* open = Add(*group, "open", "Take in a complaint of a decision.",
                     "Example: reeve appeal open d-01KB1M0T7V3F8Z9N4Q2XCR5EJD --grounds facts "
                     "--as 'Ada Example'",
                     options, Open, true, run);
  open->AddOption("DECISION", options->decision, "The decision's id, d-...")->Required();
  open->AddOption("--kind", options->kind, "contest (to have it changed) or complaint")
      ->ShowDefault()
      ->OneOf({"contest", "complaint"});
  open->AddOption("--grounds", options->grounds,
                  "discrimination, facts, not_explained, not_human, procedure or other")
      ->Required()
      ->OneOf({"discrimination", "facts", "not_explained", "not_human", "other", "procedure"});
  open->AddOption("--statement", options->statement,
                  "File of what they say, - for standard input, at most 64 KiB; the record has "
                  "its digest, the text lies beside the log");
  open->AddOption("--person", options->person,
                  "Pseudonym of who appeals; the record has a keyed commitment to it");

  Parser* decide = Add(*group, "decide", "Decide one, as another person than who took it in.",
                       "Example: reeve appeal decide al-01KB1M0T7V3F8Z9N4Q2XCR5EJD --result "
                       "reversed --outcome granted\n  --reason 'The income was misread' --as "
                       "'Ben Example'",
                       options, Decide, true, run);
  decide->AddOption("ID", options->id, "The appeal's id, al-...")->Required();
  decide->AddOption("--result", options->result, "upheld (the decision stands) or reversed")
      ->Required()
      ->OneOf({"upheld", "reversed"});
  decide->AddOption("--outcome", options->outcome,
                    "Of a reversal, what became of it, in a word that bias audits read: granted; "
                    "else `reversed`");
  decide->AddOption("--reason", options->reason, "Why, in a sentence; it stands in the record")
      ->Required();

  Parser* show =
      Add(*group, "show", "One appeal.", "Example: reeve appeal show al-01KB1M0T7V3F8Z9N4Q2XCR5EJD",
          options, Show, false, run);
  show->AddOption("ID", options->id, "The appeal's id, al-...")->Required();

  Parser* list = Add(*group, "list", "Appeals, the last opened first.",
                     "Example: reeve appeal list --state all", options, List, false, run);
  list->AddOption("--state", options->state, "open or all")->ShowDefault()->OneOf({"open", "all"});
}

}  // namespace reeve::cli

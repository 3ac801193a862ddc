#include <array>
#include <iostream>
#include <memory>

#include "base/encoding.h"
#include "base/file.h"
#include "base/sha256.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/remote_command.h"
#include "cli/system_class.h"
#include "cli/system_text.h"

namespace reeve::cli {
namespace {

constexpr size_t kMaxDocumentBytes = size_t{64} << 20;

// An option of `propose` and `change`, the member that it fills, and what it says.
struct FactOption {
  const char* option;
  const char* key;
  const char* text;
};
constexpr std::array<FactOption, 8> kTextOptions = {{
    {"--name", "name", "What people call it"},
    {"--owner", "owner", "The person who answers for it"},
    {"--purpose", "purpose", "The intended purpose, in words (Art. 3(12))"},
    {"--version", "version", "Of the system"},
    {"--deputy", "deputy", "Who answers for it in the owner's absence"},
    {"--role", "role", "provider, deployer or provider_and_deployer"},
    {"--review-due", "review_due", "The last day on which it may run, such as 2027-06-30"},
    {"--purpose-drift", "purpose_drift",
     "Of requests with a purpose that is not declared: deny (default) or alarm"},
}};
constexpr std::array<FactOption, 6> kListOptions = {{
    {"--declared-purpose", "purposes", "A tag that `action.purpose` may have; more than once"},
    {"--model", "models", "Name of a model that it uses; more than once"},
    {"--tool", "tools", "Name of a tool that it calls; more than once"},
    {"--data-category", "data_categories", "A kind of data that it reads; more than once"},
    {"--region", "regions", "Where it is used; more than once"},
    {"--affected-group", "affected_groups", "Whom its output concerns; more than once"},
}};

struct Options {
  Connection connection;
  std::string id;
  std::string reason;
  std::array<std::string, kTextOptions.size()> texts;
  std::array<std::vector<std::string>, kListOptions.size()> lists;
  std::string review_due;
  std::string kind;
  std::string file;
  std::string digest;
  std::string link;
  std::string title;
  std::string state;
  bool json = false;
};

void Print(const Options& options, const json::Value& system) {
  std::cout << (options.json ? json::Pretty(system) + "\n" : SystemText(system));
}

json::Object FactsOf(const Options& options) {
  json::Object facts;
  for (size_t i = 0; i < kTextOptions.size(); ++i) {
    if (!options.texts[i].empty()) facts.Add(kTextOptions[i].key, options.texts[i]);
  }
  for (size_t i = 0; i < kListOptions.size(); ++i) {
    const std::vector<std::string>& list = options.lists[i];
    if (!list.empty()) facts.Add(kListOptions[i].key, json::Array(list.begin(), list.end()));
  }
  return facts;
}

int Send(const Options& options, const std::string& path, json::Object body) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  body.Add("reason", options.reason);
  return Ask(api::Post(*client, path, std::move(body)),
             [&](const json::Value& system) { Print(options, system); });
}

std::string PathOf(const Options& options, const std::string& verb) {
  return "/v1/systems/" + options.id + "/" + verb;
}

int Propose(const Options& options) {
  json::Object body = FactsOf(options);
  body.Add("id", options.id);
  return Send(options, "/v1/systems", std::move(body));
}

int Change(const Options& options) {
  return Send(options, PathOf(options, "change"), json::Object{{"changes", FactsOf(options)}});
}

int Document(const Options& options) {
  std::string digest = options.digest;
  if (!options.file.empty()) {
    const Result<std::string> bytes = ReadFile(options.file, kMaxDocumentBytes);
    if (!bytes.ok()) return Fail(bytes.error());
    digest = "sha256:" + HexEncode(AsBytes(Sha256(*bytes)));
  }
  json::Object body{{"kind", options.kind}, {"digest", std::move(digest)}};
  if (!options.link.empty()) body.Add("link", options.link);
  if (!options.title.empty()) body.Add("title", options.title);
  return Send(options, PathOf(options, "documents"), std::move(body));
}

template <typename Show>
int Query(const Options& options, const std::string& path, Show show) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Get(*client, path), [&](const json::Value& answer) {
    std::cout << (options.json ? json::Pretty(answer) + "\n" : show(answer));
  });
}

int Show(const Options& options) { return Query(options, "/v1/systems/" + options.id, SystemText); }

int List(const Options& options) {
  return Query(options, "/v1/systems?state=" + options.state, SystemListText);
}

int Unknown(const Options& options) {
  return Query(options, "/v1/systems/unknown", UnknownSystemsText);
}

using Command = RemoteCommand<Options>;

void AddId(const Command& command) {
  command.app->AddOption("ID", command.options->id, "The system's id")->Required();
}

void AddFacts(const Command& command, bool proposes) {
  for (size_t i = 0; i < kTextOptions.size(); ++i) {
    const FactOption& fact = kTextOptions[i];
    Option* option = command.app->AddOption(fact.option, command.options->texts[i], fact.text);
    if (proposes && i < 3) option->Required();
  }
  for (size_t i = 0; i < kListOptions.size(); ++i) {
    const FactOption& fact = kListOptions[i];
    command.app->AddOption(fact.option, command.options->lists[i], fact.text)->Repeated();
  }
}

void AddDocument(Parser& system, Run* run) {
  const Command document = AddRemoteWithReason<Options>(
      system, "document", "Put a document on record, by its digest.",
      "Example: reeve system document demo-credit --kind dpia --file dpia-2026.pdf\n"
      "  --link https://files.example.org/dpia-2026.pdf --reason 'signed by the DPO' "
      "--as 'Ada Example'",
      Document, true, run);
  AddId(document);
  Options& options = *document.options;
  document.app->AddOption("--kind", options.kind, "fria, dpia, worker_notice, training or other")
      ->Required()
      ->OneOf({"fria", "dpia", "worker_notice", "training", "other"});
  Parser* which = document.app->AddGroup("which", "Which document, one of these");
  which->AddOption("--file", options.file, "The document, whose digest is taken; it stays here");
  which->AddOption("--digest", options.digest, "sha256: and 64 hex digits");
  which->RequireOne();
  document.app->AddOption("--link", options.link, "Where it lies");
  document.app->AddOption("--title", options.title, "What it is called");
}

// The steps, in the order in which a system takes them.
void AddSteps(Parser& system, Run* run) {
  struct Step {
    const char* name;
    const char* text;
  };
  static constexpr std::array<Step, 6> kSteps = {{
      {"review", "Take a proposed system up for review, or record that one was reviewed."},
      {"approve", "Approve a system in review, as another person than who proposed it."},
      {"activate", "Let a system run, as another person than who approved or stopped it."},
      {"restrict", "Deny it consequential actions and calls of tools."},
      {"suspend", "Let nothing of it pass until another person activates it."},
      {"retire", "End it for good."},
  }};
  for (const Step& step : kSteps) {
    const std::string name = step.name;
    const std::string example =
        "Example: reeve system " + name + " demo-credit --reason 'see the minutes of 3 March' " +
        (name == "review" ? "--review-due 2027-06-30 " : "") + "--as 'Ben Example'";
    const Command command = AddRemoteWithReason<Options>(
        system, step.name, step.text, example.c_str(),
        [name](const Options& options) {
          json::Object body;
          if (!options.review_due.empty()) body.Add("review_due", options.review_due);
          return Send(options, PathOf(options, name), std::move(body));
        },
        true, run);
    AddId(command);
    if (name == "review") {
      command.app->AddOption("--review-due", command.options->review_due,
                             "The last day on which it may run before the next review");
    }
  }
}

}  // namespace

void AddSystem(Parser& app, Run* run) {
  Parser* system =
      app.AddCommand("system", "The register of AI systems: who may run, and who said so.");
  system->RequireCommand();
  system->Footer("Example: reeve system list");

  const Command propose = AddRemoteWithReason<Options>(
      *system, "propose", "Propose a system for the register.",
      "Example: reeve system propose hr-ranking --name 'Candidate ranking' --owner 'Ada Example'\n"
      "  --purpose 'ranks applications for a vacancy' --role deployer --declared-purpose ranking\n"
      "  --model m-1 --data-category cv --region DE --affected-group applicants\n"
      "  --reason 'pilot of the HR department' --as 'Ada Example'",
      Propose, true, run);
  AddId(propose);
  AddFacts(propose, true);

  const Command change = AddRemoteWithReason<Options>(
      *system, "change", "Change what the register says of a system.",
      "Example: reeve system change hr-ranking --model m-2 --reason 'the vendor ended m-1'\n"
      "  --as 'Ada Example'",
      Change, true, run);
  AddId(change);
  AddFacts(change, false);

  AddDocument(*system, run);
  AddSystemClass(*system, run);
  AddSteps(*system, run);

  const Command show =
      AddRemoteWithReason<Options>(*system, "show", "One system, with who did what.",
                                   "Example: reeve system show demo-credit", Show, false, run);
  AddId(show);
  const Command list =
      AddRemoteWithReason<Options>(*system, "list", "The systems of the register.",
                                   "Example: reeve system list --state active", List, false, run);
  list.app
      ->AddOption("--state", list.options->state,
                  "proposed, in_review, approved, active, restricted, suspended or retired")
      ->OneOf({"proposed", "in_review", "approved", "active", "restricted", "suspended", "retired",
               "halted"});
  AddRemoteWithReason<Options>(*system, "unknown",
                               "Calls with systems that nobody registered, by caller.",
                               "Example: reeve system unknown", Unknown, false, run);
}

}  // namespace reeve::cli

#include "oversight/incident.h"

#include <iostream>
#include <memory>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/connection.h"
#include "cli/incident_text.h"
#include "cli/members.h"
#include "cli/time_text.h"

namespace reeve::cli {
namespace {

constexpr char kId[] = "inc-01KB1M0T7V3F8Z9N4Q2XCR5EJD";

struct Options {
  Connection connection;
  std::string id;
  std::string system;
  std::vector<std::string> categories;
  std::vector<std::string> withdrawn;
  std::string aware;
  std::string occurred;
  std::string causal_link;
  std::string text_file;  // of a description, of a note
  std::vector<std::string> decisions;
  std::vector<std::string> references;
  std::string reason;
  std::string kind;
  bool draft = false;
  std::string to;
  std::string format = "html";
  std::string out;
  std::string resolution;
  std::string state = "open";
  bool json = false;
};

json::Array Texts(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

void Add(const char* key, const std::string& text, json::Object* body) {
  if (!text.empty()) body->Add(key, text);
}
void Add(const char* key, const std::vector<std::string>& texts, json::Object* body) {
  if (!texts.empty()) body->Add(key, Texts(texts));
}
void AddTime(const char* key, const std::string& typed, json::Object* body) {
  if (!typed.empty()) body->Add(key, PastTimeOf(typed, Clock::System().Now()));
}

// What a file, or standard input, says; nothing where none was named.
Status AddText(const char* key, const std::string& file, json::Object* body) {
  if (file.empty()) return {};
  if (file == "-") {
    body->Add(key, ReadStandardInput());
    return {};
  }
  REEVE_ASSIGN_OR_RETURN(std::string text, ReadFile(file, oversight::kMaxIncidentTextBytes));
  body->Add(key, std::move(text));
  return {};
}

void Print(const Options& options, const json::Value& incident) {
  std::cout << (options.json ? json::Pretty(incident) + "\n"
                             : IncidentText(incident, Clock::System().Now()));
}

int Send(const Options& options, const std::string& path, json::Object body) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Post(*client, path, std::move(body)),
             [&](const json::Value& incident) { Print(options, incident); });
}

int Open(const Options& options) {
  json::Object body{{"system", options.system}, {"categories", Texts(options.categories)}};
  AddTime("aware", options.aware, &body);
  AddTime("occurred", options.occurred, &body);
  Add("causal_link", options.causal_link, &body);
  Add("decisions", options.decisions, &body);
  Add("references", options.references, &body);
  if (const Status read = AddText("description", options.text_file, &body); !read.ok()) {
    return Fail(read.error());
  }
  return Send(options, "/v1/incidents", std::move(body));
}

int Update(const Options& options) {
  json::Object body{{"reason", options.reason}};
  Add("add", options.categories, &body);
  Add("withdraw", options.withdrawn, &body);
  AddTime("aware", options.aware, &body);
  Add("causal_link", options.causal_link, &body);
  Add("decisions", options.decisions, &body);
  if (const Status read = AddText("note", options.text_file, &body); !read.ok()) {
    return Fail(read.error());
  }
  return Send(options, "/v1/incidents/" + options.id + "/update", std::move(body));
}

int Close(const Options& options) {
  return Send(options, "/v1/incidents/" + options.id + "/close",
              {{"resolution", options.resolution}, {"reason", options.reason}});
}

int Show(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Get(*client, "/v1/incidents/" + options.id),
             [&](const json::Value& incident) { Print(options, incident); });
}

int List(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Get(*client, "/v1/incidents?state=" + options.state),
             [&](const json::Value& list) {
               std::cout << (options.json ? json::Pretty(list) + "\n"
                                          : IncidentListText(list, Clock::System().Now()));
             });
}

// ---------------------------------------------------------------------------------------- report

int Write(const Options& options, const std::string& text) {
  if (options.out.empty()) {
    std::cout << text << std::flush;
    return kGood;
  }
  const Status written = WriteFileDurably(options.out, text, FileMode::kSecret);
  if (!written.ok()) return Fail(written.error());
  std::cerr << "reeve: wrote " << options.out << "\n";
  return kGood;
}

// Asked of the server as text: a page is no JSON.
int Fetch(const Options& options, const api::ClientOptions& client, const std::string& path) {
  const Result<api::ServerText> answer = api::GetText(client, path);
  if (!answer.ok()) return Fail(answer.error());
  if (answer->ok()) return Write(options, answer->body);
  const auto problem = json::Parse(answer->body);
  std::cerr << "reeve: error: "
            << (problem.ok() ? TextAt(*problem, "/detail") + " [" + TextAt(*problem, "/code") + "]"
                             : "the server answers with status " + std::to_string(answer->status))
            << "\n";
  return kNotGood;
}

int Report(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  const std::string path = "/v1/incidents/" + options.id;
  if (options.draft) return Fetch(options, *client, path + "/report?format=" + options.format);
  json::Object body{{"kind", options.kind}, {"to", options.to}};
  Add("references", options.references, &body);
  std::string digest;
  const int asked =
      Ask(api::Post(*client, path + "/report", std::move(body)), [&](const json::Value& incident) {
        digest = TextAt(incident, options.format == "html" ? "/reported/page" : "/reported/report");
        std::cerr << "reeve: recorded as " << TextAt(incident, "/reported/report") << "\n";
      });
  if (asked != kGood) return asked;
  return Fetch(options, *client, path + "/reports/" + digest);
}

// --------------------------------------------------------------------------------------- options

using Action = int (*)(const Options&);

struct Command {
  Parser* app;
  std::shared_ptr<Options> options;
};

Command Add(Parser& parent, const char* name, const char* text, const std::string& example,
            Action action, bool acts, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = parent.AddCommand(name, text);
  AddConnectionOptions(*command, options->connection, acts);
  command->Footer("Example: reeve incident " + example);
  command->Callback([=] { *run = [=] { return action(*options); }; });
  return {command, options};
}

void AddJson(const Command& command) {
  command.app->AddFlag("--json", command.options->json, "Print the server's answer as it is");
}

void AddId(const Command& command) {
  command.app->AddOption("ID", command.options->id, "The incident's id, inc-...")->Required();
}

void AddReason(const Command& command) {
  command.app
      ->AddOption("--reason", command.options->reason,
                  "Why, in a sentence without names; it stands in the record")
      ->Required();
}

Option* AddList(const Command& command, const char* option, std::vector<std::string>* values,
                const char* text) {
  return command.app->AddOption(option, *values, text)->Repeated();
}

std::vector<std::string> Categories() {
  return {"death",
          "health",
          "critical_infrastructure",
          "fundamental_rights",
          "property_or_environment",
          "widespread"};
}

void AddKnowledge(const Command& command) {
  command.app
      ->AddOption("--causal-link", command.options->causal_link,
                  "Between the system and what happened: unknown, suspected or established")
      ->OneOf({"unknown", "suspected", "established"});
  AddList(command, "--decision", &command.options->decisions,
          "Id of a decision that is concerned; may be given more than once");
}

void AddOpen(Parser& incident, Run* run) {
  const Command open =
      Add(incident, "open",
          "Record a serious incident: starts the clock, and places a legal hold on the system.",
          "open demo-credit --category health --aware 2026-11-27T09:00:00Z\n"
          "  --causal-link suspected --description what-happened.txt --as 'Ada Example'",
          Open, true, run);
  Options& options = *open.options;
  open.app->AddOption("SYSTEM", options.system, "Id of the registered system")->Required();
  AddList(open, "--category", &options.categories,
          "death, health, critical_infrastructure, fundamental_rights, property_or_environment; "
          "and beside one of them, widespread; may be given more than once")
      ->Required()
      ->OneOf(Categories());
  open.app
      ->AddOption("--aware", options.aware,
                  "Since when anybody here knew: 2026-11-27T09:00:00Z, a date (its first moment, "
                  "UTC), 3h (ago), or now")
      ->Required();
  open.app->AddOption("--occurred", options.occurred, "When it happened, as for --aware");
  AddKnowledge(open);
  open.app->AddOption("--description", options.text_file,
                      "File of a text, - for standard input, at most 64 KiB; the record has its "
                      "digest, the text lies beside the log");
  AddList(open, "--reference", &options.references, "A ticket, a document; more than once");
  AddJson(open);
}

void AddUpdate(Parser& incident, Run* run) {
  const Command update =
      Add(incident, "update", "Record what came to be known; the clock is worked out again.",
          "update " + std::string(kId) +
              " --add death --aware now\n  --reason 'the hospital called' --as 'Ada Example'",
          Update, true, run);
  Options& options = *update.options;
  AddId(update);
  AddReason(update);
  AddList(update, "--add", &options.categories, "Category that came to be known")
      ->OneOf(Categories());
  AddList(update, "--withdraw", &options.withdrawn, "Category that was wrong")->OneOf(Categories());
  update.app->AddOption("--aware", options.aware,
                        "Since when what is added was known; else since the first; as for open");
  AddKnowledge(update);
  update.app->AddOption("--note", options.text_file, "File of a text, as --description of open");
  AddJson(update);
}

void AddReport(Parser& incident, Run* run) {
  const Command report =
      Add(incident, "report",
          "Make the report from the records, record its digest, and write it. It is not sent.",
          "report " + std::string(kId) +
              " --kind partial --to 'Market surveillance authority'\n  --out report.html --as 'Ada "
              "Example'\n         reeve incident report " +
              std::string(kId) + " --draft --format json --as 'Ada Example'",
          Report, true, run);
  Options& options = *report.options;
  AddId(report);
  Option* kind =
      report.app->AddOption("--kind", options.kind, "partial or full")->OneOf({"partial", "full"});
  Option* to = report.app->AddOption("--to", options.to, "The authority it goes to");
  report.app->AddFlag("--draft", options.draft, "Show it as it would be; nothing is recorded")
      ->Excludes(kind)
      ->Excludes(to);
  AddList(report, "--reference", &options.references,
          "The authority's file number; more than once");
  report.app->AddOption("--format", options.format, "html or json")
      ->ShowDefault()
      ->OneOf({"html", "json"});
  report.app->AddOption("--out", options.out, "File to write, in place of standard output");
  report.app->Callback([run, options = report.options] {
    if (!options->draft && (options->kind.empty() || options->to.empty())) {
      RefuseMissing("--kind and --to, or --draft");
    }
    *run = [options] { return Report(*options); };
  });
}

void AddClose(Parser& incident, Run* run) {
  const Command close =
      Add(incident, "close", "Close an incident, as another person than who opened it.",
          "close " + std::string(kId) +
              " --resolution reported\n  --reason 'measures are in place' --as 'Ben Example'",
          Close, true, run);
  AddId(close);
  close.app
      ->AddOption("--resolution", close.options->resolution,
                  "reported (a full report is on record) or not_serious")
      ->Required()
      ->OneOf({"reported", "not_serious"});
  AddReason(close);
  AddJson(close);
}

}  // namespace

void AddIncident(Parser& app, Run* run) {
  Parser* incident =
      app.AddCommand("incident", "Serious incidents: clock, freeze, report. Not legal advice.");
  incident->RequireCommand();
  incident->Footer("Example: reeve incident list");
  AddOpen(*incident, run);
  AddUpdate(*incident, run);
  AddReport(*incident, run);
  AddClose(*incident, run);
  const Command show =
      Add(*incident, "show", "One incident.", "show " + std::string(kId), Show, false, run);
  AddId(show);
  AddJson(show);
  const Command list = Add(*incident, "list", "Incidents, the first that is due first.",
                           "list --state late", List, false, run);
  list.app->AddOption("--state", list.options->state, "open, late, closed or all")
      ->ShowDefault()
      ->OneOf({"open", "late", "closed", "all"});
  AddJson(list);
}

}  // namespace reeve::cli

#include <iostream>
#include <memory>

#include "base/duration.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/connection.h"
#include "cli/members.h"
#include "cli/table.h"

namespace reeve::cli {
namespace {

constexpr int64_t kSecondsOfDay = 86'400;

struct Options {
  Connection connection;
  std::string risk_class;
  std::string content;
  std::string records;
  std::string reason;
  bool json = false;
};

// "200d" to 200. Nothing where it is no whole number of days.
std::optional<int64_t> DaysOf(const std::string& typed) {
  const auto duration = ParseDuration(typed);
  if (!duration || duration->count() % kSecondsOfDay != 0) return std::nullopt;
  return duration->count() / kSecondsOfDay;
}

std::string DaysProblem(const std::string& typed) {
  if (DaysOf(typed)) return {};
  return "`" + typed + "` is no number of days: type it as 200d";
}

std::string NumberAt(const json::Value& value, std::string_view member) {
  const json::Value* found = value.Find(member);
  return found == nullptr ? "" : json::Compact(*found);
}

void Print(const Options& options, const json::Value& answer) {
  if (options.json) {
    std::cout << json::Pretty(answer) << "\n";
    return;
  }
  std::vector<TableRow> rows{{"CLASS", "CONTENT", "RECORDS", "AT LEAST", "SET BY"}};
  for (const json::Value& row : *answer.Find("retention")->as_array()) {
    const std::string by = TextAt(row, "/by");
    rows.push_back({TextAt(row, "/class"), NumberAt(row, "content_days") + " days",
                    NumberAt(row, "records_days") + " days", NumberAt(row, "floor_days") + " days",
                    by.empty() ? "default" : by});
  }
  std::cout << TableText(rows);
}

int Show(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Get(*client, "/v1/retention"),
             [&](const json::Value& answer) { Print(options, answer); });
}

int Set(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  json::Object body{{"class", options.risk_class}, {"reason", options.reason}};
  if (const auto days = DaysOf(options.content)) body.Add("content_days", *days);
  if (const auto days = DaysOf(options.records)) body.Add("records_days", *days);
  return Ask(api::Post(*client, "/v1/retention", std::move(body)),
             [&](const json::Value& answer) { Print(options, answer); });
}

int Sweep(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Post(*client, "/v1/retention/sweep", json::Object()),
             [&](const json::Value& answer) {
               if (options.json) {
                 std::cout << json::Pretty(answer) << "\n";
                 return;
               }
               std::cout << NumberAt(answer, "expired") << " contents expired and are gone; "
                         << NumberAt(answer, "held") << " stay under a legal hold\n";
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

void AddRetention(Parser& app, Run* run) {
  Parser* retention =
      app.AddCommand("retention", "How long kept content and records stay, by class.");
  retention->RequireCommand();
  retention->Footer("Example: reeve retention show");
  auto options = std::make_shared<Options>();

  Add(*retention, "show", "What holds now.", "Example: reeve retention show", options, Show, false,
      run);

  Parser* set = Add(*retention, "set", "Change it for one class of systems.",
                    "Example: reeve retention set limited --content 30d --reason 'minimisation' "
                    "--as 'Ada Example'",
                    options, Set, true, run);
  set->AddOption("CLASS", options->risk_class, "unclassified, minimal, limited, high or prohibited")
      ->Required()
      ->OneOf({"unclassified", "minimal", "limited", "high", "prohibited"});
  set->AddOption("--content", options->content, "Of kept content, in days: 30d")
      ->Check(DaysProblem, "DAYS");
  set->AddOption("--records", options->records, "Of records, in days: 400d")
      ->Check(DaysProblem, "DAYS");
  set->AddOption("--reason", options->reason, "Why, in a sentence; it stands in the record")
      ->Required();

  Add(*retention, "sweep", "Take out expired content now; a server does so each hour.",
      "Example: reeve retention sweep --as 'Ada Example'", options, Sweep, true, run);
}

}  // namespace reeve::cli

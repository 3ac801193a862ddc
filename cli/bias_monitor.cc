#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/bias.h"
#include "cli/bias_options.h"
#include "cli/connection.h"
#include "cli/members.h"
#include "cli/table.h"
#include "cli/time_text.h"

namespace reeve::cli {
namespace {

constexpr char kMonitors[] = "/v1/bias-monitors";

struct Options : BiasOptions {
  Connection connection;
  std::string name;
  std::string system;
  std::string schedule;
  uint64_t window_days = 0;
  std::string metric = "selection_rate";
  double raise_below = 0.8;
  std::optional<double> clear_at;
  bool halt = false;
  std::string why;  // of an end, a correction's note
  std::string measure;
  std::string owner;
  std::string due;
  std::string correction;
  bool all = false;
  bool json = false;
};

std::string PathOf(const Options& options) {
  return std::string(kMonitors) + "/" + api::UrlEncoded(options.name);
}

std::string NumberAt(const json::Value& value, std::string_view pointer) {
  const json::Value* found = json::Resolve(value, pointer);
  return found == nullptr || found->is_null() ? "" : json::Compact(*found);
}

void PrintCorrections(const json::Value& monitor) {
  const json::Value* corrections = monitor.Find("corrections");
  if (corrections == nullptr) return;
  for (const json::Value& one : *corrections->as_array()) {
    const json::Value* overdue = one.Find("overdue");
    const bool late = overdue != nullptr && overdue->as_bool() != nullptr && *overdue->as_bool();
    std::cout << "  " << TextAt(one, "/correction") << "  " << TextAt(one, "/measure") << " ("
              << TextAt(one, "/owner") << ", by " << MinuteOf(TextAt(one, "/due")) << ")";
    if (one.Find("done") != nullptr) std::cout << ", done by " << TextAt(one, "/done/by");
    if (one.Find("effect") != nullptr) {
      std::cout << ": from " << NumberAt(one, "/before") << " to "
                << NumberAt(one, "/effect/value");
    }
    std::cout << (late ? ", overdue\n" : "\n");
  }
}

void Print(const Options& options, const json::Value& monitor) {
  if (options.json) {
    std::cout << json::Pretty(monitor) << "\n";
    return;
  }
  std::cout << TextAt(monitor, "/name") << "  " << TextAt(monitor, "/state") << "  "
            << TextAt(monitor, "/system") << ", " << TextAt(monitor, "/alarm/metric");
  if (monitor.Find("value") != nullptr) std::cout << " " << NumberAt(monitor, "/value");
  std::cout << ", raised below " << NumberAt(monitor, "/alarm/raise_below") << "\n";
  if (monitor.Find("next") != nullptr) {
    std::cout << "  audits again at " << MinuteOf(TextAt(monitor, "/next")) << " UTC\n";
  }
  if (monitor.Find("missed") != nullptr) {
    std::cout << "  could not audit at " << MinuteOf(TextAt(monitor, "/missed/time")) << ": "
              << TextAt(monitor, "/missed/code") << "\n";
  }
  PrintCorrections(monitor);
}

int Send(const Options& options, const std::string& path, const json::Object& body) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Post(*client, path, body),
             [&](const json::Value& monitor) { Print(options, monitor); });
}

int SetMonitor(const Options& options) {
  const auto conventions = ConventionsOf(options);
  if (!conventions.ok()) {
    Fail(conventions.error());
    return BiasExitCode(conventions.error());
  }
  json::Object request = ColumnsOf(options);
  request.Add("system", options.system)
      .Add("conventions", oversight::bias::ConventionsJson(*conventions));
  json::Object alarm{{"metric", options.metric},
                     {"raise_below", options.raise_below},
                     {"act", options.halt ? "halt" : "tell"}};
  if (options.clear_at) alarm.Add("clear_at", *options.clear_at);
  return Send(options, kMonitors,
              {{"name", options.name},
               {"schedule", options.schedule},
               {"window_days", options.window_days},
               {"alarm", std::move(alarm)},
               {"request", std::move(request)}});
}

int EndMonitor(const Options& options) {
  return Send(options, PathOf(options) + "/end", {{"reason", options.why}});
}

int OpenCorrection(const Options& options) {
  return Send(
      options, PathOf(options) + "/corrections",
      {{"measure", options.measure}, {"owner", options.owner}, {"due", TypedTime(options.due)}});
}

int FinishCorrection(const Options& options) {
  return Send(options,
              PathOf(options) + "/corrections/" + api::UrlEncoded(options.correction) + "/done",
              {{"note", options.why}});
}

int ShowMonitor(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Get(*client, PathOf(options)),
             [&](const json::Value& monitor) { Print(options, monitor); });
}

int ListMonitors(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  const std::string path = std::string(kMonitors) + (options.all ? "?state=all" : "");
  return Ask(api::Get(*client, path), [&](const json::Value& list) {
    if (options.json) {
      std::cout << json::Pretty(list) << "\n";
      return;
    }
    std::vector<TableRow> rows{{"NAME", "SYSTEM", "SCHEDULE (UTC)", "METRIC", "VALUE", "STATE"}};
    for (const json::Value& one : *list.Find("monitors")->as_array()) {
      rows.push_back({TextAt(one, "/name"), TextAt(one, "/system"), TextAt(one, "/schedule"),
                      TextAt(one, "/alarm/metric"), NumberAt(one, "/value"),
                      TextAt(one, "/state")});
    }
    std::cout << (rows.size() == 1 ? "no monitors\n" : TableText(rows));
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

void AddName(Parser* command, Options* options) {
  command->AddOption("NAME", options->name, "Of the monitor")->Required();
}

void AddSet(Parser& monitor, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = Add(
      monitor, "set", "Audit a system on a schedule, and raise an alarm.",
      "Example: reeve bias monitor set weekly --system demo-assistant --schedule '0 6 * * 1' "
      "--group sex \\\n  --favourable allow --favourable redact --raise-below 0.8 --clear-at 0.85 "
      "--as 'Ada Example'\n"
      "Each audit takes the newest attributes that were uploaded for the system.",
      options, SetMonitor, true, run);
  command->AddOption("NAME", options->name, "a to z, 0 to 9, hyphens")->Required();
  command->AddOption("--system", options->system, "Whose decisions: id of a registered system")
      ->Required();
  command
      ->AddOption("--schedule", options->schedule,
                  "Minute, hour, day of the month, month, day of the week, as cron has them, UTC")
      ->Required();
  command->AddOption("--window-days", options->window_days,
                     "Of which records: those of so many days before; 0, all");
  command->AddOption("--metric", options->metric, "Whose worst ratio is watched; selection_rate");
  command->AddOption("--raise-below", options->raise_below, "The alarm is raised below it; 0.8");
  command->AddOption("--clear-at", options->clear_at,
                     "And cleared at it or above; 0.85, or --raise-below where that is more");
  command->AddFlag("--halt", options->halt, "An alarm halts the system");
  AddBiasColumns(command, options.get());
  AddBiasConventions(command, options.get());
}

void AddCorrections(Parser& monitor, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* open =
      Add(monitor, "correct", "Record a measure against what was found, with owner and date.",
          "Example: reeve bias monitor correct weekly --measure 'new cut-off for the score' "
          "--owner 'Ada Example' \\\n  --due 30d --as 'Ben Example'",
          options, OpenCorrection, true, run);
  AddName(open, options.get());
  open->AddOption("--measure", options->measure, "What will be done, in a sentence")->Required();
  open->AddOption("--owner", options->owner, "The person who answers for it")->Required();
  open->AddOption("--due", options->due, "2026-12-31, or 30d; two years at most")->Required();
  Parser* done =
      Add(monitor, "corrected", "Record that a measure was taken; the next audit tells its effect.",
          "Example: reeve bias monitor corrected weekly "
          "bc-01KB1M0T7V3F8Z9N4Q2XCR5EJD --note 'in use since Monday' --as 'Ada "
          "Example'",
          options, FinishCorrection, true, run);
  AddName(done, options.get());
  done->AddOption("CORRECTION", options->correction, "Its id")->Required();
  done->AddOption("--note", options->why, "What was done, in a sentence")->Required();
}

}  // namespace

void AddBiasMonitor(Parser& bias, Run* run) {
  Parser* monitor = bias.AddCommand(
      "monitor", "Audits that come again, their alarms, and what people do about them.");
  monitor->RequireCommand();
  monitor->Footer("Example: reeve bias monitor list");
  AddSet(*monitor, run);
  auto options = std::make_shared<Options>();
  Parser* list = Add(*monitor, "list", "What is watched, and how it stands.",
                     "Example: reeve bias monitor list --all", options, ListMonitors, false, run);
  list->AddFlag("--all", options->all, "Those that were ended too");
  AddName(Add(*monitor, "show", "One monitor, with its corrections.",
              "Example: reeve bias monitor show weekly", options, ShowMonitor, false, run),
          options.get());
  Parser* end = Add(*monitor, "end", "Audit no more on this schedule.",
                    "Example: reeve bias monitor end weekly --reason 'retired' --as 'Ada "
                    "Example'",
                    options, EndMonitor, true, run);
  AddName(end, options.get());
  end->AddOption("--reason", options->why, "Why, in a sentence; it stands in the record")
      ->Required();
  AddCorrections(*monitor, run);
}

}  // namespace reeve::cli

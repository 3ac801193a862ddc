#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/facts_file.h"
#include "oversight/law/deadline.h"

namespace reeve::cli {
namespace {

namespace law = oversight::law;

struct Options {
  std::string facts;
  std::string aware;
  std::vector<std::string> holidays;
  std::string table{law::kDefaultTable};
  std::string absent = "no";
  std::string format = "text";
};

std::string Days(int days) { return std::to_string(days) + (days == 1 ? " day" : " days"); }

void PrintText(const law::IncidentDeadline& deadline, bool knows_holidays) {
  if (deadline.chosen) {
    const law::DatedLimit& chosen = *deadline.chosen;
    std::cout << "Report by " << law::FormatDate(chosen.due) << ": " << Days(chosen.days)
              << " from awareness, " << chosen.articles.front() << " (" << chosen.id << ")\n";
    if (chosen.outer != chosen.due) {
      std::cout << "May extend to " << law::FormatDate(chosen.outer) << " by Regulation 1182/71, "
                << (knows_holidays ? "weekends and the holidays named" : "weekends alone")
                << "; do not plan for it.\n";
    }
  } else {
    std::cout << "No limit of this law applies.\n";
  }
  for (const std::string& reason : deadline.reasons) std::cout << "- " << reason << "\n";
  for (const auto& [id, text] : deadline.exclusions)
    std::cout << "- " << id << ", " << text << "\n";
  if (!deadline.limits.empty()) std::cout << "\nLimits\n";
  for (const law::DatedLimit& limit : deadline.limits) {
    std::cout << "  " << limit.id << "  " << law::FormatDate(limit.due) << "  " << Days(limit.days)
              << ", " << limit.text << "; applies: " << limit.applies << "\n";
  }
  std::cout << "\n";
  for (const std::string& note : deadline.notes) std::cout << "- " << note << "\n";
  std::cout << deadline.notice << "\n";
}

int ShowDeadline(const Options& options) {
  const auto table = law::LoadTable(options.table);
  if (!table.ok()) return Fail(table.error());
  const auto facts = ReadFactsFile(**table, options.facts, "inc");
  if (!facts.ok()) return Fail(facts.error());
  const auto aware = law::ParseAwareness(options.aware);
  if (!aware.ok()) return Fail(aware.error());
  std::vector<law::Date> holidays;
  for (const std::string& day : options.holidays) holidays.push_back(*law::ParseDate(day));
  const auto deadline =
      law::DeadlineOf(**table, *facts, *aware,
                      options.absent == "no" ? law::Absent::kNo : law::Absent::kUnknown, holidays);
  if (!deadline.ok()) return Fail(deadline.error());
  if (options.format == "json") {
    std::cout << json::Pretty(law::ToJson(*deadline)) << "\n";
  } else {
    PrintText(*deadline, !holidays.empty());
  }
  return kGood;
}

std::string CheckTime(const std::string& typed) {
  const auto aware = law::ParseAwareness(typed);
  return aware.ok() ? "" : aware.error().message;
}

std::string CheckDay(const std::string& typed) {
  return law::ParseDate(typed) ? "" : "`" + typed + "` is no day such as 2026-12-25";
}

// `reeve incident`, which other commands of it may have added.
Parser* IncidentCommand(Parser& app) {
  if (Parser* found = app.FindCommand("incident")) return found;
  Parser* incident = app.AddCommand("incident", "Serious incidents and their deadlines.");
  incident->RequireCommand();
  incident->Footer("Example: reeve incident deadline facts.yaml --aware 2026-11-27");
  return incident;
}

}  // namespace

void AddIncidentDeadline(Parser& app, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = IncidentCommand(app)->AddCommand(
      "deadline", "By when a serious incident is to be reported, without a server.");
  command->AddOption("FACTS", options->facts, "File of facts, YAML or JSON; `-` is standard input")
      ->Required();
  command
      ->AddOption("--aware", options->aware,
                  "When the organisation became aware: a day, or a time with its offset")
      ->Required()
      ->Check(CheckTime, "TIME");
  command
      ->AddOption("--holiday", options->holidays,
                  "A public holiday where the report goes, for the outer day; may be repeated")
      ->Repeated()
      ->Check(CheckDay, "DAY");
  command
      ->AddOption(
          "--absent", options->absent,
          "What a fact means that the file does not state; what it states as unknown counts")
      ->OneOf({"unknown", "no"})
      ->ShowDefault();
  command->AddOption("--table", options->table, "A built-in table, or the file of one")
      ->ShowDefault();
  command->AddOption("--format", options->format, "For people, or for programs")
      ->OneOf({"text", "json"})
      ->ShowDefault();
  command->Footer(
      "Not legal advice.\n"
      "Example: reeve incident deadline facts.yaml --aware 2026-11-27T16:30:00+01:00");
  command->Callback([=] { *run = [=] { return ShowDeadline(*options); }; });
}

}  // namespace reeve::cli

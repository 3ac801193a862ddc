#include <iostream>
#include <memory>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/table.h"
#include "oversight/law/table.h"

namespace reeve::cli {
namespace {

namespace law = oversight::law;

int CheckTable(const std::string& path) {
  std::string text;
  for (const law::BuiltInTable& table : law::BuiltInTables()) {
    if (table.id == path) text = table.text;
  }
  if (text.empty()) {
    auto read = ReadFile(path, law::kMaxTableBytes);
    if (!read.ok()) return Fail(read.error());
    text = std::move(*read);
  }
  const law::TableReading reading = law::ReadTable(path, text);
  std::cout << policy::Render(reading.diagnostics);
  if (reading.table == nullptr) return kNotGood;
  const law::Table& table = *reading.table;
  std::cout << table.id << " " << table.version << ": " << table.facts.size() << " facts, "
            << table.rules.size() << " rules, " << table.classes.size() << " classes, "
            << table.duties.size() << " obligations; sound\n"
            << table.notice << "\n";
  return kGood;
}

std::string TypeText(const law::Name& name) {
  switch (name.type) {
    case law::FactType::kYesNo:
      return "yes, no";
    case law::FactType::kNamed:
      return "yes, no, a name";
    case law::FactType::kText:
      return "text";
    case law::FactType::kDate:
      return "date";
    case law::FactType::kNumber:
      return "number";
    default:
      break;
  }
  std::string out;
  for (const std::string& word : name.words) out += (out.empty() ? "" : ", ") + word;
  return (name.type == law::FactType::kWords ? "some of " : "one of ") + out;
}

int ShowQuestions(const std::string& id) {
  const auto table = law::LoadTable(id);
  if (!table.ok()) return Fail(table.error());
  std::cout << "# " << (*table)->title << ", version " << (*table)->version
            << ". Answer what you know; leave the rest, or write `unknown`.\n# " << (*table)->notice
            << "\n";
  const law::Names& names = (*table)->names;
  for (size_t i = 0; i < names.size(); ++i) {
    const law::Name& name = names.at(i);
    if (name.kind == law::NameKind::kTerm) continue;
    const bool is_fact = name.kind == law::NameKind::kFact;
    const std::string& question =
        is_fact ? (*table)->facts[name.index].question : (*table)->rules[name.index].question;
    std::cout << "\n# " << question << " [" << TypeText(name) << "]\n" << name.key << ": unknown\n";
  }
  return kGood;
}

int ShowDates(const std::string& id) {
  const auto table = law::LoadTable(id);
  if (!table.ok()) return Fail(table.error());
  std::cout << (*table)->law << "\n";
  for (const law::TimelineEntry& entry : (*table)->timeline) {
    std::cout << "  " << law::FormatDate(entry.date) << "  " << entry.what << "\n";
  }
  if (!(*table)->open.empty()) std::cout << "Not settled\n";
  for (const law::OpenPoint& point : (*table)->open) {
    std::cout << "  " << point.id << "  " << point.text << "\n";
  }
  std::cout << (*table)->notice << "\n";
  return kGood;
}

int ListTables() {
  std::vector<TableRow> rows = {{"ID", "VERSION", "LAW"}};
  for (const law::BuiltInTable& built_in : law::BuiltInTables()) {
    const auto table = law::LoadTable(std::string(built_in.id));
    if (!table.ok()) return Fail(table.error());
    rows.push_back({(*table)->id, (*table)->version, (*table)->law});
  }
  std::cout << TableText(rows);
  return kGood;
}

}  // namespace

void AddLaw(Parser& app, Run* run) {
  Parser* command = app.AddCommand("law", "The tables by which systems are classified.");
  command->RequireCommand();
  command->Footer("Example: reeve law check policies/law/eu_ai_act.yaml");

  Parser* list = command->AddCommand("list", "The tables that are built in.");
  list->Footer("Example: reeve law list");
  list->Callback([=] { *run = ListTables; });

  auto path = std::make_shared<std::string>();
  Parser* check = command->AddCommand(
      "check", "Check a table: names, articles, dates, rules that can never fire.");
  check->AddOption("TABLE", *path, "File of a table, or a built-in one")->Required();
  check->Footer("Example: reeve law check policies/law/eu_ai_act.yaml");
  check->Callback([=] { *run = [=] { return CheckTable(*path); }; });

  auto table = std::make_shared<std::string>(law::kDefaultTable);
  Parser* dates = command->AddCommand("dates", "From when what applies, and what is not settled.");
  dates->AddOption("--table", *table, "A built-in table, or the file of one")->ShowDefault();
  dates->Footer("Example: reeve law dates");
  dates->Callback([=] { *run = [=] { return ShowDates(*table); }; });

  Parser* questions = command->AddCommand(
      "questions", "Every fact and question of a table, as a file of facts to fill in.");
  questions->AddOption("--table", *table, "A built-in table, or the file of one")->ShowDefault();
  questions->Footer("Example: reeve law questions > facts.yaml");
  questions->Callback([=] { *run = [=] { return ShowQuestions(*table); }; });
}

}  // namespace reeve::cli

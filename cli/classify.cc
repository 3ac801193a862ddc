#include "oversight/law/classify.h"

#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/classification_text.h"
#include "cli/command.h"
#include "cli/facts_file.h"

namespace reeve::cli {
namespace {

namespace law = oversight::law;

struct Options {
  std::string facts;
  std::string table{law::kDefaultTable};
  std::string as_of;
  std::string absent = "unknown";
  std::string format = "text";
};

Result<law::Classification> ClassifyFile(const Options& options) {
  law::ClassifyOptions how;
  if (!options.as_of.empty()) how.as_of = law::ParseDate(options.as_of);
  how.absent = options.absent == "no" ? law::Absent::kNo : law::Absent::kUnknown;
  REEVE_ASSIGN_OR_RETURN(const auto table, law::LoadTable(options.table));
  REEVE_ASSIGN_OR_RETURN(const law::Facts facts, ReadFactsFile(*table, options.facts));
  return law::Classify(*table, facts, how);
}

int ShowClass(const Options& options) {
  const Result<law::Classification> found = ClassifyFile(options);
  if (!found.ok()) return Fail(found.error());
  if (options.format == "json") {
    std::cout << json::Pretty(law::ToJson(*found)) << "\n";
  } else {
    std::cout << ClassificationText(*found);
  }
  return kGood;
}

std::string CheckDay(const std::string& typed) {
  return law::ParseDate(typed) ? "" : "`" + typed + "` is no day such as 2027-12-02";
}

}  // namespace

void AddClassify(Parser& app, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = app.AddCommand(
      "classify",
      "The class of an AI system by a law, with its rules, duties, dates and open questions.");
  command->AddOption("FACTS", options->facts, "File of facts, YAML or JSON; `-` is standard input")
      ->Required();
  command
      ->AddOption("--as-of", options->as_of,
                  "The law of this day; without it, the law as published, whenever it applies")
      ->Check(CheckDay, "DATE");
  command
      ->AddOption("--absent", options->absent,
                  "What a fact means that the file does not state; never \"no\" unless you say so")
      ->OneOf({"unknown", "no"})
      ->ShowDefault();
  command->AddOption("--table", options->table, "A built-in table, or the file of one")
      ->ShowDefault();
  command->AddOption("--format", options->format, "For people, or for programs")
      ->OneOf({"text", "json"})
      ->ShowDefault();
  command->Footer(
      "The facts and questions of a table: reeve law questions. Not legal advice.\n"
      "Example: reeve classify credit-scoring.yaml --absent no --format json");
  command->Callback([=] { *run = [=] { return ShowClass(*options); }; });
}

}  // namespace reeve::cli

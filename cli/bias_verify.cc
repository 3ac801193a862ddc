#include <iostream>
#include <memory>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/bias.h"
#include "oversight/bias/report_check.h"

namespace reeve::cli {
namespace {

namespace bias = oversight::bias;

struct Options {
  std::string report;
  std::string rows;
  std::string ledger;
  std::string key;
  bool json = false;
};

Result<bias::ReportCheck> Check(const Options& options) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, ReadFile(options.report));
  REEVE_ASSIGN_OR_RETURN(const json::Value report, json::Parse(text));
  return bias::CheckReport(report, options.rows, options.ledger,
                           options.key.empty() ? std::nullopt : std::optional(options.key));
}

void Print(const bias::ReportCheck& check, bool as_json) {
  if (as_json) {
    json::Array differences;
    for (const bias::Difference& one : check.differences) {
      differences.emplace_back(
          json::Object{{"at", one.at}, {"reported", one.reported}, {"computed", one.computed}});
    }
    std::cout << json::Pretty(json::Object{{"equal", check.equal()},
                                           {"digest", check.digest},
                                           {"differences", std::move(differences)}})
              << "\n";
    return;
  }
  std::cout << (check.equal() ? "equal: " : "not equal: ") << check.digest << "\n";
  for (const bias::Difference& one : check.differences) {
    std::cout << "  " << one.at << ": reported " << one.reported << ", computed " << one.computed
              << "\n";
  }
  if (check.differences.size() == bias::kMaxDifferences) std::cout << "  and perhaps more\n";
}

int RunBiasVerify(const Options& options) {
  const Result<bias::ReportCheck> check = Check(options);
  if (!check.ok()) {
    Fail(check.error());
    return check.error().code == "bias.not_verified" ? kNotGood : kFailed;
  }
  Print(*check, options.json);
  return check->equal() ? kGood : kNotGood;
}

}  // namespace

void AddBiasVerify(Parser& app, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command =
      app.AddCommand("verify", "Compute a report again from its inputs: equal, or where not.");
  command->AddOption("REPORT", options->report, "The report in JSON")->Required();
  command
      ->AddOption("--rows", options->rows,
                  "The file that was audited; for a report of a ledger the attributes")
      ->Required();
  Option* ledger = command->AddOption("--ledger", options->ledger,
                                      "Folder of reeve ledger export, for a report of a ledger");
  command->AddOption("--key", options->key, "The log's vkey, obtained from elsewhere")
      ->Needs(ledger);
  command->AddFlag("--json", options->json, "As JSON");
  command->Footer(
      "Example: reeve bias verify audit.json --rows people.csv --ledger export\n"
      "Exit code 1 when something differs, or the export does not verify.");
  command->Callback([=] { *run = [=] { return RunBiasVerify(*options); }; });
}

}  // namespace reeve::cli

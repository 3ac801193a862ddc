#include <iostream>
#include <memory>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/bias.h"
#include "cli/connection.h"
#include "cli/members.h"

namespace reeve::cli {
namespace {

struct Options {
  Connection connection;
  std::string report;
  bool json = false;
};

Result<json::Value> ReadReport(const std::string& path) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  return json::Parse(text);
}

int RunBiasRecord(const Options& options) {
  const Result<json::Value> report = ReadReport(options.report);
  if (!report.ok()) return Fail(report.error());
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Post(*client, "/v1/bias-reports", *report), [&](const json::Value& answer) {
    std::cout << (options.json ? json::Pretty(answer) : "recorded: " + TextAt(answer, "/digest"))
              << "\n";
  });
}

}  // namespace

void AddBiasRecord(Parser& bias, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = bias.AddCommand(
      "record", "Put a report on the record of a running server, as --as: its digest, its bytes.");
  command->AddOption("REPORT", options->report, "The report in JSON")->Required();
  AddConnectionOptions(*command, options->connection, true);
  command->AddFlag("--json", options->json, "Print the server's answer as it is");
  command->Footer("Example: reeve bias record audit.json --as 'Ada Example'");
  command->Callback([=] { *run = [=] { return RunBiasRecord(*options); }; });
}

}  // namespace reeve::cli

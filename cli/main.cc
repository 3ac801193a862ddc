#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/command.h"
#include "cli/usage.h"

int main(int argc, char** argv) {
  CLI::App app(
      "Reeve decides by declared rules what an AI request or response may do, and keeps a record\n"
      "that an outsider can verify.");
  app.name("reeve");
  app.set_version_flag("--version", "reeve " REEVE_VERSION);
  app.require_subcommand(1);
  app.failure_message(reeve::cli::UsageMessage);
  app.footer(
      "Exit codes: 0 good, 1 not good (errors found, tests failed, not verified), 2 wrong usage,\n"
      "3 could not be done.\n"
      "Example: reeve serve --data ./data");

  reeve::cli::Run run;
  reeve::cli::AddServe(app, &run);
  reeve::cli::AddPolicy(app, &run);
  reeve::cli::AddCel(app, &run);
  reeve::cli::AddScan(app, &run);
  reeve::cli::AddDetectors(app, &run);
  reeve::cli::AddLedger(app, &run);
  reeve::cli::AddReceipt(app, &run);
  reeve::cli::AddWitness(app, &run);
  reeve::cli::AddKey(app, &run);
  reeve::cli::AddBundle(app, &run);
  reeve::cli::AddSystem(app, &run);
  reeve::cli::AddHalt(app, &run);
  reeve::cli::AddWaiver(app, &run);
  reeve::cli::AddApproval(app, &run);
  reeve::cli::AddGrant(app, &run);
  reeve::cli::AddTraining(app, &run);
  reeve::cli::AddIncident(app, &run);
  reeve::cli::AddBreakGlass(app, &run);
  reeve::cli::AddOverride(app, &run);
  reeve::cli::AddAppeal(app, &run);
  reeve::cli::AddNotification(app, &run);
  reeve::cli::AddSubject(app, &run);
  reeve::cli::AddLegalHold(app, &run);
  reeve::cli::AddRetention(app, &run);
  reeve::cli::AddBackup(app, &run);
  reeve::cli::AddBias(app, &run);
  reeve::cli::AddClassify(app, &run);
  reeve::cli::AddLaw(app, &run);
  reeve::cli::AddIncidentDeadline(app, &run);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? reeve::cli::kGood : reeve::cli::kUsage;
  }
  return run();
}

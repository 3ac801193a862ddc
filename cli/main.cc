#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/config.h"
#include "cli/proxy.h"
#include "cli/usage.h"

int main(int argc, char** argv) {
  reeve::cli::CommandLine line(
      "reeve", REEVE_VERSION,
      "Reeve decides by declared rules what an AI request or response may do, and keeps a record\n"
      "that an outsider can verify.");
  reeve::cli::Parser& app = line.root();
  app.RequireCommand();
  app.Footer(
      "Exit codes: 0 good, 1 not good (errors found, tests failed, not verified), 2 wrong usage,\n"
      "3 could not be done.\n"
      "Example: reeve serve --data ./data");

  reeve::cli::Run run;
  reeve::cli::AddServe(app, &run);
  reeve::cli::AddInit(app, &run);
  reeve::cli::AddToken(app, &run);
  reeve::cli::AddConfig(app, &run);
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
  reeve::cli::AddUsage(app, &run);
  reeve::cli::AddApproval(app, &run);
  reeve::cli::AddGrant(app, &run);
  reeve::cli::AddTraining(app, &run);
  reeve::cli::AddIncident(app, &run);
  reeve::cli::AddBreakGlass(app, &run);
  reeve::cli::AddOverride(app, &run);
  reeve::cli::AddAppeal(app, &run);
  reeve::cli::AddReview(app, &run);
  reeve::cli::AddOversight(app, &run);
  reeve::cli::AddNotification(app, &run);
  reeve::cli::AddEvents(app, &run);
  reeve::cli::AddProxy(app, &run);
  reeve::cli::AddSubject(app, &run);
  reeve::cli::AddLegalHold(app, &run);
  reeve::cli::AddRetention(app, &run);
  reeve::cli::AddBackup(app, &run);
  reeve::cli::AddBias(app, &run);
  reeve::cli::AddHook(app, &run);
  reeve::cli::AddClassify(app, &run);
  reeve::cli::AddLaw(app, &run);
  reeve::cli::AddIncidentDeadline(app, &run);
  if (const std::optional<int> ended = line.Parse(argc, argv)) return *ended;
  return run();
}

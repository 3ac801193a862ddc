#include "cli/bundle.h"

#include <CLI/CLI.hpp>

#include "cli/command.h"

namespace reeve::cli {

void AddBundle(CLI::App& app, Run* run) {
  CLI::App* bundle = app.add_subcommand(
      "bundle", "Propose, approve, try, activate and roll back bundles of policies.");
  bundle->require_subcommand(1);
  bundle->footer("Example: reeve bundle status --data ./data");
  AddBundleLifecycle(*bundle, run);
  AddBundleTrial(*bundle, run);
}

}  // namespace reeve::cli

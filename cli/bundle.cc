#include "cli/bundle.h"

#include <CLI/CLI.hpp>

#include "cli/command.h"

namespace reeve::cli {

void AddBundle(CLI::App& app, Run* run) {
  CLI::App* bundle = app.add_subcommand(
      "bundle", "Build, sign, propose, approve, try, activate and roll back bundles.");
  bundle->require_subcommand(1);
  bundle->footer("Example: reeve bundle status --data ./data");
  AddBundleBuild(*bundle, run);
  AddBundleSign(*bundle, run);
  AddBundleVerify(*bundle, run);
  AddBundleInspect(*bundle, run);
  AddBundleDiff(*bundle, run);
  AddBundleLifecycle(*bundle, run);
  AddBundleTrial(*bundle, run);
}

}  // namespace reeve::cli

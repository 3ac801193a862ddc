#include "cli/bundle.h"

#include "cli/arguments.h"
#include "cli/command.h"

namespace reeve::cli {

void AddBundle(Parser& app, Run* run) {
  Parser* bundle = app.AddCommand(
      "bundle", "Build, sign, propose, approve, try, activate and roll back bundles.");
  bundle->RequireCommand();
  bundle->Footer("Example: reeve bundle status --data ./data");
  AddBundleBuild(*bundle, run);
  AddBundleSign(*bundle, run);
  AddBundleVerify(*bundle, run);
  AddBundleInspect(*bundle, run);
  AddBundleDiff(*bundle, run);
  AddBundleLifecycle(*bundle, run);
  AddBundleTrial(*bundle, run);
}

}  // namespace reeve::cli

#include "cli/bias.h"

#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "oversight/bias/presets.h"

namespace reeve::cli {
namespace {

int PrintPresets(bool as_json) {
  if (as_json) {
    std::cout << oversight::bias::PresetsText();
    return kGood;
  }
  for (const oversight::bias::Preset& preset : oversight::bias::Presets()) {
    std::cout << preset.name << ": " << preset.title << "\n  " << preset.text
              << "\n  Source: " << preset.source << "\n";
  }
  return kGood;
}

}  // namespace

void AddBiasPresets(Parser& bias, Run* run) {
  auto as_json = std::make_shared<bool>(false);
  Parser* command = bias.AddCommand("presets", "The presets of conventions, with their sources.");
  command->AddFlag("--json", *as_json, "As data: a copy is where a preset of your own begins");
  command->Footer("Example: reeve bias presets");
  command->Callback([=] { *run = [=] { return PrintPresets(*as_json); }; });
}

void AddBias(Parser& app, Run* run) {
  Parser* bias = app.AddCommand("bias", "Audit outcomes for bias between groups.");
  bias->RequireCommand();
  bias->Footer(
      "Example: reeve bias audit --csv decisions.csv --group sex --outcome hired "
      "--favourable yes");
  AddBiasAudit(*bias, run);
  AddBiasVerify(*bias, run);
  AddBiasUpload(*bias, run);
  AddBiasAttributes(*bias, run);
  AddBiasRun(*bias, run);
  AddBiasRuns(*bias, run);
  AddBiasMonitor(*bias, run);
  AddBiasPublish(*bias, run);
  AddBiasRecord(*bias, run);
  AddBiasPresets(*bias, run);
}

}  // namespace reeve::cli

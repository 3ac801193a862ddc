#include "cli/bias.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

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

void AddBiasPresets(CLI::App& bias, Run* run) {
  auto as_json = std::make_shared<bool>(false);
  CLI::App* command =
      bias.add_subcommand("presets", "The presets of conventions, with their sources.");
  command->add_flag("--json", *as_json, "As data: a copy is where a preset of your own begins");
  command->footer("Example: reeve bias presets");
  command->callback([=] { *run = [=] { return PrintPresets(*as_json); }; });
}

void AddBias(CLI::App& app, Run* run) {
  CLI::App* bias = app.add_subcommand("bias", "Audit outcomes for bias between groups.");
  bias->require_subcommand(1);
  bias->footer(
      "Example: reeve bias audit --csv decisions.csv --group sex --outcome hired "
      "--favourable yes");
  AddBiasAudit(*bias, run);
  AddBiasVerify(*bias, run);
  AddBiasRecord(*bias, run);
  AddBiasPresets(*bias, run);
}

}  // namespace reeve::cli

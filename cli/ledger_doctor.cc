#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "base/file.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "engine/engine.h"
#include "ledger/doctor.h"

namespace reeve::cli {
namespace {

struct Options {
  std::string data;
  std::string key;
  bool json = false;
};

int Doctor(const Options& options) {
  ledger::VerifyOptions verify;
  if (!options.key.empty()) {
    const Result<std::string> file = ReadFile(options.key);
    Result<ledger::VerifierKey> key = ledger::VerifierKey::Parse(file.ok() ? *file : options.key);
    if (!key.ok()) return Fail(key.error());
    verify.vkey = *std::move(key);
  }
  const Result<ledger::Diagnosis> diagnosis = [&] {
    Progress progress("examining");
    verify.progress = progress.Callback();
    return ledger::Diagnose(options.data, verify, engine::AllProjections());
  }();
  if (!diagnosis.ok()) return Fail(diagnosis.error());
  std::cout << (options.json ? diagnosis->Json() + "\n" : diagnosis->Text());
  return diagnosis->healthy() ? kGood : kNotGood;
}

}  // namespace

void AddLedgerDoctor(CLI::App& ledger, Run* run) {
  auto options = std::make_shared<Options>();
  CLI::App* doctor = ledger.add_subcommand(
      "doctor", "Say what is wrong with a data folder, what is still proven, what to do.");
  doctor->add_option("DATA", options->data, "Data folder; nothing in it is changed")->required();
  doctor->add_option("--key", options->key,
                     "The log's vkey, or a file with it, obtained from elsewhere");
  doctor->add_flag("--json", options->json, "For a program");
  doctor->footer("Example: reeve ledger doctor ./data");
  doctor->callback([=] { *run = [=] { return Doctor(*options); }; });
}

}  // namespace reeve::cli

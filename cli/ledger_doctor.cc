#include <iostream>
#include <memory>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "engine/engine.h"
#include "ledger/doctor.h"
#include "ledger/salvage.h"

namespace reeve::cli {
namespace {

struct Options {
  std::string data;
  std::string key;
  std::string restore;
  std::string from;
  bool json = false;
};

int Restore(const Options& options, const ledger::VerifyOptions& verify) {
  const Result<ledger::Salvaged> salvaged =
      ledger::Salvage(options.data, options.from, options.restore, verify);
  if (!salvaged.ok()) return Fail(salvaged.error());
  for (const std::string& note : salvaged->notes) std::cout << "note        " << note << "\n";
  std::cout << "restored    " << salvaged->head.size << " records, " << salvaged->from_copy
            << " of them from the copy, and " << salvaged->blobs << " blobs to " << options.restore
            << "\n";
  if (salvaged->lost == 0) {
    std::cout << "complete    nothing that was published is missing: put the secret files (keys, "
                 "token) beside it and start the server there\n";
    return kGood;
  }
  std::cout << "lost        " << salvaged->lost
            << " published records: this is evidence, and no server goes on with it. Begin a new "
               "log with a new key, and tell those who hold receipts\n";
  return kNotGood;
}

int Doctor(const Options& options) {
  ledger::VerifyOptions verify;
  if (!options.key.empty()) {
    const Result<std::string> file = ReadFile(options.key);
    Result<ledger::VerifierKey> key = ledger::VerifierKey::Parse(file.ok() ? *file : options.key);
    if (!key.ok()) return Fail(key.error());
    verify.vkey = *std::move(key);
  }
  if (!options.restore.empty()) return Restore(options, verify);
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

void AddLedgerDoctor(Parser& ledger, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* doctor = ledger.AddCommand(
      "doctor", "Say what is wrong with a data folder, what is still proven, what to do.");
  doctor->AddOption("DATA", options->data, "Data folder; nothing in it is changed")->Required();
  doctor->AddOption("--key", options->key,
                    "The log's vkey, or a file with it, obtained from elsewhere");
  Option* restore = doctor->AddOption("--restore", options->restore,
                                      "A new or empty folder, for the longest log that is proven");
  doctor
      ->AddOption("--from", options->from,
                  "Another copy to take from first: an export, tiles, a restored backup")
      ->Needs(restore);
  doctor->AddFlag("--json", options->json, "For a program");
  doctor->Footer("Example: reeve ledger doctor ./data");
  doctor->Callback([=] { *run = [=] { return Doctor(*options); }; });
}

}  // namespace reeve::cli

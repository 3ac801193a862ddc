#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "base/encoding.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/ledger_export.h"
#include "cli/progress.h"
#include "engine/engine.h"
#include "ledger/decimal.h"
#include "ledger/layout.h"
#include "ledger/rebuild.h"
#include "ledger/record.h"
#include "ledger/rocksdb_store.h"
#include "ledger/verify.h"

namespace reeve::cli {
namespace {

struct Options {
  std::string folder;
  std::string key;
  std::string checkpoint;
  std::string policy;
  std::string time_ca;
  uint64_t index = 0;
  bool write = false;
};

// `--key` takes a vkey, or a file that holds one.
Result<ledger::VerifierKey> ReadVkey(const std::string& given) {
  const Result<std::string> file = ReadFile(given);
  return ledger::VerifierKey::Parse(file.ok() ? *file : given);
}

// Whom to believe beside the key; a policy of one log says its key as well.
Status ReadTrust(const Options& options, ledger::VerifyOptions* verify) {
  if (!options.time_ca.empty()) {
    REEVE_ASSIGN_OR_RETURN(verify->time_roots, ReadFile(options.time_ca));
  }
  if (options.policy.empty()) return {};
  REEVE_ASSIGN_OR_RETURN(const std::string text,
                         ReadFile(options.policy, ledger::kMaxTrustPolicyBytes));
  Result<ledger::TrustPolicy> policy = ledger::TrustPolicy::Parse(text);
  if (!policy.ok()) {
    policy.error().at = options.policy + ", " + policy.error().at;
    return policy.error();
  }
  if (!verify->vkey && policy->logs().size() == 1) verify->vkey = policy->logs().front().key;
  verify->policy = *std::move(policy);
  return {};
}

int Verify(const Options& options) {
  ledger::VerifyOptions verify;
  if (!options.key.empty()) {
    Result<ledger::VerifierKey> key = ReadVkey(options.key);
    if (!key.ok()) return Fail(key.error());
    verify.vkey = *std::move(key);
  }
  if (!options.checkpoint.empty()) {
    Result<std::string> checkpoint = ReadFile(options.checkpoint);
    if (!checkpoint.ok()) return Fail(checkpoint.error());
    verify.earlier_checkpoint = *std::move(checkpoint);
  }
  if (const Status read = ReadTrust(options, &verify); !read.ok()) return Fail(read.error());
  Result<ledger::Report> report = [&] {
    Progress progress("verifying");
    verify.progress = progress.Callback();
    return ledger::VerifyFolder(options.folder, verify);
  }();
  if (!report.ok()) return Fail(report.error());
  std::cout << report->Text();
  return report->ok() ? kGood : kNotGood;
}

Result<ledger::Record> ReadRecord(const Options& options) {
  REEVE_ASSIGN_OR_RETURN(
      const auto store,
      ledger::OpenRocksDbStore(ledger::StoreFolder(options.folder), ledger::OpenMode::kReadOnly));
  REEVE_ASSIGN_OR_RETURN(std::string bytes, ledger::ReadRecordBytes(*store, options.index));
  return ledger::Record::Parse(std::move(bytes));
}

// The record on standard output, readable; its leaf hash on standard error, for it is no part of
// the record.
int Show(const Options& options) {
  const Result<ledger::Record> record = ReadRecord(options);
  if (!record.ok()) return Fail(record.error());
  const Result<json::Value> value = json::Parse(record->bytes());
  if (!value.ok()) return Fail(value.error());
  std::cout << json::Pretty(*value) << "\n";
  std::cerr << "leaf hash " << HexEncode(AsBytes(record->leaf())) << "\n";
  return kGood;
}

int Rebuild(const Options& options) {
  const auto mode = options.write ? ledger::RebuildMode::kWrite : ledger::RebuildMode::kVerify;
  const Result<ledger::RebuildReport> report =
      ledger::RebuildFolder(options.folder, engine::AllProjections(), mode);
  if (!report.ok()) return Fail(report.error());
  std::cout << report->records << " records folded into " << report->keys << " keys of state\n";
  if (report->ok()) {
    std::cout << "the stored state is equal to the fold over the log\n";
    return kGood;
  }
  std::cout << report->differences << " keys differ; the first: " << report->first->projection
            << " `" << report->first->key << "` " << report->first->what << "\n";
  if (report->written) std::cout << "the state was written anew from the log\n";
  return report->written ? kGood : kNotGood;
}

// Decimal and nothing else: CLI11 alone would take -1 for the greatest number, and 010 for octal.
std::string IndexProblem(const std::string& text) {
  uint64_t index = 0;
  if (ledger::ParseDecimal(text, &index)) return {};
  return "`" + text + "` is no index: records count 0, 1, 2, ...";
}

using Action = int (*)(const Options&);

CLI::App* Add(CLI::App& parent, const char* name, const char* text,
              const std::shared_ptr<Options>& options, Action action, Run* run) {
  CLI::App* command = parent.add_subcommand(name, text);
  command->callback([=] { *run = [=] { return action(*options); }; });
  return command;
}

}  // namespace

void AddLedger(CLI::App& app, Run* run) {
  auto options = std::make_shared<Options>();
  CLI::App* ledger = app.add_subcommand("ledger", "Look at, verify and export the audit ledger.");
  ledger->require_subcommand(1);
  ledger->footer("Example: reeve ledger verify ./data");

  CLI::App* verify =
      Add(*ledger, "verify", "Re-read everything; name the first record that is wrong.", options,
          Verify, run);
  verify->add_option("FOLDER", options->folder, "A data folder, an export, or one as a zip")
      ->required();
  verify->add_option("--key", options->key,
                     "The log's vkey, or a file with it, obtained from elsewhere");
  verify->add_option("--checkpoint", options->checkpoint,
                     "A checkpoint kept from earlier: the log must still begin with it");
  verify->add_option(
      "--policy", options->policy,
      "Logs, witnesses and quorum (C2SP tlog-policy) that cosigned checkpoints need");
  verify->add_option("--time-ca", options->time_ca,
                     "Certificates (PEM) of the time authorities whose tokens must verify");
  verify->footer("Example: reeve ledger verify ./export --key ./vkey-from-the-operator");

  CLI::App* show = Add(*ledger, "show", "Print one record.", options, Show, run);
  show->add_option("DATA", options->folder, "Data folder")->required();
  show->add_option("INDEX", options->index, "Index of the record, from 0")
      ->required()
      ->check(CLI::Validator(IndexProblem, "INDEX"));
  show->footer("Example: reeve ledger show ./data 0");

  AddLedgerExport(*ledger, run);
  AddLedgerImport(*ledger, run);

  CLI::App* rebuild =
      Add(*ledger, "rebuild", "Fold the state anew from the log and compare it with the stored.",
          options, Rebuild, run);
  rebuild->add_option("DATA", options->folder, "Data folder (stop the server first)")->required();
  rebuild->add_flag("--write", options->write, "Where it differs, write the recomputed state");
  rebuild->footer("Example: reeve ledger rebuild ./data");

  AddLedgerDoctor(*ledger, run);
  AddLedgerProofs(*ledger, run);
}

}  // namespace reeve::cli

#include "cli/ledger.h"

#include <iostream>
#include <memory>

#include "base/encoding.h"
#include "base/file.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/ledger_export.h"
#include "cli/progress.h"
#include "engine/engine.h"
#include "engine/search_fields.h"
#include "ledger/decimal.h"
#include "ledger/layout.h"
#include "ledger/rebuild.h"
#include "ledger/record.h"
#include "ledger/rocksdb_store.h"
#include "ledger/search_index.h"

namespace reeve::cli {
namespace {

struct Options {
  std::string folder;
  uint64_t index = 0;
  bool write = false;
};

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

// How many entries of the search index are wrong; with --write it is right afterwards.
Result<uint64_t> CheckSearch(const Options& options) {
  const auto mode = options.write ? ledger::OpenMode::kReadWrite : ledger::OpenMode::kReadOnly;
  REEVE_ASSIGN_OR_RETURN(const auto store,
                         ledger::OpenRocksDbStore(ledger::StoreFolder(options.folder), mode));
  REEVE_ASSIGN_OR_RETURN(const ledger::Head head, store->ReadHead());
  const ledger::SearchFields fields = engine::SearchFields();
  REEVE_ASSIGN_OR_RETURN(const uint64_t wrong,
                         ledger::CountSearchDifferences(*store, fields, head.size));
  if (wrong != 0 && options.write) {
    REEVE_RETURN_IF_ERROR(ledger::RebuildSearchIndex(*store, fields));
  }
  return wrong;
}

int Rebuild(const Options& options) {
  const auto mode = options.write ? ledger::RebuildMode::kWrite : ledger::RebuildMode::kVerify;
  const Result<ledger::RebuildReport> report =
      ledger::RebuildFolder(options.folder, engine::AllProjections(), mode);
  if (!report.ok()) return Fail(report.error());
  std::cout << report->records << " records folded into " << report->keys << " keys of state\n";
  const Result<uint64_t> search = CheckSearch(options);
  if (!search.ok()) return Fail(search.error());
  if (*search != 0) {
    std::cout << *search << " entries of the search index differ\n";
    if (!options.write) return kNotGood;
    std::cout << "the search index was written anew from the log\n";
  }
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

Parser* Add(Parser& parent, const char* name, const char* text,
            const std::shared_ptr<Options>& options, Action action, Run* run) {
  Parser* command = parent.AddCommand(name, text);
  command->Callback([=] { *run = [=] { return action(*options); }; });
  return command;
}

}  // namespace

void AddLedger(Parser& app, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* ledger = app.AddCommand("ledger", "Look at, verify and export the audit ledger.");
  ledger->RequireCommand();
  ledger->Footer("Example: reeve ledger verify ./data");

  AddLedgerVerify(*ledger, run);
  AddLedgerSearch(*ledger, run);

  Parser* show = Add(*ledger, "show", "Print one record.", options, Show, run);
  show->AddOption("DATA", options->folder, "Data folder")->Required();
  show->AddOption("INDEX", options->index, "Index of the record, from 0")
      ->Required()
      ->Check(IndexProblem, "INDEX");
  show->Footer("Example: reeve ledger show ./data 0");

  AddLedgerExport(*ledger, run);
  AddLedgerImport(*ledger, run);

  Parser* rebuild =
      Add(*ledger, "rebuild", "Fold the state anew from the log and compare it with the stored.",
          options, Rebuild, run);
  rebuild->AddOption("DATA", options->folder, "Data folder (stop the server first)")->Required();
  rebuild->AddFlag("--write", options->write, "Where it differs, write the recomputed state");
  rebuild->Footer("Example: reeve ledger rebuild ./data");

  AddLedgerDoctor(*ledger, run);
  AddLedgerProofs(*ledger, run);
}

}  // namespace reeve::cli

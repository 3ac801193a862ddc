#include "cli/ledger_export.h"

#include <filesystem>
#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/evidence_documents.h"
#include "cli/progress.h"
#include "cli/records.h"
#include "cli/verifying.h"
#include "engine/record_range.h"
#include "ledger/export.h"
#include "ledger/import.h"
#include "ledger/layout.h"
#include "ledger/rocksdb_store.h"
#include "ledger/unzipped.h"
#include "ledger/zip.h"

namespace reeve::cli {
namespace {

namespace fs = std::filesystem;

using OnProgress = std::function<void(uint64_t done, uint64_t total)>;

struct Options {
  std::string from;
  std::string to;
  std::string records;
  bool receipts = false;
  VerifyingOptions verifying;
};

Result<ledger::Exported> WriteExport(const Options& options, const fs::path& folder,
                                     const OnProgress& progress) {
  REEVE_ASSIGN_OR_RETURN(
      const auto store,
      ledger::OpenRocksDbStore(ledger::StoreFolder(options.from), ledger::OpenMode::kReadOnly));
  REEVE_ASSIGN_OR_RETURN(const auto blobs,
                         ledger::BlobStore::Open(ledger::BlobFolder(options.from)));
  ledger::ExportOptions exporting;
  exporting.receipts = options.receipts;
  exporting.documents = EvidenceDocuments();
  exporting.progress = progress;
  if (!options.records.empty()) {
    REEVE_ASSIGN_OR_RETURN(const auto range, ReadRecords(options.records));
    REEVE_ASSIGN_OR_RETURN(const auto found, engine::FindRecords(*store, range));
    exporting.range = ledger::ExportRange{found.first, found.end};
  }
  return ledger::ExportStore(*store, blobs, folder, exporting);
}

// A zip is made of a folder beside it, which goes again.
Result<ledger::Exported> WriteZip(const Options& options, const OnProgress& progress) {
  const fs::path folder = options.to + ".unzipped";
  std::error_code ignored;
  if (fs::exists(fs::symlink_status(options.to, ignored))) {
    return Error{"file.exists", "`" + options.to + "` is there already"};
  }
  Result<ledger::Exported> exported = WriteExport(options, folder, progress);
  if (!exported.ok() && exported.error().code == "file.exists") return exported;
  if (exported.ok()) {
    if (const Status zipped = ledger::ZipFolder(folder, options.to); !zipped.ok()) {
      exported = zipped.error();
    }
  }
  fs::remove_all(folder, ignored);
  return exported;
}

int Export(const Options& options) {
  const bool zip = options.to.ends_with(".zip");
  const Result<ledger::Exported> exported = [&] {
    Progress progress("exporting");
    return zip ? WriteZip(options, progress.Callback())
               : WriteExport(options, options.to, progress.Callback());
  }();
  if (!exported.ok()) return Fail(exported.error());
  std::cout << "exported " << exported->records << " records and " << exported->blobs
            << " blobs to " << options.to << "\n"
            << "verify with: reeve ledger verify " << options.to << " --key VKEY\n";
  return kGood;
}

Result<ledger::Imported> ReadImport(const Options& options, const ledger::VerifyOptions& verify) {
  REEVE_ASSIGN_OR_RETURN(const ledger::Unzipped unzipped, ledger::Unzipped::Open(options.from));
  return ledger::ImportExport(unzipped.folder(), options.to, verify);
}

int Import(const Options& options) {
  Result<ledger::VerifyOptions> verify = ReadVerifying(options.verifying);
  if (!verify.ok()) return Fail(verify.error());
  const Result<ledger::Imported> imported = [&] {
    Progress progress("importing");
    verify->progress = progress.Callback();
    return ReadImport(options, *verify);
  }();
  if (!imported.ok()) return Fail(imported.error());
  std::cout << "imported " << imported->head.size << " records and " << imported->blobs
            << " blobs of " << imported->head.origin << " to " << options.to
            << "; every record is as it was signed\n";
  if (!imported->key_pinned) {
    std::cout << "the key came from the export itself: compare " << options.to
              << "/vkey with one that you got elsewhere\n";
  }
  return kGood;
}

}  // namespace

void AddLedgerExport(Parser& ledger, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* exporting = ledger.AddCommand(
      "export", "Write the log, or a range, as plain files for an auditor, or as a zip.");
  exporting->AddOption("DATA", options->from, "Data folder")->Required();
  exporting->AddOption("OUT", options->to, "A new or empty folder, or a file that ends in .zip")
      ->Required();
  exporting
      ->AddOption("--records", options->records,
                  std::string("Which records; default all") + kRecordsForms)
      ->Check(RecordsProblem, "RANGE");
  exporting->AddFlag("--receipts", options->receipts,
                     "A receipt of each record, as a file of its own");
  exporting->Footer(
      "Example: reeve ledger export ./data ./export\n"
      "         reeve ledger export ./data march.zip --records "
      "2026-03-01..2026-04-01");
  exporting->Callback([=] { *run = [=] { return Export(*options); }; });
}

void AddLedgerImport(Parser& ledger, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* importing = ledger.AddCommand(
      "import", "Make a data folder of a whole export, verified on the way, to read elsewhere.");
  importing->AddOption("EXPORT", options->from, "An export: a folder or a zip")->Required();
  importing->AddOption("DATA", options->to, "A new or empty folder")->Required();
  AddVerifyingOptions(*importing, options->verifying);
  importing->Footer("Example: reeve ledger import ./export.zip ./their-log --key ./their-vkey");
  importing->Callback([=] { *run = [=] { return Import(*options); }; });
}

}  // namespace reeve::cli

#include "oversight/bias/signed_records.h"

#include <fstream>

#include "base/file.h"
#include "ledger/checkpoint.h"
#include "ledger/layout.h"
#include "ledger/line_reader.h"
#include "ledger/merkle.h"
#include "ledger/record.h"
#include "ledger/verify.h"

namespace reeve::oversight::bias {
namespace {

Result<ledger::Report> Verified(const ExportOf& from) {
  ledger::VerifyOptions options;
  if (from.vkey) {
    REEVE_ASSIGN_OR_RETURN(options.vkey, ledger::VerifierKey::Parse(*from.vkey));
  }
  options.earlier_checkpoint = from.checkpoint;
  REEVE_ASSIGN_OR_RETURN(ledger::Report report, ledger::VerifyFolder(from.folder, options));
  if (report.ok()) return report;
  const ledger::Fault& first = report.faults.front();
  std::string message = "the export does not verify, so nothing was computed: ";
  if (first.index) message += "record " + std::to_string(*first.index) + ": ";
  message.append(first.code).append(": ").append(first.message);
  return Error{"bias.not_verified", std::move(message)};
}

class ExportRecords final : public SignedRecords {
 public:
  ExportRecords(RecordsPin pin, const std::filesystem::path& records)
      : SignedRecords(std::move(pin)),
        in_(records, std::ios::binary),
        lines_(in_, ledger::kMaxRecordBytes) {}

  Result<std::string_view> Next() override {
    REEVE_ASSIGN_OR_RETURN(const auto line, lines_.Next());
    if (!line) return Error{"bias.not_verified", "the export became shorter while it was read"};
    return *line;
  }
  Status Finish() override { return {}; }  // it was verified whole

 private:
  std::ifstream in_;
  ledger::LineReader lines_;
};

class LogRecords final : public SignedRecords {
 public:
  LogRecords(RecordsPin pin, const Hash& root, const ledger::Store& store)
      : SignedRecords(std::move(pin)), root_(root), scan_(store, 0) {}

  Result<std::string_view> Next() override {
    REEVE_ASSIGN_OR_RETURN(const auto bytes, scan_.Next());
    if (!bytes) {
      return Error{"bias.not_verified",
                   "record " + std::to_string(tree_.size()) + " is signed and is not there"};
    }
    tree_.Add(ledger::LeafHash(*bytes), nullptr);
    return *bytes;
  }
  Status Finish() override {
    while (tree_.size() < pin().size) REEVE_RETURN_IF_ERROR(Skip());
    if (tree_.Root() == root_) return {};
    return Error{"bias.not_verified",
                 "the records of the log are not those that were signed, so nothing was computed: "
                 "reeve ledger verify names the first that is wrong"};
  }

 private:
  Status Skip() {
    const auto next = Next();
    return next.ok() ? Status() : Status(next.error());
  }

  const Hash root_;
  ledger::RecordScan scan_;
  ledger::Frontier tree_;
};

}  // namespace

Result<std::unique_ptr<SignedRecords>> OpenExport(const ExportOf& from) {
  const std::filesystem::path records = from.folder / "records.jsonl";
  if (!std::filesystem::exists(records)) {
    return Error{"file.not_found",
                 "`" + from.folder.string() +
                     "` is no export of a ledger: write one with reeve ledger export DATA OUT"};
  }
  REEVE_ASSIGN_OR_RETURN(const ledger::Report verified, Verified(from));
  RecordsPin pin{verified.origin, from.checkpoint.value_or(""), verified.size};
  if (!from.checkpoint) {
    REEVE_ASSIGN_OR_RETURN(pin.checkpoint, ReadFile(from.folder / "checkpoint"));
  }
  return std::unique_ptr<SignedRecords>(std::make_unique<ExportRecords>(std::move(pin), records));
}

Result<std::unique_ptr<SignedRecords>> OpenLog(const ledger::Store& store,
                                               const std::string& checkpoint,
                                               const ledger::VerifierKey& vkey) {
  REEVE_ASSIGN_OR_RETURN(const ledger::Checkpoint signed_head,
                         ledger::OpenCheckpoint(checkpoint, vkey));
  RecordsPin pin{signed_head.origin, checkpoint, signed_head.size};
  return std::unique_ptr<SignedRecords>(
      std::make_unique<LogRecords>(std::move(pin), signed_head.root, store));
}

}  // namespace reeve::oversight::bias

#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

#include "base/encoding.h"
#include "base/file.h"
#include "base/json.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "ledger/anchors.h"
#include "ledger/decimal.h"
#include "ledger/layout.h"
#include "ledger/merkle.h"
#include "ledger/prove.h"
#include "ledger/rocksdb_store.h"
#include "ledger/tile_files.h"

namespace reeve::cli {
namespace {

struct Options {
  std::string folder;
  std::string out;
  std::optional<uint64_t> index;
  std::string id;
  std::string leaf;
  bool with_record = false;
  bool cosigned = false;
  uint64_t old_size = 0;
  std::optional<uint64_t> size;
};

Result<std::unique_ptr<ledger::Store>> OpenStore(const Options& options) {
  return ledger::OpenRocksDbStore(ledger::StoreFolder(options.folder), ledger::OpenMode::kReadOnly);
}

int Tiles(const Options& options) {
  const Result<ledger::TilesWritten> written = [&] {
    Progress progress("writing tiles");
    return ledger::WriteTileFilesOf(options.folder, options.out, {.progress = progress.Callback()});
  }();
  if (!written.ok()) return Fail(written.error());
  std::cout << "wrote " << written->files << " tiles to " << options.out << ", which now holds "
            << written->size << " records\n";
  return kGood;
}

Result<uint64_t> IndexOf(const Options& options, const ledger::Store& store, uint64_t size) {
  if (options.index) return *options.index;
  if (!options.id.empty()) return ledger::FindIndex(store, options.id);
  REEVE_ASSIGN_OR_RETURN(const std::string bytes, HexDecode(options.leaf));
  if (bytes.size() != Hash{}.size()) {
    return Error{"receipt.leaf", "`" + options.leaf + "` is no leaf hash of 64 hex digits"};
  }
  return ledger::FindLeaf(store, HashFromBytes(bytes), size);
}

Result<std::string> MakeReceipt(const Options& options) {
  REEVE_ASSIGN_OR_RETURN(const auto store, OpenStore(options));
  REEVE_ASSIGN_OR_RETURN(
      const ledger::SignedCheckpoint newest,
      options.cosigned ? ledger::NewestCosigned(*store) : ledger::NewestCheckpoint(*store));
  REEVE_ASSIGN_OR_RETURN(const uint64_t index, IndexOf(options, *store, newest.checkpoint.size));
  REEVE_ASSIGN_OR_RETURN(const ledger::Receipt receipt,
                         ledger::ProveRecord(*store, index, newest, options.with_record));
  return receipt.Format();
}

int MakeReceiptOf(const Options& options) {
  const Result<std::string> receipt = MakeReceipt(options);
  if (!receipt.ok()) return Fail(receipt.error());
  std::cout << *receipt;
  return kGood;
}

Result<json::Object> ProveConsistency(const Options& options) {
  REEVE_ASSIGN_OR_RETURN(const auto store, OpenStore(options));
  REEVE_ASSIGN_OR_RETURN(const ledger::SignedCheckpoint newest, ledger::NewestCheckpoint(*store));
  const uint64_t size = options.size.value_or(newest.checkpoint.size);
  if (size > newest.checkpoint.size) {
    return Error{"ledger.out_of_range", "the log has `" + std::to_string(newest.checkpoint.size) +
                                            "` records, not as many as asked for"};
  }
  return ledger::ConsistencyJson(*store, options.old_size, size);
}

int Consistency(const Options& options) {
  const Result<json::Object> proof = ProveConsistency(options);
  if (!proof.ok()) return Fail(proof.error());
  std::cout << json::Pretty(*proof) << "\n";
  return kGood;
}

// Where `openssl ts -verify -in SIZE.token -token_in -data SIZE.checkpoint` finds them.
Status WriteAnchor(const ledger::Anchor& anchor, const std::filesystem::path& out) {
  const std::string size = std::to_string(anchor.size);
  if (!anchor.is_time()) {
    return WriteFileDurably(out / (size + ".cosigned"), anchor.checkpoint, FileMode::kPublic);
  }
  REEVE_RETURN_IF_ERROR(
      WriteFileDurably(out / (size + ".checkpoint"), anchor.checkpoint, FileMode::kPublic));
  return WriteFileDurably(out / (size + ".token"), anchor.token, FileMode::kPublic);
}

std::string AnchorLine(uint64_t record, const ledger::Anchor& anchor) {
  std::string line = std::to_string(record) + "  size " + std::to_string(anchor.size);
  if (anchor.is_time()) {
    return line + "  stamped " + FormatTimestamp(anchor.time) + " by " + anchor.authority;
  }
  line += "  cosigned by";
  for (const std::string& witness : anchor.witnesses) line += " " + witness;
  return line;
}

Status ListAnchors(const Options& options) {
  REEVE_ASSIGN_OR_RETURN(const auto store, OpenStore(options));
  if (!options.out.empty()) {
    std::error_code error;
    std::filesystem::create_directories(options.out, error);
    if (error) return Error{"file.io", "cannot make `" + options.out + "`", options.out};
  }
  ledger::RecordScan scan(*store, 0);
  while (true) {
    REEVE_ASSIGN_OR_RETURN(const auto bytes, scan.Next());
    if (!bytes) return {};
    // No need to read what cannot be one.
    if (bytes->find("\"kind\":\"checkpoint.") == std::string_view::npos) continue;
    REEVE_ASSIGN_OR_RETURN(const ledger::Record record, ledger::Record::Parse(std::string(*bytes)));
    if (!ledger::IsAnchorKind(record.kind())) continue;
    REEVE_ASSIGN_OR_RETURN(const ledger::Anchor anchor, ledger::Anchor::FromRecord(record));
    std::cout << AnchorLine(record.index(), anchor) << "\n";
    if (!options.out.empty()) REEVE_RETURN_IF_ERROR(WriteAnchor(anchor, options.out));
  }
}

int Anchors(const Options& options) {
  const Status listed = ListAnchors(options);
  return listed.ok() ? kGood : Fail(listed.error());
}

// Decimal and nothing else: CLI11 alone would take -1 for the greatest number, and 010 for octal.
std::string NumberProblem(const std::string& text) {
  uint64_t number = 0;
  if (ledger::ParseDecimal(text, &number)) return {};
  return "`" + text + "` is no whole number from 0 in plain decimal";
}

void AddReceiptOf(Parser& ledger, const std::shared_ptr<Options>& options, Run* run) {
  Parser* receipt = ledger.AddCommand(
      "receipt", "Print the proof that a record is in the log (C2SP tlog-proof).");
  receipt->AddOption("DATA", options->folder, "Data folder")->Required();
  Parser* which = receipt->AddGroup("record", "Of which record:");
  which->AddOption("--index", options->index, "Its index, from 0")->Check(NumberProblem, "INDEX");
  which->AddOption("--id", options->id, "Its id, such as a decision's");
  which->AddOption("--leaf", options->leaf, "Its leaf hash, 64 hex digits");
  which->RequireOne();
  receipt->AddFlag("--with-record", options->with_record,
                   "Put the record into the receipt, so that one file proves everything");
  receipt->AddFlag("--cosigned", options->cosigned,
                   "Under the last checkpoint that witnesses cosigned, not the newest");
  receipt->Footer(
      "Example: reeve ledger receipt ./data --index 7 --with-record > 7.tlog-proof\n"
      "         reeve receipt verify 7.tlog-proof --key ./vkey");
  receipt->Callback([=] { *run = [=] { return MakeReceiptOf(*options); }; });
}

}  // namespace

void AddLedgerProofs(Parser& ledger, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* tiles = ledger.AddCommand(
      "tiles", "Write the log as static files that others verify (C2SP tlog-tiles).");
  tiles->AddOption("DATA", options->folder, "Data folder")->Required();
  tiles
      ->AddOption("DIR", options->out,
                  "A new folder, or one written before, which is brought up to date")
      ->Required();
  tiles->Footer("Example: reeve ledger tiles ./data /srv/www/log");
  tiles->Callback([=] { *run = [=] { return Tiles(*options); }; });

  AddReceiptOf(ledger, options, run);

  Parser* anchors = ledger.AddCommand(
      "anchors", "List the checkpoints that witnesses cosigned or a time authority stamped.");
  anchors->AddOption("DATA", options->folder, "Data folder")->Required();
  anchors->AddOption("--out", options->out,
                     "Folder to write them to: SIZE.cosigned; SIZE.checkpoint and SIZE.token");
  anchors->Footer(
      "Example: reeve ledger anchors ./data --out ./anchors\n"
      "         openssl ts -verify -in 7.token -token_in -data 7.checkpoint -CAfile ca.pem");
  anchors->Callback([=] { *run = [=] { return Anchors(*options); }; });

  Parser* consistency = ledger.AddCommand(
      "consistency", "Print the proof that a size of the log begins with an earlier one.");
  consistency->AddOption("DATA", options->folder, "Data folder")->Required();
  consistency->AddOption("OLD", options->old_size, "The earlier size")
      ->Required()
      ->Check(NumberProblem, "OLD");
  consistency->AddOption("SIZE", options->size, "The later size; without it the newest")
      ->Check(NumberProblem, "SIZE");
  consistency->Footer("Example: reeve ledger consistency ./data 100");
  consistency->Callback([=] { *run = [=] { return Consistency(*options); }; });
}

}  // namespace reeve::cli

#include "ledger/export.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <system_error>

#include "base/encoding.h"
#include "base/file.h"
#include "ledger/backup_manifest.h"
#include "ledger/blob_copy.h"
#include "ledger/checkpoint.h"
#include "ledger/key_history.h"
#include "ledger/layout.h"
#include "ledger/receipt.h"
#include "ledger/rocksdb_store.h"

namespace reeve::ledger {
namespace {

constexpr uint64_t kProgressStep = 4'096;

// clang-format off
constexpr std::string_view kReadme = R"readme(This folder holds a log of records, and what proves it.

  records.jsonl  one record a line: canonical JSON (RFC 8785)
  leaves         for each record, in hex: SHA-256 of a zero byte followed by the line
  checkpoint     the log's name, its size and the root of its Merkle tree (RFC 6962), signed
                 with Ed25519 (C2SP signed-note, tlog-checkpoint)
  checkpoints    all that were signed over these records: size, a blank, the note in base64
  vkey           the public key that signed; compare it with one that you got elsewhere
  blobs/         large things that records name, each under its own SHA-256

Verify all of it:

  reeve ledger verify FOLDER --key "$(cat your-own-copy-of-vkey)"
  python3 FOLDER/reeve_verify.py FOLDER --key your-own-copy-of-vkey      # the same without Reeve

By hand, with no tool of ours. Any record against its leaf (here the third line of both):

  (printf '\0'; sed -n 3p records.jsonl | tr -d '\n') | sha256sum
  sed -n 3p leaves

Each record names the leaf of the record before it in `prev`, so the lines form a chain.

That the leaves are those that were signed: the Merkle root over them, by RFC 6962 section 2.1
(any implementation of certificate transparency has it), is the third line of `checkpoint` in
base64. The signature over the first three lines of `checkpoint`, newlines included, is Ed25519
with the key that is the last 32 bytes of the base64 in `vkey`; the signature is the last 64
bytes of the base64 behind the name.

Any blob: the sha256sum of the file is its name.
)readme";

constexpr std::string_view kRangeReadme = R"readme(This folder holds a range of a log of records, and what proves it.

  records.jsonl     one record a line: canonical JSON (RFC 8785)
  leaves            for each record, in hex: SHA-256 of a zero byte followed by the line
  first.tlog-proof  that the first record is in the log, and at which index (C2SP tlog-proof)
  last.tlog-proof   the same of the last
  checkpoint        the checkpoint of both: the log's name, its size, the root of its Merkle tree
                    (RFC 6962), signed with Ed25519 (C2SP signed-note, tlog-checkpoint)
  checkpoints       all that were signed while these records were written, and the one above
  receipts/         where asked for, a tlog-proof of each record, named by its index
  vkey              the public key that signed; compare it with one that you got elsewhere
  blobs/            large things that records name, each under its own SHA-256

Verify all of it:

  reeve ledger verify FOLDER --key "$(cat your-own-copy-of-vkey)"
  python3 FOLDER/reeve_verify.py FOLDER --key your-own-copy-of-vkey      # the same without Reeve

By hand: each record names the leaf of the record before it in `prev`. So whoever believes the last
record, by its proof, has the leaf of every record before it, one after the other, down to the first.
Any record against its leaf (here the third line of both):

  (printf '\0'; sed -n 3p records.jsonl | tr -d '\n') | sha256sum
  sed -n 3p leaves
)readme";
// clang-format on

Error IoError(std::string_view doing, const std::filesystem::path& path) {
  return {"file.io", "cannot " + std::string(doing) + " `" + path.string() + "`", path.string()};
}

Status SyncPath(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return IoError("open", path);
  const bool synced = ::fsync(fd) == 0;
  ::close(fd);
  return synced ? Status() : IoError("sync", path);
}

Status Prepare(const std::filesystem::path& out) {
  std::error_code error;
  if (std::filesystem::exists(out, error) && !std::filesystem::is_empty(out, error)) {
    return Error{"file.exists", "`" + out.string() + "` is there already and is not empty",
                 out.string()};
  }
  std::filesystem::create_directories(out, error);
  return error ? Status(IoError("make", out)) : Status();
}

// Writes the records of the range and their leaves. Reads on to the end where the range is all,
// and then the root must come out: an export does not carry on a damage.
Status WriteRecords(const Store& store, const Head& head, const ExportRange& range,
                    const std::filesystem::path& out, const ExportOptions& options) {
  std::ofstream records(out / "records.jsonl", std::ios::binary);
  std::ofstream leaves(out / "leaves", std::ios::binary);
  RecordScan scan(store, range.first);
  Frontier tree;
  const uint64_t total = range.end - range.first;
  for (uint64_t done = 1; done <= total; ++done) {
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string_view> bytes, scan.Next());
    if (!bytes) {
      return Error{"ledger.damaged",
                   "there is no record `" + std::to_string(range.first + done - 1) + "`"};
    }
    const Hash leaf = LeafHash(*bytes);
    records.write(bytes->data(), static_cast<std::streamsize>(bytes->size())).put('\n');
    leaves << HexEncode(AsBytes(leaf)) << '\n';
    tree.Add(leaf, nullptr);
    const bool step = done % kProgressStep == 0 || done == total;
    if (options.progress && step) options.progress(done, total);
  }
  records.close();
  leaves.close();
  if (!records) return IoError("write", out / "records.jsonl");
  if (!leaves) return IoError("write", out / "leaves");
  REEVE_RETURN_IF_ERROR(SyncPath(out / "records.jsonl"));
  REEVE_RETURN_IF_ERROR(SyncPath(out / "leaves"));
  if (options.range || tree.Root() == head.root) return {};
  return Error{"ledger.damaged", "the records do not have the signed root: verify the store"};
}

// Those that were signed over records of the range, of `from_size` and up, and the newest.
Status WriteCheckpoints(const Store& store, const Head& head, const ExportRange& range,
                        uint64_t from_size, const std::filesystem::path& out) {
  std::ofstream file(out / "checkpoints", std::ios::binary);
  const std::unique_ptr<Cursor> cursor = store.NewCursor(Space::kCheckpoints);
  const uint64_t first = std::max(from_size, range.first == 0 ? 0 : range.first + 1);
  for (cursor->Seek(BigEndianKey(first)); cursor->Valid(); cursor->Next()) {
    const uint64_t size = ParseBigEndianKey(cursor->key()).value_or(0);
    if (size > range.end) break;
    file << CheckpointLine{size, std::string(cursor->value())}.Text();
  }
  REEVE_RETURN_IF_ERROR(cursor->status());
  if (head.size > range.end) {
    REEVE_ASSIGN_OR_RETURN(const auto newest, ReadCheckpoint(store, head.size));
    if (newest) file << CheckpointLine{head.size, *newest}.Text();
  }
  file.close();
  return file ? SyncPath(out / "checkpoints") : Status(IoError("write", out / "checkpoints"));
}

Status WriteReceipt(const Store& store, const Head& head, std::string_view note, uint64_t index,
                    const std::filesystem::path& path) {
  Receipt receipt;
  receipt.index = index;
  receipt.checkpoint = note;
  REEVE_ASSIGN_OR_RETURN(receipt.path, InclusionProof(index, head.size, StoreHashReader(store)));
  return WriteFileDurably(path, receipt.Format(), FileMode::kPublic);
}

// Of the ends of a range, and of each record where they were asked for.
Status WriteReceipts(const Store& store, const Head& head, std::string_view note,
                     const ExportRange& range, const std::filesystem::path& out,
                     const ExportOptions& options) {
  if (options.range) {
    REEVE_RETURN_IF_ERROR(WriteReceipt(store, head, note, range.first, out / "first.tlog-proof"));
    REEVE_RETURN_IF_ERROR(WriteReceipt(store, head, note, range.end - 1, out / "last.tlog-proof"));
  }
  if (!options.receipts) return {};
  std::error_code error;
  std::filesystem::create_directories(out / "receipts", error);
  if (error) return IoError("make", out / "receipts");
  for (uint64_t i = range.first; i < range.end; ++i) {
    REEVE_RETURN_IF_ERROR(
        WriteReceipt(store, head, note, i, out / "receipts" / (std::to_string(i) + ".tlog-proof")));
  }
  return {};
}

Status WriteDocuments(const std::vector<ExportDocument>& documents,
                      const std::filesystem::path& out) {
  for (const ExportDocument& document : documents) {
    const std::filesystem::path path = out / document.name;
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    if (error) return IoError("make", path.parent_path());
    REEVE_RETURN_IF_ERROR(WriteFileDurably(path, document.text, FileMode::kPublic));
  }
  return {};
}

Result<ExportRange> RangeOf(const ExportOptions& options, const Head& head) {
  const ExportRange range = options.range.value_or(ExportRange{0, head.size});
  if (!options.range || (range.first < range.end && range.end <= head.size)) return range;
  return Error{"export.range", "the range is empty, or past the end of the log, which has `" +
                                   std::to_string(head.size) + "` records"};
}

}  // namespace

Result<Exported> ExportStore(const Store& store, const BlobStore& blobs,
                             const std::filesystem::path& out, const ExportOptions& options) {
  REEVE_ASSIGN_OR_RETURN(const Head head, store.ReadHead());
  REEVE_ASSIGN_OR_RETURN(const ExportRange range, RangeOf(options, head));
  REEVE_RETURN_IF_ERROR(Prepare(out));
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> note, ReadCheckpoint(store, head.size));
  if (!note) return Error{"ledger.damaged", "the store has no checkpoint of its head"};
  REEVE_ASSIGN_OR_RETURN(const KeyHistory keys, ReadKeyHistory(store));
  // A range need not hold the records that lead from the first key to the newest.
  const uint64_t from_size = options.range ? keys.keys().back().from_size : 0;
  const VerifierKey& vkey = options.range ? keys.active() : keys.keys().front().key;
  REEVE_RETURN_IF_ERROR(WriteRecords(store, head, range, out, options));
  REEVE_RETURN_IF_ERROR(WriteCheckpoints(store, head, range, from_size, out));
  REEVE_RETURN_IF_ERROR(WriteReceipts(store, head, *note, range, out, options));
  Exported exported{range.end - range.first, 0};
  REEVE_ASSIGN_OR_RETURN(exported.blobs, CopyBlobs(blobs, out / "blobs"));
  REEVE_RETURN_IF_ERROR(WriteDocuments(options.documents, out));
  REEVE_RETURN_IF_ERROR(WriteFileDurably(out / "README.txt", options.range ? kRangeReadme : kReadme,
                                         FileMode::kPublic));
  REEVE_RETURN_IF_ERROR(WriteFileDurably(out / "vkey", vkey.Text() + "\n", FileMode::kPublic));
  // Last, so that a folder with a checkpoint is a whole one.
  REEVE_RETURN_IF_ERROR(WriteFileDurably(out / "checkpoint", *note, FileMode::kPublic));
  return exported;
}

Result<Exported> ExportFolder(const std::filesystem::path& data, const std::filesystem::path& out,
                              const ExportOptions& options) {
  REEVE_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store,
                         OpenRocksDbStore(StoreFolder(data), OpenMode::kReadOnly));
  REEVE_ASSIGN_OR_RETURN(const BlobStore blobs, BlobStore::Open(BlobFolder(data)));
  return ExportStore(*store, blobs, out, options);
}

}  // namespace reeve::ledger

#include "ledger/export.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <system_error>

#include "base/encoding.h"
#include "base/file.h"
#include "ledger/checkpoint.h"
#include "ledger/layout.h"
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
  vkey           the public key that signed; compare it with one that you got elsewhere
  blobs/         large things that records name, each under its own SHA-256

Verify all of it:

  reeve ledger verify FOLDER --key "$(cat your-own-copy-of-vkey)"

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

// Writes records and leaves, and returns the root over them: an export does not carry on a damage.
Result<Hash> WriteRecords(const Store& store, uint64_t size, const std::filesystem::path& out,
                          const ExportOptions& options) {
  std::ofstream records(out / "records.jsonl", std::ios::binary);
  std::ofstream leaves(out / "leaves", std::ios::binary);
  RecordScan scan(store, 0);
  Frontier tree;
  while (tree.size() < size) {
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string_view> bytes, scan.Next());
    if (!bytes) {
      return Error{"ledger.damaged", "there is no record `" + std::to_string(tree.size()) + "`"};
    }
    const Hash leaf = LeafHash(*bytes);
    records.write(bytes->data(), static_cast<std::streamsize>(bytes->size())).put('\n');
    leaves << HexEncode(AsBytes(leaf)) << '\n';
    tree.Add(leaf, nullptr);
    const bool step = tree.size() % kProgressStep == 0 || tree.size() == size;
    if (options.progress && step) options.progress(tree.size(), size);
  }
  records.close();
  leaves.close();
  if (!records) return IoError("write", out / "records.jsonl");
  if (!leaves) return IoError("write", out / "leaves");
  REEVE_RETURN_IF_ERROR(SyncPath(out / "records.jsonl"));
  REEVE_RETURN_IF_ERROR(SyncPath(out / "leaves"));
  return tree.Root();
}

Result<uint64_t> WriteBlobs(const BlobStore& blobs, const std::filesystem::path& out) {
  REEVE_ASSIGN_OR_RETURN(const BlobStore copies, BlobStore::Open(out));
  uint64_t count = 0;
  REEVE_RETURN_IF_ERROR(blobs.ForEach([&](const Hash&, std::string_view bytes) -> Status {
    const Result<Hash> copied = copies.Put(bytes);
    if (!copied.ok()) return copied.error();
    ++count;
    return {};
  }));
  return count;
}

}  // namespace

Result<Exported> ExportStore(const Store& store, const BlobStore& blobs,
                             const std::filesystem::path& out, const ExportOptions& options) {
  REEVE_RETURN_IF_ERROR(Prepare(out));
  REEVE_ASSIGN_OR_RETURN(const Head head, store.ReadHead());
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> note, ReadCheckpoint(store, head.size));
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> vkey, store.Get(Space::kMeta, kVkeyKey));
  if (!note || !vkey) return Error{"ledger.damaged", "the store has no checkpoint or no key"};
  REEVE_ASSIGN_OR_RETURN(const Hash root, WriteRecords(store, head.size, out, options));
  if (root != head.root) {
    return Error{"ledger.damaged", "the records do not have the signed root: verify the store"};
  }
  Exported exported{head.size, 0};
  REEVE_ASSIGN_OR_RETURN(exported.blobs, WriteBlobs(blobs, out / "blobs"));
  REEVE_RETURN_IF_ERROR(WriteFileDurably(out / "README.txt", kReadme, FileMode::kPublic));
  REEVE_RETURN_IF_ERROR(WriteFileDurably(out / "vkey", *vkey + "\n", FileMode::kPublic));
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

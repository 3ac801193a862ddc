#include "ledger/salvage.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <system_error>

#include "base/file.h"
#include "ledger/blob_copy.h"
#include "ledger/head_guard.h"
#include "ledger/layout.h"
#include "ledger/line_reader.h"
#include "ledger/log_loader.h"
#include "ledger/rocksdb_store.h"
#include "ledger/tiles.h"

namespace reeve::ledger {
namespace {

namespace fs = std::filesystem;

// Records from 0 on, one after the other; nothing at the end or where they cannot be read any more.
class Copy {
 public:
  virtual ~Copy() = default;
  virtual std::optional<std::string_view> Next() = 0;
};

class ExportedCopy final : public Copy {
 public:
  explicit ExportedCopy(const fs::path& folder)
      : in_(folder / "records.jsonl", std::ios::binary), lines_(in_, kMaxRecordBytes) {}
  std::optional<std::string_view> Next() override {
    const Result<std::optional<std::string_view>> line = lines_.Next();
    return line.ok() ? *line : std::nullopt;
  }

 private:
  std::ifstream in_;
  LineReader lines_;
};

class TiledCopy final : public Copy {
 public:
  TiledCopy(fs::path folder, uint64_t size) : folder_(std::move(folder)), size_(size) {}
  std::optional<std::string_view> Next() override {
    if (rest_.empty() && !Load()) return std::nullopt;
    return TakeFromRun(&rest_);
  }

 private:
  bool Load() {
    const uint64_t begin = next_ * kTileWidth;
    if (begin >= size_) return false;
    const auto width = static_cast<unsigned>(std::min<uint64_t>(kTileWidth, size_ - begin));
    const TileName name{.is_entries = true, .index = next_++, .width = width};
    Result<std::string> bytes = ReadFile(folder_ / name.Path());
    if (!bytes.ok()) return false;
    bundle_ = *std::move(bytes);
    rest_ = bundle_;
    return !rest_.empty();
  }

  const fs::path folder_;
  const uint64_t size_;
  uint64_t next_ = 0;
  std::string bundle_;
  std::string_view rest_;
};

class StoredCopy final : public Copy {
 public:
  StoredCopy(const Store& store, uint64_t first) : scan_(store, first) {}
  std::optional<std::string_view> Next() override {
    const Result<std::optional<std::string_view>> record = scan_.Next();
    return record.ok() ? *record : std::nullopt;
  }

 private:
  RecordScan scan_;
};

// What there is to take from.
struct Sources {
  fs::path copy;                        // may be empty
  std::unique_ptr<Store> damaged;       // null where it does not open
  std::unique_ptr<Store> copy_store;    // of a copy that is a data folder
  std::optional<Checkpoint> copy_head;  // of a copy of plain files
  std::string copy_note;
};

std::optional<VerifierKey> KeyIn(const fs::path& file) {
  const Result<std::string> text = ReadFile(file);
  if (!text.ok()) return std::nullopt;
  const Result<VerifierKey> key = VerifierKey::Parse(*text);
  return key.ok() ? std::optional<VerifierKey>(*key) : std::nullopt;
}

std::optional<VerifierKey> KeyIn(const Store* store) {
  if (store == nullptr) return std::nullopt;
  const auto text = store->Get(Space::kMeta, kVkeyKey);
  const Result<VerifierKey> key = VerifierKey::Parse(text.ok() ? text->value_or("") : "");
  return key.ok() ? std::optional<VerifierKey>(*key) : std::nullopt;
}

Sources OpenSources(const fs::path& data, const fs::path& copy, std::vector<std::string>* notes) {
  Sources sources;
  sources.copy = copy;
  auto damaged = OpenRocksDbStore(StoreFolder(data), OpenMode::kReadOnly);
  if (damaged.ok()) {
    sources.damaged = *std::move(damaged);
  } else {
    notes->push_back("the damaged store gives nothing: " + damaged.error().message);
  }
  std::error_code error;
  if (!copy.empty() && fs::is_directory(StoreFolder(copy), error)) {
    auto store = OpenRocksDbStore(StoreFolder(copy), OpenMode::kReadOnly);
    if (store.ok()) sources.copy_store = *std::move(store);
  }
  return sources;
}

std::unique_ptr<Copy> OpenCopy(const Sources& sources) {
  if (sources.copy.empty()) return nullptr;
  if (sources.copy_store) return std::make_unique<StoredCopy>(*sources.copy_store, 0);
  std::error_code error;
  if (fs::exists(sources.copy / "records.jsonl", error)) {
    return std::make_unique<ExportedCopy>(sources.copy);
  }
  if (!sources.copy_head) return nullptr;
  return std::make_unique<TiledCopy>(sources.copy, sources.copy_head->size);
}

// Feeds a loader from the sources, up to `limit` records.
class Feeding {
 public:
  Feeding(const Sources& sources, LogLoader* loader, uint64_t limit)
      : sources_(sources), loader_(loader), limit_(limit) {}

  void Run() {
    TakeCheckpoints();
    if (const auto copy = OpenCopy(sources_)) Take(*copy);
    from_copy_ = loader_->size();
    if (!sources_.damaged) return;
    StoredCopy rest(*sources_.damaged, loader_->size());
    Take(rest);
  }

  uint64_t from_copy() const { return from_copy_; }
  // The newest size that a checkpoint of either signs.
  uint64_t signed_size() const { return signed_size_; }

 private:
  void Take(Copy& copy) {
    while (loader_->size() < limit_) {
      const std::optional<std::string_view> record = copy.Next();
      if (!record || !loader_->Add(*record).ok()) return;
      TakeCheckpoints();
    }
  }

  void TakeCheckpoints() {
    for (const Store* store : {sources_.damaged.get(), sources_.copy_store.get()}) {
      if (store == nullptr) continue;
      const auto note = ReadCheckpoint(*store, loader_->size());
      if (note.ok() && *note && Sign(**note)) return;
    }
    if (sources_.copy_head && sources_.copy_head->size == loader_->size()) Sign(sources_.copy_note);
  }

  bool Sign(const std::string& note) {
    if (!loader_->AddCheckpoint(note).ok()) return false;
    signed_size_ = loader_->size();
    return true;
  }

  const Sources& sources_;
  LogLoader* loader_;
  const uint64_t limit_;
  uint64_t from_copy_ = 0;
  uint64_t signed_size_ = 0;
};

// What was published and is lost must not be signed anew: the old folder's guard goes with the log.
Status WriteGuard(const fs::path& data, const fs::path& out, const VerifierKey& key,
                  Salvaged* salvaged, const HeadGuard::Head& head) {
  REEVE_ASSIGN_OR_RETURN(HeadGuard guard, HeadGuard::Open(HeadGuard::PathFor(out, key)));
  const auto before = HeadGuard::Read(HeadGuard::PathFor(data, key));
  const bool behind = before.ok() && *before && (*before)->size > head.size;
  if (behind) salvaged->lost = (*before)->size - head.size;
  REEVE_RETURN_IF_ERROR(guard.Publish(behind ? **before : head));
  return guard.Sync();
}

void TakeBlobs(const fs::path& from, const fs::path& out, Salvaged* salvaged) {
  std::error_code error;
  if (from.empty() || !fs::is_directory(BlobFolder(from), error)) return;
  const Result<BlobStore> blobs = BlobStore::Open(BlobFolder(from));
  const Result<uint64_t> taken =
      blobs.ok() ? CopyBlobs(*blobs, BlobFolder(out)) : Result<uint64_t>(blobs.error());
  if (taken.ok()) {
    salvaged->blobs = std::max(salvaged->blobs, *taken);
  } else {
    salvaged->notes.push_back(taken.error().message);
  }
}

Status Prepare(const fs::path& out, const VerifierKey& key) {
  std::error_code error;
  if (fs::exists(out, error) && !fs::is_empty(out, error)) {
    return Error{"file.exists", "`" + out.string() + "` is there already and is not empty",
                 out.string()};
  }
  fs::create_directories(out, error);
  if (error) return Error{"file.io", "cannot make `" + out.string() + "`: " + error.message()};
  REEVE_RETURN_IF_ERROR(WriteFileDurably(out / "origin", key.name + "\n", FileMode::kPublic));
  return WriteFileDurably(out / "vkey", key.Text() + "\n", FileMode::kPublic);
}

}  // namespace

Result<Salvaged> Salvage(const fs::path& data, const fs::path& copy, const fs::path& out,
                         const VerifyOptions& options) {
  Salvaged salvaged;
  Sources sources = OpenSources(data, copy, &salvaged.notes);
  std::optional<VerifierKey> key = options.vkey;
  if (!key) key = KeyIn(sources.damaged.get());
  if (!key) key = KeyIn(data / "vkey");
  if (!key) return Error{"salvage.key", "the folder does not say whose log it is: give --key"};
  if (const auto note = ReadFile(copy / "checkpoint"); !copy.empty() && note.ok()) {
    const Result<Checkpoint> head = OpenCheckpoint(*note, *key);
    if (!head.ok())
      return Error{"salvage.key", "the copy is not of this log: " + head.error().message};
    sources.copy_head = *head;
    sources.copy_note = *note;
  }
  LogLoader trial = LogLoader::Checking(*key);
  Feeding plan(sources, &trial, UINT64_MAX);
  plan.Run();
  if (plan.signed_size() == 0) {
    return Error{"salvage.nothing", "no record is under a checkpoint that the key signed"};
  }
  REEVE_RETURN_IF_ERROR(Prepare(out, *key));
  REEVE_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store,
                         OpenRocksDbStore(StoreFolder(out), OpenMode::kReadWrite));
  REEVE_ASSIGN_OR_RETURN(LogLoader loader, LogLoader::Begin(*store, *key));
  Feeding feeding(sources, &loader, plan.signed_size());
  feeding.Run();
  REEVE_ASSIGN_OR_RETURN(salvaged.head, loader.Finish());
  salvaged.from_copy = feeding.from_copy();
  REEVE_RETURN_IF_ERROR(
      WriteGuard(data, out, *key, &salvaged, {salvaged.head.size, salvaged.head.root}));
  TakeBlobs(copy, out, &salvaged);
  TakeBlobs(data, out, &salvaged);
  return salvaged;
}

}  // namespace reeve::ledger

#include "ledger/tile_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <optional>
#include <system_error>

#include "base/file.h"
#include "ledger/checkpoint.h"
#include "ledger/key_history.h"
#include "ledger/layout.h"
#include "ledger/merkle.h"
#include "ledger/prove.h"
#include "ledger/rocksdb_store.h"
#include "ledger/tiles.h"

namespace reeve::ledger {
namespace {

constexpr unsigned kLevelBits = 8;

Error IoError(std::string_view doing, const std::filesystem::path& path) {
  return {"file.io", "cannot " + std::string(doing) + " `" + path.string() + "`", path.string()};
}

// The whole file system at once: one file after the other would take a sync for each.
Status SyncAll(const std::filesystem::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return IoError("open", folder);
  const bool synced = ::syncfs(fd) == 0;
  ::close(fd);
  return synced ? Status() : IoError("sync", folder);
}

// What is to be written from where to where.
struct Span {
  uint64_t from = 0;  // records that the folder has already
  SignedCheckpoint to;
  std::string vkey;
};

// The size that the folder has already: 0 for a new or empty one.
Result<uint64_t> SizeThere(const Store& store, const std::filesystem::path& out,
                           const KeyHistory& keys, uint64_t size) {
  std::error_code error;
  if (!std::filesystem::exists(out / "checkpoint", error)) {
    if (!std::filesystem::exists(out, error) || std::filesystem::is_empty(out, error) ||
        std::filesystem::exists(out / "tile", error)) {
      return uint64_t{0};  // "tile" alone: the first run did not get to its end
    }
    return Error{"file.exists", "`" + out.string() + "` holds something else than tiles",
                 out.string()};
  }
  REEVE_ASSIGN_OR_RETURN(const std::string note, ReadFile(out / "checkpoint"));
  const Result<Checkpoint> there = OpenCheckpoint(note, keys);
  const Error other{"ledger.tiles_of_another",
                    "`" + out.string() +
                        "` has a checkpoint that this log does not continue: write to a new "
                        "folder, and find out which of the two is right",
                    out.string()};
  if (!there.ok() || there->size > size) return other;
  REEVE_ASSIGN_OR_RETURN(const Hash root, RootAt(there->size, StoreHashReader(store)));
  if (root != there->root) return other;
  return there->size;
}

Result<Span> PlanSpan(const Store& store, const std::filesystem::path& out) {
  REEVE_ASSIGN_OR_RETURN(SignedCheckpoint newest, NewestCheckpoint(store));
  REEVE_ASSIGN_OR_RETURN(const KeyHistory keys, ReadKeyHistory(store));
  const Checkpoint& to = newest.checkpoint;
  REEVE_ASSIGN_OR_RETURN(const Hash root, RootAt(to.size, StoreHashReader(store)));
  if (to.root != root) {
    return Error{"ledger.damaged", "the stored tree does not have the signed root: verify the log"};
  }
  REEVE_ASSIGN_OR_RETURN(const uint64_t from, SizeThere(store, out, keys, to.size));
  return Span{from, std::move(newest), keys.active().Text()};
}

// Whether each record of the bundle is the one that its leaf says.
Status CheckBundle(std::string_view bundle, std::string_view leaves, uint64_t first) {
  for (uint64_t i = first; !leaves.empty(); ++i) {
    const std::optional<std::string_view> record = TakeFromRun(&bundle);
    if (!record || LeafHash(*record) != HashFromBytes(leaves.substr(0, Hash{}.size()))) {
      return Error{"ledger.damaged",
                   "record `" + std::to_string(i) +
                       "` is not the one that its leaf hash says: verify the log"};
    }
    leaves.remove_prefix(Hash{}.size());
  }
  return {};
}

class Writer {
 public:
  Writer(const Store& store, std::filesystem::path out, const Span& span,
         const TileFilesOptions& options)
      : store_(store), out_(std::move(out)), span_(span), options_(options) {}

  uint64_t files() const { return files_; }

  // Level by level, from the tile that holds the first new hash on.
  Status WriteAll() {
    for (unsigned level = 0; span_.to.checkpoint.size >> (level * kLevelBits) != 0; ++level) {
      const uint64_t hashes = span_.to.checkpoint.size >> (level * kLevelBits);
      const uint64_t had = span_.from >> (level * kLevelBits);
      if (hashes == had) break;
      for (uint64_t n = had / kTileWidth; n * kTileWidth < hashes; ++n) {
        const auto width =
            static_cast<unsigned>(std::min(uint64_t{kTileWidth}, hashes - n * kTileWidth));
        REEVE_RETURN_IF_ERROR(WriteOne({false, level, n, width}));
      }
    }
    return {};
  }

 private:
  // The tile and, at the lowest level, the bundle of its records.
  Status WriteOne(TileName tile) {
    REEVE_ASSIGN_OR_RETURN(const std::string hashes,
                           ReadTile(store_, tile, span_.to.checkpoint.size));
    REEVE_RETURN_IF_ERROR(Write(tile, hashes));
    if (tile.level != 0) return {};
    tile.is_entries = true;
    REEVE_ASSIGN_OR_RETURN(const std::string bundle,
                           ReadTile(store_, tile, span_.to.checkpoint.size));
    const uint64_t first = tile.index * kTileWidth;
    REEVE_RETURN_IF_ERROR(CheckBundle(bundle, hashes, first));
    if (options_.progress) options_.progress(first + tile.width, span_.to.checkpoint.size);
    return Write(tile, bundle);
  }

  Status Write(const TileName& tile, std::string_view bytes) {
    const std::filesystem::path path = out_ / tile.Path();
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    if (error) return IoError("make", path.parent_path());
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) return IoError("write", path);
    ++files_;
    return {};
  }

  const Store& store_;
  const std::filesystem::path out_;
  const Span& span_;
  const TileFilesOptions& options_;
  uint64_t files_ = 0;
};

}  // namespace

Result<TilesWritten> WriteTileFiles(const Store& store, const std::filesystem::path& out,
                                    const TileFilesOptions& options) {
  REEVE_ASSIGN_OR_RETURN(const Span span, PlanSpan(store, out));
  std::error_code error;
  std::filesystem::create_directories(out / "tile", error);
  if (error) return IoError("make", out / "tile");
  Writer writer(store, out, span, options);
  REEVE_RETURN_IF_ERROR(writer.WriteAll());
  REEVE_RETURN_IF_ERROR(WriteFileDurably(out / "vkey", span.vkey + "\n", FileMode::kPublic));
  REEVE_RETURN_IF_ERROR(SyncAll(out));
  REEVE_RETURN_IF_ERROR(WriteFileDurably(out / "checkpoint", span.to.note, FileMode::kPublic));
  return TilesWritten{span.to.checkpoint.size, writer.files()};
}

Result<TilesWritten> WriteTileFilesOf(const std::filesystem::path& data,
                                      const std::filesystem::path& out,
                                      const TileFilesOptions& options) {
  REEVE_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store,
                         OpenRocksDbStore(StoreFolder(data), OpenMode::kReadOnly));
  return WriteTileFiles(*store, out, options);
}

}  // namespace reeve::ledger

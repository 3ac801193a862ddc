// What every store promises, held against both; and what RocksDB's crash leaves behind.
#include "ledger/store.h"

#include <algorithm>
#include <fstream>

#include "ledger/blob_store.h"
#include "ledger/layout.h"
#include "ledger/merkle.h"
#include "ledger/rocksdb_store.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

namespace fs = std::filesystem;

std::unique_ptr<Store> MustOpenStore(const fs::path& folder, OpenMode mode = OpenMode::kReadWrite) {
  auto store = OpenRocksDbStore(folder, mode);
  if (!store.ok()) FAIL(store.error().message);
  return *std::move(store);
}

Batch BatchTo(uint64_t size, const Hash& root) {
  Batch batch;
  batch.SetHead(size, root);
  return batch;
}

void CheckPromises(Store& store) {
  const Hash root = LeafHash("one");
  CHECK(*store.ReadHead() == Head{0, 0, EmptyRoot()});
  CHECK(store.Append({1, 0, EmptyRoot()}, BatchTo(1, root)).error().code == "ledger.stale_epoch");
  const uint64_t epoch = *store.ClaimEpoch();
  CHECK(epoch == 1);

  Batch batch = BatchTo(1, root);
  batch.Put(Space::kIds, "b", "2");
  batch.Put(Space::kIds, "d", "4");
  batch.Put(Space::kIds, "d", "44");
  batch.Put(Space::kRecords, "b", std::string("a\0b", 3));
  batch.Put(Space::kIds, "c", "3");
  batch.Delete(Space::kIds, "c");
  REQUIRE(store.Append({epoch, 0, EmptyRoot()}, batch).ok());
  CHECK(*store.ReadHead() == Head{epoch, 1, root});
  CHECK(*store.Get(Space::kIds, "b") == "2");
  CHECK(*store.Get(Space::kIds, "d") == "44");
  CHECK_FALSE(store.Get(Space::kIds, "c")->has_value());
  CHECK(*store.Get(Space::kRecords, "b") == std::string("a\0b", 3));
  CHECK_FALSE(store.Get(Space::kHashes, "b")->has_value());

  // A write from another head, or by an earlier writer, does nothing.
  Batch late = BatchTo(2, LeafHash("two"));
  late.Put(Space::kIds, "late", "1");
  CHECK(store.Append({epoch, 0, EmptyRoot()}, late).error().code == "ledger.fence");
  CHECK(store.Append({epoch, 1, EmptyRoot()}, late).error().code == "ledger.fence");
  CHECK(*store.ClaimEpoch() == epoch + 1);
  CHECK(store.Append({epoch, 1, root}, late).error().code == "ledger.stale_epoch");
  CHECK_FALSE(store.Get(Space::kIds, "late")->has_value());
  CHECK(*store.ReadHead() == Head{epoch + 1, 1, root});

  const auto cursor = store.NewCursor(Space::kIds);
  const auto at = [&] { return cursor->Valid() ? std::string(cursor->key()) : "end"; };
  cursor->Seek("");
  CHECK(at() == "b");
  cursor->Next();
  CHECK(at() == "d");
  CHECK(cursor->value() == "44");
  cursor->Next();
  CHECK(at() == "end");
  CHECK(cursor->status().ok());
  cursor->Seek("c");
  CHECK(at() == "d");
  cursor->SeekForPrev("c");
  CHECK(at() == "b");
  cursor->SeekForPrev("d");
  CHECK(at() == "d");
  cursor->SeekForPrev("a");
  CHECK(at() == "end");
}

TEST_CASE("store: the memory store keeps the promises of a store") {
  MemoryStore store;
  CheckPromises(store);
}

TEST_CASE("store: RocksDB keeps the promises of a store, over a restart") {
  const TemporaryFolder folder;
  {
    const auto store = MustOpenStore(folder.path() / "db");
    CheckPromises(*store);
    CHECK(OpenRocksDbStore(folder.path() / "db", OpenMode::kReadWrite).error().code ==
          "ledger.locked");
  }
  const auto store = MustOpenStore(folder.path() / "db");
  CHECK(*store->ReadHead() == Head{2, 1, LeafHash("one")});
  CHECK(*store->Get(Space::kIds, "d") == "44");
  CHECK(*store->ClaimEpoch() == 3);
}

TEST_CASE("store: opened read-only it changes no byte and takes no write") {
  const TemporaryFolder folder;
  CheckPromises(*MustOpenStore(folder.path() / "db"));
  const auto store = MustOpenStore(folder.path() / "db", OpenMode::kReadOnly);
  CHECK(*store->Get(Space::kIds, "b") == "2");
  CHECK(store->ClaimEpoch().error().code == "ledger.store");
  CHECK(OpenRocksDbStore(folder.path() / "none", OpenMode::kReadOnly).error().code ==
        "ledger.not_found");
  CHECK_FALSE(fs::exists(folder.path() / "none"));
}

// The newest write-ahead log with something in it.
fs::path NewestLog(const fs::path& folder) {
  fs::path newest;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const bool log = entry.path().extension() == ".log" && entry.file_size() != 0;
    if (log && (newest.empty() || entry.path() > newest)) newest = entry.path();
  }
  REQUIRE(!newest.empty());
  return newest;
}

// A log of three groups as a killed process leaves it: copied while it is open.
class Killed {
 public:
  Killed() {
    const auto ledger = MustOpen(OptionsFor(live_.path()));
    Fill(*ledger, 3);
    fs::copy(live_.path(), copy_.path(),
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    log_ = NewestLog(copy_.path() / "ledger");
    size_ = fs::file_size(log_);
    std::ifstream in(log_, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(in), {});
  }
  // Opens with the log's bytes replaced and, if told so, the guard removed.
  std::string OpenWith(const std::string& bytes, bool with_guard) const {
    const TemporaryFolder folder;
    fs::copy(copy_.path(), folder.path(),
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    std::ofstream(folder.path() / "ledger" / log_.filename(), std::ios::binary) << bytes;
    Ledger::Options options = OptionsFor(folder.path());
    const VerifierKey vkey = VerifierKey::Ed25519(options.origin, options.key.public_key());
    if (!with_guard) fs::remove(folder.path() / ("head-" + KeyIdText(vkey)));
    const auto ledger = Ledger::Open(std::move(options));
    if (!ledger.ok()) return std::string(ledger.error().code);
    return std::to_string((*ledger)->size());
  }
  const std::string& bytes() const { return bytes_; }

 private:
  static std::string KeyIdText(const VerifierKey& key) {
    char text[9];
    std::snprintf(text, sizeof text, "%08x", key.id);
    return text;
  }
  TemporaryFolder live_, copy_;
  fs::path log_;
  uintmax_t size_ = 0;
  std::string bytes_;
};

TEST_CASE("store: a killed process leaves a log that opens whole") {
  const Killed killed;
  CHECK(killed.OpenWith(killed.bytes(), true) == "3");
}

TEST_CASE("store: a torn last write is dropped, and missed where it had been acknowledged") {
  const Killed killed;
  for (const size_t lost : {size_t{1}, size_t{7}, size_t{60}}) {
    const std::string torn = killed.bytes().substr(0, killed.bytes().size() - lost);
    CHECK(killed.OpenWith(torn, false) == "2");
    CHECK(killed.OpenWith(torn, true) == "ledger.behind");
  }
}

TEST_CASE("store: a damage before the tail never opens as a shorter log") {
  const Killed killed;
  for (size_t i = 8; i < killed.bytes().size() / 2; i += killed.bytes().size() / 17) {
    std::string bad = killed.bytes();
    bad[i] = static_cast<char>(bad[i] ^ 0x10);
    const std::string with_guard = killed.OpenWith(bad, true);
    INFO("byte " << i);
    CHECK((with_guard == "ledger.damaged" || with_guard == "ledger.behind" ||
           with_guard == "ledger.store"));
  }
}

TEST_CASE("blobs: what is put is got, by its digest, over a restart") {
  const TemporaryFolder folder;
  const std::string bytes = std::string("large\0thing", 11) + std::string(100'000, 'x');
  const Hash digest = *BlobStore::Open(folder.path() / "blobs")->Put(bytes);
  CHECK(digest == Sha256(bytes));
  const BlobStore blobs = *BlobStore::Open(folder.path() / "blobs");
  CHECK(*blobs.Get(digest) == bytes);
  CHECK(*blobs.Put(bytes) == digest);
  CHECK(blobs.Get(Sha256("other")).error().code == "ledger.not_found");
}

TEST_CASE("blobs: a damaged blob is refused, named, and mended by putting it again") {
  const TemporaryFolder folder;
  const BlobStore blobs = *BlobStore::Open(folder.path());
  const Hash digest = *blobs.Put("whole");
  const auto all = [&] {
    return blobs.ForEach([](const Hash&, std::string_view) -> Status { return {}; });
  };
  CHECK(all().ok());
  for (const auto& entry : fs::directory_iterator(folder.path())) {
    std::ofstream(entry.path()) << "hole";
  }
  CHECK(blobs.Get(digest).error().code == "ledger.blob_damaged");
  CHECK(all().error().code == "ledger.blob_damaged");
  CHECK(blobs.Put("whole").ok());
  CHECK(*blobs.Get(digest) == "whole");
  std::ofstream(folder.path() / "notes.txt") << "foreign";
  CHECK(all().error().code == "ledger.blob_name");
}

}  // namespace
}  // namespace reeve::ledger::testing

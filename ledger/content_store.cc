#include "ledger/content_store.h"

#include <rocksdb/db.h>

#include <algorithm>
#include <system_error>

#include "ledger/rocksdb_options.h"

namespace reeve::ledger {
namespace {

constexpr char kContent = 'c';
constexpr char kOfSubject = 's';
constexpr size_t kNameLetters = 64;

rocksdb::Slice AsSlice(std::string_view text) { return {text.data(), text.size()}; }
std::string_view AsView(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

std::string Key(char space, std::string_view name, std::string_view id = {}) {
  std::string key(1, space);
  key.append(name).append(id);
  return key;
}

Status AsStatus(const rocksdb::Status& status, std::string_view doing) {
  if (status.ok()) return {};
  return Error{status.IsCorruption() ? "vault.damaged" : "vault.store",
               "cannot " + std::string(doing) + " the content vault: " + status.ToString()};
}

}  // namespace

struct ContentStore::Impl {
  std::unique_ptr<rocksdb::DB> db;
};

Result<std::unique_ptr<ContentStore>> ContentStore::Open(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    return Error{"vault.store", "cannot make `" + folder.string() + "`: " + error.message(),
                 folder.string()};
  }
  rocksdb::Options options(StoreDbOptions(), StoreFamilyOptions());
  options.create_if_missing = true;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(options, folder.string(), &db);
  if (status.IsIOError() && status.ToString().find("lock ") != std::string::npos) {
    return Error{"vault.locked", "another process has `" + folder.string() + "` open",
                 folder.string()};
  }
  REEVE_RETURN_IF_ERROR(AsStatus(status, "open"));
  auto impl = std::make_unique<Impl>();
  impl->db.reset(db);
  return std::unique_ptr<ContentStore>(new ContentStore(std::move(impl)));
}

// A writer beside may replace a file between the list of the files and their opening; the next
// list is whole.
Result<std::unique_ptr<ContentStore>> ContentStore::OpenReadOnly(
    const std::filesystem::path& folder) {
  constexpr int kTries = 8;
  rocksdb::Options options(StoreDbOptions(), StoreFamilyOptions());
  options.max_open_files = -1;
  rocksdb::DB* db = nullptr;
  rocksdb::Status status;
  for (int i = 0; i < kTries; ++i) {
    status = rocksdb::DB::OpenForReadOnly(options, folder.string(), &db);
    if (status.ok()) break;
  }
  REEVE_RETURN_IF_ERROR(AsStatus(status, "open"));
  auto impl = std::make_unique<Impl>();
  impl->db.reset(db);
  return std::unique_ptr<ContentStore>(new ContentStore(std::move(impl)));
}

ContentStore::ContentStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ContentStore::~ContentStore() { impl_->db->Close().PermitUncheckedError(); }

Status ContentStore::Put(const std::vector<Entry>& entries) {
  rocksdb::WriteBatch batch;
  for (const Entry& entry : entries) {
    rocksdb::Status added = batch.Put(AsSlice(Key(kContent, entry.id)), AsSlice(entry.bytes));
    if (added.ok()) added = batch.Put(AsSlice(Key(kOfSubject, entry.subject_name, entry.id)), {});
    REEVE_RETURN_IF_ERROR(AsStatus(added, "build a write to"));
  }
  return AsStatus(impl_->db->Write(StoreWriteOptions(), &batch), "write");
}

Result<std::optional<std::string>> ContentStore::Get(std::string_view id) const {
  std::string value;
  const rocksdb::Status status =
      impl_->db->Get(rocksdb::ReadOptions(), AsSlice(Key(kContent, id)), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  REEVE_RETURN_IF_ERROR(AsStatus(status, "read"));
  return std::optional<std::string>(std::move(value));
}

Status ContentStore::Delete(const std::vector<Reference>& entries) {
  rocksdb::WriteBatch batch;
  for (const Reference& entry : entries) {
    rocksdb::Status added = batch.Delete(AsSlice(Key(kContent, entry.id)));
    if (added.ok()) added = batch.Delete(AsSlice(Key(kOfSubject, entry.subject_name, entry.id)));
    REEVE_RETURN_IF_ERROR(AsStatus(added, "build a write to"));
  }
  return AsStatus(impl_->db->Write(StoreWriteOptions(), &batch), "write");
}

Result<std::vector<std::string>> ContentStore::IdsOf(std::string_view subject_name) const {
  const std::string prefix = Key(kOfSubject, subject_name);
  const std::unique_ptr<rocksdb::Iterator> it(impl_->db->NewIterator(rocksdb::ReadOptions()));
  std::vector<std::string> ids;
  for (it->Seek(AsSlice(prefix)); it->Valid() && AsView(it->key()).starts_with(prefix);
       it->Next()) {
    ids.emplace_back(AsView(it->key()).substr(prefix.size()));
  }
  REEVE_RETURN_IF_ERROR(AsStatus(it->status(), "read"));
  return ids;
}

Status ContentStore::Scan(std::string_view after, const Visitor& visitor) const {
  const std::unique_ptr<rocksdb::Iterator> it(impl_->db->NewIterator(rocksdb::ReadOptions()));
  const std::string start = Key(kContent, after);
  for (it->Seek(AsSlice(start)); it->Valid() && AsView(it->key()).front() == kContent; it->Next()) {
    if (!after.empty() && AsView(it->key()) == start) continue;
    if (!visitor(AsView(it->key()).substr(1), AsView(it->value()))) return {};
  }
  return AsStatus(it->status(), "read");
}

Result<std::vector<ContentStore::Reference>> ContentStore::References() const {
  const std::unique_ptr<rocksdb::Iterator> it(impl_->db->NewIterator(rocksdb::ReadOptions()));
  std::vector<Reference> out;
  const std::string prefix(1, kOfSubject);
  for (it->Seek(AsSlice(prefix)); it->Valid(); it->Next()) {
    const std::string_view key = AsView(it->key()).substr(1);
    if (key.size() < kNameLetters)
      return Error{"vault.damaged", "an entry of the vault is nobody's"};
    out.push_back(
        {std::string(key.substr(0, kNameLetters)), std::string(key.substr(kNameLetters))});
  }
  REEVE_RETURN_IF_ERROR(AsStatus(it->status(), "read"));
  std::sort(out.begin(), out.end(),
            [](const Reference& a, const Reference& b) { return a.id < b.id; });
  return out;
}

Status ContentStore::Compact(std::string_view last_id) {
  REEVE_RETURN_IF_ERROR(AsStatus(impl_->db->Flush(rocksdb::FlushOptions()), "flush"));
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  const std::string first = Key(kContent, {});
  const std::string last = Key(kContent, last_id);
  const rocksdb::Slice begin = AsSlice(first);
  const rocksdb::Slice end = AsSlice(last);
  return AsStatus(impl_->db->CompactRange(options, &begin, &end), "compact");
}

}  // namespace reeve::ledger

#include "tests/ledger/fault_file_system.h"

#include <fstream>

#include "base/file.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

namespace fs = std::filesystem;
using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

IOStatus PowerIsGone() { return IOStatus::IOError("the power is gone"); }

std::string FolderOf(const std::string& path) { return fs::path(path).parent_path().string(); }

class FaultyFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultyFile(std::unique_ptr<rocksdb::FSWritableFile> file, std::string path,
             FaultFileSystem* system)
      : FSWritableFileOwnerWrapper(std::move(file)), path_(std::move(path)), system_(system) {}

  IOStatus Append(const rocksdb::Slice& bytes, const IOOptions& options,
                  IODebugContext* debug) override {
    bool short_write = false;
    const IOStatus allowed = system_->Change(Call::kAppend, path_, &short_write);
    if (!allowed.ok() && !short_write) return allowed;
    const rocksdb::Slice arrived(bytes.data(), short_write ? bytes.size() / 2 : bytes.size());
    const IOStatus status = FSWritableFileOwnerWrapper::Append(arrived, options, debug);
    if (status.ok()) system_->Grown(path_, size_ += arrived.size());
    return allowed.ok() ? status : allowed;
  }
  IOStatus Append(const rocksdb::Slice& bytes, const IOOptions& options,
                  const rocksdb::DataVerificationInfo&, IODebugContext* debug) override {
    return Append(bytes, options, debug);
  }
  // No real sync: what the disk holds is for Settle to say.
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    const IOStatus allowed = system_->Change(Call::kSync, path_);
    if (allowed.ok()) system_->Synced(path_);
    return allowed;
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }
  IOStatus RangeSync(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();  // promises nothing
  }

 private:
  const std::string path_;
  FaultFileSystem* const system_;
  uint64_t size_ = 0;
};

class FaultyFolder final : public rocksdb::FSDirectoryWrapper {
 public:
  FaultyFolder(std::unique_ptr<rocksdb::FSDirectory> folder, std::string path,
               FaultFileSystem* system)
      : FSDirectoryWrapper(std::move(folder)), path_(std::move(path)), system_(system) {}
  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    const IOStatus allowed = system_->Change(Call::kSync, path_);
    if (allowed.ok()) system_->FolderSynced(path_);
    return allowed;
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const rocksdb::DirFsyncOptions&) override {
    return Fsync(options, debug);
  }

 private:
  const std::string path_;
  FaultFileSystem* const system_;
};

// Puts something else in the place of the bytes from `from` on, or cuts them off.
void SpoilTail(const std::string& path, uint64_t from, uint64_t size, std::mt19937_64& random) {
  const uint64_t kept = from + random() % (size - from + 1);
  switch (random() % 4) {
    case 0:  // nothing of them arrived
      fs::resize_file(path, from);
      return;
    case 1:  // a first part
      fs::resize_file(path, kept);
      return;
    case 2: {  // a first part, and its last sector holds what was there before
      fs::resize_file(path, kept);
      std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
      const uint64_t begin = std::max(from, kept - std::min<uint64_t>(kept, 512));
      file.seekp(static_cast<std::streamoff>(begin));
      for (uint64_t i = begin; i < kept; ++i) file.put(static_cast<char>(random()));
      return;
    }
    default: {  // the length arrived, and not all of the pages
      std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
      const uint64_t end = std::min(size, kept + 4096);
      file.seekp(static_cast<std::streamoff>(kept));
      for (uint64_t i = kept; i < end; ++i) file.put('\0');
      return;
    }
  }
}

}  // namespace

FaultFileSystem::FaultFileSystem(fs::path grave)
    : FileSystemWrapper(FileSystem::Default()), grave_(std::move(grave)) {
  fs::create_directories(grave_);
}

void FaultFileSystem::CutAfter(int changes) {
  const MutexLock lock(mutex_);
  changes_left_ = changes;
}

bool FaultFileSystem::cut() const {
  const MutexLock lock(mutex_);
  return cut_;
}

void FaultFileSystem::Inject(Fault fault) {
  const MutexLock lock(mutex_);
  fault_ = std::make_unique<Fault>(std::move(fault));
}

void FaultFileSystem::Heal() {
  const MutexLock lock(mutex_);
  fault_ = nullptr;
}

int FaultFileSystem::failed_calls() const {
  const MutexLock lock(mutex_);
  return failed_calls_;
}

IOStatus FaultFileSystem::Check(Call call, const std::string& path, bool* short_write) {
  if (cut_) return PowerIsGone();
  if (call != Call::kRead && changes_left_ >= 0 && changes_left_-- == 0) {
    cut_ = true;
    return PowerIsGone();
  }
  const bool meant = fault_ && fault_->call == call && path.find(fault_->name) != std::string::npos;
  if (!meant || fault_->skip-- > 0) return IOStatus::OK();
  ++failed_calls_;
  if (short_write != nullptr) *short_write = fault_->short_write;
  return fault_->status;
}

IOStatus FaultFileSystem::Change(Call call, const std::string& path, bool* short_write) {
  const MutexLock lock(mutex_);
  return Check(call, path, short_write);
}

void FaultFileSystem::Grown(const std::string& path, uint64_t size) {
  const MutexLock lock(mutex_);
  files_[path].size = size;
}

void FaultFileSystem::Synced(const std::string& path) {
  const MutexLock lock(mutex_);
  files_[path].synced = files_[path].size;
}

void FaultFileSystem::FolderSynced(const std::string& folder) {
  const MutexLock lock(mutex_);
  std::erase_if(changes_, [&](const NameChange& change) {
    if (FolderOf(change.to.empty() ? change.from : change.to) != folder) return false;
    if (!change.replaced.empty()) fs::remove(change.replaced);
    return true;
  });
}

std::string FaultFileSystem::Bury(const std::string& path, File* file) {
  if (!fs::exists(path)) return "";
  std::string grave = (grave_ / std::to_string(buried_++)).string();
  fs::rename(path, grave);
  const auto known = files_.find(path);
  if (known != files_.end()) {
    *file = known->second;
    files_.erase(known);
  } else {
    file->size = file->synced = fs::file_size(grave);
  }
  return grave;
}

IOStatus FaultFileSystem::NewSequentialFile(const std::string& path, const FileOptions& options,
                                            std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                            IODebugContext* debug) {
  const IOStatus allowed = Change(Call::kRead, path);
  return allowed.ok() ? target()->NewSequentialFile(path, options, file, debug) : allowed;
}

IOStatus FaultFileSystem::NewRandomAccessFile(const std::string& path, const FileOptions& options,
                                              std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                              IODebugContext* debug) {
  const IOStatus allowed = Change(Call::kRead, path);
  return allowed.ok() ? target()->NewRandomAccessFile(path, options, file, debug) : allowed;
}

IOStatus FaultFileSystem::NewWritableFile(const std::string& path, const FileOptions& options,
                                          std::unique_ptr<rocksdb::FSWritableFile>* file,
                                          IODebugContext* debug) {
  const MutexLock lock(mutex_);
  const IOStatus allowed = Check(Call::kOpen, path, nullptr);
  if (!allowed.ok()) return allowed;
  NameChange change{"", path, "", {}};
  change.replaced = Bury(path, &change.replaced_file);
  std::unique_ptr<rocksdb::FSWritableFile> opened;
  const IOStatus status = target()->NewWritableFile(path, options, &opened, debug);
  if (!status.ok()) return status;
  files_[path] = {};
  changes_.push_back(std::move(change));
  *file = std::make_unique<FaultyFile>(std::move(opened), path, this);
  return status;
}

IOStatus FaultFileSystem::NewDirectory(const std::string& path, const IOOptions& options,
                                       std::unique_ptr<rocksdb::FSDirectory>* folder,
                                       IODebugContext* debug) {
  std::unique_ptr<rocksdb::FSDirectory> opened;
  const IOStatus status = target()->NewDirectory(path, options, &opened, debug);
  if (status.ok()) *folder = std::make_unique<FaultyFolder>(std::move(opened), path, this);
  return status;
}

IOStatus FaultFileSystem::DeleteFile(const std::string& path, const IOOptions& options,
                                     IODebugContext* debug) {
  const MutexLock lock(mutex_);
  const IOStatus allowed = Check(Call::kRename, path, nullptr);
  if (!allowed.ok()) return allowed;
  NameChange change{path, "", "", {}};
  change.replaced = Bury(path, &change.replaced_file);
  if (change.replaced.empty()) return target()->DeleteFile(path, options, debug);
  changes_.push_back(std::move(change));
  return IOStatus::OK();
}

IOStatus FaultFileSystem::RenameFile(const std::string& from, const std::string& to,
                                     const IOOptions& options, IODebugContext* debug) {
  const MutexLock lock(mutex_);
  const IOStatus allowed = Check(Call::kRename, to, nullptr);
  if (!allowed.ok()) return allowed;
  NameChange change{from, to, "", {}};
  change.replaced = Bury(to, &change.replaced_file);
  const IOStatus status = target()->RenameFile(from, to, options, debug);
  if (!status.ok()) return status;
  const auto moved = files_.extract(from);
  if (!moved.empty()) files_[to] = moved.mapped();
  changes_.push_back(std::move(change));
  return status;
}

void FaultFileSystem::Undo(const NameChange& change) {
  if (change.from.empty()) {
    fs::remove(change.to);
    files_.erase(change.to);
  } else if (!change.to.empty()) {
    fs::rename(change.to, change.from);
    const auto moved = files_.extract(change.to);
    if (!moved.empty()) files_[change.from] = moved.mapped();
  }
  if (change.replaced.empty()) return;
  const std::string& name = change.to.empty() ? change.from : change.to;
  fs::rename(change.replaced, name);
  files_[name] = change.replaced_file;
}

void FaultFileSystem::Settle(std::mt19937_64& random) {
  const MutexLock lock(mutex_);
  const size_t kept = random() % (changes_.size() + 1);
  while (changes_.size() > kept) {
    Undo(changes_.back());
    changes_.pop_back();
  }
  for (const auto& [path, file] : files_) {
    if (fs::exists(path) && file.size > file.synced)
      SpoilTail(path, file.synced, file.size, random);
  }
}

namespace {

std::unique_ptr<rocksdb::FSWritableFile> Create(FaultFileSystem& files, const fs::path& path) {
  std::unique_ptr<rocksdb::FSWritableFile> file;
  REQUIRE(files.NewWritableFile(path.string(), {}, &file, nullptr).ok());
  return file;
}

void SyncFolder(FaultFileSystem& files, const fs::path& path) {
  std::unique_ptr<rocksdb::FSDirectory> folder;
  REQUIRE(files.NewDirectory(path.string(), {}, &folder, nullptr).ok());
  REQUIRE(folder->Fsync({}, nullptr).ok());
}

TEST_CASE("fault file system: what was synced stays, what was not may be lost or torn") {
  size_t shorter = 0, other = 0, nameless = 0;
  for (uint64_t seed = 0; seed < 64; ++seed) {
    const TemporaryFolder folder;
    FaultFileSystem files(folder.path() / "grave");
    const fs::path synced = folder.path() / "a";
    {
      const auto a = Create(files, synced);
      REQUIRE(a->Append("lasting", {}, nullptr).ok());
      REQUIRE(a->Sync({}, nullptr).ok());
      SyncFolder(files, folder.path());
      REQUIRE(a->Append(std::string(9'000, 'x'), {}, nullptr).ok());
      REQUIRE(Create(files, folder.path() / "b")->Sync({}, nullptr).ok());
      files.CutAfter(0);
      CHECK_FALSE(a->Append("after", {}, nullptr).ok());
      CHECK(files.cut());
    }
    std::mt19937_64 random(seed);
    files.Settle(random);
    const std::string text = *ReadFile(synced);
    REQUIRE(text.starts_with("lasting"));
    CHECK(text.find("after") == std::string::npos);
    shorter += text.size() < 9'007 ? 1 : 0;
    other += text.find_first_not_of('x', 7) != std::string::npos ? 1 : 0;
    nameless += fs::exists(folder.path() / "b") ? 0 : 1;
  }
  CHECK(shorter > 8);
  CHECK(other > 8);
  CHECK(nameless > 8);
  CHECK(nameless < 56);
}

TEST_CASE("fault file system: a name that was changed and not synced may be as it was") {
  size_t old = 0;
  for (uint64_t seed = 0; seed < 32; ++seed) {
    const TemporaryFolder folder;
    FaultFileSystem files(folder.path() / "grave");
    const fs::path current = folder.path() / "CURRENT", next = folder.path() / "next";
    std::ofstream(current) << "old";
    {
      const auto file = Create(files, next);
      REQUIRE(file->Append("new", {}, nullptr).ok());
      REQUIRE(file->Sync({}, nullptr).ok());
    }
    REQUIRE(files.RenameFile(next.string(), current.string(), {}, nullptr).ok());
    CHECK(*ReadFile(current) == "new");
    std::mt19937_64 random(seed);
    files.Settle(random);
    const std::string text = *ReadFile(current);
    CHECK((text == "old" || text == "new"));
    old += text == "old" ? 1 : 0;
  }
  CHECK(old > 4);
  CHECK(old < 28);
}

TEST_CASE("fault file system: the chosen calls fail, and only these") {
  const TemporaryFolder folder;
  FaultFileSystem files(folder.path() / "grave");
  const auto log = Create(files, folder.path() / "1.log");
  const auto other = Create(files, folder.path() / "2.sst");
  files.Inject({Call::kAppend, ".log", 1, IOStatus::NoSpace("full"), true});
  CHECK(other->Append("123456", {}, nullptr).ok());
  CHECK(log->Append("123456", {}, nullptr).ok());
  CHECK(log->Append("abcdef", {}, nullptr).IsNoSpace());
  CHECK(log->Sync({}, nullptr).ok());
  CHECK(files.failed_calls() == 1);
  files.Heal();
  CHECK(log->Append("!", {}, nullptr).ok());
  CHECK(*ReadFile(folder.path() / "1.log") == "123456abc!");
}

}  // namespace
}  // namespace reeve::ledger::testing

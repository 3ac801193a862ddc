#include "ledger/backup.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "base/file.h"
#include "ledger/backup_manifest.h"
#include "ledger/layout.h"
#include "ledger/vault.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

namespace fs = std::filesystem;

template <typename T>
T Must(Result<T> result) {
  if (!result.ok()) FAIL(result.error().code << ": " << result.error().message);
  return std::move(result).value();
}
void Must(const Status& status) {
  if (!status.ok()) FAIL(status.error().code << ": " << status.error().message);
}
template <typename T>
std::string Code(const Result<T>& result) {
  return result.ok() ? "ok" : std::string(result.error().code);
}

// A log, its backup, and where it is restored to.
class BackedUpLog {
 public:
  BackedUpLog() { ledger_ = MustOpen(OptionsFor(data())); }
  Ledger& operator*() { return *ledger_; }
  Ledger* operator->() { return ledger_.get(); }
  fs::path data() const { return folder_.path() / "data"; }
  fs::path backup() const { return folder_.path() / "backup"; }
  fs::path restored() const { return folder_.path() / "restored"; }
  BackedUp Create() { return Must(CreateBackup(data(), backup())); }
  void Close() { ledger_.reset(); }

  std::vector<fs::path> Files() const {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(backup())) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
    return files;
  }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<Ledger> ledger_;
};

TEST_CASE("backup: a running log is backed up, restored elsewhere, and goes on") {
  BackedUpLog log;
  Fill(*log, 700);
  const std::string blob = "a bundle";
  Must(log->blobs().Put(blob));
  const BackedUp done = log.Create();
  CHECK(done.size == 700);
  CHECK(done.added == 700);
  CHECK(done.blobs == 1);
  const std::string receipt = Must(log->Receipt(42));
  const Record before = Must(log->Read(42));
  log.Close();

  const Restored restored = Must(RestoreBackup(log.backup(), log.restored(), {}));
  CHECK(restored.head.size == 700);
  const Report report = Must(VerifyFolder(log.restored(), {}));
  INFO(report.Text());
  CHECK(report.ok());
  CHECK(report.checkpoints_checked == 701);
  const auto ledger = MustOpen(OptionsFor(log.restored()));
  CHECK(ledger->size() == 700);
  CHECK(Must(ledger->FindById("r42")).bytes() == before.bytes());
  CHECK(Must(ledger->Receipt(42)) == receipt);
  CHECK(Must(ledger->blobs().Get(Sha256(blob))) == blob);
  CHECK(MustAppend(*ledger, "next").index == 700);
}

TEST_CASE("backup: a run adds what is new, and changes no file that was written") {
  BackedUpLog log;
  Fill(*log, 5);
  log.Create();
  const fs::path first = log.backup() / BackupSegment{0, 5, {}, {}}.RecordsName();
  const std::string before = Must(ReadFile(first));
  CHECK(log.Create().added == 0);
  for (const char* id : {"a", "b"}) MustAppend(*log, id);
  const BackedUp done = log.Create();
  CHECK(done.added == 2);
  CHECK(done.segments == 1);
  CHECK(Must(ReadFile(first)) == before);
  CHECK(Must(VerifyBackup(log.backup(), {})).records_checked == 7);
  CHECK(Must(RestoreBackup(log.backup(), log.restored(), {})).head.size == 7);
}

TEST_CASE("backup: a changed or missing byte of any file is found, and nothing is restored") {
  BackedUpLog log;
  Fill(*log, 3);
  Must(log->blobs().Put("a bundle"));
  log.Create();
  CHECK(Must(VerifyBackup(log.backup(), {})).ok());
  for (const fs::path& file : log.Files()) {
    const std::string whole = Must(ReadFile(file));
    const size_t step = std::max<size_t>(1, whole.size() / 40);
    for (size_t at = 0; at < whole.size(); at += step) {
      INFO(file << " at " << at);
      std::string changed = whole;
      changed[at] = static_cast<char>(changed[at] ^ 0x04);
      std::ofstream(file, std::ios::binary) << changed;
      const auto report = VerifyBackup(log.backup(), {});
      CHECK((!report.ok() || !report->ok()));
      CHECK_FALSE(RestoreBackup(log.backup(), log.restored(), {}).ok());
      fs::remove_all(log.restored());
    }
    std::ofstream(file, std::ios::binary) << whole.substr(0, whole.size() - 1);
    const auto cut = VerifyBackup(log.backup(), {});
    CHECK((!cut.ok() || !cut->ok()));
    std::ofstream(file, std::ios::binary) << whole;
  }
  CHECK(Must(VerifyBackup(log.backup(), {})).ok());
}

TEST_CASE("backup: a log that lost records, or another log, is told from the one backed up") {
  BackedUpLog log;
  Fill(*log, 4);
  log.Create();
  BackedUpLog shorter;
  Fill(*shorter, 3);
  CHECK(Code(CreateBackup(shorter.data(), log.backup())) == "backup.ahead");
  BackedUpLog forked;
  for (const char* id : {"a", "b", "c", "d", "e"}) MustAppend(*forked, id);
  CHECK(Code(CreateBackup(forked.data(), log.backup())) == "backup.forked");
  TemporaryFolder folder;
  Ledger::Options options = OptionsFor(folder.path());
  options.key = OtherKey();
  const auto other = MustOpen(std::move(options));
  Fill(*other, 5);
  CHECK(Code(CreateBackup(folder.path(), log.backup())) == "backup.other_log");
}

TEST_CASE("backup: nothing is written into, or restored over, a folder with something in it") {
  BackedUpLog log;
  CHECK(Code(CreateBackup(log.data(), log.backup())) == "backup.empty");
  Fill(*log, 2);
  fs::create_directories(log.backup());
  std::ofstream(log.backup() / "mine") << "mine";
  CHECK(Code(CreateBackup(log.data(), log.backup())) == "file.exists");
  fs::remove(log.backup() / "mine");
  log.Create();
  CHECK(Code(RestoreBackup(log.backup(), log.data(), {})) == "file.exists");
  CHECK(Code(RestoreBackup(log.restored(), log.restored(), {})) == "file.not_found");
}

TEST_CASE("backup: with a later checkpoint at hand, an older backup is no log to go on with") {
  BackedUpLog log;
  Fill(*log, 4);
  const std::string of_four = log->LatestCheckpoint();
  log.Create();
  MustAppend(*log, "later");
  const std::string of_five = log->LatestCheckpoint();
  RestoreOptions options;
  options.earlier_checkpoint = of_five;
  CHECK(Code(RestoreBackup(log.backup(), log.restored(), options)) == "restore.behind");
  CHECK_FALSE(fs::exists(log.restored()));
  BackedUpLog forked;
  for (const char* id : {"a", "b", "c", "d"}) MustAppend(*forked, id);
  options.earlier_checkpoint = forked->LatestCheckpoint();
  CHECK(Code(RestoreBackup(log.backup(), log.restored(), options)) == "restore.forked");
  fs::remove_all(log.restored());
  options.earlier_checkpoint = of_four;
  CHECK(Code(RestoreBackup(log.backup(), log.restored(), options)) == "ok");
}

TEST_CASE("backup: what is half restored does not open as a shorter log") {
  BackedUpLog log;
  Fill(*log, 40);
  log.Create();
  for (const char* id : {"a", "b"}) MustAppend(*log, id);
  log.Create();
  fs::remove(log.backup() / BackupSegment{40, 42, {}, {}}.RecordsName());
  CHECK(Code(RestoreBackup(log.backup(), log.restored(), {})) == "backup.segment");
  const auto opened = Ledger::Open(OptionsFor(log.restored()));
  REQUIRE_FALSE(opened.ok());
  CHECK(opened.error().code == "ledger.behind");
}

TEST_CASE("backup: the vault goes along, and an erased key is destroyed in the backup too") {
  const std::string master(32, 'm');
  BackedUpLog log;
  Fill(*log, 2);
  auto vault = Must(Vault::Open(VaultFolder(log.data()), master, Random::System()));
  const auto keep = [&](const std::string& id, const std::string& subject) {
    const auto key = Must(vault->KeyFor("t", subject));
    const KeptHeader header{id, "t", subject, "sys", "high", key->id(), kStart};
    Must(vault->Keep({Must(vault->Seal(header, *key, "text of " + subject))}));
    return key->id();
  };
  const std::string erased = keep("d-1", "s-1");
  keep("d-2", "s-2");
  CHECK(log.Create().vault.contents_added == 2);  // beside the open vault
  const auto key_file = [&](const std::string& subject) {
    return WrappedKeyPath(log.backup() / "vault" / "keys", SubjectKeyName("t", subject));
  };
  CHECK(fs::exists(key_file("s-1")));
  Must(vault->Destroy("t", "s-1", erased));
  const BackedUp second = log.Create();
  CHECK(second.vault.keys_destroyed == 1);
  CHECK(second.vault.contents_removed == 1);
  CHECK_FALSE(fs::exists(key_file("s-1")));
  vault.reset();
  Must(RestoreBackup(log.backup(), log.restored(), {}));
  vault = Must(Vault::Open(VaultFolder(log.restored()), master, Random::System()));
  CHECK(Must(vault->Read("d-2")).text == "text of s-2");
  CHECK_FALSE(vault->Read("d-1").ok());
}

TEST_CASE("backup: manifests and lines of checkpoints are read strictly") {
  BackupManifest manifest;
  manifest.key = VerifierKey::Ed25519(kOrigin, FixedKey().public_key());
  manifest.size = 7;
  manifest.segments = {{0, 5, {}, {}}, {5, 7, {}, {}}};
  const std::string text = Must(manifest.Text());
  CHECK(Must(Must(BackupManifest::Parse(text)).Text()) == text);
  manifest.segments[1].first = 6;
  CHECK(Code(BackupManifest::Parse(Must(manifest.Text()))) == "backup.manifest");
  manifest.segments = {{0, 5, {}, {}}};
  CHECK(Code(BackupManifest::Parse(Must(manifest.Text()))) == "backup.manifest");
  for (size_t n = 0; n < text.size(); ++n) {
    CHECK(Code(BackupManifest::Parse(text.substr(0, n))) == "backup.manifest");
  }
  const CheckpointLine line{12, "note\n"};
  CHECK(Must(CheckpointLine::Parse("12 bm90ZQo=")).note == line.note);
  CHECK(line.Text() == "12 bm90ZQo=\n");
  for (const char* bad : {"", "12", "12 ", " bm90ZQo=", "012 bm90ZQo=", "12  bm90ZQo=", "x bm90"}) {
    CHECK(Code(CheckpointLine::Parse(bad)) == "backup.checkpoints");
  }
}

}  // namespace
}  // namespace reeve::ledger::testing

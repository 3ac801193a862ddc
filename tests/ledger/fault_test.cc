// A disk that fails: what callers are told, that the log stops before anything is built on a write
// whose outcome is unknown, and that it goes on once the cause is gone.
#include "ledger/layout.h"
#include "ledger/rebuild.h"
#include "ledger/rocksdb_store.h"
#include "ledger/verify.h"
#include "tests/ledger/fault_file_system.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

using rocksdb::IOStatus;

class Patch {
 public:
  Result<std::unique_ptr<Ledger>> Open() {
    REEVE_ASSIGN_OR_RETURN(std::unique_ptr<Store> store,
                           OpenRocksDbStore(StoreFolder(folder_.path() / "data"),
                                            OpenMode::kReadWrite, {.env = disk_.env.get()}));
    return Ledger::OpenOn(std::move(store), OptionsFor(folder_.path() / "data"));
  }
  FaultFileSystem& files() { return *disk_.files; }

 private:
  TemporaryFolder folder_;
  FaultDisk disk_{folder_.path() / "grave"};
};

struct Case {
  const char* name;
  Fault fault;
  const char* says;  // of the message, for a person
};

std::vector<Case> WriteFaults() {
  return {
      {"disk full",
       {Call::kAppend, ".log", 0, IOStatus::NoSpace("No space left on device")},
       "make room"},
      {"disk full, half written",
       {Call::kAppend, ".log", 0, IOStatus::NoSpace("No space left on device"), true},
       "make room"},
      {"failed fsync",
       {Call::kSync, ".log", 0, IOStatus::IOError("Input/output error")},
       "the disk"},
      {"read-only",
       {Call::kAppend, ".log", 0, IOStatus::IOError("Read-only file system")},
       "for writing"},
  };
}

TEST_CASE("fault: a write that fails stops the log, says why, and loses nothing acknowledged") {
  for (const Case& fault_case : WriteFaults()) {
    INFO(fault_case.name);
    Patch patch;
    {
      auto ledger = patch.Open();
      REQUIRE(ledger.ok());
      Fill(**ledger, 3);
      const std::string receipt = *(*ledger)->Receipt(2);
      patch.files().Inject(fault_case.fault);
      const auto failed = (*ledger)->Append({MakeRecord("lost")});
      REQUIRE_FALSE(failed.ok());
      CHECK(failed.error().code == "ledger.stopped");
      INFO(failed.error().message);
      CHECK(failed.error().message.find(fault_case.says) != std::string::npos);
      // What /readyz shows.
      CHECK((*ledger)->Health().error().message == failed.error().message);
      // Even when the disk is well again, nothing is tried again.
      patch.files().Heal();
      CHECK((*ledger)->Append({MakeRecord("later")}).error().code == "ledger.stopped");
      CHECK((*ledger)->size() == 3);
      CHECK(*(*ledger)->Receipt(2) == receipt);
    }
    const auto again = patch.Open();
    if (!again.ok()) FAIL(again.error().message);
    CHECK((*again)->size() >= 3);
    CHECK((*again)->FindById("r2")->index() == 2);
    MustAppend(**again, "after");
    CHECK(VerifyStore((*again)->store(), {})->ok());
  }
}

TEST_CASE("fault: a log that cannot be opened says what to do, and opens once it can") {
  const std::vector<Case> cases = {
      {"open-file limit",
       {Call::kRead, ".sst", 0, IOStatus::IOError("Too many open files")},
       "LimitNOFILE"},
      {"read-only",
       {Call::kOpen, "", 0, IOStatus::IOError("Read-only file system")},
       "for writing"},
      {"disk full",
       {Call::kAppend, "", 0, IOStatus::NoSpace("No space left on device")},
       "make room"},
  };
  for (const Case& fault_case : cases) {
    INFO(fault_case.name);
    Patch patch;
    Fill(**patch.Open(), 3);
    patch.files().Inject(fault_case.fault);
    const auto refused = patch.Open();
    REQUIRE_FALSE(refused.ok());
    INFO(refused.error().message);
    CHECK(refused.error().code == "ledger.store");
    CHECK(refused.error().message.find(fault_case.says) != std::string::npos);
    patch.files().Heal();
    const auto ledger = patch.Open();
    REQUIRE(ledger.ok());
    CHECK((*ledger)->size() == 3);
    CHECK(VerifyStore((*ledger)->store(), {})->ok());
  }
}

TEST_CASE("fault: a flush that fails at closing loses nothing") {
  Patch patch;
  {
    auto ledger = patch.Open();
    Fill(**ledger, 3);
    patch.files().Inject({Call::kAppend, ".sst", 0, IOStatus::NoSpace("No space left on device")});
  }
  CHECK(patch.files().failed_calls() > 0);
  patch.files().Heal();
  CHECK((*patch.Open())->size() == 3);
}

}  // namespace
}  // namespace reeve::ledger::testing

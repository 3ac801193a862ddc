#include "ledger/doctor.h"

#include <fstream>
#include <map>

#include "base/file.h"
#include "ledger/layout.h"
#include "ledger/rocksdb_store.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

namespace fs = std::filesystem;

// A closed data folder of six records, and the means to hurt it.
class Patient {
 public:
  Patient() {
    auto ledger = Open();
    REQUIRE(ledger->blobs().Put("a bundle").ok());
    Fill(*ledger, 6);
  }
  const fs::path& data() const { return folder_.path(); }
  std::unique_ptr<Ledger> Open() const {
    Ledger::Options options = OptionsFor(data());
    options.projections = WithKindCounter();
    return MustOpen(std::move(options));
  }
  Diagnosis Examine() const {
    auto diagnosis = Diagnose(data(), {}, WithKindCounter());
    REQUIRE(diagnosis.ok());
    return *std::move(diagnosis);
  }
  // Flips a bit in the middle of the largest file of that kind; gives its name.
  std::string Hurt(const char* extension) const {
    fs::path largest;
    for (const auto& entry : fs::directory_iterator(StoreFolder(data()))) {
      if (entry.path().extension() != extension) continue;
      if (largest.empty() || entry.file_size() > fs::file_size(largest)) largest = entry.path();
    }
    std::string bytes = *ReadFile(largest);
    bytes[bytes.size() / 3] = static_cast<char>(bytes[bytes.size() / 3] ^ 0x10);
    std::ofstream(largest, std::ios::binary) << bytes;
    return largest.filename().string();
  }
  // Of all files but RocksDB's own notes.
  std::map<std::string, std::string> Bytes() const {
    std::map<std::string, std::string> bytes;
    for (const auto& entry : fs::recursive_directory_iterator(data())) {
      const std::string name = entry.path().filename().string();
      if (entry.is_regular_file() && !name.starts_with("LOG")) {
        bytes[entry.path().string()] = *ReadFile(entry.path());
      }
    }
    return bytes;
  }

 private:
  TemporaryFolder folder_;
};

TEST_CASE("doctor: a healthy folder is called so, and all of it is provable") {
  const Patient patient;
  const Diagnosis diagnosis = patient.Examine();
  INFO(diagnosis.Text());
  CHECK(diagnosis.healthy());
  CHECK(diagnosis.provable == 6);
  CHECK(diagnosis.published == 6);
  CHECK(diagnosis.Json().find("\"healthy\": true") != std::string::npos);
}

TEST_CASE("doctor: a damaged file is named, with what to do, and nothing is changed") {
  const Patient patient;
  const std::string name = patient.Hurt(".sst");
  const auto before = patient.Bytes();
  const Diagnosis diagnosis = patient.Examine();
  INFO(diagnosis.Text());
  REQUIRE_FALSE(diagnosis.healthy());
  CHECK(diagnosis.Text().find(name) != std::string::npos);
  for (const Complaint& complaint : diagnosis.complaints) CHECK_FALSE(complaint.remedy.empty());
  CHECK(patient.Bytes() == before);
}

TEST_CASE("doctor: an older copy of the store is behind, and the missing records are named") {
  const Patient patient;
  const TemporaryFolder older;
  fs::copy(StoreFolder(patient.data()), older.path(), fs::copy_options::recursive);
  {
    const auto ledger = patient.Open();
    MustAppend(*ledger, "newer");
    MustAppend(*ledger, "newest");
  }
  fs::remove_all(StoreFolder(patient.data()));
  fs::copy(older.path(), StoreFolder(patient.data()), fs::copy_options::recursive);
  const Diagnosis diagnosis = patient.Examine();
  INFO(diagnosis.Text());
  REQUIRE(diagnosis.complaints.size() == 1);
  CHECK(diagnosis.complaints[0].code == "guard.behind");
  CHECK(diagnosis.provable == 6);
  CHECK(diagnosis.Text().find("records 6 to 7") != std::string::npos);
  // And opening it to write refuses, before a byte is changed.
  const auto before = patient.Bytes();
  CHECK(Ledger::Open(OptionsFor(patient.data())).error().code == "ledger.behind");
  CHECK(patient.Bytes() == before);
}

TEST_CASE("doctor: what stands before an altered record is still provable") {
  const Patient patient;
  {
    const auto store = OpenRocksDbStore(StoreFolder(patient.data()), OpenMode::kReadWrite);
    REQUIRE(store.ok());
    std::string run = **(*store)->Get(Space::kRecords, BigEndianKey(4));
    run[run.find("\"n\":4") + 4] = '5';
    Tamper(**store, Space::kRecords, BigEndianKey(4), run);
  }
  const Diagnosis diagnosis = patient.Examine();
  INFO(diagnosis.Text());
  REQUIRE_FALSE(diagnosis.healthy());
  CHECK(diagnosis.complaints[0].code == "record.altered");
  CHECK(diagnosis.provable == 4);
}

TEST_CASE("doctor: a state that is not what the log says is to be rebuilt") {
  const Patient patient;
  {
    const auto store = OpenRocksDbStore(StoreFolder(patient.data()), OpenMode::kReadWrite);
    REQUIRE(store.ok());
    Tamper(**store, Space::kProjections, ProjectionPrefix("kinds") + "decision", "7");
  }
  const Diagnosis diagnosis = patient.Examine();
  REQUIRE(diagnosis.complaints.size() == 1);
  CHECK(diagnosis.complaints[0].code == "state.differs");
  CHECK(diagnosis.complaints[0].remedy.find("rebuild") != std::string::npos);
}

TEST_CASE("doctor: a folder without a store is an error") {
  const TemporaryFolder folder;
  CHECK(Diagnose(folder.path(), {}, {}).error().code == "ledger.not_found");
}

}  // namespace
}  // namespace reeve::ledger::testing

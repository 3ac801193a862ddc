// Random changes of single bytes and random truncations, over all files of closed stores, of killed
// ones and of exports. Each is detected by verification, or it is proven to carry nothing: then
// every entry of the store, or every file that an export is evidence by, reads as before.
// `ledger_test "[long]"` does 10,000 changes and 500 truncations; the counts stand in
// docs/recovery.md.
#include <fstream>
#include <map>
#include <random>

#include "base/encoding.h"
#include "base/file.h"
#include "ledger/export.h"
#include "ledger/head_guard.h"
#include "ledger/layout.h"
#include "ledger/rocksdb_store.h"
#include "ledger/verify.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

namespace fs = std::filesystem;

void Write(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

std::vector<fs::path> FilesOf(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.file_size() > 0) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// What a folder says: equal before and after a change that carries nothing.
std::string Meaning(const fs::path& folder) {
  std::string all;
  if (fs::exists(folder / "records.jsonl")) {
    for (const fs::path& path : FilesOf(folder)) {
      if (path.filename() != "README.txt") all += path.filename().string() + *ReadFile(path);
    }
    return HexEncode(AsBytes(Sha256(all)));
  }
  const auto store = OpenRocksDbStore(StoreFolder(folder), OpenMode::kReadOnly);
  if (!store.ok()) return store.error().message;
  for (size_t space = 0; space < kSpaceCount; ++space) {
    const auto cursor = (*store)->NewCursor(static_cast<Space>(space));
    for (cursor->Seek(""); cursor->Valid(); cursor->Next()) {
      all += std::to_string(cursor->key().size()) + "," + std::to_string(cursor->value().size());
      all.append(":").append(cursor->key()).append(cursor->value());
    }
    if (!cursor->status().ok()) return cursor->status().error().message;
  }
  for (const auto& entry : fs::directory_iterator(BlobFolder(folder))) {
    all += *ReadFile(entry.path());
  }
  return HexEncode(AsBytes(Sha256(all)));
}

class Campaign {
 public:
  Campaign() {
    const fs::path closed = folder_.path() / "closed", killed = folder_.path() / "killed";
    {
      const auto ledger = Live(closed);
      REQUIRE(ExportStore(ledger->store(), ledger->blobs(), folder_.path() / "export").ok());
      fs::copy(closed, killed, fs::copy_options::recursive);
      key_ = ledger->vkey();
    }
    for (const char* name : {"closed", "killed", "export"}) {
      const fs::path folder = folder_.path() / name;
      const auto report = VerifyFolder(folder, {.vkey = key_});
      REQUIRE(report.ok());
      REQUIRE(report->ok());
      exhibits_.push_back({folder, Meaning(folder), FilesOf(folder)});
    }
  }

  void Run(int changes, int truncations, uint64_t seed) {
    std::mt19937_64 random(seed);
    for (int i = 0; i < changes + truncations; ++i) {
      const Exhibit& exhibit = exhibits_[random() % exhibits_.size()];
      const fs::path& file = exhibit.files[random() % exhibit.files.size()];
      const std::string good = *ReadFile(file);
      std::string bad = good;
      const size_t at = random() % good.size();
      if (i < changes) {
        bad[at] = static_cast<char>(static_cast<uint8_t>(bad[at]) ^ (1 + random() % 255));
      } else {
        bad.resize(at);
      }
      Write(file, bad);
      const bool detected = Detected(exhibit);
      if (!detected && Meaning(exhibit.folder) != exhibit.meaning) {
        FAIL_CHECK((i < changes ? "changed" : "cut")
                   << " at byte " << at << " of " << good.size() << " in " << Named(file));
      }
      Write(file, good);
      ++counts_[(i < changes ? "change " : "cut ") + Named(file)][detected ? 0 : 1];
      (i < changes ? changed_ : cut_)[detected ? 0 : 1] += 1;
    }
  }

  std::string Table() const {
    std::string out = "changes: " + std::to_string(changed_[0]) + " detected, " +
                      std::to_string(changed_[1]) +
                      " carry nothing; cuts: " + std::to_string(cut_[0]) + " detected, " +
                      std::to_string(cut_[1]) + " carry nothing\n";
    for (const auto& [name, count] : counts_) {
      out +=
          "  " + name + ": " + std::to_string(count[0]) + " / " + std::to_string(count[1]) + "\n";
    }
    return out;
  }

 private:
  struct Exhibit {
    fs::path folder;
    std::string meaning;
    std::vector<fs::path> files;
  };

  // Two lives, so that the store has files of several kinds, and a blob.
  std::unique_ptr<Ledger> Live(const fs::path& data) const {
    const auto options = [&] {
      Ledger::Options made = OptionsFor(data);
      made.projections = WithKindCounter();
      return made;
    };
    const std::string padding(300, 'x');
    {
      const auto ledger = MustOpen(options());
      REQUIRE(ledger->blobs().Put("a bundle").ok());
      for (int i = 0; i < 60; ++i) {
        MustAppend(*ledger, "a" + std::to_string(i), R"({"x":")" + padding + "\"}");
      }
    }
    auto ledger = MustOpen(options());
    for (int i = 0; i < 10; ++i) {
      MustAppend(*ledger, "b" + std::to_string(i), R"({"x":")" + padding + "\"}");
    }
    return ledger;
  }

  bool Detected(const Exhibit& exhibit) const {
    const auto report = VerifyFolder(exhibit.folder, {.vkey = key_});
    return !report.ok() || !report->ok();
  }

  // Without what differs from run to run: numbers of files, the exhibit's temporary folder.
  std::string Named(const fs::path& file) const {
    std::string name = fs::relative(file, folder_.path()).string();
    std::erase_if(name, [](char c) { return c >= '0' && c <= '9'; });
    return name;
  }

  TemporaryFolder folder_;
  VerifierKey key_;
  std::vector<Exhibit> exhibits_;
  std::map<std::string, std::array<int, 2>> counts_;
  std::array<int, 2> changed_{}, cut_{};
};

TEST_CASE("tamper: each of 150 changed bytes and 30 cuts is detected, or carries nothing") {
  Campaign campaign;
  campaign.Run(150, 30, 7);
}

TEST_CASE("tamper campaign: each of 10,000 changed bytes and 500 cuts", "[.][long]") {
  Campaign campaign;
  campaign.Run(10'000, 500, 11);
  WARN(campaign.Table());
}

}  // namespace
}  // namespace reeve::ledger::testing

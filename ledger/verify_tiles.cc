#include "ledger/verify_tiles.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string_view>

#include "base/file.h"
#include "ledger/anchor_audit.h"
#include "ledger/audit.h"
#include "ledger/layout.h"
#include "ledger/tiles.h"

namespace reeve::ledger {
namespace {

constexpr unsigned kLevelBits = 8;
constexpr size_t kHashBytes = 32;

// Fetches the tiles of one kind one after the other, each in the width that the size gives it.
class TileSequence {
 public:
  TileSequence(const FetchFile& fetch, bool is_entries, unsigned level, uint64_t size)
      : fetch_(fetch),
        is_entries_(is_entries),
        level_(level),
        size_(size >> (level * kLevelBits)) {}

  // Hashes, or records, in all.
  uint64_t size() const { return size_; }
  // Nothing behind the last. ledger.damaged: a tile is missing
  Result<std::optional<std::string>> Next() {
    const uint64_t first = next_ * kTileWidth;
    if (first >= size_) return std::optional<std::string>();
    TileName name;
    name.is_entries = is_entries_;
    name.level = level_;
    name.index = next_++;
    name.width = static_cast<unsigned>(std::min<uint64_t>(kTileWidth, size_ - first));
    REEVE_ASSIGN_OR_RETURN(std::optional<std::string> bytes, fetch_(name.Path()));
    if (bytes) return bytes;
    return Error{"ledger.damaged", "there is no file `" + name.Path() + "`"};
  }

 private:
  const FetchFile& fetch_;
  const bool is_entries_;
  const unsigned level_;
  const uint64_t size_;
  uint64_t next_ = 0;
};

class TileLeaves {
 public:
  TileLeaves(const FetchFile& fetch, unsigned level, uint64_t size)
      : tiles_(fetch, false, level, size) {}

  Result<std::optional<Hash>> Next() {
    if (at_ == tile_.size()) {
      REEVE_ASSIGN_OR_RETURN(std::optional<std::string> next, tiles_.Next());
      if (!next) return std::optional<Hash>();
      const uint64_t left = tiles_.size() - read_;
      if (next->size() != std::min<uint64_t>(kTileWidth, left) * kHashBytes) {
        return Error{"ledger.damaged", "a tile of hashes has another length than its name says"};
      }
      tile_ = *std::move(next);
      at_ = 0;
    }
    const Hash hash = HashFromBytes(std::string_view(tile_).substr(at_, kHashBytes));
    at_ += kHashBytes;
    ++read_;
    return std::optional<Hash>(hash);
  }

 private:
  TileSequence tiles_;
  std::string tile_;
  size_t at_ = 0;
  uint64_t read_ = 0;
};

class TileRecords {
 public:
  TileRecords(const FetchFile& fetch, uint64_t size) : bundles_(fetch, true, 0, size) {}

  Result<std::optional<std::string_view>> Next() {
    if (rest_.empty()) {
      const bool whole = in_bundle_ == kTileWidth || read_ == 0 || read_ == bundles_.size();
      if (!whole) return Error{"ledger.damaged", "a bundle has fewer records than its name says"};
      REEVE_ASSIGN_OR_RETURN(std::optional<std::string> next, bundles_.Next());
      if (!next) return std::optional<std::string_view>();
      bundle_ = *std::move(next);
      rest_ = bundle_;
      in_bundle_ = 0;
    }
    const std::optional<std::string_view> record = TakeFromRun(&rest_);
    if (!record) return Error{"ledger.damaged", "a bundle is cut within a record"};
    ++in_bundle_;
    ++read_;
    return record;
  }

 private:
  TileSequence bundles_;
  std::string bundle_;
  std::string_view rest_;
  uint64_t in_bundle_ = 0;
  uint64_t read_ = 0;
};

// The hashes of the higher levels, each against the leaves below it.
class LevelCheck {
 public:
  LevelCheck(const FetchFile& fetch, unsigned level, uint64_t size)
      : hashes_(fetch, level, size), width_(uint64_t{1} << (level * kLevelBits)) {}

  // False once one is wrong, or missing.
  bool Add(const Hash& leaf) {
    below_.Add(leaf, nullptr);
    if (below_.size() < width_) return true;
    const Result<std::optional<Hash>> stored = hashes_.Next();
    const bool same = stored.ok() && *stored == below_.Root();
    below_ = Frontier();
    return same;
  }

 private:
  TileLeaves hashes_;
  const uint64_t width_;
  Frontier below_;
};

// Whether the leaves have the signed root; the seen roots and the higher levels on the way.
bool AuditHashes(const FetchFile& fetch, const std::optional<Checkpoint>& head,
                 const SeenRootChecks& seen, Report* report) {
  if (!head) return false;
  TileLeaves leaves(fetch, 0, head->size);
  std::vector<std::unique_ptr<LevelCheck>> levels;
  for (unsigned level = 1; head->size >> (level * kLevelBits) != 0; ++level) {
    levels.push_back(std::make_unique<LevelCheck>(fetch, level, head->size));
  }
  Frontier tree;
  std::optional<uint64_t> wrong;
  seen.At(tree, report);
  while (true) {
    const Result<std::optional<Hash>> leaf = leaves.Next();
    if (!leaf.ok()) {
      AddFault(report, tree.size(), "tree.damaged", leaf.error().message);
      return false;
    }
    if (!*leaf) break;
    for (const auto& level : levels) {
      if (!level->Add(**leaf) && !wrong) wrong = tree.size();
    }
    tree.Add(**leaf, nullptr);
    seen.At(tree, report);
  }
  seen.Finish(tree, report);
  if (wrong) {
    AddFault(report, wrong, "tree.altered",
             "a tile above the leaves, which record `" + std::to_string(*wrong) +
                 "` completes a hash of, is not what lies below it");
  }
  return tree.Root() == head->root;
}

// The records about keys, found by what their ids begin with; there are few.
FindRecord TileKeyRecords(const FetchFile& fetch, uint64_t size) {
  auto found = std::make_shared<std::map<std::string, std::string>>();
  TileRecords records(fetch, size);
  while (found->size() < kMaxKeyRecords) {
    const Result<std::optional<std::string_view>> bytes = records.Next();
    if (!bytes.ok() || !*bytes) break;
    if ((*bytes)->find(R"("id":"key-)") == std::string_view::npos) continue;
    const Result<Record> record = Record::Parse(std::string(**bytes));
    if (!record.ok() || !IsKeyRecord(*record)) continue;
    found->insert_or_assign(std::string(record->id()), std::string(**bytes));
  }
  return [found](std::string_view id) -> Result<std::optional<Record>> {
    const auto bytes = found->find(std::string(id));
    if (bytes == found->end()) return std::optional<Record>();
    REEVE_ASSIGN_OR_RETURN(Record record, Record::Parse(bytes->second));
    return std::optional<Record>(std::move(record));
  };
}

// What a checkpoint says of its size, unverified: enough to know which tiles to look into.
uint64_t ClaimedSize(const std::optional<std::string>& note) {
  if (!note) return 0;
  const Result<Note> parsed = Note::Parse(*note);
  if (!parsed.ok()) return 0;
  const Result<Checkpoint> checkpoint = Checkpoint::ParseText(parsed->text);
  return checkpoint.ok() ? checkpoint->size : 0;
}

Result<VerifierKey> OwnKey(const std::optional<std::string>& text, const VerifyOptions& options) {
  if (text) return VerifierKey::Parse(*text);
  if (options.vkey) return *options.vkey;
  return Error{"ledger.vkey", "there is no file `vkey`: give the key"};
}

}  // namespace

Result<Report> VerifyTiles(const FetchFile& fetch, const VerifyOptions& options) {
  Report report;
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> note, fetch("checkpoint"));
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> vkey, fetch("vkey"));
  const KeyHistory keys =
      ChooseKeys(options, OwnKey(vkey, options), TileKeyRecords(fetch, ClaimedSize(note)), &report);
  const std::optional<Checkpoint> head = OpenSigned(note, keys, &report);
  if (head) report.checkpoints_checked = 1;
  const SeenRootChecks seen(SeenRoots(options, keys, &report));
  Workers workers(options.threads.value_or(DefaultWorkers()));

  RecordAudit audit;
  audit.checkpoint = head;
  audit.keys = &keys;
  audit.leaves_authentic = AuditHashes(fetch, head, seen, &report);
  audit.leaves_name = "the tiles of leaf hashes";
  const uint64_t size = head ? head->size : ClaimedSize(note);
  TileRecords records(fetch, size);
  TileLeaves leaves(fetch, 0, size);
  audit.records = [&] { return records.Next(); };
  audit.leaves = [&] { return leaves.Next(); };
  audit.is_signed = [&](const Frontier& tree) {
    return head && head->size == tree.size() && head->root == tree.Root();
  };
  AnchorAudit anchors(options, keys, &report);
  audit.visit = [&](const Record& record) { anchors.Visit(record); };
  audit.observer = options.observer;
  audit.progress = options.progress;
  audit.total = size;
  AuditRecords(audit, workers, &report);
  TileLeaves again(fetch, 0, size);
  Frontier grown;
  anchors.Finish([&](uint64_t wanted) -> Result<Hash> {
    while (grown.size() < wanted) {
      REEVE_ASSIGN_OR_RETURN(const std::optional<Hash> leaf, again.Next());
      if (!leaf) return Error{"ledger.damaged", "the leaves end before its checkpoint"};
      grown.Add(*leaf, nullptr);
    }
    return grown.Root();
  });
  if (!audit.leaves_authentic && report.ok()) {
    AddFault(&report, std::nullopt, "leaves.altered",
             "the tiles do not hold the leaf hashes of the records");
  }
  return report;
}

FetchFile FolderFiles(const std::filesystem::path& folder) {
  return [folder](const std::string& path) -> Result<std::optional<std::string>> {
    Result<std::string> bytes = ReadFile(folder / path);
    if (bytes.ok()) return std::optional<std::string>(*std::move(bytes));
    if (bytes.error().code == "file.not_found") return std::optional<std::string>();
    return bytes.error();
  };
}

}  // namespace reeve::ledger

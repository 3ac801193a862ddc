#include "ledger/audit.h"

#include <algorithm>
#include <utility>

#include "base/encoding.h"
#include "base/text.h"

namespace reeve::ledger {
namespace {

constexpr uint64_t kProgressStep = 4'096;

std::string Named(uint64_t index) { return "record `" + std::to_string(index) + "`"; }

class RecordJudge {
 public:
  RecordJudge(const RecordAudit& audit, Report* report) : audit_(audit), report_(report) {
    if (!audit.keys->keys().empty()) followed_ = KeyHistory(audit.keys->keys().front().key);
  }

  void Run(RecordPipeline& records) {
    CountProven();
    while (true) {
      const Result<const ReadyRecord*> next = records.Next();
      if (!next.ok()) {
        Fault(tree_.size(), "record.unreadable", next.error().message);
        break;
      }
      if (*next == nullptr) {
        JudgeEnd();
        break;
      }
      if (!Judge(**next)) {
        Salvage(records, **next);
        break;
      }
      report_->records_checked = tree_.size();
      CountProven();
      const bool step = tree_.size() % kProgressStep == 0;
      if (audit_.progress && step) audit_.progress(tree_.size(), audit_.total);
    }
    if (audit_.progress) audit_.progress(tree_.size(), audit_.total);
    if (audit_.leaves_authentic) Lose(next_leaf_, audit_.checkpoint->size);
    if (report_->provable.records != 0) {
      report_->provable.by = audit_.leaves_authentic ? "leaves" : "checkpoint";
    }
  }

 private:
  void Fault(std::optional<uint64_t> index, std::string code, std::string message) {
    AddFault(report_, index, std::move(code), std::move(message));
  }

  // False after a fault: what follows a wrong record cannot be judged by position.
  bool Judge(const ReadyRecord& ready) {
    const uint64_t index = tree_.size();
    const Result<Record>& record = ready.record;
    if (audit_.leaves_authentic && !MatchesLeaf(index, ready.leaf, record)) return false;
    if (!record.ok()) return Fault(index, "record.form", record.error().message), false;
    if (record->index() != index) {
      Fault(index, "record.out_of_place",
            Named(index) + " is not in its place: " + Named(record->index()) + " stands there");
      return false;
    }
    if (!audit_.leaves_authentic && !Chained(*record)) return false;
    if (audit_.leaves_authentic && record->prev() != last_leaf_) {
      Fault(index, "record.chain", Named(index) + " was signed with a wrong previous leaf hash");
      return false;
    }
    // Behind a broken link it is open which of the two has the wrong time.
    if (!broken_link_ && record->time() < last_time_) {
      return Fault(index, "record.time", Named(index) + " is older than the one before"), false;
    }
    if (!report_->origin.empty() && record->origin() != report_->origin) {
      return Fault(index, "record.origin", Named(index) + " is of another log"), false;
    }
    if (IsKeyRecord(*record) && !Follows(*record)) return false;
    if (!audit_.leaves_authentic) before_last_ = tree_;
    tree_.Add(ready.leaf, nullptr);
    last_leaf_ = ready.leaf;
    last_time_ = record->time();
    if (!report_->first_time) report_->first_time = last_time_;
    report_->last_time = last_time_;
    if (audit_.visit) audit_.visit(*record);
    // Behind a broken link a record is judged, but nothing is said of it.
    if (audit_.observer && !broken_link_) audit_.observer->Visit(*record, ready.found);
    return true;
  }

  // A record about keys must go on from those before it.
  bool Follows(const Record& record) {
    if (followed_.keys().empty()) return true;
    const Status applied = followed_.Apply(record);
    if (!applied.ok()) Fault(record.index(), "key.history", applied.error().message);
    return applied.ok();
  }

  // In whole logs the records about keys are those by which the checkpoints were judged.
  void CompareKeys() {
    const bool same = followed_.next_number() == audit_.keys->next_number();
    if (followed_.keys().empty() || same || !report_->ok()) return;
    Fault(std::nullopt, "key.history",
          "the log holds `" + std::to_string(followed_.next_number() - 1) +
              "` records about keys, but `" + std::to_string(audit_.keys->next_number() - 1) +
              "` are found by their ids");
  }

  void CountProven() {
    if (audit_.leaves_authentic) {
      report_->provable.records = tree_.size();
      next_leaf_ = tree_.size();
    } else if (audit_.is_signed && audit_.is_signed(tree_)) {
      report_->provable.records = tree_.size();
    }
  }

  // Behind the first wrong record each other is still judged by its leaf, at the index that it
  // names.
  void Salvage(RecordPipeline& records, const ReadyRecord& first) {
    if (!audit_.leaves_authentic) return;
    next_leaf_ = tree_.size();
    SalvageOne(first);
    while (true) {
      const Result<const ReadyRecord*> next = records.Next();
      if (!next.ok() || *next == nullptr) return;
      SalvageOne(**next);
      if (audit_.progress && next_leaf_ % kProgressStep == 0) {
        audit_.progress(next_leaf_, audit_.total);
      }
    }
  }

  // Of records out of order those that come too late are not counted.
  void SalvageOne(const ReadyRecord& ready) {
    const uint64_t index = ready.record.ok() ? ready.record->index() : UINT64_MAX;
    if (index < next_leaf_ || index >= audit_.checkpoint->size) return;
    const uint64_t gap_begin = next_leaf_;
    while (next_leaf_ <= index) {
      // That of next_leaf_ may have been read by who found the fault.
      if (!compared_) {
        const Result<std::optional<Hash>> read = audit_.leaves();
        if (!read.ok() || !*read) return;
        compared_ = **read;
      }
      if (next_leaf_++ < index) compared_.reset();
    }
    Lose(gap_begin, index);
    if (compared_ == ready.leaf) {
      ++report_->provable.records;
    } else {
      Lose(index, index + 1);
    }
    compared_.reset();
  }

  void Lose(uint64_t first, uint64_t end) {
    constexpr size_t kMostRanges = 100;
    if (first >= end) return;
    Provable& provable = report_->provable;
    provable.lost_records += end - first;
    if (!provable.lost.empty() && provable.lost.back().end == first) {
      provable.lost.back().end = end;
    } else if (provable.lost.size() < kMostRanges) {
      provable.lost.push_back({first, end});
    }
  }

  bool MatchesLeaf(uint64_t index, const Hash& leaf, const Result<Record>& record) {
    const Result<std::optional<Hash>> signed_leaf = audit_.leaves();
    if (!signed_leaf.ok()) {
      return Fault(index, "leaves.unreadable", signed_leaf.error().message), false;
    }
    if (!*signed_leaf) {
      Fault(index, "record.extra", Named(index) + " is not under the signed checkpoint");
      return false;
    }
    compared_ = **signed_leaf;
    if (**signed_leaf == leaf) return true;
    if (record.ok() && record->index() > index) {
      Fault(
          index, "record.missing",
          Named(index) + " is missing from its place: " + Named(record->index()) + " stands there");
    } else {
      Fault(index, "record.altered",
            Named(index) + " is not the one that was signed: its leaf hash is " +
                HexEncode(AsBytes(leaf)) + ", signed is " + HexEncode(AsBytes(**signed_leaf)));
    }
    return false;
  }

  // A broken link says that one of two records is wrong; the record behind says which, for it
  // holds the hash of the later of the two.
  bool Chained(const Record& record) {
    CompareOwnLeaf(record);
    const bool linked = record.prev() == last_leaf_;
    if (broken_link_) {
      BlameLink(*broken_link_, linked);
      return false;
    }
    if (!linked) {
      broken_link_ = record.index();
      as_linked_ = before_last_;
      if (record.index() != 0) as_linked_.Add(record.prev(), nullptr);
      as_linked_.Add(record.leaf(), nullptr);
    }
    return true;
  }

  // The last link is broken, and no record behind it says which of the two is wrong; the signed
  // root does: with the leaf that the link names it comes out right only if the later is whole.
  void BlameLastLink() {
    const bool known = audit_.checkpoint && audit_.checkpoint->size == tree_.size();
    BlameLink(*broken_link_, !known || as_linked_.Root() == audit_.checkpoint->root);
  }

  void BlameLink(uint64_t link, bool later_is_whole) {
    const uint64_t index = later_is_whole && link != 0 ? link - 1 : link;
    Fault(index, "record.altered",
          Named(index) + " breaks the chain of leaf hashes (judged by the chain alone, for " +
              audit_.leaves_name + " are not as they were signed)");
  }

  void CompareOwnLeaf(const Record& record) {
    if (wrong_leaf_ || !audit_.leaves) return;
    const Result<std::optional<Hash>> leaf = audit_.leaves();
    if (!leaf.ok() || *leaf != record.leaf()) wrong_leaf_ = record.index();
  }

  void JudgeEnd() {
    if (audit_.leaves_authentic) {
      JudgeEndByLeaves();
    } else {
      JudgeEndByChain();
    }
    CompareKeys();
  }

  void JudgeEndByLeaves() {
    const uint64_t size = audit_.checkpoint ? audit_.checkpoint->size : tree_.size();
    if (tree_.size() >= size) return;
    Fault(tree_.size(), "record.missing",
          "the log is cut: " + Named(tree_.size()) + " and what follows are missing, of `" +
              std::to_string(size) + "` that were signed");
  }

  void JudgeEndByChain() {
    if (broken_link_) return BlameLastLink();
    if (audit_.checkpoint) {
      const Checkpoint& signed_head = *audit_.checkpoint;
      if (tree_.size() < signed_head.size) return JudgeEndByLeaves();
      if (tree_.size() > signed_head.size) {
        return Fault(signed_head.size, "record.extra",
                     Named(signed_head.size) + " is not under the signed checkpoint");
      }
      if (tree_.Root() != signed_head.root && tree_.size() != 0) {
        return Fault(tree_.size() - 1, "record.altered",
                     "the chain holds, but not the signed root: " + Named(tree_.size() - 1) +
                         " was altered, or the chain was written anew from some record on");
      }
    }
    if (wrong_leaf_) {
      Fault(wrong_leaf_, "leaves.altered",
            audit_.leaves_name + " do not hold the leaf hash of " + Named(*wrong_leaf_));
    }
  }

  const RecordAudit& audit_;
  Report* report_;
  Frontier tree_;
  Hash last_leaf_{};
  Timestamp last_time_;
  std::optional<uint64_t> broken_link_;  // the record whose `prev` does not match
  std::optional<uint64_t> wrong_leaf_;
  Frontier before_last_;          // the tree without the last record
  Frontier as_linked_;            // the tree up to a broken link, as if the link were right
  KeyHistory followed_;           // by the records so far
  uint64_t next_leaf_ = 0;        // the leaves before it were judged
  std::optional<Hash> compared_;  // the leaf read last
};

// What a folder names is any of the log's keys; the first record about keys names the first.
VerifierKey FirstKey(const VerifierKey& own, const FindRecord& find) {
  const Result<std::optional<Record>> record = find(KeyRecordId(1));
  if (!record.ok() || !*record) return own;
  const Result<const json::Value*> body = (*record)->Body();
  if (!body.ok()) return own;
  const json::Value* const named = (*body)->Find("old");
  if (named == nullptr || named->as_string() == nullptr) return own;
  Result<VerifierKey> first = VerifierKey::Parse(*named->as_string());
  return first.ok() ? *std::move(first) : own;
}

// What is quoted of a damaged file may be no text; a report is one.
std::string Printable(std::string message) {
  if (IsValidUtf8(message)) return message;
  std::string out;
  for (const char c : message) {
    if (static_cast<unsigned char>(c) < 0x80) {
      out += c;
    } else {
      out += "\\x" + HexEncode({&c, 1});
    }
  }
  return out;
}

}  // namespace

void AddFault(Report* report, std::optional<uint64_t> index, std::string code,
              std::string message) {
  const auto order = [](const Fault& fault) { return fault.index.value_or(UINT64_MAX); };
  Fault fault{index, std::move(code), Printable(std::move(message))};
  const auto at =
      std::upper_bound(report->faults.begin(), report->faults.end(), fault,
                       [&](const Fault& a, const Fault& b) { return order(a) < order(b); });
  report->faults.insert(at, std::move(fault));
}

KeyHistory ChooseKeys(const VerifyOptions& options, const Result<VerifierKey>& own,
                      const FindRecord& find, Report* report) {
  report->key_pinned = options.vkey.has_value();
  KeyHistory keys;
  if (own.ok()) {
    keys = KeyHistory(FirstKey(*own, find));
    Status extended = ExtendKeyHistory(find, &keys);
    if (extended.ok() && keys.Find(*own) == nullptr) {
      extended = Error{"key.history", "the folder's key is none of those that its records tell"};
    }
    if (!extended.ok()) AddFault(report, std::nullopt, "key.history", extended.error().message);
  } else {
    AddFault(report, std::nullopt, "key.form", "the folder's key: " + own.error().message);
  }
  if (options.vkey && keys.Find(*options.vkey) == nullptr) {
    if (own.ok()) {
      AddFault(report, std::nullopt, "key.other",
               "the folder names the key `" + own->Text() + "`, not the one given");
    }
    keys = KeyHistory(*options.vkey);
  }
  if (!keys.keys().empty()) {
    report->vkey = keys.active().Text();
    report->origin = keys.active().name;
    report->keys = keys.keys();
  }
  return keys;
}

std::optional<Checkpoint> OpenSigned(const std::optional<std::string>& note, const KeyHistory& keys,
                                     Report* report) {
  if (!note) {
    AddFault(report, std::nullopt, "checkpoint.missing", "there is no checkpoint of the log's end");
    return std::nullopt;
  }
  if (keys.keys().empty()) {
    AddFault(report, std::nullopt, "checkpoint.signature",
             "the checkpoint cannot be checked without a key");
    return std::nullopt;
  }
  Result<Checkpoint> checkpoint = OpenCheckpoint(*note, keys);
  if (!checkpoint.ok()) {
    AddFault(report, std::nullopt, "checkpoint.signature",
             "the checkpoint is not signed by the key: " + checkpoint.error().message);
    return std::nullopt;
  }
  report->size = checkpoint->size;
  report->root = checkpoint->root;
  return *std::move(checkpoint);
}

std::vector<SeenRoot> SeenRoots(const VerifyOptions& options, const KeyHistory& keys,
                                Report* report) {
  if (!options.earlier_checkpoint || keys.keys().empty()) return {};
  const Result<Checkpoint> earlier = OpenCheckpoint(*options.earlier_checkpoint, keys);
  if (!earlier.ok()) {
    AddFault(report, std::nullopt, "earlier.signature",
             "the earlier checkpoint is not signed by the key: " + earlier.error().message);
    return {};
  }
  return {{earlier->size, earlier->root, "earlier", "the earlier checkpoint"}};
}

void SeenRootChecks::At(const Frontier& tree, Report* report) const {
  for (const SeenRoot& seen : seen_) {
    if (seen.size != tree.size() || seen.root == tree.Root()) continue;
    AddFault(report, std::nullopt, seen.code + ".root",
             seen.who + " has another root at size `" + std::to_string(seen.size) +
                 "`: the log does not begin with the records that were seen then");
  }
}

void SeenRootChecks::Finish(const Frontier& tree, Report* report) const {
  for (const SeenRoot& seen : seen_) {
    if (seen.size <= tree.size()) continue;
    AddFault(report, tree.size(), seen.code + ".behind",
             seen.who + " has seen `" + std::to_string(seen.size) +
                 "` records: " + Named(tree.size()) + " and what follows are missing");
  }
}

void AuditRecords(const RecordAudit& audit, Workers& workers, Report* report) {
  const json::PathSet* const paths = audit.observer == nullptr ? nullptr : &audit.observer->paths();
  RecordPipeline records(audit.records, paths, workers);
  RecordJudge(audit, report).Run(records);
}

}  // namespace reeve::ledger

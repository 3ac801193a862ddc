#include "ledger/verify_range.h"

#include <fstream>

#include "base/encoding.h"
#include "base/file.h"
#include "ledger/audit.h"
#include "ledger/backup_manifest.h"
#include "ledger/line_reader.h"
#include "ledger/receipt.h"
#include "ledger/verify_export.h"

namespace reeve::ledger {
namespace {

constexpr uint64_t kProgressStep = 4'096;
constexpr size_t kLeafLine = 64;
constexpr size_t kMaxCheckpointLine = kMaxNoteBytes / 3 * 4 + 64;

std::string Named(uint64_t index) { return "record `" + std::to_string(index) + "`"; }

// A range is under the key that it names; the records that led there may lie before it.
Result<std::optional<Record>> NoKeyRecords(std::string_view) { return std::optional<Record>(); }

// What is read of a record for the chain.
struct Link {
  Hash leaf{};
  Hash prev{};
};

class RangeJudge {
 public:
  RangeJudge(const std::filesystem::path& folder, const VerifyOptions& options, Report* report)
      : folder_(folder), options_(options), report_(report) {}

  void Run() {
    keys_ = ChooseKeys(options_, OwnKey(), NoKeyRecords, report_);
    if (keys_.keys().empty()) return;
    const Result<std::string> note = ReadFile(folder_ / "checkpoint");
    head_ =
        OpenSigned(note.ok() ? std::optional<std::string>(*note) : std::nullopt, keys_, report_);
    JudgeWhatWasAsked();
    const std::optional<Receipt> first = ReadReceipt(kFirstReceipt);
    const std::optional<Receipt> last = ReadReceipt(kLastReceipt);
    if (!first || !last) return;
    first_ = first->index;
    ReadRecords(last->index + 1 - first_);
    report_->range = {first_, last->index + 1};
    if (!records_ok_) return;
    if (links_.empty() || first_ + links_.size() - 1 != last->index) {
      return Fault(first_ + links_.size(), "range.ends",
                   "the records do not end with " + Named(last->index) + ", as the receipt does");
    }
    const bool is_last_proven = Believe(*last, links_.back().leaf);
    if (!JudgeChain(is_last_proven) || !is_last_proven) return;
    Believe(*first, links_.front().leaf);
    JudgeLeaves();
    JudgeReceipts();
    if (report_->ok()) ReadCheckpoints();
  }

 private:
  void Fault(std::optional<uint64_t> index, std::string code, std::string message) {
    AddFault(report_, index, std::move(code), std::move(message));
  }

  Result<VerifierKey> OwnKey() const {
    REEVE_ASSIGN_OR_RETURN(const std::string text, ReadFile(folder_ / "vkey"));
    return VerifierKey::Parse(text);
  }

  std::optional<Receipt> ReadReceipt(std::string_view name) {
    const Result<std::string> text = ReadFile(folder_ / name, kMaxNoteBytes);
    Result<Receipt> receipt = text.ok() ? Receipt::Parse(*text) : Result<Receipt>(text.error());
    if (receipt.ok()) return *std::move(receipt);
    Fault(std::nullopt, "receipt.malformed",
          "`" + std::string(name) + "` does not read: " + receipt.error().message);
    return std::nullopt;
  }

  // Of an earlier checkpoint a range can tell little, of cosigned ones nothing.
  void JudgeWhatWasAsked() {
    for (const SeenRoot& seen : SeenRoots(options_, keys_, report_)) {
      if (!head_ || seen.size != head_->size || seen.root == head_->root) continue;
      Fault(std::nullopt, "earlier.root", seen.who + " has another root at the same size");
    }
    if (options_.policy && options_.policy->needs_witnesses()) {
      Fault(std::nullopt, "anchor.missing",
            "of a range no cosigned checkpoint is proven, which the policy asks for: verify the "
            "whole log");
    }
  }

  // Form, place and time of each; the chain is judged from its end.
  void ReadRecords(uint64_t expected) {
    records_ok_ = false;
    bool linked = true;  // each record so far to the one before it
    std::ifstream in(folder_ / "records.jsonl", std::ios::binary);
    LineReader lines(in, kMaxRecordBytes);
    while (true) {
      const uint64_t index = first_ + links_.size();
      const auto line = lines.Next();
      if (!line.ok()) return Fault(index, "record.unreadable", line.error().message);
      if (!*line) break;
      const Result<Record> record = Record::Parse(std::string(**line));
      if (!record.ok()) return Fault(index, "record.form", record.error().message);
      if (record->index() != index) {
        return Fault(
            index, "record.out_of_place",
            Named(index) + " is not in its place: " + Named(record->index()) + " stands there");
      }
      // Of two that do not follow one another either may be the altered one: the chain tells.
      linked = linked && (links_.empty() || record->prev() == links_.back().leaf);
      if (linked) {
        if (record->time() < report_->last_time.value_or(record->time())) {
          return Fault(index, "record.time", Named(index) + " is older than the one before");
        }
        if (record->origin() != report_->origin) {
          return Fault(index, "record.origin", Named(index) + " is of another log");
        }
        if (!report_->first_time) report_->first_time = record->time();
        report_->last_time = record->time();
      }
      links_.push_back({record->leaf(), record->prev()});
      report_->records_checked = links_.size();
      const bool step = links_.size() % kProgressStep == 0;
      if (options_.progress && step) options_.progress(links_.size(), expected);
    }
    records_ok_ = true;
  }

  // Why the receipt does not prove the leaf under the checkpoint of the folder; or nothing.
  std::optional<std::string> WhyNot(const Receipt& receipt, const Hash& leaf) const {
    const Result<Checkpoint> checkpoint = VerifyReceipt(receipt, leaf, keys_.active());
    if (!checkpoint.ok()) return checkpoint.error().message;
    if (!head_ || (checkpoint->size == head_->size && checkpoint->root == head_->root)) {
      return std::nullopt;
    }
    return "it is under another checkpoint than the folder's";
  }

  bool Believe(const Receipt& receipt, const Hash& leaf) {
    const std::optional<std::string> why = WhyNot(receipt, leaf);
    if (why) {
      Fault(receipt.index, "receipt.wrong",
            Named(receipt.index) + " is not the one that the receipt proves: " + *why);
    }
    return !why;
  }

  // The first link that is broken. Where the next is broken too, the record between them has
  // another `prev` than it was signed with; of the last record its receipt has told.
  bool JudgeChain(bool is_last_proven) {
    for (size_t i = 1; i < links_.size(); ++i) {
      if (links_[i].prev == links_[i - 1].leaf) continue;
      const bool is_last = i + 1 == links_.size();
      const bool later = is_last ? !is_last_proven : links_[i + 1].prev != links_[i].leaf;
      if (is_last && later) return false;
      const uint64_t altered = first_ + (later ? i : i - 1);
      Fault(altered, "record.altered", Named(altered) + " breaks the chain of leaf hashes");
      return false;
    }
    return true;
  }

  // Whoever reads `leaves` must find what the records come to.
  void JudgeLeaves() {
    std::ifstream in(folder_ / "leaves", std::ios::binary);
    LineReader lines(in, kLeafLine);
    for (size_t i = 0; i <= links_.size(); ++i) {
      const auto line = lines.Next();
      const bool at_end = i == links_.size();
      const bool expected = line.ok() && (at_end ? !*line : *line && **line == Hex(links_[i].leaf));
      if (expected) continue;
      return Fault(first_ + i, "leaves.altered",
                   "`leaves` " + (at_end ? std::string("goes on behind the last record")
                                         : "does not hold the hash of " + Named(first_ + i)));
    }
  }

  static std::string Hex(const Hash& hash) {
    return HexEncode({reinterpret_cast<const char*>(hash.data()), hash.size()});
  }

  // Where there are receipts of each record, each must prove its own.
  void JudgeReceipts() {
    std::error_code error;
    if (!std::filesystem::is_directory(folder_ / "receipts", error)) return;
    for (size_t i = 0; i < links_.size(); ++i) {
      const uint64_t index = first_ + i;
      const std::string name = "receipts/" + std::to_string(index) + ".tlog-proof";
      const Result<std::string> text = ReadFile(folder_ / name, kMaxNoteBytes);
      const Result<Receipt> receipt =
          text.ok() ? Receipt::Parse(*text) : Result<Receipt>(text.error());
      if (!receipt.ok()) {
        return Fault(index, "receipt.malformed",
                     "`" + name + "` does not read: " + receipt.error().message);
      }
      const std::optional<std::string> why = WhyNot(*receipt, links_[i].leaf);
      if (!why && receipt->index == index) continue;
      return Fault(index, "receipt.wrong",
                   "`" + name + "` does not prove " + Named(index) + ": " +
                       why.value_or("it is of another index"));
    }
  }

  // That the key signed each; their roots are of the whole log and cannot be told from a range.
  void ReadCheckpoints() {
    std::ifstream in(folder_ / "checkpoints", std::ios::binary);
    LineReader lines(in, kMaxCheckpointLine);
    while (true) {
      const auto line = lines.Next();
      if (line.ok() && !*line) return;
      const auto parsed =
          line.ok() ? CheckpointLine::Parse(**line) : Result<CheckpointLine>(line.error());
      if (!parsed.ok()) return Fault(std::nullopt, "checkpoint.form", parsed.error().message);
      const std::string named = "the checkpoint of size `" + std::to_string(parsed->size) + "` ";
      const Result<Checkpoint> checkpoint = OpenCheckpoint(parsed->note, keys_);
      if (!checkpoint.ok()) {
        return Fault(std::nullopt, "checkpoint.signature",
                     named + "is not signed: " + checkpoint.error().message);
      }
      if (checkpoint->size != parsed->size) {
        return Fault(std::nullopt, "checkpoint.size", named + "is kept under another size");
      }
      ++report_->checkpoints_checked;
    }
  }

  const std::filesystem::path& folder_;
  const VerifyOptions& options_;
  Report* report_;
  KeyHistory keys_;
  std::optional<Checkpoint> head_;
  uint64_t first_ = 0;
  bool records_ok_ = false;
  std::vector<Link> links_;
};

}  // namespace

Result<Report> VerifyRange(const std::filesystem::path& folder, const VerifyOptions& options) {
  Report report;
  RangeJudge(folder, options, &report).Run();
  VerifyBlobs(folder / "blobs", &report);
  return report;
}

}  // namespace reeve::ledger

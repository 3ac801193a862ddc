#include "ledger/verify_range.h"

#include <fstream>

#include "base/file.h"
#include "ledger/audit.h"
#include "ledger/backup_manifest.h"
#include "ledger/line_reader.h"
#include "ledger/receipt.h"
#include "ledger/verify_export.h"

namespace reeve::ledger {
namespace {

constexpr uint64_t kProgressStep = 4'096;
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
    const std::optional<Receipt> first = ReadReceipt(kFirstReceipt);
    const std::optional<Receipt> last = ReadReceipt(kLastReceipt);
    if (!first || !last) return;
    first_ = first->index;
    ReadRecords(last->index + 1 - first_);
    report_->range = {first_, last->index + 1};
    if (!report_->ok()) return;
    if (links_.empty() || first_ + links_.size() - 1 != last->index) {
      return Fault(first_ + links_.size(), "range.ends",
                   "the records do not end with " + Named(last->index) + ", as the receipt does");
    }
    Believe(*last, links_.back().leaf);
    JudgeChain();
    if (report_->ok()) Believe(*first, links_.front().leaf);
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

  // Form, place and time of each; the chain is judged from its end.
  void ReadRecords(uint64_t expected) {
    std::ifstream in(folder_ / "records.jsonl", std::ios::binary);
    LineReader lines(in, kMaxRecordBytes);
    Timestamp last_time;
    while (true) {
      const uint64_t index = first_ + links_.size();
      const auto line = lines.Next();
      if (!line.ok()) return Fault(index, "record.unreadable", line.error().message);
      if (!*line) return;
      const Result<Record> record = Record::Parse(std::string(**line));
      if (!record.ok()) return Fault(index, "record.form", record.error().message);
      if (record->index() != index) {
        return Fault(
            index, "record.out_of_place",
            Named(index) + " is not in its place: " + Named(record->index()) + " stands there");
      }
      if (!links_.empty() && record->time() < last_time) {
        return Fault(index, "record.time", Named(index) + " is older than the one before");
      }
      if (record->origin() != report_->origin) {
        return Fault(index, "record.origin", Named(index) + " is of another log");
      }
      last_time = record->time();
      links_.push_back({record->leaf(), record->prev()});
      report_->records_checked = links_.size();
      const bool step = links_.size() % kProgressStep == 0;
      if (options_.progress && step) options_.progress(links_.size(), expected);
    }
  }

  void Believe(const Receipt& receipt, const Hash& leaf) {
    const Result<Checkpoint> checkpoint = VerifyReceipt(receipt, leaf, keys_.active());
    if (!checkpoint.ok()) {
      return Fault(receipt.index, "receipt.wrong",
                   Named(receipt.index) +
                       " is not the one that the receipt proves: " + checkpoint.error().message);
    }
    report_->size = checkpoint->size;
    report_->root = checkpoint->root;
  }

  // From the last record, which is proven: each says what the leaf before it is.
  void JudgeChain() {
    for (size_t i = links_.size(); i-- > 1;) {
      if (links_[i].prev == links_[i - 1].leaf) continue;
      return Fault(
          first_ + i - 1, "record.altered",
          Named(first_ + i - 1) + " is not the one that " + Named(first_ + i) + " follows");
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
      const auto checkpoint =
          parsed.ok() ? OpenCheckpoint(parsed->note, keys_) : Result<Checkpoint>(parsed.error());
      if (!checkpoint.ok() || checkpoint->size != parsed->size) {
        return Fault(std::nullopt, "checkpoint.signature",
                     "a line of `checkpoints` is no checkpoint that the key signed");
      }
      ++report_->checkpoints_checked;
    }
  }

  const std::filesystem::path& folder_;
  const VerifyOptions& options_;
  Report* report_;
  KeyHistory keys_;
  uint64_t first_ = 0;
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

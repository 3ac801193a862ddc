#include "ledger/record_pipeline.h"

#include <future>
#include <string>

#include "ledger/merkle.h"

namespace reeve::ledger {
namespace {

// Large enough that handing a batch over costs nothing beside reading it.
constexpr size_t kBatchRecords = 512;
constexpr size_t kBatchBytes = size_t{1} << 20;

}  // namespace

struct RecordPipeline::Batch {
  std::string bytes;
  std::vector<size_t> ends;  // of each record in `bytes`
  std::vector<json::FoundValue> found;
  std::vector<ReadyRecord> ready;
  std::promise<void> done;
  std::future<void> awaited = done.get_future();

  void Read(const json::PathSet* paths) {
    std::vector<size_t> found_ends;
    ready.reserve(ends.size());
    size_t begin = 0;
    for (size_t end : ends) {
      const std::string_view record = std::string_view(bytes).substr(begin, end - begin);
      const Hash leaf = LeafHash(record);
      ready.push_back({record, leaf, Record::View(record, leaf, paths, &found), {}});
      found_ends.push_back(found.size());
      begin = end;
    }
    size_t first = 0;
    for (size_t i = 0; i < ready.size(); ++i) {
      ready[i].found = std::span(found).subspan(first, found_ends[i] - first);
      first = found_ends[i];
    }
    done.set_value();
  }
};

RecordPipeline::RecordPipeline(RecordSource source, const json::PathSet* paths, Workers& workers)
    : source_(std::move(source)), paths_(paths), workers_(workers) {}

// Jobs hold pointers to the batches.
RecordPipeline::~RecordPipeline() { workers_.Wait(); }

void RecordPipeline::ReadAhead() {
  const size_t ahead = 1 + 2 * workers_.threads();
  while (!ended_ && batches_.size() < ahead) {
    auto batch = std::make_unique<Batch>();
    while (batch->ends.size() < kBatchRecords && batch->bytes.size() < kBatchBytes) {
      const Result<std::optional<std::string_view>> next = source_();
      ended_ = !next.ok() || !*next;
      if (!next.ok()) status_ = next.error();
      if (ended_) break;
      batch->bytes.append(**next);
      batch->ends.push_back(batch->bytes.size());
    }
    if (batch->ends.empty()) return;
    batches_.push_back(std::move(batch));
    workers_.Submit([batch = batches_.back().get(), paths = paths_] { batch->Read(paths); });
  }
}

Result<const ReadyRecord*> RecordPipeline::Next() {
  if (!batches_.empty() && given_ == batches_.front()->ends.size()) {
    batches_.pop_front();
    given_ = 0;
  }
  if (given_ == 0) ReadAhead();
  if (batches_.empty()) {
    if (!status_.ok()) return status_.error();
    return static_cast<const ReadyRecord*>(nullptr);
  }
  Batch& batch = *batches_.front();
  if (given_ == 0) batch.awaited.wait();
  return &batch.ready[given_++];
}

}  // namespace reeve::ledger

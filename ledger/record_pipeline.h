// Records in order, read and hashed ahead by other threads: whoever judges them one after the other
// finds the leaf hash and the members of each ready.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/canonical_reader.h"
#include "base/result.h"
#include "ledger/record.h"
#include "ledger/workers.h"

namespace reeve::ledger {

// Where records come from, in order; nothing at the end. A view lives until the next call.
using RecordSource = std::function<Result<std::optional<std::string_view>>()>;

struct ReadyRecord {
  std::string_view bytes;
  Hash leaf{};
  Result<Record> record;                    // or why it is none
  std::span<const json::FoundValue> found;  // what lies in its body at the paths
};

// Thread-safety: one thread at a time.
class RecordPipeline {
 public:
  // `paths` may be null. Source, paths and workers must outlive the pipeline.
  RecordPipeline(RecordSource source, const json::PathSet* paths, Workers& workers);
  ~RecordPipeline();

  // Null at the end. The record lives until the next call. The source's error, once all that came
  // before it was given.
  Result<const ReadyRecord*> Next();

 private:
  struct Batch;
  void ReadAhead();

  RecordSource source_;
  const json::PathSet* paths_;
  Workers& workers_;
  bool ended_ = false;
  Status status_;
  std::deque<std::unique_ptr<Batch>> batches_;  // the first is being given
  size_t given_ = 0;                            // of the first
};

}  // namespace reeve::ledger

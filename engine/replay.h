// Replay: recorded decisions decided again, from their records and the bundles in the blob store.
//
// Under the bundle that each record names, the verdict must be identical, member for member; what
// differs is a fault of the record, or of the engine. Under another bundle, the report says what
// would have been decided: groups of the same change, and what cannot be said because no record
// has what a new rule asks for (policy/translation.h).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "engine/decision.h"
#include "engine/record_range.h"
#include "ledger/blob_store.h"
#include "ledger/store.h"
#include "policy/bundle.h"
#include "policy/decide.h"
#include "policy/translation.h"

namespace reeve::engine {

// Decides recorded decisions again. Keeps the bundles that it met. Thread-safety: one thread.
class Replayer {
 public:
  // `other` null: by the bundle that each record names.
  explicit Replayer(const ledger::BlobStore& blobs,
                    std::shared_ptr<const policy::Bundle> other = nullptr)
      : blobs_(blobs), other_(std::move(other)) {}

  // bundle.not_found, bundle.syntax, bundle.invalid, ledger.not_found, ledger.blob_damaged
  Result<policy::Verdict> Decide(const RecordedDecision& recorded);

 private:
  struct Known {
    std::shared_ptr<const policy::Bundle> bundle;
    std::unique_ptr<const policy::Translation> translation;  // to `other_`
  };
  Result<const Known*> Find(const std::string& digest);

  const ledger::BlobStore& blobs_;
  const std::shared_ptr<const policy::Bundle> other_;
  std::map<std::string, Known> known_;  // by digest
  policy::Scratch scratch_;
};

// Success: identical, and so is what a bundle in shadow would have decided where the record has it.
// replay.differs, replay.shadow_differs, those of ReadDecision and of Replayer::Decide.
Status ReplayIdentically(const json::Value& body, Replayer& replayer);

inline constexpr size_t kReplayExamples = 5;

struct ReplayOptions {
  RecordRange records = {};
  std::optional<uint64_t> max_records = std::nullopt;  // more are refused
  size_t examples = kReplayExamples;                   // of each change
  std::shared_ptr<const policy::Bundle> other = nullptr;
  std::function<void(uint64_t done, uint64_t total)> progress = {};
};

// Decisions that would change in the same way.
struct ReplayChange {
  std::string from;                // effect
  std::string to;                  // effect; "undecided" where it cannot be said
  std::vector<std::string> rules;  // "+policy/rule" applies now, "-" no longer, "?" cannot be said
  uint64_t count = 0;
  std::vector<uint64_t> examples;  // indexes of records, the first of them
};

struct ReplayFault {
  uint64_t index = 0;
  Error error;
};
inline constexpr size_t kReplayFaults = 100;  // that are kept

struct ReplayReport {
  uint64_t first = 0;
  uint64_t end = 0;           // behind the last record looked at
  uint64_t decisions = 0;     // among these records
  uint64_t not_by_rules = 0;  // of the decisions: the register, or a limit, let nothing pass
  uint64_t identical = 0;
  uint64_t fault_count = 0;
  std::vector<ReplayFault> faults;    // the first of them
  std::vector<ReplayChange> changes;  // the most frequent first; only under another bundle

  bool ok() const { return fault_count == 0; }
  uint64_t changed() const;    // decisions in `changes`, with those that cannot be said
  uint64_t undecided() const;  // of these
  json::Value Json() const;
  std::string Text() const;  // for a person, several lines
};

// What a bundle would change, as the record of its proposal keeps it: the counts, and the most
// frequent changes, as many as fit into `max_bytes` of canonical JSON.
json::Object BlastRadius(const ReplayReport& report, size_t max_bytes);

// replay.range: the log does not reach so far; replay.too_many: more than max_records; ledger.*
Result<ReplayReport> ReplayStore(const ledger::Store& store, const ledger::BlobStore& blobs,
                                 const ReplayOptions& options);
// The same of a data folder, which may be in use by a server. ledger.not_found, file.*
Result<ReplayReport> ReplayRange(const std::filesystem::path& data, const ReplayOptions& options);

}  // namespace reeve::engine

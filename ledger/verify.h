// Verification: re-reads everything, believes nothing but the public key, and names the first
// record that is wrong.
//
// What is compared, in a data folder: the canonical form of each record, the sequence of indexes
// and times, the chain of leaf hashes, every stored tree hash, the root of every stored checkpoint
// and its signature, the id index, the head guard, the blobs. In an export: records against
// leaves, leaves against the signed root, the blobs.
//
// The leaves are believed only if they hash to a root that the key signed. Then each record is
// judged against its leaf, exactly. If they do not, records are judged by their chain.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/store.h"
#include "ledger/trust_policy.h"

namespace reeve::ledger {

struct VerifyOptions {
  // The log's key, obtained from elsewhere. Without it the folder's own key is used, and the report
  // says so: whoever can replace the whole folder can replace its key as well.
  std::optional<VerifierKey> vkey = {};
  // A checkpoint kept from earlier (a signed note): the log must still begin with those records.
  std::optional<std::string> earlier_checkpoint = {};
  // Whom to believe about cosignatures: every cosigned checkpoint that the log keeps must have its
  // quorum, and there must be one if the policy asks for any.
  std::optional<TrustPolicy> policy = {};
  // Certificates (PEM) of the time authorities whose tokens must verify. Without them only the
  // digest and the time in a token are read.
  std::optional<std::string> time_roots = {};
  // Called now and then with records done and records in all.
  std::function<void(uint64_t done, uint64_t total)> progress = {};
};

// What was found about checkpoints that others have vouched for (anchors.h).
struct AnchorFindings {
  uint64_t cosigned = 0;
  uint64_t cosigned_size = 0;          // of the last
  std::vector<std::string> witnesses;  // of the last
  bool witnesses_checked = false;      // under a policy that was given
  uint64_t stamped = 0;
  uint64_t stamped_size = 0;
  Timestamp stamped_time;
  std::string authority;
  bool tokens_checked = false;
};

struct Fault {
  std::optional<uint64_t> index;  // of the record, where one can be named
  std::string code;               // "record.altered", "checkpoint.signature": docs/ledger-format.md
  std::string message;
};

struct Report {
  std::string origin;
  std::string vkey;
  bool key_pinned = false;  // false: the key came from the folder itself
  uint64_t size = 0;        // by the signed checkpoint
  Hash root{};
  // Of an export of a range: its first record and the one behind its last.
  std::optional<std::pair<uint64_t, uint64_t>> range;
  uint64_t records_checked = 0;
  uint64_t checkpoints_checked = 0;
  uint64_t blobs_checked = 0;
  AnchorFindings anchors = {};
  // By index; those that have none come last. Empty: the log is as it was signed.
  std::vector<Fault> faults;

  bool ok() const { return faults.empty(); }
  // The first record that is wrong, if one can be named.
  std::optional<uint64_t> FirstWrong() const;
  // For a person, several lines.
  std::string Text() const;
};

// A folder that Ledger::Open made (opened read-only), or that Export wrote, or such an export as a
// zip: told apart by their files. An error means that it could not be looked at (file.not_found,
// ledger.store); whatever is wrong with what was found is a fault in the report.
Result<Report> VerifyFolder(const std::filesystem::path& folder, const VerifyOptions& options);

// The same for an open store, without guard and blobs.
Result<Report> VerifyStore(const Store& store, const VerifyOptions& options);

}  // namespace reeve::ledger

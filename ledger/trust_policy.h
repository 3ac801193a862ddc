// Whom to believe about a checkpoint: logs, witnesses, and how many of them (C2SP tlog-policy).
//
//   log VKEY [URL]
//   witness NAME VKEY [URL]                      # its key is of type 04
//   group NAME all|any|K MEMBER...               # members: witnesses and groups named before
//   quorum NAME|none                             # exactly once
//
// Words are apart by spaces and tabs; a line that begins with # is a comment. A checkpoint is
// believed if one of the logs signed it and the quorum cosigned it.
//
// Limits: 64 KiB, 256 logs, 256 witnesses, 256 groups.
// Thread-safety: immutable after Parse.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"

namespace reeve::ledger {

inline constexpr size_t kMaxTrustPolicyBytes = size_t{64} << 10;
inline constexpr size_t kMaxTrustPolicyNames = 256;  // of each sort

struct TrustedLog {
  VerifierKey key;
  std::string url;  // may be empty
};

struct TrustedWitness {
  std::string name;
  VerifierKey key;
  std::string url;  // of the witness protocol, without "/add-checkpoint"; may be empty
};

// A cosignature that verifies.
struct Cosigned {
  std::string witness;  // by its name in the policy
  uint64_t seconds = 0;
};

class TrustPolicy {
 public:
  // ledger.policy: with `at` as "line N".
  static Result<TrustPolicy> Parse(std::string_view text);
  // One log and no witness.
  static TrustPolicy OfLog(const VerifierKey& key);

  const std::vector<TrustedLog>& logs() const { return logs_; }
  const std::vector<TrustedWitness>& witnesses() const { return witnesses_; }
  bool needs_witnesses() const { return quorum_ != kNone; }
  // Whether these witnesses, by name, are enough.
  bool IsQuorum(const std::vector<Cosigned>& cosigned) const;

 private:
  static constexpr size_t kNone = SIZE_MAX;
  // What a quorum or a group may name; members come before what names them.
  struct Party {
    std::string name;
    size_t threshold = 0;         // 0: a witness
    std::vector<size_t> members;  // of parties_
  };
  class Reader;

  std::vector<TrustedLog> logs_;
  std::vector<TrustedWitness> witnesses_;
  std::vector<Party> parties_;
  size_t quorum_ = kNone;  // of parties_
};

struct WitnessedCheckpoint {
  Checkpoint checkpoint;
  VerifierKey log;
  std::vector<Cosigned> cosigned;  // each witness once, in the order of the policy
};

// ledger.note, ledger.checkpoint; ledger.signature: no log of the policy signed it, or the line of
// a known key does not verify; ledger.quorum: too few witnesses
Result<WitnessedCheckpoint> OpenWitnessed(std::string_view note, const TrustPolicy& policy);

}  // namespace reeve::ledger

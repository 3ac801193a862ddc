// Asks the witnesses of a policy to cosign the log's newest checkpoint (C2SP tlog-witness), and
// records what they answered once it is a quorum (ledger/anchors.h).
//
// A checkpoint is published before any witness is asked; one that none cosigns is as good as it
// was, and the next round asks for the newest again.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/metrics.h"
#include "base/result.h"
#include "engine/engine.h"
#include "ledger/trust_policy.h"

namespace reeve::api {

struct CosignerOptions {
  ledger::TrustPolicy policy;  // each witness with a URL
  // Of one witness: connection, question and answer, twice if it has to be told a later size.
  std::chrono::milliseconds timeout{5'000};
};

struct CosignRound {
  uint64_t size = 0;                  // of the checkpoint that was asked about
  std::vector<std::string> cosigned;  // names in the policy
  std::vector<std::pair<std::string, Error>> failed;
  std::optional<uint64_t> record;  // where the quorum was recorded
};

// Thread-safety: RunOnce on one thread at a time.
class Cosigner {
 public:
  // cosign.policy: no witness, a witness without a URL, or a policy of other logs. Engine and
  // metrics must outlive it.
  static Result<std::unique_ptr<Cosigner>> Make(CosignerOptions options, engine::Engine& engine,
                                                Metrics& metrics);
  ~Cosigner();

  // Asks all witnesses at once, each within its time. Nothing where the log has no records but
  // anchors since the last cosigned checkpoint. An error is of the log; what a witness did is in
  // the round.
  Result<std::optional<CosignRound>> RunOnce(const std::stop_token& stop);

 private:
  struct Impl;
  explicit Cosigner(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// RunOnce for Repeating: what went wrong goes to the log of the process.
void CosignAndLog(Cosigner& cosigner, const std::stop_token& stop);

}  // namespace reeve::api

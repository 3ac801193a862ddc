// What `reeve serve` is told about witnesses and time authorities.
#pragma once

#include <memory>
#include <string>

#include "base/metrics.h"
#include "base/result.h"
#include "engine/engine.h"

namespace reeve::cli {

class Parser;

struct AnchorOptions {
  std::string policy;  // file; empty: no witness is asked
  std::string cosign_every = "1m";
  std::string witness_timeout = "5s";
  std::string authority;  // URL; empty: no time authority is asked
  std::string stamp_every = "24h";
  std::string authority_ca;  // file
};

void AddAnchorOptions(Parser& command, AnchorOptions& options);

// What the options say, read before anything is made. cosign.policy, ledger.policy, time.*, file.*
struct AnchorPlan;
Result<std::shared_ptr<const AnchorPlan>> ReadAnchorOptions(const AnchorOptions& options);

// Asks at intervals until it goes.
class Anchoring {
 public:
  // Engine and metrics must outlive it.
  static Result<std::unique_ptr<Anchoring>> Start(const AnchorPlan& plan, engine::Engine& engine,
                                                  Metrics& metrics);
  ~Anchoring();

 private:
  struct Impl;
  explicit Anchoring(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace reeve::cli

// Asks a time authority for a token on the log's newest checkpoint (RFC 3161 over HTTP), and
// records it (ledger/anchors.h).
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "base/metrics.h"
#include "base/result.h"
#include "engine/engine.h"

namespace reeve::api {

struct TimeStamperOptions {
  std::string url;
  // Certificates (PEM) that the authority's must lead to. Without them a token is recorded as it
  // came: it is of the right bytes, and who signed it is for the verifier to judge.
  std::string roots;
  std::chrono::milliseconds timeout{10'000};
};

// Thread-safety: RunOnce on one thread at a time.
class TimeStamper {
 public:
  // Engine and metrics must outlive it.
  TimeStamper(TimeStamperOptions options, engine::Engine& engine, Metrics& metrics);

  // The index of the record; nothing where the log has no records but anchors since the last token.
  // post.*, time.refused, time.reply, time.signature, time.roots, ledger.*
  Result<std::optional<uint64_t>> RunOnce(const std::stop_token& stop);

 private:
  const TimeStamperOptions options_;
  engine::Engine& engine_;
  const Metrics::Collection age_;
};

// RunOnce for Repeating: what went wrong goes to the log of the process.
void StampAndLog(TimeStamper& stamper, const std::stop_token& stop);

}  // namespace reeve::api

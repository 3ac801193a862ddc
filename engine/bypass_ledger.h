// The bypass ledger: what passed unchecked because Reeve failed, and the system is declared to go
// on then. Each pass is a record, `bypass.passed`: at once, or where the log takes nothing, first a
// line in a file beside it, that becomes a record as soon as the log takes one. Without either
// there is no pass.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <atomic>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/mutex.h"
#include "base/result.h"
#include "engine/engine.h"

namespace reeve::engine {

inline constexpr std::string_view kBypassPassed = "bypass.passed";
inline constexpr size_t kMaxSpooledBypassBytes = size_t{64} << 20;

struct Bypass {
  std::string system;
  std::string interaction;
  std::string stage;  // "input", "output": what was not checked
  std::string cause;  // the code of the error: "ledger.stopped"
};

class BypassLedger {
 public:
  // The engine must outlive it. Lines that an earlier process left become records, where the log
  // takes them.
  static Result<std::unique_ptr<BypassLedger>> Open(Engine& engine, std::filesystem::path spool);

  // Durable on return. bypass.not_kept: neither the log nor the file took it, so it must not pass
  Status Record(const Bypass& bypass, const Principal& by);
  // What waits in the file becomes records. Errors of the ledger: it waits on.
  Status Drain();
  // How many lines wait.
  size_t waiting() const { return waiting_; }

 private:
  BypassLedger(Engine& engine, std::filesystem::path spool)
      : engine_(engine), spool_(std::move(spool)) {}
  Status Spool(const std::string& line);

  Engine& engine_;
  const std::filesystem::path spool_;
  std::atomic<size_t> waiting_{0};
  Mutex mutex_;  // of the file
};

}  // namespace reeve::engine

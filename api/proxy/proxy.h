// The proxy: models behind Reeve, by the interfaces that their clients already speak. A call goes:
// who and for what (call_terms.h), decide on everything that it says (checks.h), send on what may
// be sent, decide on the answer, give it back. docs/proxy.md.
//
// Failure is closed: where a decision cannot be made or recorded there is an error. A system that
// is declared to go on then passes unchecked, and each pass is on record
// (engine/bypass_ledger.h).
//
// Thread-safety: every method, from any thread.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>

#include "api/gateway.h"
#include "api/proxy/settings.h"
#include "base/metrics.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/engine.h"

namespace reeve::api::proxy {

struct ProxyOptions {
  ProxySettings settings = {};
  std::filesystem::path folder = {};  // the data folder, for passes that the log did not take
  const Random* random = &Random::System();
  // Waits before a retry; false when the server stops. Empty: by the clock on the wall.
  std::function<bool(const std::stop_token&, std::chrono::milliseconds)> pause = nullptr;
};

// Engine and metrics must outlive it. Errors of BypassLedger::Open.
Result<std::unique_ptr<Gateway>> OpenProxy(ProxyOptions options, engine::Engine& engine,
                                           Metrics& metrics);

}  // namespace reeve::api::proxy

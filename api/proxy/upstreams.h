// Asking upstreams, with patience: what fails is tried again after a growing pause, what failed
// again and again is left alone for a while (engine/circuit_breaker.h), and where there is a
// fallback, that is asked next.
//
// To ask twice changes nothing but what it costs; once a head that is no failure has come, nothing
// is tried again.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>

#include "api/proxy/exchange.h"
#include "api/proxy/settings.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/mutex.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/circuit_breaker.h"

namespace reeve::api::proxy {

inline constexpr size_t kOpensAfter = 5;  // failures in a row
inline constexpr std::chrono::seconds kOpenFor{10};
inline constexpr std::chrono::seconds kLongestPause{10};

class Upstreams {
 public:
  struct Context {
    const Clock* clock = &Clock::System();
    const Random* random = &Random::System();
    Metrics* metrics = nullptr;
    // Waits; false when the server stops.
    std::function<bool(const std::stop_token&, std::chrono::milliseconds)> pause;
  };

  // Settings and what the context names outlive it.
  Upstreams(const ProxySettings& settings, Context context);

  // The answer of the first that gives one that is no failure; where none does, the last failure
  // that has a status, or an error: upstream.*
  Result<std::unique_ptr<AnswerSource>> Ask(const Upstream& first, const UpstreamRequest& request,
                                            const std::stop_token& stop);

 private:
  struct Known {
    Counter failures;
    engine::CircuitBreaker breaker{kOpensAfter, kOpenFor};
  };

  bool MayBegin(const Upstream& upstream);
  void Ended(const Upstream& upstream, bool good);
  std::chrono::milliseconds PauseBefore(const Upstream& upstream, uint32_t retry,
                                        int retry_after) const;

  const ProxySettings& settings_;
  const Context context_;
  UpstreamConnections connections_;
  Mutex mutex_;
  std::map<std::string, Known, std::less<>> known_ REEVE_GUARDED_BY(mutex_);
};

}  // namespace reeve::api::proxy

#include "api/proxy/upstreams.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/alarm.h"
#include "base/log.h"

namespace reeve::api::proxy {
namespace {

using std::chrono::milliseconds;

constexpr int kTooManyRequests = 429;
// What a later try may not meet. 529: overloaded, as Anthropic says it.
constexpr std::array<int, 6> kFailures = {kTooManyRequests, 500, 502, 503, 504, 529};

bool IsFailure(int status) {
  return std::find(kFailures.begin(), kFailures.end(), status) != kFailures.end();
}

bool PauseByAlarm(const std::stop_token& stop, milliseconds length) {
  Alarm alarm;
  alarm.Wait(stop, length);
  return !stop.stop_requested();
}

}  // namespace

Upstreams::Upstreams(const ProxySettings& settings, Context context)
    : settings_(settings), context_([&context] {
        if (!context.pause) context.pause = PauseByAlarm;
        return std::move(context);
      }()) {
  for (const Upstream& upstream : settings_.upstreams) {
    known_.emplace(upstream.id,
                   Known{context_.metrics->Counter("reeve_proxy_upstream_failures_total",
                                                   "Exchanges with an upstream that failed.",
                                                   {{"upstream", upstream.id}})});
  }
}

bool Upstreams::MayBegin(const Upstream& upstream) {
  const MutexLock lock(mutex_);
  return known_.find(upstream.id)->second.breaker.Begin(context_.clock->Now());
}

void Upstreams::Ended(const Upstream& upstream, bool good) {
  const MutexLock lock(mutex_);
  Known& known = known_.find(upstream.id)->second;
  if (good) return known.breaker.OnSuccess();
  known.failures.Add();
  known.breaker.OnFailure(context_.clock->Now());
}

// Drawn from the upper half, so that those who failed together do not come back together.
milliseconds Upstreams::PauseBefore(const Upstream& upstream, uint32_t retry,
                                    int retry_after) const {
  unsigned char drawn = 0;
  context_.random->Fill(&drawn, 1);
  const milliseconds whole = upstream.backoff * (1 << retry);
  const milliseconds pause = whole / 2 + whole / 2 * drawn / 255;
  return std::min(std::max(pause, milliseconds(std::chrono::seconds(retry_after))),
                  milliseconds(kLongestPause));
}

Result<std::unique_ptr<AnswerSource>> Upstreams::Ask(const Upstream& first,
                                                     const UpstreamRequest& request,
                                                     const std::stop_token& stop) {
  std::unique_ptr<AnswerSource> refused;
  Error failed{"upstream.open", "the upstream `" + first.id +
                                    "` failed again and again, and is left alone for a while"};
  for (const Upstream* upstream = &first; upstream != nullptr;
       upstream = settings_.FindUpstream(upstream->fallback)) {
    for (uint32_t retry = 0; retry <= upstream->retries && MayBegin(*upstream); ++retry) {
      auto answer = connections_.Begin(*upstream, request, stop);
      const int status = answer.ok() ? (*answer)->status() : 0;
      const bool good = answer.ok() && !IsFailure(status);
      // One that asks for patience works.
      Ended(*upstream, good || status == kTooManyRequests);
      if (good) return answer;
      Log(LogLevel::kWarning, "proxy.upstream_failed",
          {{"upstream", upstream->id},
           {"code", answer.ok() ? std::string_view("upstream.status") : answer.error().code},
           {"status", status},
           {"trace", request.trace}});
      const int retry_after = answer.ok() ? (*answer)->retry_after() : 0;
      if (answer.ok()) {
        refused = *std::move(answer);
      } else {
        failed = std::move(answer).error();
      }
      if (failed.code == "upstream.stopped") return failed;
      if (retry < upstream->retries &&
          !context_.pause(stop, PauseBefore(*upstream, retry, retry_after))) {
        return Error{"upstream.stopped", "the server stops"};
      }
    }
  }
  if (refused != nullptr) return refused;
  return failed;
}

}  // namespace reeve::api::proxy

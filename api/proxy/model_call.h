// One call of a model, from the caller's body to its answer: check, send on, check, give back.
//
// Thread-safety: one thread at a time; what it refers to is shared.
#pragma once

#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/gateway.h"
#include "api/proxy/answer_cache.h"
#include "api/proxy/checks.h"
#include "api/proxy/forms.h"
#include "api/proxy/held.h"
#include "api/proxy/settings.h"
#include "api/proxy/upstreams.h"
#include "base/metrics.h"
#include "engine/bypass_ledger.h"

namespace reeve::api::proxy {

inline constexpr size_t kMaxAnswerBytes = size_t{16} << 20;

// What calls share.
struct Services {
  const ProxySettings& settings;
  engine::Engine& engine;
  Upstreams& upstreams;
  engine::BypassLedger& bypasses;
  HeldAnswers& held;
  AnswerCache& cache;
  std::stop_token stop;
};

enum class CallResult : uint8_t { kPassed, kDenied, kHeld, kFailed, kBypassed };

class ModelCall {
 public:
  // `body` has been read from the call's. The services outlive it.
  ModelCall(const Services& services, Form form, const GatewayCall& call, json::Value body,
            const Model& model, const Upstream& upstream, std::shared_ptr<Checks> checks);

  GatewayReply Run();
  CallResult result() const { return result_; }

 private:
  GatewayReply Ask();
  // Decides on the answer; `approvals` are of one that was held.
  GatewayReply Answered(std::unique_ptr<AnswerSource> source,
                        const std::vector<std::string>& approvals);
  GatewayReply Whole(AnswerSource& source, const std::vector<std::string>& approvals);
  GatewayReply Streamed(std::unique_ptr<AnswerSource> source,
                        const std::vector<std::string>& approvals);
  // The upstream said no.
  GatewayReply Refused(AnswerSource& source);

  Result<UpstreamRequest> RequestToUpstream() const;
  // As a part of the caller's trace, where there is one.
  Result<std::unique_ptr<AnswerSource>> AskUpstream(UpstreamRequest request) const;
  std::string CacheKey(const std::string& body) const;
  void KeepHeld(const std::string& content_type, std::string body,
                std::vector<std::string> approvals);
  bool AsksForJson() const;
  std::optional<TokenUse> UseIn(const json::Value& answer) const;
  // Whether the upstream is asked what it used for Reeve's sake alone.
  bool HidesUse() const;
  // Whether this failure lets the call go on unchecked: then that is on record.
  bool PassesUnchecked(const Error& error, std::string_view stage);
  GatewayReply Failed(const Error& error);
  GatewayReply Stopped(const Stop& stop);
  GatewayReply With(Reply reply) const;

  const Services services_;
  const Form form_;
  const GatewayCall& call_;
  json::Value body_;
  const Model& model_;
  const Upstream& upstream_;
  const std::shared_ptr<Checks> checks_;
  const SystemTerms terms_;
  const std::string name_;    // of the model, as the caller says
  const std::string digest_;  // of the caller and of all that was asked
  const bool streams_;
  bool is_cached_ = false;  // the answer is one that was kept
  CallResult result_ = CallResult::kPassed;
};

}  // namespace reeve::api::proxy

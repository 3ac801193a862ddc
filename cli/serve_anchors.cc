#include "cli/serve_anchors.h"

#include <optional>

#include "api/cosigner.h"
#include "api/repeating.h"
#include "api/source_url.h"
#include "api/time_stamper.h"
#include "base/duration.h"
#include "base/file.h"
#include "cli/arguments.h"

namespace reeve::cli {
namespace {

using std::chrono::milliseconds;

Result<milliseconds> ReadDuration(const std::string& option, const std::string& text) {
  const auto duration = ParseDuration(text);
  const auto millis =
      duration ? std::chrono::duration_cast<milliseconds>(*duration) : milliseconds{0};
  if (millis.count() > 0) return millis;
  return Error{"anchor.duration", "`" + text + "` is no time for " + option +
                                      ": a number and one of s, m, h, d, such as 30s"};
}

}  // namespace

struct AnchorPlan {
  std::optional<api::CosignerOptions> cosigner;
  milliseconds cosign_every{};
  std::optional<api::TimeStamperOptions> stamper;
  milliseconds stamp_every{};
};

struct Anchoring::Impl {
  std::unique_ptr<api::Cosigner> cosigner;
  std::optional<api::TimeStamper> stamper;
  // Behind what they use, so that they end first.
  std::optional<api::Repeating> cosigning;
  std::optional<api::Repeating> stamping;
};

void AddAnchorOptions(Parser& command, AnchorOptions& options) {
  command.AddOption("--witnesses", options.policy,
                    "Policy file (C2SP tlog-policy) of the witnesses that cosign checkpoints");
  command.AddOption("--cosign-every", options.cosign_every, "How often they are asked")
      ->ShowDefault();
  command.AddOption("--witness-timeout", options.witness_timeout, "The longest wait for one")
      ->ShowDefault();
  command.AddOption("--time-authority", options.authority,
                    "URL of a time authority (RFC 3161) that stamps checkpoints");
  command.AddOption("--stamp-every", options.stamp_every, "How often it is asked")->ShowDefault();
  command.AddOption("--time-ca", options.authority_ca,
                    "Certificates (PEM) that the authority's must lead to; else any is recorded");
}

Result<std::shared_ptr<const AnchorPlan>> ReadAnchorOptions(const AnchorOptions& options) {
  auto plan = std::make_shared<AnchorPlan>();
  if (!options.policy.empty()) {
    REEVE_ASSIGN_OR_RETURN(const std::string text,
                           ReadFile(options.policy, ledger::kMaxTrustPolicyBytes));
    Result<ledger::TrustPolicy> policy = ledger::TrustPolicy::Parse(text);
    if (!policy.ok()) {
      policy.error().at = options.policy + ", " + policy.error().at;
      return policy.error();
    }
    REEVE_ASSIGN_OR_RETURN(plan->cosign_every,
                           ReadDuration("--cosign-every", options.cosign_every));
    REEVE_ASSIGN_OR_RETURN(const milliseconds timeout,
                           ReadDuration("--witness-timeout", options.witness_timeout));
    plan->cosigner = api::CosignerOptions{*std::move(policy), timeout};
  }
  if (!options.authority.empty()) {
    api::TimeStamperOptions stamper;
    stamper.url = options.authority;
    if (const auto url = api::ParseSourceUrl(options.authority); !url.ok()) return url.error();
    if (!options.authority_ca.empty()) {
      REEVE_ASSIGN_OR_RETURN(stamper.roots, ReadFile(options.authority_ca));
    }
    REEVE_ASSIGN_OR_RETURN(plan->stamp_every, ReadDuration("--stamp-every", options.stamp_every));
    plan->stamper = std::move(stamper);
  }
  return std::shared_ptr<const AnchorPlan>(std::move(plan));
}

Result<std::unique_ptr<Anchoring>> Anchoring::Start(const AnchorPlan& plan, engine::Engine& engine,
                                                    Metrics& metrics) {
  auto impl = std::make_unique<Impl>();
  if (plan.cosigner) {
    REEVE_ASSIGN_OR_RETURN(impl->cosigner, api::Cosigner::Make(*plan.cosigner, engine, metrics));
    impl->cosigning.emplace(plan.cosign_every,
                            [cosigner = impl->cosigner.get()](const std::stop_token& stop) {
                              api::CosignAndLog(*cosigner, stop);
                            });
  }
  if (plan.stamper) {
    impl->stamper.emplace(*plan.stamper, engine, metrics);
    impl->stamping.emplace(plan.stamp_every,
                           [stamper = &*impl->stamper](const std::stop_token& stop) {
                             api::StampAndLog(*stamper, stop);
                           });
  }
  return std::unique_ptr<Anchoring>(new Anchoring(std::move(impl)));
}

Anchoring::Anchoring(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Anchoring::~Anchoring() = default;

}  // namespace reeve::cli

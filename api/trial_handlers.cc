#include "api/trial_handlers.h"

#include "base/json_reader.h"
#include "oversight/bundle_register.h"

namespace reeve::api {
namespace {

using engine::BundleLifecycle;
using json::Need;
using json::ObjectReader;
using oversight::ActingPerson;
using oversight::kMaxReasonBytes;
using oversight::TrialMode;

Status Start(TrialMode mode, BundleLifecycle& bundles, std::string_view digest,
             const ActingPerson& person, const json::Value& body) {
  ObjectReader reader(body, "");
  engine::TrialRequest request;
  request.mode = mode;
  request.reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  request.thresholds = oversight::DefaultThresholds(mode);
  if (const json::Value* given = reader.ObjectMember("thresholds", Need::kOptional)) {
    auto read = oversight::ReadThresholds(*given, "/thresholds", request.thresholds);
    if (!read.ok()) return std::move(read).error();
    request.thresholds = *read;
  }
  if (mode == TrialMode::kCanary) {
    const uint64_t share = reader.Unsigned("share").value_or(0);
    if (share < 1 || share > oversight::kMaxShare) {
      reader.Fail("json.value", "share",
                  "the share is from 1 to 9900, in hundredths of a percent of the interactions");
    }
    request.share = static_cast<uint32_t>(share % oversight::kAllShares);
    if (const auto after = reader.Unsigned("promote_after_seconds")) {
      // What is past the limit is refused as such, whatever its size.
      constexpr std::chrono::seconds kPast = engine::kMaxScheduleAhead + std::chrono::seconds(1);
      request.promote_after =
          std::chrono::seconds(std::min(*after, static_cast<uint64_t>(kPast.count())));
    }
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return bundles.StartTrial(digest, request, person);
}

Status StartShadow(BundleLifecycle& bundles, std::string_view digest, const ActingPerson& person,
                   const json::Value& body) {
  return Start(TrialMode::kShadow, bundles, digest, person, body);
}

Status StartCanary(BundleLifecycle& bundles, std::string_view digest, const ActingPerson& person,
                   const json::Value& body) {
  return Start(TrialMode::kCanary, bundles, digest, person, body);
}

Status Widen(BundleLifecycle& bundles, std::string_view digest, const ActingPerson& person,
             const json::Value& body) {
  ObjectReader reader(body, "");
  const uint64_t share = reader.Unsigned("share").value_or(0);
  const std::string reason = reader.String("reason", Need::kOptional, kMaxReasonBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  const uint64_t most = oversight::kAllShares;
  return bundles.WidenTrial(digest, static_cast<uint32_t>(std::min(share, most)), reason, person);
}

Status Stop(BundleLifecycle& bundles, std::string_view digest, const ActingPerson& person,
            const json::Value& body) {
  ObjectReader reader(body, "");
  const std::string reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return bundles.StopTrial(digest, reason, person);
}

Status Promote(BundleLifecycle& bundles, std::string_view digest, const ActingPerson& person,
               const json::Value& body) {
  ObjectReader reader(body, "");
  const std::string reason = reader.String("force_reason", Need::kOptional, kMaxReasonBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return bundles.Promote(digest, reason, person);
}

struct TrialChange {
  std::string_view action;
  Status (*run)(BundleLifecycle&, std::string_view digest, const ActingPerson& person,
                const json::Value& body);
};
constexpr TrialChange kTrialChanges[] = {{"shadow", StartShadow},
                                         {"canary", StartCanary},
                                         {"share", Widen},
                                         {"stop", Stop},
                                         {"promote", Promote}};

}  // namespace

Reply GetTrial(engine::Engine& engine, std::string_view digest) {
  // What has to end or take over does so before anybody is told.
  const auto settled = engine.bundles().DeploymentAt(engine.clock().Now());
  if (!settled.ok()) return ProblemReply(settled.error());
  Result<json::Object> report = engine.bundles().TrialReport(digest);
  if (!report.ok()) return ProblemReply(report.error());
  return {.body = json::Compact(*std::move(report))};
}

std::optional<Status> ChangeTrial(engine::Engine& engine, const ActingPerson& person,
                                  std::string_view digest, std::string_view action,
                                  const json::Value& body) {
  for (const TrialChange& change : kTrialChanges) {
    if (change.action == action) return change.run(engine.bundles(), digest, person, body);
  }
  return std::nullopt;
}

}  // namespace reeve::api

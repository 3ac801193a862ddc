#include "oversight/bundle_trial.h"

#include <array>
#include <limits>

#include "base/sha256.h"
#include "oversight/bundle_register.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

constexpr double kPercent = 100;
constexpr size_t kMaxTimeBytes = 40;
constexpr std::string_view kDomain = "reeve trial";

// A number that is there must lie within its range.
void ReadNumber(ObjectReader& reader, std::string_view key, double least, double most,
                double* out) {
  const json::Value* value = reader.Any(key);
  if (value == nullptr) return;
  double number = std::numeric_limits<double>::quiet_NaN();
  if (value->as_double() != nullptr) number = *value->as_double();
  if (value->as_int() != nullptr) number = static_cast<double>(*value->as_int());
  if (number >= least && number <= most) {
    *out = number;
    return;
  }
  reader.Fail("json.value", key,
              "must be a number from " + std::to_string(static_cast<int64_t>(least)) + " to " +
                  std::to_string(static_cast<int64_t>(most)));
}

// A whole number is one in the record too.
json::Value Number(double value) {
  const auto whole = static_cast<int64_t>(value);
  if (static_cast<double>(whole) == value) return whole;
  return value;
}

std::string TextOf(const json::Object& object, std::string_view key) {
  const json::Value* value = object.Find(key);
  return value == nullptr || value->as_string() == nullptr ? "" : *value->as_string();
}

Result<BundleTrial> ReadEntry(const json::Object& entry) {
  const Error damaged{"ledger.damaged", "the entry of a bundle in trial is not one"};
  const json::Value* trial = entry.Find("trial");
  const json::Value* started = trial == nullptr ? nullptr : trial->Find("started");
  if (started == nullptr || started->as_object() == nullptr) return damaged;
  json::Object terms;
  for (const json::Member& member : *trial->as_object()) {
    if (member.key != "id" && member.key != "started" && member.key != "widened") {
      terms.Add(member.key, member.value);
    }
  }
  const json::Value value(std::move(terms));
  ObjectReader reader(value, "/trial");
  BundleTrial out = ReadTrialTerms(reader);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  out.id = TextOf(*trial->as_object(), "id");
  out.bundle = TextOf(entry, "digest");
  out.started_by = TextOf(*started->as_object(), "by");
  REEVE_ASSIGN_OR_RETURN(out.started, ParseTimestamp(TextOf(*started->as_object(), "time")));
  return out;
}

}  // namespace

std::string_view TrialModeName(TrialMode mode) {
  return mode == TrialMode::kShadow ? "shadow" : "canary";
}

TrialThresholds DefaultThresholds(TrialMode mode) {
  TrialThresholds thresholds;
  if (mode == TrialMode::kShadow) {
    thresholds.deny_increase = kPercent;
    thresholds.hold_increase = kPercent;
    thresholds.errors = kPercent;
  }
  return thresholds;
}

json::Object ToJson(const TrialThresholds& thresholds) {
  return {{"deny_increase", Number(thresholds.deny_increase)},
          {"hold_increase", Number(thresholds.hold_increase)},
          {"errors", Number(thresholds.errors)},
          {"latency", Number(thresholds.latency)},
          {"min_decisions", thresholds.min_decisions}};
}

Result<TrialThresholds> ReadThresholds(const json::Value& value, const std::string& pointer,
                                       const TrialThresholds& defaults) {
  ObjectReader reader(value, pointer);
  TrialThresholds out = defaults;
  ReadNumber(reader, "deny_increase", 0, kPercent, &out.deny_increase);
  ReadNumber(reader, "hold_increase", 0, kPercent, &out.hold_increase);
  ReadNumber(reader, "errors", 0, kPercent, &out.errors);
  ReadNumber(reader, "latency", 1, kMaxLatencyFactor, &out.latency);
  if (const auto least = reader.Unsigned("min_decisions")) {
    out.min_decisions = *least;
    if (*least < kMinDecisionsFloor || *least > kMinDecisionsCeiling) {
      reader.Fail("json.value", "min_decisions", "must be from 20 to 1000000");
    }
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return out;
}

BundleTrial ReadTrialTerms(ObjectReader& reader) {
  static const std::array<std::string, 2> kModes = {"shadow", "canary"};
  BundleTrial trial;
  const bool is_canary = reader.OneOf("mode", Need::kRequired, kModes) == "canary";
  trial.mode = is_canary ? TrialMode::kCanary : TrialMode::kShadow;
  const uint64_t share = reader.Unsigned("share").value_or(0);
  if (is_canary ? share < 1 || share > kMaxShare : share != 0) {
    reader.Fail("json.value", "share",
                "a canary has a share of 1 to 9900 hundredths of a percent, a shadow has none");
  }
  trial.share = static_cast<uint32_t>(share % kAllShares);
  if (const json::Value* thresholds = reader.ObjectMember("thresholds", Need::kRequired)) {
    auto read =
        ReadThresholds(*thresholds, reader.PointerOf("thresholds"), DefaultThresholds(trial.mode));
    if (read.ok()) {
      trial.thresholds = *read;
    } else {
      reader.Absorb(std::move(read).error());
    }
  }
  const std::string promote_at = reader.String("promote_at", Need::kOptional, kMaxTimeBytes);
  if (promote_at.empty()) return trial;
  auto at = ParseTimestamp(promote_at);
  if (at.ok() && is_canary) {
    trial.promote_at = *at;
  } else {
    reader.Fail("json.value", "promote_at", "a canary, and no shadow, is promoted at a time");
  }
  return trial;
}

json::Object TrialTerms(const BundleTrial& trial) {
  json::Object out{{"mode", TrialModeName(trial.mode)}};
  if (trial.mode == TrialMode::kCanary) out.Add("share", static_cast<uint64_t>(trial.share));
  out.Add("thresholds", ToJson(trial.thresholds));
  if (trial.promote_at) out.Add("promote_at", FormatTimestamp(*trial.promote_at));
  return out;
}

Result<std::optional<BundleTrial>> RunningTrial(const ledger::Ledger& ledger) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> digest,
                         ledger.State("bundles").Get(kTrialKey));
  if (!digest) return std::optional<BundleTrial>();
  REEVE_ASSIGN_OR_RETURN(const json::Object entry, FindBundle(ledger, *digest));
  REEVE_ASSIGN_OR_RETURN(BundleTrial trial, ReadEntry(entry));
  return std::optional<BundleTrial>(std::move(trial));
}

uint32_t TrialBucket(std::string_view bundle, std::string_view tenant,
                     std::string_view interaction) {
  constexpr std::string_view kZero("\0", 1);
  const Hash hash = Sha256({kDomain, kZero, bundle, kZero, tenant, kZero, interaction});
  uint64_t number = 0;
  for (size_t i = 0; i < sizeof number; ++i) number = number << 8 | hash[i];
  return static_cast<uint32_t>(number % kAllShares);
}

}  // namespace reeve::oversight

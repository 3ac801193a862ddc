// How long kept content and records stay, by the class of the system they are of.
//
// A setting is a record `retention.set`; where there is none the default holds. No setting goes
// below the floor of its class or above the ceiling: six months are what Regulation (EU) 2024/1689
// (articles 19 and 26 paragraph 6) asks of logs of high-risk systems at the least.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "policy/facts.h"

namespace reeve::oversight {

using Days = std::chrono::duration<int64_t, std::ratio<86'400>>;

inline constexpr Days kSixMonths{184};  // as long as any six months are
inline constexpr Days kRetentionCeiling{3'653};
inline constexpr Days kDefaultContentRetention = kSixMonths;
inline constexpr Days kDefaultRecordRetention = kRetentionCeiling;

// Of both content and records: six months of `high`, else one day.
Days RetentionFloor(policy::RiskClass risk_class);

struct Retention {
  Days content = kDefaultContentRetention;
  Days records = kDefaultRecordRetention;
  // Of the last setting; empty while the defaults hold.
  std::string by;
  std::string reason;
  Timestamp set;
};

// By class.
using RetentionTerms = std::array<Retention, policy::kRiskClassCount>;

// retention.floor, retention.ceiling
Status CheckRetention(policy::RiskClass risk_class, const Retention& retention);

// {"class","content_days","records_days","floor_days","by","reason","time"}
json::Object ToJson(policy::RiskClass risk_class, const Retention& retention);

}  // namespace reeve::oversight

// What an audit fixes before it looks: which group is the reference, when a difference counts, how
// few people are too few. All of it stands in the report, for another choice gives another number:
// published hiring audits differ in their reference group, and a reader cannot see which was meant.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "oversight/bias/population.h"
#include "oversight/bias/resample.h"

namespace reeve::oversight::bias {

inline constexpr unsigned kMaxDepth = 3;

enum class ReferenceRule : uint8_t {
  kHighest,           // the group with the highest selection rate
  kHighestOverShare,  // the same, among groups of at least min_share of the sample
  kLargest,           // the group with most people
  kOverall,           // everybody together
  kNamed,             // the group that the conventions name
};
inline constexpr size_t kReferenceRuleCount = 5;
std::string_view ReferenceRuleName(ReferenceRule rule);   // "highest_over_share"
std::string_view ReferenceRuleTitle(ReferenceRule rule);  // for people
std::optional<ReferenceRule> ParseReferenceRule(std::string_view name);

// A group that is left out of comparisons; its numbers are shown all the same.
struct Exclusion {
  std::map<std::string, std::string> group;  // attribute -> category
  std::string reason;
  std::string by;  // the person who answers for it
};

struct Conventions {
  std::string preset;  // name of the preset these came from, or empty
  unsigned depth = 2;  // how many attributes an intersection has at most
  // The rule by which verdicts are made; the ratios under the others are shown beside it.
  ReferenceRule reference = ReferenceRule::kHighestOverShare;
  std::map<std::string, std::string> named;  // attribute -> category; for kNamed
  double min_share = 0.02;
  double threshold = 0.8;     // a ratio below it is screened as adverse; at most three decimals
  double practical = 0.95;    // from this ratio on, no difference is flagged however certain
  double confidence = 0.95;   // of every interval; 1 - confidence is the level of every test
  double min_power = 0.8;     // below it, a sample that shows nothing is called insufficient
  uint64_t min_verdict = 30;  // people that a group and its reference need for a verdict
  uint64_t min_group = 10;    // groups of fewer people are not shown at all
  std::vector<Metric> judged = {Metric::kSelectionRate, Metric::kTpr};  // have verdicts
  bool high_score_is_favourable = true;
  BootstrapPlan bootstrap;
  std::vector<Exclusion> exclusions;

  double alpha() const { return 1 - confidence; }
};

// bias.conventions: a number out of its range, a name of no attribute; says which.
Status CheckConventions(const Conventions& conventions, const RowLayout& layout);

json::Value ConventionsJson(const Conventions& conventions);

}  // namespace reeve::oversight::bias

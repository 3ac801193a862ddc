// The semantic difference of two bundles: which rules were added and removed, and which decide more
// strictly or less, and why. docs/diff.md.
//
//   const BundleDifference difference = policy::CompareBundles(*before, *after);
//   if (difference.MayLoosen()) std::cout << policy::Text(difference);
//
// Tightened means: no answer to any request becomes less strict by it (strictness.h), whatever the
// other rules are; loosened the reverse. Both are proofs (implication.h, or a search that tried
// every class of requests). What is neither is *changed*, and counts as a loosening: so a bundle
// whose differences are all tightened answers nothing less strictly. Limits of evaluation
// (cel.budget and the like) are left out of account.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.h"
#include "policy/bundle.h"
#include "policy/witness.h"

namespace reeve::policy {

// Ascending in what approvals it takes.
enum class Direction : uint8_t {
  kNone,  // no answer changes, but for its texts
  kTightened,
  kLoosened,
  kChanged,  // both, or it cannot be told
};
std::string_view DirectionName(Direction direction);  // "none", "tightened", ...

enum class RuleChange : uint8_t { kAdded, kRemoved, kKept };

struct RuleDifference {
  std::string policy;
  std::string rule;
  RuleChange change = RuleChange::kKept;
  Direction direction = Direction::kNone;
  std::vector<std::string> reasons;  // in words: "quorum 1 -> 2"
  size_t requests = 0;               // tried in the search for witnesses; 0: none was made
  bool complete = false;             // they were all that the conditions can tell apart
  std::vector<Witness> witnesses;

  std::string Name() const { return policy + "/" + rule; }
  // "added", "removed", or "reworded", "tightened", "loosened", "changed".
  std::string_view Kind() const;
};

// Of the bundle as a whole.
struct SettingDifference {
  Direction direction = Direction::kNone;
  std::string text;  // "default allow -> deny"
};

struct BundleDifference {
  std::string before;  // digests
  std::string after;
  std::vector<SettingDifference> settings;
  std::vector<RuleDifference> rules;  // that differ, by name
  uint64_t unchanged = 0;             // rules

  Direction direction() const;  // of all together
  // False is certain: no answer is less strict.
  bool MayLoosen() const { return direction() >= Direction::kLoosened; }
  bool empty() const { return settings.empty() && rules.empty(); }
};

inline constexpr size_t kMaxWitnessRequests = 2048;            // for one rule
inline constexpr uint64_t kMaxWitnessEvaluations = 4'000'000;  // of rules, for all together

struct DiffOptions {
  size_t examples = 0;  // for each rule; 0: a search is made only where it may prove something
};

BundleDifference CompareBundles(const Bundle& before, const Bundle& after,
                                const DiffOptions& options = {});

// For a record: at most `max_rules` rules, each with at most kMaxSummaryReasons reasons of at most
// kMaxSummaryText bytes, and counts of all.
inline constexpr size_t kMaxSummaryReasons = 3;
inline constexpr size_t kMaxSummaryText = 120;
json::Object DifferenceSummary(const BundleDifference& difference, size_t max_rules);

// Everything: {"before","after","direction","settings","rules","unchanged"}.
json::Object ToJson(const BundleDifference& difference);

// For a person. `colour`: with the escape sequences of a terminal.
std::string Text(const BundleDifference& difference, bool colour = false);

}  // namespace reeve::policy

// A bias audit: a population and conventions in, a report out. The same rows, conventions and seed
// give the same report to the last digit, on any machine and any number of threads.
//
// docs/bias-audits.md has every definition. What the report holds may be published: a group of
// fewer than conventions.min_group people is in it neither by name nor by number, nor can it be
// worked out of the others (suppress.h).
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "oversight/bias/conventions.h"
#include "oversight/bias/parity.h"
#include "oversight/bias/population.h"
#include "oversight/bias/proportion.h"
#include "oversight/bias/score.h"

namespace reeve::oversight::bias {

enum class Verdict : uint8_t { kFlag, kNoFlag, kInsufficient };
std::string_view VerdictName(Verdict verdict);   // "flag", "no_flag", "insufficient_data"
std::string_view VerdictTitle(Verdict verdict);  // "flag", "no flag", "insufficient data"

// A group's metric against the reference of the conventions.
struct Judgement {
  Metric metric = Metric::kSelectionRate;
  Fraction rate;
  Fraction reference;
  Comparison comparison;
  std::optional<BootstrapInterval> bootstrap;
  bool exact =
      false;  // whether `p` is Fisher's (a cell with fewer than 5 expected) or the z test's
  std::optional<double> p;
  std::optional<double> p_holm;  // over all judged groups of this table and metric
  std::optional<double> power;   // to see a ratio at the threshold
  Verdict verdict = Verdict::kInsufficient;
  std::string reason;
};

// The group an audit compares with, by one rule, in one table.
struct Reference {
  ReferenceRule rule = ReferenceRule::kHighest;
  std::optional<size_t> group;  // index in the table; nothing for everybody together
  Tally tally;
};

struct Group {
  std::vector<std::string> names;  // a category for each attribute of the table
  Tally tally;
  double share = 0;  // of the people of the table
  std::optional<ScoreSummary> score;
  bool excluded = false;
  std::string exclusion;  // why, and by whom
  bool suppressed = false;
  std::vector<Judgement> judgements;  // none for the reference itself and for excluded groups

  std::string name() const;  // the names with " / " between
};

// Pooled over everybody the group is behind (or ahead of) its reference, and within strata the
// other way round: Simpson's paradox. Adjusted: Mantel-Haenszel risk difference (Greenland 1982).
struct StrataCheck {
  size_t group = 0;
  double pooled_difference = 0;
  double adjusted_difference = 0;
  size_t strata = 0;          // that hold people of both
  size_t strata_opposed = 0;  // in which the sign is not the pooled one
  bool reversed = false;      // pooled and adjusted differences have opposite signs
};

struct GroupTable {
  std::vector<std::string> attributes;
  std::vector<Group> groups;  // by name; suppressed ones are dropped before a report leaves
  Tally all;                  // of everybody whose attributes are known
  uint64_t unknown = 0;       // people with an outcome, one of whose attributes is not known
  size_t suppressed_groups = 0;
  std::vector<Reference> references;
  std::optional<size_t> primary;  // index in `references` of the rule that verdicts are made by
  // Between all shown groups.
  std::vector<Spread> spreads;  // by Metric
  EqualisedOdds odds;
  std::optional<Inequality> inequality_between;
  double differential_fairness = 0;
  std::vector<StrataCheck> strata;
};

struct Drift {
  std::string group;  // "race=a, sex=b"
  Metric metric = Metric::kSelectionRate;
  double earlier = 0;
  double now = 0;
  Interval difference;   // of now less earlier
  bool changed = false;  // the interval leaves 0 out
};

struct Report {
  json::Object source;  // what was read, as the caller says
  RowLayout layout;
  Conventions conventions;
  uint64_t rows = 0;
  uint64_t without_outcome = 0;
  uint64_t without_label = 0;  // among those with an outcome
  std::map<std::string, uint64_t> outcome_values;
  std::map<std::string, uint64_t> label_values;
  bool has_label = false;
  std::map<std::string, uint64_t> unknown;  // by attribute, among those with an outcome
  Tally all;
  std::optional<Inequality> inequality;
  std::optional<double> median_score;
  std::vector<ScoreBand> bands;
  std::optional<ScoreSummary> score;
  std::vector<GroupTable> tables;
  std::vector<std::string> notes;  // what a reader must know: a constant outcome, few groups
  std::vector<Drift> drift;
  std::string earlier;  // digest of the audit that drift is against

  size_t CountVerdicts(Verdict verdict) const;
};

struct AuditWatch {
  std::stop_token stop = {};
  std::function<void(uint64_t done, uint64_t total)> progress = {};  // tables
};

inline constexpr size_t kMaxGroups = 200'000;  // combinations of categories in one table

// Codes: bias.conventions, bias.too_many_groups, bias.cancelled.
Result<Report> RunAudit(const Population& population, const RowLayout& layout,
                        const Conventions& conventions, const AuditWatch& watch = {});

}  // namespace reeve::oversight::bias

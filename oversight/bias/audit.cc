#include "oversight/bias/audit.h"

#include <algorithm>
#include <array>

#include "oversight/bias/grouping.h"
#include "oversight/bias/judge.h"
#include "oversight/bias/numbers.h"
#include "oversight/bias/reference.h"
#include "oversight/bias/strata.h"
#include "oversight/bias/suppress.h"

namespace reeve::oversight::bias {
namespace {

struct VerdictText {
  std::string_view name;
  std::string_view title;
};
constexpr std::array<VerdictText, 3> kVerdicts = {
    {{"flag", "flag"}, {"no_flag", "no flag"}, {"insufficient_data", "insufficient data"}}};

bool IsIn(const GroupTable& table, const Group& group, const Exclusion& exclusion) {
  if (exclusion.group.size() != table.attributes.size()) return false;
  for (size_t i = 0; i < table.attributes.size(); ++i) {
    const auto found = exclusion.group.find(table.attributes[i]);
    if (found == exclusion.group.end() || found->second != group.names[i]) return false;
  }
  return true;
}

void Exclude(const Conventions& conventions, GroupTable* table) {
  for (Group& group : table->groups) {
    for (const Exclusion& exclusion : conventions.exclusions) {
      if (!IsIn(*table, group, exclusion)) continue;
      group.excluded = true;
      group.exclusion = exclusion.reason + " (" + exclusion.by + ")";
    }
  }
}

std::vector<Tally> TalliesOf(const GroupTable& table) {
  std::vector<Tally> tallies;
  for (const Group& group : table.groups) {
    if (!group.excluded) tallies.push_back(group.tally);
  }
  return tallies;
}

void MeasureParities(bool has_label, GroupTable* table) {
  const std::vector<Tally> tallies = TalliesOf(*table);
  for (const Metric metric : kMetrics) table->spreads.push_back(SpreadOf(metric, tallies));
  table->differential_fairness = DifferentialFairness(tallies);
  if (!has_label) return;
  table->odds = EqualisedOddsOf(tallies);
  table->inequality_between = InequalityBetween(tallies);
}

void CountPopulation(const Population& population, Report* report) {
  report->rows = population.size();
  report->outcome_values = population.outcome_values;
  report->label_values = population.label_values;
  report->has_label = population.has_label;
  Tally& all = report->all;
  std::array<uint64_t, 9> marks{};
  for (const uint8_t mark : population.marks) ++marks[mark];
  all.n = report->rows - marks[6] - marks[7] - marks[8];
  all.selected = marks[3] + marks[4] + marks[5];
  all.tn = marks[0];
  all.fn = marks[1];
  all.fp = marks[3];
  all.tp = marks[4];
  report->without_outcome = report->rows - all.n;
  report->without_label = all.n - all.labelled();
  for (const Column& column : population.attributes) {
    uint64_t& unknown = report->unknown[column.name];
    for (size_t row = 0; row < population.size(); ++row) {
      if (column.codes[row] == kUnknownCategory && population.outcome(row) != Mark::kUnknown) {
        ++unknown;
      }
    }
  }
  if (report->has_label) report->inequality = InequalityOf(all);
}

std::string AttributeNames(const GroupTable& table) {
  std::string names;
  for (const std::string& name : table.attributes) names += (names.empty() ? "" : " x ") + name;
  return names;
}

bool Matches(const Report& report, const Exclusion& exclusion) {
  for (const GroupTable& table : report.tables) {
    for (const Group& group : table.groups) {
      if (IsIn(table, group, exclusion)) return true;
    }
  }
  return false;
}

void AddNotes(Report* report) {
  const Tally& all = report->all;
  const auto note = [&](std::string text) { report->notes.push_back(std::move(text)); };
  if (all.n == 0) {
    note("No row has an outcome: there is nothing to compare.");
  } else if (all.selected == 0 || all.selected == all.n) {
    note(std::string("Every outcome is the same: ") + (all.selected == 0 ? "nobody" : "everybody") +
         " was selected, so no group differs and no test is defined.");
  }
  if (report->has_label && all.labelled() > 0 && (all.tp + all.fn == 0 || all.tn + all.fp == 0)) {
    note("Every label is the same class: error rates of the other class are undefined.");
  }
  if (report->has_label && report->without_label > 0) {
    note(Thousands(report->without_label) + " of " + Thousands(all.n) +
         " people with an outcome have no label; rates that need one are over the others.");
  }
  for (const GroupTable& table : report->tables) {
    const std::string names = AttributeNames(table);
    if (table.groups.size() < 2) {
      note(names + ": " + (table.groups.empty() ? "no group" : "one group only") +
           " can be shown, so nothing is compared.");
    } else if (!table.primary) {
      note(names + ": no group that is shown is the reference by the rule `" +
           std::string(ReferenceRuleName(report->conventions.reference)) +
           "`, so there are no verdicts.");
    }
  }
  for (const Exclusion& exclusion : report->conventions.exclusions) {
    if (!Matches(*report, exclusion)) {
      note("An exclusion (" + exclusion.reason + ") is of no group that is shown.");
    }
  }
}

void AddScores(const Population& population, Report* report) {
  const Conventions& conventions = report->conventions;
  const ScoreOrder order(
      population, conventions.high_score_is_favourable ? Mark::kFavourable : Mark::kUnfavourable);
  report->median_score = order.median();
  report->bands = order.bands();
  if (!order.median()) return;
  report->score =
      std::move(order.Summaries(std::vector<uint32_t>(population.size(), 0), 1).front());
  const auto tables = TablesOf(population.attributes.size(), conventions.depth);
  for (size_t i = 0; i < tables.size(); ++i) {
    GroupTable& table = report->tables[i];
    std::vector<ScoreSummary> summaries =
        order.Summaries(GroupOfRows(population, tables[i], table), table.groups.size());
    for (size_t g = 0; g < table.groups.size(); ++g) {
      table.groups[g].score = std::move(summaries[g]);
    }
  }
}

}  // namespace

std::string_view VerdictName(Verdict verdict) {
  return kVerdicts[static_cast<size_t>(verdict)].name;
}
std::string_view VerdictTitle(Verdict verdict) {
  return kVerdicts[static_cast<size_t>(verdict)].title;
}

std::string Group::name() const {
  std::string text;
  for (const std::string& one : names) text += (text.empty() ? "" : " / ") + one;
  return text;
}

size_t Report::CountVerdicts(Verdict verdict) const {
  size_t count = 0;
  for (const GroupTable& table : tables) {
    for (const Group& group : table.groups) {
      for (const Judgement& one : group.judgements) count += one.verdict == verdict ? 1 : 0;
    }
  }
  return count;
}

Result<Report> RunAudit(const Population& population, const RowLayout& layout,
                        const Conventions& conventions, const AuditWatch& watch) {
  REEVE_RETURN_IF_ERROR(CheckConventions(conventions, layout));
  Report report;
  report.layout = layout;
  report.conventions = conventions;
  CountPopulation(population, &report);
  const auto tables = TablesOf(population.attributes.size(), conventions.depth);
  for (const auto& attributes : tables) {
    if (watch.stop.stop_requested()) return Error{"bias.cancelled", "the audit was cancelled"};
    REEVE_ASSIGN_OR_RETURN(GroupTable table, CountGroups(population, attributes));
    report.tables.push_back(std::move(table));
  }
  SuppressSmallGroups(conventions.min_group, &report.tables);
  if (layout.score) AddScores(population, &report);
  for (size_t i = 0; i < tables.size(); ++i) {
    if (watch.stop.stop_requested()) return Error{"bias.cancelled", "the audit was cancelled"};
    GroupTable& table = report.tables[i];
    Exclude(conventions, &table);
    ChooseReferences(conventions, &table);
    JudgeGroups(conventions, report.has_label, &table);
    MeasureParities(report.has_label, &table);
    if (population.stratum) CheckStrata(population, tables[i], &table);
    if (watch.progress) watch.progress(i + 1, tables.size());
  }
  AddNotes(&report);
  return report;
}

}  // namespace reeve::oversight::bias

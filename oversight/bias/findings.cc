#include "oversight/bias/numbers.h"
#include "oversight/bias/report.h"

namespace reeve::oversight::bias {
namespace {

std::string RateWords(Metric metric, const Fraction& rate) {
  const std::string value = rate.value() ? Percent(*rate.value(), 1) : "undefined";
  switch (metric) {
    case Metric::kSelectionRate:
      return value + " are selected";
    case Metric::kTpr:
      return value + " of those who qualify are selected";
    case Metric::kFnr:
      return value + " of those who qualify are turned down";
    case Metric::kFpr:
      return value + " of those who do not qualify are selected";
    case Metric::kPpv:
      return value + " of those selected qualify";
    default:
      return "the " + std::string(MetricName(metric)) + " is " + value;
  }
}

std::string ReferenceName(const GroupTable& table) {
  const Reference& reference = table.references[*table.primary];
  return reference.group ? table.groups[*reference.group].name() : "everybody together";
}

std::string Sentence(const GroupTable& table, const Group& group, const Judgement& judgement) {
  return group.name() + ": " + RateWords(judgement.metric, judgement.rate) + ", against " +
         Percent(judgement.reference.value().value_or(0), 1) + " of " + ReferenceName(table) +
         "; " + judgement.reason + ".";
}

void AddStrata(const Report& report, std::vector<Finding>* findings) {
  for (const GroupTable& table : report.tables) {
    for (const StrataCheck& check : table.strata) {
      if (!check.reversed) continue;
      findings->push_back(
          {Verdict::kFlag, table.groups[check.group].name() + ": the difference of selection " +
                               Percent(check.pooled_difference, 1) + " over all turns into " +
                               Percent(check.adjusted_difference, 1) + " within `" +
                               *report.layout.stratum +
                               "` (Simpson's paradox): judge it there, not over all."});
    }
  }
}

void AddDrift(const Report& report, std::vector<Finding>* findings) {
  for (const Drift& one : report.drift) {
    if (!one.changed) continue;
    findings->push_back(
        {Verdict::kFlag, one.group + ": the " + std::string(MetricName(one.metric)) +
                             " moved from " + Percent(one.earlier, 1) + " to " +
                             Percent(one.now, 1) +
                             " since the earlier audit, more than chance explains."});
  }
}

Finding Summary(const Report& report) {
  const size_t flags = report.CountVerdicts(Verdict::kFlag);
  const size_t clear = report.CountVerdicts(Verdict::kNoFlag);
  const size_t unclear = report.CountVerdicts(Verdict::kInsufficient);
  if (flags + clear + unclear == 0) {
    return {Verdict::kNoFlag,
            report.conventions.judged.empty()
                ? "These conventions ask for no verdicts: the rates and ratios stand below."
                : "Nothing could be compared."};
  }
  const auto comparisons = [](size_t n) {
    return std::to_string(n) + (n == 1 ? " comparison" : " comparisons");
  };
  std::string text = comparisons(flags + clear + unclear) + ": " + std::to_string(flags) +
                     " flagged, " + std::to_string(clear) + " without a flag, " +
                     std::to_string(unclear) + " with too little data to tell.";
  return {flags > 0     ? Verdict::kFlag
          : unclear > 0 ? Verdict::kInsufficient
                        : Verdict::kNoFlag,
          std::move(text)};
}

}  // namespace

std::vector<Finding> Findings(const Report& report) {
  std::vector<Finding> findings = {Summary(report)};
  for (const Verdict kind : {Verdict::kFlag, Verdict::kInsufficient}) {
    for (const GroupTable& table : report.tables) {
      for (const Group& group : table.groups) {
        for (const Judgement& judgement : group.judgements) {
          if (judgement.verdict != kind) continue;
          findings.push_back({kind, Sentence(table, group, judgement)});
        }
      }
    }
    if (kind == Verdict::kFlag) {
      AddStrata(report, &findings);
      AddDrift(report, &findings);
    }
  }
  return findings;
}

}  // namespace reeve::oversight::bias

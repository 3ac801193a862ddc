#include "base/sha256.h"
#include "oversight/bias/report.h"
#include "oversight/bias/suppress.h"

namespace reeve::oversight::bias {
namespace {

template <typename Number>
json::Value Maybe(const std::optional<Number>& value) {
  return value ? json::Value(*value) : json::Value();
}

json::Value Ends(const std::optional<Interval>& interval) {
  if (!interval) return {};
  return json::Array{interval->low, interval->high};
}

template <typename Map>
json::Value MapJson(const Map& map) {
  json::Object object;
  for (const auto& [key, value] : map) object.Add(key, value);
  return object;
}

json::Value NamesJson(const std::vector<std::string>& names) {
  return json::Array(names.begin(), names.end());
}

json::Value CountsJson(const Tally& t, bool has_label) {
  json::Object counts{{"n", t.n}, {"selected", t.selected}};
  if (has_label) {
    counts.Add("true_positive", t.tp).Add("false_positive", t.fp);
    counts.Add("true_negative", t.tn).Add("false_negative", t.fn);
  }
  return counts;
}

json::Value RatesJson(const Tally& tally, bool has_label, double z) {
  json::Object rates;
  for (const Metric metric : kMetrics) {
    if (NeedsLabel(metric) && !has_label) continue;
    const Fraction rate = FractionOf(metric, tally);
    rates.Add(std::string(MetricName(metric)),
              json::Object{{"value", Maybe(rate.value())}, {"interval", Ends(Wilson(rate, z))}});
  }
  return rates;
}

json::Value AgainstJson(const Group& group, const Reference& reference, bool has_label) {
  json::Object metrics;
  for (const Metric metric : kMetrics) {
    if (NeedsLabel(metric) && !has_label) continue;
    const Against against = AgainstReference(metric, group.tally, reference.tally);
    metrics.Add(
        std::string(MetricName(metric)),
        json::Object{{"difference", Maybe(against.difference)}, {"ratio", Maybe(against.ratio)}});
  }
  if (!has_label) return metrics;
  const PairParity pair = PairParityOf(group.tally, reference.tally);
  metrics.Add("average_odds_difference", Maybe(pair.average_odds_difference));
  metrics.Add("average_absolute_odds_difference", Maybe(pair.average_abs_odds_difference));
  metrics.Add("equalised_odds_difference", Maybe(pair.equalised_odds_difference));
  metrics.Add("average_predictive_value_difference",
              Maybe(pair.average_predictive_value_difference));
  return metrics;
}

json::Value FisherJson(const std::optional<FisherTest>& test) {
  if (!test) return {};
  return json::Object{{"two_sided", test->two_sided},
                      {"less", test->less},
                      {"greater", test->greater},
                      {"observed", test->observed},
                      {"midp_less", test->midp_less}};
}

json::Value JudgementJson(const Judgement& j) {
  const Comparison& c = j.comparison;
  json::Object object{{"metric", MetricName(j.metric)},
                      {"verdict", VerdictName(j.verdict)},
                      {"reason", j.reason},
                      {"difference", Maybe(c.difference)},
                      {"difference_interval", Ends(c.difference_interval)},
                      {"ratio", Maybe(c.ratio)},
                      {"ratio_interval", Ends(c.ratio_interval)},
                      {"test", j.exact ? "fisher" : "z_pooled"},
                      {"p", Maybe(j.p)},
                      {"p_holm", Maybe(j.p_holm)},
                      {"power", Maybe(j.power)},
                      {"z_pooled", Maybe(c.z_pooled)},
                      {"p_z", Maybe(c.p_z)},
                      {"z_unpooled", Maybe(c.z_unpooled)},
                      {"beyond_two_deviations", c.two_sd()},
                      {"chi2_yates", Maybe(c.chi2_yates)},
                      {"p_yates", Maybe(c.p_yates)},
                      {"fisher", FisherJson(c.fisher)},
                      {"below_four_fifths", Maybe(c.below_four_fifths)},
                      {"shortfall", Maybe(c.shortfall)},
                      {"one_person_flip", Maybe(c.one_person_flip)}};
  if (j.bootstrap) {
    object.Add("ratio_bootstrap", Ends(j.bootstrap->interval));
    object.Add("bootstrap_dropped", uint64_t{j.bootstrap->dropped});
  }
  return object;
}

json::Value ScoreJson(const ScoreSummary& score) {
  return json::Object{{"n", score.above_median.whole},
                      {"mean", Maybe(score.mean())},
                      {"above_median", score.above_median.part},
                      {"scoring_rate", Maybe(score.above_median.value())},
                      {"auc", Maybe(score.auc)}};
}

// Bands of one group; those of few people, and what they could be worked out of, are null.
json::Value BandsJson(const ScoreSummary& score, uint64_t min_group) {
  std::vector<uint64_t> sizes;
  for (const Fraction& band : score.bands) sizes.push_back(band.whole);
  const std::vector<bool> hidden = HiddenParts(sizes, min_group);
  json::Array bands;
  for (size_t i = 0; i < score.bands.size(); ++i) {
    const Fraction& band = score.bands[i];
    if (hidden[i]) {
      bands.emplace_back();
    } else {
      bands.emplace_back(json::Object{{"n", band.whole}, {"rate", Maybe(band.value())}});
    }
  }
  return bands;
}

class ReportWriter {
 public:
  explicit ReportWriter(const Report& report)
      : report_(report), z_(NormalQuantile((1 + report.conventions.confidence) / 2)) {}

  json::Value Whole() const {
    json::Object object{
        {"format", kReportFormat}, {"source", report_.source},
        {"columns", Columns()},    {"conventions", ConventionsJson(report_.conventions)},
        {"population", People()},  {"overall", Overall()}};
    json::Array tables;
    for (const GroupTable& table : report_.tables) tables.push_back(Table(table));
    object.Add("tables", std::move(tables));
    json::Array findings;
    for (const Finding& finding : Findings(report_)) {
      findings.emplace_back(
          json::Object{{"kind", VerdictName(finding.kind)}, {"text", finding.text}});
    }
    object.Add("findings", std::move(findings)).Add("notes", NamesJson(report_.notes));
    if (!report_.earlier.empty()) object.Add("drift", DriftJson());
    return object;
  }

 private:
  json::Value Columns() const {
    const RowLayout& layout = report_.layout;
    return json::Object{{"attributes", NamesJson(layout.attributes)},
                        {"outcome", Maybe(layout.outcome)},
                        {"label", Maybe(layout.label)},
                        {"score", Maybe(layout.score)},
                        {"stratum", Maybe(layout.stratum)},
                        {"favourable", NamesJson(layout.favourable)},
                        {"unknown", NamesJson(layout.unknown)}};
  }

  json::Value People() const {
    return json::Object{
        {"rows", report_.rows},
        {"assessed", report_.all.n},
        {"without_outcome", report_.without_outcome},
        {"without_label", report_.has_label ? json::Value(report_.without_label) : json::Value()},
        {"unknown", MapJson(report_.unknown)},
        {"outcome_values", MapJson(report_.outcome_values)},
        {"label_values", MapJson(report_.label_values)}};
  }

  json::Value Overall() const {
    json::Object overall{{"counts", CountsJson(report_.all, report_.has_label)},
                         {"rates", RatesJson(report_.all, report_.has_label, z_)},
                         {"inequality", InequalityJson(report_.inequality)}};
    if (report_.score) {
      overall.Add("score", ScoreJson(*report_.score)).Add("median", Maybe(report_.median_score));
      json::Array bands;
      for (const ScoreBand& band : report_.bands) bands.push_back(json::Array{band.from, band.to});
      overall.Add("bands", std::move(bands));
    }
    return overall;
  }

  static json::Value InequalityJson(const std::optional<Inequality>& inequality) {
    if (!inequality) return {};
    return json::Object{{"generalised_entropy_2", inequality->entropy},
                        {"theil", inequality->theil}};
  }

  json::Value Table(const GroupTable& table) const {
    json::Object references;
    for (const Reference& reference : table.references) {
      references.Add(
          std::string(ReferenceRuleName(reference.rule)),
          reference.group ? NamesJson(table.groups[*reference.group].names) : json::Value());
    }
    json::Array groups;
    for (const Group& group : table.groups) groups.push_back(GroupJson(table, group));
    json::Object object{{"attributes", NamesJson(table.attributes)},
                        {"n", table.all.n},
                        {"unknown", table.unknown},
                        {"groups_not_shown", uint64_t{table.suppressed_groups}},
                        {"references", std::move(references)},
                        {"groups", std::move(groups)},
                        {"between_groups", Between(table)}};
    if (!table.strata.empty()) object.Add("strata", Strata(table));
    return object;
  }

  json::Value GroupJson(const GroupTable& table, const Group& group) const {
    json::Object against;
    for (const Reference& reference : table.references) {
      against.Add(std::string(ReferenceRuleName(reference.rule)),
                  AgainstJson(group, reference, report_.has_label));
    }
    json::Array judgements;
    for (const Judgement& one : group.judgements) judgements.push_back(JudgementJson(one));
    json::Object object{{"group", NamesJson(group.names)},
                        {"share", group.share},
                        {"counts", CountsJson(group.tally, report_.has_label)},
                        {"share_of_selected", Maybe(ShareOfSelected(group.tally, table.all))},
                        {"rates", RatesJson(group.tally, report_.has_label, z_)},
                        {"against", std::move(against)},
                        {"judgements", std::move(judgements)}};
    if (group.excluded) object.Add("excluded", group.exclusion);
    if (group.score) {
      object.Add("score", ScoreJson(*group.score));
      if (report_.has_label && table.attributes.size() == 1) {
        object.Add("calibration", BandsJson(*group.score, report_.conventions.min_group));
      }
    }
    return object;
  }

  json::Value Between(const GroupTable& table) const {
    json::Object between;
    for (const Metric metric : kMetrics) {
      if (NeedsLabel(metric) && !report_.has_label) continue;
      const Spread& spread = table.spreads[static_cast<size_t>(metric)];
      between.Add(
          std::string(MetricName(metric)),
          json::Object{{"difference", Maybe(spread.difference)}, {"ratio", Maybe(spread.ratio)}});
    }
    between.Add("differential_fairness", table.differential_fairness);
    if (!report_.has_label) return between;
    const EqualisedOdds& odds = table.odds;
    between.Add("equalised_odds", json::Object{{"difference_worst", Maybe(odds.difference_worst)},
                                               {"difference_mean", Maybe(odds.difference_mean)},
                                               {"ratio_worst", Maybe(odds.ratio_worst)},
                                               {"ratio_mean", Maybe(odds.ratio_mean)}});
    between.Add("inequality", InequalityJson(table.inequality_between));
    return between;
  }

  static json::Value Strata(const GroupTable& table) {
    json::Array list;
    for (const StrataCheck& check : table.strata) {
      list.emplace_back(json::Object{{"group", NamesJson(table.groups[check.group].names)},
                                     {"pooled_difference", check.pooled_difference},
                                     {"adjusted_difference", check.adjusted_difference},
                                     {"strata", uint64_t{check.strata}},
                                     {"strata_opposed", uint64_t{check.strata_opposed}},
                                     {"reversed", check.reversed}});
    }
    return list;
  }

  json::Value DriftJson() const {
    json::Array list;
    for (const Drift& one : report_.drift) {
      list.emplace_back(json::Object{{"group", one.group},
                                     {"metric", MetricName(one.metric)},
                                     {"earlier", one.earlier},
                                     {"now", one.now},
                                     {"difference_interval", Ends(one.difference)},
                                     {"changed", one.changed}});
    }
    return json::Object{{"earlier", report_.earlier}, {"changes", std::move(list)}};
  }

  const Report& report_;
  double z_;
};

}  // namespace

json::Value ReportJson(const Report& report) { return ReportWriter(report).Whole(); }

Result<std::string> ReportDigest(const json::Value& report) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(report));
  return DigestName(Sha256(text));
}

}  // namespace reeve::oversight::bias

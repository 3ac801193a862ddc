#include "tests/oversight/bias/corpora/shapes.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "base/file.h"
#include "oversight/bias/csv_record.h"
#include "oversight/bias/reference.h"
#include "oversight/bias/table_reader.h"

namespace reeve::oversight::bias {
namespace {

const double kZ = NormalQuantile(0.975);

template <typename Number>
json::Value Maybe(const std::optional<Number>& value) {
  return value ? json::Value(*value) : json::Value();
}

json::Value Ends(const Interval& interval) { return json::Array{interval.low, interval.high}; }

std::vector<Tally> Values(const Tallies& tallies) {
  std::vector<Tally> values;
  for (const auto& [name, tally] : tallies) values.push_back(tally);
  return values;
}

std::vector<std::vector<std::string>> Records(const std::string& path) {
  const auto text = ReadFile(path);
  if (!text.ok()) Die(text.error().message);
  std::vector<std::vector<std::string>> records;
  CsvRecord record(',');
  for (std::string_view rest = *text; !rest.empty(); rest.remove_prefix(record.length())) {
    if (record.Read(rest, true) == CsvOutcome::kRecord) {
      records.emplace_back(record.fields().begin(), record.fields().end());
    }
  }
  return records;
}

// The lines of a file without quotes whose last field is 1, and the header.
std::string LinesEndingInOne(const std::string& text) {
  std::string kept;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = text.find('\n', begin);
    const std::string line = text.substr(begin, end - begin);
    if (begin == 0 || line.ends_with(",1")) kept += line + "\n";
    begin = end + 1;
  }
  return kept;
}

}  // namespace

void Die(const std::string& why) {
  std::fprintf(stderr, "bias_corpora: %s\n", why.c_str());
  std::exit(2);
}

Report Audited(const CorpusAudit& audit) {
  auto text = ReadFile(audit.folder + "/" + audit.file);
  if (!text.ok()) Die(text.error().message);
  const auto source = MakeTextSource(audit.where.empty() ? *text : LinesEndingInOne(*text));
  const auto population = ReadCsv(*source, audit.layout);
  if (!population.ok()) Die(audit.file + ": " + population.error().message);
  Conventions conventions;
  conventions.min_group = 1;
  conventions.high_score_is_favourable = audit.high_score_is_favourable;
  if (!audit.named.empty()) {
    conventions.reference = ReferenceRule::kNamed;
    conventions.named = audit.named;
  }
  auto report = RunAudit(*population, audit.layout, conventions);
  if (!report.ok()) Die(audit.file + ": " + report.error().message);
  return std::move(*report);
}

const GroupTable& TableOf(const Report& report, const std::vector<std::string>& attributes) {
  for (const GroupTable& table : report.tables) {
    if (table.attributes == attributes) return table;
  }
  Die("no table of " + attributes.front());
}

Tallies TalliesOf(const GroupTable& table) {
  Tallies tallies;
  for (const Group& group : table.groups) {
    std::string name;
    for (const std::string& one : group.names) name += (name.empty() ? "" : "|") + one;
    tallies[name] = group.tally;
  }
  return tallies;
}

json::Value Stats(const Tally& t) {
  json::Object stats{{"n", t.n},
                     {"pp", t.selected},
                     {"pn", t.n - t.selected},
                     {"tp", t.tp},
                     {"fp", t.fp},
                     {"tn", t.tn},
                     {"fn", t.fn},
                     {"label_pos", t.tp + t.fn},
                     {"label_neg", t.fp + t.tn}};
  for (const Metric metric : kMetrics) {
    if (metric == Metric::kErrorRate) continue;
    stats.Add(std::string(MetricName(metric)), Maybe(FractionOf(metric, t).value()));
  }
  return stats;
}

json::Value StatsOf(const Tallies& tallies) {
  json::Object all;
  for (const auto& [name, tally] : tallies) all.Add(name, Stats(tally));
  return all;
}

json::Value Fairlearn(const Tallies& tallies) {
  const std::vector<Tally> groups = Values(tallies);
  const Spread parity = SpreadOf(Metric::kSelectionRate, groups);
  const Spread opportunity = SpreadOf(Metric::kTpr, groups);
  const EqualisedOdds odds = EqualisedOddsOf(groups);
  return json::Object{{"demographic_parity_difference", Maybe(parity.difference)},
                      {"demographic_parity_ratio", Maybe(parity.ratio)},
                      {"equal_opportunity_difference", Maybe(opportunity.difference)},
                      {"equal_opportunity_ratio", Maybe(opportunity.ratio)},
                      {"equalized_odds_difference_worst", Maybe(odds.difference_worst)},
                      {"equalized_odds_difference_mean", Maybe(odds.difference_mean)},
                      {"equalized_odds_ratio_worst", Maybe(odds.ratio_worst)},
                      {"equalized_odds_ratio_mean", Maybe(odds.ratio_mean)}};
}

json::Value Aif360(const Tally& group, const Tally& reference) {
  const auto against = [&](Metric metric) { return AgainstReference(metric, group, reference); };
  const PairParity pair = PairParityOf(group, reference);
  json::Object all{
      {"statistical_parity_difference", Maybe(against(Metric::kSelectionRate).difference)},
      {"disparate_impact", Maybe(against(Metric::kSelectionRate).ratio)},
      {"equal_opportunity_difference", Maybe(against(Metric::kTpr).difference)},
      {"average_odds_difference", Maybe(pair.average_odds_difference)},
      {"average_abs_odds_difference", Maybe(pair.average_abs_odds_difference)},
      {"equalized_odds_difference", Maybe(pair.equalised_odds_difference)},
      {"average_predictive_value_difference", Maybe(pair.average_predictive_value_difference)}};
  for (const Metric metric :
       {Metric::kFpr, Metric::kFnr, Metric::kFdr, Metric::kFor, Metric::kErrorRate}) {
    const std::string name(MetricName(metric));
    all.Add(name + "_difference", Maybe(against(metric).difference));
    all.Add(name + "_ratio", Maybe(against(metric).ratio));
  }
  return all;
}

json::Value Aequitas(const Tallies& tallies, const std::string& reference) {
  Tally all;
  for (const auto& [name, tally] : tallies) all += tally;
  json::Object groups;
  for (const auto& [name, tally] : tallies) {
    json::Object one;
    for (const Metric metric : {Metric::kFdr, Metric::kFnr, Metric::kFor, Metric::kFpr,
                                Metric::kNpv, Metric::kPpv, Metric::kTpr, Metric::kTnr}) {
      one.Add(std::string(MetricName(metric)) + "_disparity",
              Maybe(AgainstReference(metric, tally, tallies.at(reference)).ratio));
    }
    one.Add("pprev_disparity",
            Maybe(AgainstReference(Metric::kSelectionRate, tally, tallies.at(reference)).ratio));
    one.Add("ppr", Maybe(ShareOfSelected(tally, all)));
    one.Add("ppr_disparity",
            *ShareOfSelected(tally, all) / *ShareOfSelected(tallies.at(reference), all));
    groups.Add(name, std::move(one));
  }
  return groups;
}

std::map<std::string, Tallies> CountedGroups(const std::string& path, const std::string& selected) {
  const auto records = Records(path);
  const auto column = [&](const std::string& name) {
    const auto& header = records.front();
    return static_cast<size_t>(std::find(header.begin(), header.end(), name) - header.begin());
  };
  std::map<std::string, Tallies> tables;
  for (size_t i = 1; i < records.size(); ++i) {
    const auto& cells = records[i];
    std::string name = cells[column("race_ethnicity_or_sex")];
    if (const std::string& sex = cells[column("sex")]; !sex.empty()) name += "|" + sex;
    Tally& tally = tables[cells[column("table")]][name];
    tally.n = std::stoull(cells[column("applicants")]);
    tally.selected = std::stoull(cells[column(selected)]);
  }
  return tables;
}

json::Value ImpactTable(const Tallies& tallies) {
  GroupTable table;
  for (const auto& [name, tally] : tallies) {
    table.all += tally;
    table.groups.emplace_back();
    table.groups.back().names = {name};
    table.groups.back().tally = tally;
  }
  Conventions conventions;
  conventions.reference = ReferenceRule::kHighest;
  ChooseReferences(conventions, &table);
  const Reference& reference = table.references[*table.primary];
  json::Object groups;
  for (size_t i = 0; i < table.groups.size(); ++i) {
    const Tally& tally = table.groups[i].tally;
    const Fraction rate = FractionOf(Metric::kSelectionRate, tally);
    const Fraction best = FractionOf(Metric::kSelectionRate, reference.tally);
    const double share = static_cast<double>(tally.n) / static_cast<double>(table.all.n);
    const Comparison c = Compare(rate, best, kZ);
    json::Object one{{"n", tally.n},
                     {"selected", tally.selected},
                     {"rate", Maybe(rate.value())},
                     {"share", share},
                     {"below_2pct", share < conventions.min_share},
                     {"reference", reference.group == i},
                     {"impact_ratio", Maybe(c.ratio)},
                     {"below_four_fifths", *c.below_four_fifths},
                     {"wilson95", Ends(*Wilson(rate, kZ))}};
    if (reference.group != i) {
      one.Add("z_pooled", Maybe(c.z_pooled)).Add("p_z", Maybe(c.p_z));
      one.Add("z_unpooled", Maybe(c.z_unpooled)).Add("two_sd", c.two_sd());
      one.Add("chi2_yates", Maybe(c.chi2_yates)).Add("p_yates", Maybe(c.p_yates));
      one.Add("fisher_p_two", c.fisher->two_sided).Add("fisher_p_less", c.fisher->less);
      one.Add("fisher_p_greater", c.fisher->greater).Add("fisher_p_obs", c.fisher->observed);
      one.Add("fisher_midp_less", c.fisher->midp_less);
      one.Add("diff_newcombe95", Ends(*c.difference_interval));
      one.Add("ratio_katz95", Ends(*c.ratio_interval));
      one.Add("shortfall", Maybe(c.shortfall)).Add("one_person_flip", *c.one_person_flip);
    }
    groups.Add(table.groups[i].names.front(), std::move(one));
  }
  return json::Object{
      {"total", table.all.n}, {"selected", table.all.selected}, {"groups", std::move(groups)}};
}

json::Value TestVector(const Fraction& group, const Fraction& reference) {
  const Comparison c = Compare(group, reference, kZ);
  json::Object one{{"sel", group.part},
                   {"n", group.whole},
                   {"sel_ref", reference.part},
                   {"n_ref", reference.whole},
                   {"rate", Maybe(group.value())},
                   {"rate_ref", Maybe(reference.value())},
                   {"ir", Maybe(c.ratio)},
                   {"below45", Maybe(c.below_four_fifths)},
                   {"z_pooled", Maybe(c.z_pooled)},
                   {"p_z", Maybe(c.p_z)},
                   {"z_unpooled", Maybe(c.z_unpooled)},
                   {"yates", Maybe(c.chi2_yates)},
                   {"p_yates", Maybe(c.p_yates)},
                   {"shortfall", Maybe(c.shortfall)},
                   {"one_person_flip", Maybe(c.one_person_flip)}};
  one.Add("fisher_two", c.fisher->two_sided).Add("fisher_less", c.fisher->less);
  one.Add("fisher_greater", c.fisher->greater).Add("midp_less", c.fisher->midp_less);
  const auto wilson = Wilson(group, kZ);
  one.Add("wilson_lo", wilson->low).Add("wilson_hi", wilson->high);
  const auto add = [&](const char* low, const char* high, const std::optional<Interval>& interval) {
    one.Add(low, interval ? json::Value(interval->low) : json::Value());
    one.Add(high, interval ? json::Value(interval->high) : json::Value());
  };
  add("newcombe_lo", "newcombe_hi", c.difference_interval);
  add("katz_lo", "katz_hi", c.ratio_interval);
  return one;
}

}  // namespace reeve::oversight::bias

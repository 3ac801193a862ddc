#include "tests/oversight/bias/corpora/reference_values.h"

#include "oversight/bias/splitmix.h"

namespace reeve::oversight::bias {
namespace {

Interval EndsOf(const Fraction& a, const Fraction& b, bool ratio) {
  const Comparison c = Compare(a, b, NormalQuantile(0.975));
  return ratio ? *c.ratio_interval : *c.difference_interval;
}

json::Value Calibration(const GroupTable& table, const std::vector<ScoreBand>& bands) {
  json::Object all;
  for (const Group& group : table.groups) {
    const std::string& name = group.names.front();
    if (name != "African-American" && name != "Caucasian" && name != "Hispanic") continue;
    json::Object one;
    for (size_t i = 0; i < bands.size(); ++i) {
      const Fraction& band = group.score->bands[i];
      one.Add(std::to_string(static_cast<int>(bands[i].from)),
              json::Object{{"n", band.whole}, {"recid", band.part}, {"rate", *band.value()}});
    }
    all.Add(name, std::move(one));
  }
  return all;
}

json::Value Auc(const Report& report, const GroupTable& race) {
  json::Object all{{"ALL", *report.score->auc}};
  for (const Group& group : race.groups) {
    const std::string& name = group.names.front();
    if (name != "African-American" && name != "Caucasian" && name != "Hispanic") continue;
    all.Add(name, *group.score->auc);
  }
  return all;
}

json::Value LowRisk(const std::string& folder) {
  const Report report = Audited(Compas(folder, "0"));
  const Tallies race = TalliesOf(TableOf(report, {"race"}));
  const GroupTable& table = TableOf(report, {"race"});
  return json::Object{
      {"theil_index", report.inequality->theil},
      {"gei2", report.inequality->entropy},
      {"between_gei2_race", table.inequality_between->entropy},
      {"between_theil_race", table.inequality_between->theil},
      {"smoothed_edf_race_x_sex", TableOf(report, {"race", "sex"}).differential_fairness},
      {"aif360_black_vs_white", Aif360(race.at("African-American"), race.at("Caucasian"))}};
}

json::Value FalsePositiveTest(const Tallies& race) {
  const Fraction black = FractionOf(Metric::kFpr, race.at("African-American"));
  const Fraction white = FractionOf(Metric::kFpr, race.at("Caucasian"));
  const Comparison c = Compare(black, white, NormalQuantile(0.975));
  const Interval katz = EndsOf(black, white, true);
  const Interval newcombe = EndsOf(black, white, false);
  return json::Object{{"z_pooled", *c.z_pooled},
                      {"p", *c.p_z},
                      {"ratio", *c.ratio},
                      {"katz95", json::Array{katz.low, katz.high}},
                      {"newcombe95", json::Array{newcombe.low, newcombe.high}}};
}

json::Value CompasValues(const std::string& folder) {
  const Report report = Audited(Compas(folder, "1"));
  json::Object all{{"n", report.rows}, {"overall", Stats(report.all)}};
  const auto tallies = [&](const std::vector<std::string>& by) {
    return TalliesOf(TableOf(report, by));
  };
  const Tallies race = tallies({"race"});
  const std::vector<std::pair<std::string, Tallies>> tables = {
      {"race", race},
      {"sex", tallies({"sex"})},
      {"age_cat", tallies({"age_cat"})},
      {"race_x_sex", tallies({"race", "sex"})}};
  for (const auto& [name, table] : tables) {
    all.Add(name, StatsOf(table));
    all.Add("fairlearn_" + name, Fairlearn(table));
  }
  const Tally& black = race.at("African-American");
  const Tally& white = race.at("Caucasian");
  all.Add("fairlearn_race_black_white", Fairlearn({{"b", black}, {"w", white}}));
  all.Add("aif360_black_unpriv_white_priv_raw_orientation", Aif360(black, white));
  all.Add("aequitas_race_ref_Caucasian", Aequitas(race, "Caucasian"));
  all.Add("aequitas_sex_ref_Male", Aequitas(tallies({"sex"}), "Male"));
  all.Add("aequitas_age_ref_25-45", Aequitas(tallies({"age_cat"}), "25 - 45"));
  all.Add("calibration_by_decile", Calibration(TableOf(report, {"race"}), report.bands));
  all.Add("auc", Auc(report, TableOf(report, {"race"})));
  all.Add("favourable_low_risk", LowRisk(folder));
  all.Add("black_vs_white_fpr_test", FalsePositiveTest(race));
  return all;
}

json::Value FilteredValues(const std::string& folder) {
  CorpusAudit audit = Compas(folder, "1");
  audit.where = "pp_filter";
  const Report report = Audited(audit);
  const Tallies race = TalliesOf(TableOf(report, {"race"}));
  return json::Object{
      {"n", report.rows}, {"race", StatsOf(race)}, {"fairlearn_race", Fairlearn(race)}};
}

json::Value TwentyRows(const std::string& folder) {
  const Report report = Audited(TwentyRowsFile(folder));
  const GroupTable& table = TableOf(report, {"sex"});
  const Tallies sex = TalliesOf(table);
  return json::Object{{"groups", StatsOf(sex)},
                      {"overall", Stats(report.all)},
                      {"aif360_sex0_unpriv", Aif360(sex.at("0"), sex.at("1"))},
                      {"theil", report.inequality->theil},
                      {"gei2", report.inequality->entropy},
                      {"between_gei2", table.inequality_between->entropy},
                      {"between_theil", table.inequality_between->theil}};
}

json::Value EighteenRows(const std::string& folder) {
  const Report report = Audited(EighteenRowsFile(folder));
  const Tallies one = TalliesOf(TableOf(report, {"sf0"}));
  const Tallies both = TalliesOf(TableOf(report, {"sf0", "sf1"}));
  return json::Object{{"groups", StatsOf(one)},
                      {"intersection", StatsOf(both)},
                      {"summary", Fairlearn(one)},
                      {"summary_intersection", Fairlearn(both)}};
}

json::Value LocalLaw144(const std::string& folder) {
  json::Object all;
  for (const auto& [file, selected] :
       {std::pair("selection", "selected"), std::pair("scoring", "above_median_derived")}) {
    const std::string path = folder + "/ll144_example_" + file + ".csv";
    for (const auto& [name, tallies] : CountedGroups(path, selected)) {
      all.Add(std::string(file) + "_" + name, ImpactTable(tallies));
    }
  }
  return all;
}

json::Value Boundary() {
  json::Object all;
  for (const auto& [name, rate] :
       {std::pair("American Indian", 45U), std::pair("Hispanic", 48U), std::pair("Black", 51U)}) {
    const Comparison c = Compare({rate, 100}, {60, 100}, NormalQuantile(0.975));
    all.Add(name, json::Object{{"rate", static_cast<int64_t>(rate)},
                               {"ir", *c.ratio},
                               {"below", *c.below_four_fifths}});
  }
  return all;
}

json::Value FirstFive() {
  SplitMix64 random(42);
  json::Array five;
  for (int i = 0; i < 5; ++i) five.emplace_back(std::to_string(random.Next()));
  return five;
}

// The vectors of the reference say which counts they are of.
json::Value Vectors(const json::Value& reference) {
  json::Array all;
  for (const json::Value& one : *reference.Find("stat_vectors")->as_array()) {
    const auto count = [&](const char* key) {
      return static_cast<uint64_t>(*one.Find(key)->as_int());
    };
    all.push_back(TestVector({count("sel"), count("n")}, {count("sel_ref"), count("n_ref")}));
  }
  return all;
}

json::Value Resampled() {
  const auto result = BootstrapRatio({170, 390}, {412, 797}, {.resamples = 2000, .seed = 42});
  return json::Object{{"170/390_vs_412/797_B2000_seed42",
                       json::Object{{"lo", result->interval.low},
                                    {"hi", result->interval.high},
                                    {"dropped", static_cast<int64_t>(result->dropped)}}}};
}

}  // namespace

CorpusAudit Compas(const std::string& folder, const std::string& favourable) {
  CorpusAudit audit{folder, "compas_two_years.csv", {}};
  audit.layout.attributes = {"race", "sex", "age_cat"};
  audit.layout.outcome = "pred";
  audit.layout.label = "label";
  audit.layout.score = "decile";
  audit.layout.favourable = {favourable};
  audit.high_score_is_favourable = favourable == "1";
  return audit;
}

CorpusAudit TwentyRowsFile(const std::string& folder) {
  CorpusAudit audit{folder, "aif360_r_20rows.csv", {}};
  audit.layout.attributes = {"sex"};
  audit.layout.outcome = "pred";
  audit.layout.label = "label";
  audit.layout.favourable = {"1"};
  return audit;
}

CorpusAudit EighteenRowsFile(const std::string& folder) {
  CorpusAudit audit{folder, "fairlearn_docs_18.csv", {}};
  audit.layout.attributes = {"sf0", "sf1"};
  audit.layout.outcome = "pred";
  audit.layout.label = "label";
  audit.layout.favourable = {"1"};
  return audit;
}

json::Value ReferenceValues(const std::string& folder, const json::Value& reference) {
  return json::Object{{"compas", CompasValues(folder)},
                      {"compas_filtered_6172", FilteredValues(folder)},
                      {"aif360_r_20rows", TwentyRows(folder)},
                      {"fairlearn_docs_18", EighteenRows(folder)},
                      {"ll144", LocalLaw144(folder)},
                      {"ugesp_boundary", Boundary()},
                      {"splitmix64_seed42_first5", FirstFive()},
                      {"stat_vectors", Vectors(reference)},
                      {"bootstrap", Resampled()}};
}

}  // namespace reeve::oversight::bias

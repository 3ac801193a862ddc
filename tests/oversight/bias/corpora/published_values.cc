#include "tests/oversight/bias/corpora/published_values.h"

namespace reeve::oversight::bias {
namespace {

class Published {
 public:
  explicit Published(std::string folder) : folder_(std::move(folder)) {}

  void AddCompas() {
    const Report report = Audited(Compas(folder_, "1"));
    const Tallies race = TalliesOf(TableOf(report, {"race"}));
    CorpusAudit high = Compas(folder_, "1");
    high.layout.outcome = "pred_high";
    const Tallies high_only = TalliesOf(TableOf(Audited(high), {"race"}));
    for (const std::string name : {"African-American", "Caucasian"}) {
      AddCells("compas " + name, race.at(name));
      AddErrors("compas " + name, race.at(name));
      AddCells("compas HIGH-only " + name, high_only.at(name));
    }
    AddErrors("compas all", report.all);
    CorpusAudit filtered = Compas(folder_, "1");
    filtered.where = "pp_filter";
    Add("compas filtered n", Audited(filtered).rows);
    AddAequitas(race, "Caucasian");
    AddAequitas(TalliesOf(TableOf(report, {"sex"})), "Male");
    AddAequitas(TalliesOf(TableOf(report, {"age_cat"})), "25 - 45");
  }

  void AddAif360();
  void AddUnits();
  void AddFairlearn();
  void AddLocalLaw();
  void AddTests();

  PublishedValues values() && { return std::move(values_); }

 private:
  void Add(const std::string& quantity, double value) { values_[quantity].push_back(value); }
  void Add(const std::string& quantity, std::optional<double> value) {
    if (!value) Die(quantity + " is undefined");
    Add(quantity, *value);
  }
  void Add(const std::string& quantity, uint64_t count) {
    Add(quantity, static_cast<double>(count));
  }
  void AddCells(const std::string& name, const Tally& tally) {
    Add(name + " tn", tally.tn);
    Add(name + " fp", tally.fp);
    Add(name + " fn", tally.fn);
    Add(name + " tp", tally.tp);
  }
  // In percent with two decimals, as they were published.
  void AddErrors(const std::string& name, const Tally& tally) {
    Add(name + " FPR%", *FractionOf(Metric::kFpr, tally).value() * 100);
    Add(name + " FNR%", *FractionOf(Metric::kFnr, tally).value() * 100);
  }
  void AddAequitas(const Tallies& tallies, const std::string& reference) {
    for (const auto& [name, tally] : tallies) {
      AddCells("aeq " + name, tally);
      Add("aeq " + name + " pp", tally.selected);
    }
    const json::Value disparities = Aequitas(tallies, reference);
    for (const json::Member& group : *disparities.as_object()) {
      for (const json::Member& one : *group.value.as_object()) {
        if (one.value.as_double() != nullptr) {
          Add("aeq " + group.key + " " + one.key, *one.value.as_double());
        }
      }
    }
  }

  std::string folder_;
  PublishedValues values_;
};

// Male and female rows of the adult data set, without duplicates, and those with the label 0.
constexpr Tally kAdultMen = {.n = 21779, .selected = 15119};
constexpr Tally kAdultWomen = {.n = 10762, .selected = 9585};

void Published::AddAif360() {
  const std::string p = "aif360-r ";
  Add(p + "num_positives sex1", kAdultMen.selected);
  Add(p + "num_positives sex0", kAdultWomen.selected);
  const auto adult = AgainstReference(Metric::kSelectionRate, kAdultWomen, kAdultMen);
  Tally everybody = kAdultMen;
  everybody += kAdultWomen;
  Add(p + "base_rate", FractionOf(Metric::kSelectionRate, everybody).value());
  Add(p + "DI", adult.ratio);
  Add(p + "SPD", adult.difference);
  const Report report = Audited(TwentyRowsFile(folder_));
  const GroupTable& table = TableOf(report, {"sex"});
  const Tally women = TalliesOf(table).at("0");
  const Tally men = TalliesOf(table).at("1");
  const auto against = [&](Metric metric) { return AgainstReference(metric, women, men); };
  const auto overall = [&](Metric metric) { return FractionOf(metric, report.all).value(); };
  const PairParity pair = PairParityOf(women, men);
  Add(p + "accuracy", overall(Metric::kAccuracy));
  Add(p + "acc priv", FractionOf(Metric::kAccuracy, men).value());
  Add(p + "acc unpriv", FractionOf(Metric::kAccuracy, women).value());
  Add(p + "AAOD", pair.average_abs_odds_difference);
  Add(p + "AOD", pair.average_odds_difference);
  Add(p + "between GEI2", table.inequality_between->entropy);
  Add(p + "between theil", table.inequality_between->theil);
  Add(p + "DI", against(Metric::kSelectionRate).ratio);
  Add(p + "EOD", against(Metric::kTpr).difference);
  Add(p + "err diff", against(Metric::kErrorRate).difference);
  Add(p + "err ratio", against(Metric::kErrorRate).ratio);
  for (const auto& [name, metric] : {std::pair("FDR", Metric::kFdr), std::pair("FNR", Metric::kFnr),
                                     std::pair("FOR", Metric::kFor), std::pair("FPR", Metric::kFpr),
                                     std::pair("NPV", Metric::kNpv)}) {
    Add(p + name, overall(metric));
    Add(p + name + " diff", against(metric).difference);
    if (const auto ratio = against(metric).ratio) Add(p + name + " ratio", *ratio);
  }
  Add(p + "GEI2", report.inequality->entropy);
  Add(p + "selection", overall(Metric::kSelectionRate));
  Add(p + "SPD", against(Metric::kSelectionRate).difference);
  Add(p + "theil (R test itself tolerates 0.5)", report.inequality->theil);
  Add(p + "TPR diff", against(Metric::kTpr).difference);
}

// Ten people with the label 1, 0 | 0, 1, 0, 0 | 1, 0, 1, 1 in three groups.
void Published::AddUnits() {
  const Tally wrong_four{.n = 10, .selected = 5, .tp = 3, .fp = 2, .tn = 3, .fn = 2};
  Add("unit GEI2", InequalityOf(wrong_four)->entropy);
  Add("unit theil", InequalityOf(wrong_four)->theil);
  const Tally wrong_six{.n = 10, .selected = 5, .tp = 2, .fp = 3, .tn = 2, .fn = 3};
  Add("unit GEI2 b", InequalityOf(wrong_six)->entropy);
  const std::vector<Tally> groups = {{.n = 2, .selected = 1, .tp = 1, .fp = 0, .tn = 1, .fn = 0},
                                     {.n = 4, .selected = 2, .tp = 0, .fp = 2, .tn = 1, .fn = 1},
                                     {.n = 4, .selected = 2, .tp = 2, .fp = 0, .tn = 1, .fn = 1}};
  Add("unit between all", InequalityBetween(groups)->entropy);
}

void Published::AddFairlearn() {
  const Report report = Audited(EighteenRowsFile(folder_));
  const Tallies one = TalliesOf(TableOf(report, {"sf0"}));
  const Tallies both = TalliesOf(TableOf(report, {"sf0", "sf1"}));
  std::vector<Tally> groups;
  for (const auto& [name, tally] : one) {
    groups.push_back(tally);
    Add("fairlearn tpr " + name, FractionOf(Metric::kTpr, tally).value());
    Add("fairlearn fpr " + name, FractionOf(Metric::kFpr, tally).value());
    Add("fairlearn sel " + name, FractionOf(Metric::kSelectionRate, tally).value());
  }
  Add("fairlearn DPD", SpreadOf(Metric::kSelectionRate, groups).difference);
  Add("fairlearn DPR", SpreadOf(Metric::kSelectionRate, groups).ratio);
  Add("fairlearn EOdds diff", EqualisedOddsOf(groups).difference_worst);
  Add("fairlearn EOdds ratio", EqualisedOddsOf(groups).ratio_worst);
  for (const auto& [name, tally] : both) {
    Add("fairlearn recall " + name, FractionOf(Metric::kTpr, tally).value());
  }
}

void Published::AddLocalLaw() {
  for (const auto& [file, selected] :
       {std::pair("selection", "selected"), std::pair("scoring", "above_median_derived")}) {
    const std::string path = folder_ + "/ll144_example_" + file + ".csv";
    for (const auto& [table, tallies] : CountedGroups(path, selected)) {
      const json::Value values = ImpactTable(tallies);
      for (const json::Member& group : *values.Find("groups")->as_object()) {
        const std::string name = std::string("ll144 ") + file + " " + table + " " + group.key;
        Add(name + " IR", *group.value.Find("impact_ratio")->as_double());
        Add(name + " rate%", *group.value.Find("rate")->as_double() * 100);
      }
    }
  }
}

void Published::AddTests() {
  for (const auto& [name, rate] :
       {std::pair("AmInd", 45U), std::pair("Hispanic 48/60 not below", 48U),
        std::pair("Black", 51U)}) {
    Add(std::string("ugesp ") + name, *RatioBelow({rate, 100}, {60, 100}, 800) ? 1.0 : 0.0);
  }
  Add("fisher [[8,2],[1,5]]", Fisher({8, 10}, {1, 6}).two_sided);
  Add("fisher tea", Fisher({3, 4}, {1, 4}).two_sided);
  Add("fisher [[6,2],[1,4]]", Fisher({6, 8}, {1, 5}).two_sided);
}

}  // namespace

PublishedValues PublishedBy(const std::string& folder) {
  Published published(folder);
  published.AddCompas();
  published.AddAif360();
  published.AddUnits();
  published.AddFairlearn();
  published.AddLocalLaw();
  published.AddTests();
  return std::move(published).values();
}

}  // namespace reeve::oversight::bias

#include "oversight/bias/audit.h"

#include "oversight/bias/grouping.h"
#include "tests/oversight/bias/people.h"

namespace reeve::oversight::bias {
namespace {

const RowLayout kOne = LayoutOf({"group"});

const Judgement& Judged(const Report& report, const std::string& group) {
  return GroupNamed(report.tables[0], group).judgements.at(0);
}

TEST_CASE("bias audit: a ratio below the threshold that chance does not explain is a flag") {
  const Report report = AuditOf(kOne, {{{"a"}, 500, 300}, {{"b"}, 400, 150}});
  const Judgement& b = Judged(report, "b");
  CHECK(b.verdict == Verdict::kFlag);
  CHECK(b.reason.find("the ratio 0.625 is below 0.8") == 0);
  CHECK(GroupNamed(report.tables[0], "a").judgements.empty());
}

TEST_CASE("bias audit: a ratio above the threshold may be a flag, too") {
  const Report report = AuditOf(kOne, {{{"a"}, 797, 412}, {{"b"}, 390, 170}});
  CHECK(Judged(report, "b").verdict == Verdict::kFlag);
  CHECK(Judged(report, "b").reason.find("is not below") != std::string::npos);
}

TEST_CASE("bias audit: few people are insufficient data, whatever their ratio") {
  const Report few = AuditOf(kOne, {{{"a"}, 412, 215}, {{"b"}, 17, 7}});
  CHECK(Judged(few, "b").verdict == Verdict::kInsufficient);
  CHECK(Judged(few, "b").reason.find("17 people") != std::string::npos);
  const Report unclear = AuditOf(kOne, {{{"a"}, 412, 215}, {{"b"}, 40, 16}});
  CHECK(Judged(unclear, "b").verdict == Verdict::kInsufficient);
  CHECK(Judged(unclear, "b").reason.find("chance") != std::string::npos);
}

TEST_CASE("bias audit: a difference that is certain and small is no flag") {
  const Report report = AuditOf(kOne, {{{"a"}, 200'000, 100'000}, {{"b"}, 200'000, 98'000}});
  CHECK(Judged(report, "b").verdict == Verdict::kNoFlag);
  CHECK(*Judged(report, "b").p_holm < 0.001);
}

TEST_CASE("bias audit: of equal rates the larger group is the reference") {
  const Report report = AuditOf(kOne, {{{"a"}, 100, 50}, {{"b"}, 300, 150}, {{"c"}, 200, 10}});
  const GroupTable& table = report.tables[0];
  const Reference& reference = table.references[*table.primary];
  CHECK(table.groups[*reference.group].name() == "b");
}

TEST_CASE("bias audit: a small share is no reference where the convention says so, and both show") {
  const Report report = AuditOf(kOne, {{{"a"}, 1000, 500}, {{"b"}, 1000, 400}, {{"c"}, 12, 11}});
  const GroupTable& table = report.tables[0];
  CHECK(table.groups[*table.references[0].group].name() == "c");
  CHECK(table.references[1].rule == ReferenceRule::kHighestOverShare);
  CHECK(table.groups[*table.references[1].group].name() == "a");
  CHECK(table.primary == size_t{1});
}

TEST_CASE("bias audit: the tests of one table and metric are corrected together") {
  const Report report =
      AuditOf(kOne, {{{"a"}, 400, 200}, {{"b"}, 400, 172}, {{"c"}, 400, 190}, {{"d"}, 400, 195}});
  CHECK(*Judged(report, "b").p_holm == Approx(3 * *Judged(report, "b").p));
}

TEST_CASE("bias audit: a false negative rate is judged the other way round") {
  Conventions conventions;
  conventions.judged = {Metric::kFnr};
  const Report report =
      AuditOf(LayoutOf({"group"}, true), {{{"a"}, 600, 300, 280, 30}, {{"b"}, 600, 300, 200, 150}},
              conventions);
  CHECK(Judged(report, "b").verdict == Verdict::kFlag);
  CHECK(*Judged(report, "b").comparison.ratio > 1);
}

TEST_CASE("bias audit: an excluded group keeps its numbers and is not compared") {
  Conventions conventions;
  conventions.exclusions = {{{{"group", "b"}}, "1 % of the sample", "Ada Example"}};
  const Report report = AuditOf(kOne, {{{"a"}, 400, 200}, {{"b"}, 20, 19}}, conventions);
  const Group& b = GroupNamed(report.tables[0], "b");
  CHECK(b.excluded);
  CHECK(b.judgements.empty());
  CHECK(b.exclusion == "1 % of the sample (Ada Example)");
  CHECK(report.tables[0].groups[*report.tables[0].references[0].group].name() == "a");
}

TEST_CASE("bias audit: within strata a difference may turn round, and that is said") {
  // The admissions of Bickel, Hammel, O'Connell 1975 in small: each stratum favours b.
  const Report report =
      AuditOf(LayoutOf({"group"}, false, true), {{{"a"}, 800, 500, 0, 0, "easy"},
                                                 {{"b"}, 100, 70, 0, 0, "easy"},
                                                 {{"a"}, 200, 20, 0, 0, "hard"},
                                                 {{"b"}, 900, 150, 0, 0, "hard"}});
  REQUIRE(report.tables[0].strata.size() == 1);
  const StrataCheck& check = report.tables[0].strata[0];
  CHECK(check.reversed);
  CHECK(check.pooled_difference < 0);
  CHECK(check.adjusted_difference > 0);
  CHECK(check.strata_opposed == 2);
}

TEST_CASE("bias audit: constant outcomes, one group, and no known attribute are said") {
  const Report constant = AuditOf(kOne, {{{"a"}, 50, 50}, {{"b"}, 50, 50}});
  CHECK(constant.notes.at(0).find("everybody was selected") != std::string::npos);
  CHECK(Judged(constant, "b").verdict == Verdict::kNoFlag);
  const Report alone = AuditOf(kOne, {{{"a"}, 50, 20}});
  CHECK(alone.notes.at(0).find("one group only") != std::string::npos);
  const Report unknown = AuditOf(kOne, {{{""}, 50, 20}});
  CHECK(unknown.tables[0].groups.empty());
  CHECK(unknown.tables[0].unknown == 50);
  CHECK(unknown.unknown.at("group") == 50);
}

TEST_CASE("bias audit: a reference or an exclusion that is no group is said") {
  Conventions conventions;
  conventions.reference = ReferenceRule::kNamed;
  conventions.named = {{"group", "z"}};
  conventions.exclusions = {{{{"group", "y"}}, "few", "Ada Example"}};
  const Report report = AuditOf(kOne, {{{"a"}, 50, 20}, {{"b"}, 50, 30}}, conventions);
  REQUIRE(report.notes.size() == 2);
  CHECK(report.notes[0].find("`named`") != std::string::npos);
  CHECK(report.notes[1].find("few") != std::string::npos);
}

TEST_CASE("bias audit: intersections to depth three, in order") {
  CHECK(TablesOf(3, 2) == std::vector<std::vector<size_t>>{{0}, {1}, {2}, {0, 1}, {0, 2}, {1, 2}});
  CHECK(TablesOf(3, 3).back() == std::vector<size_t>{0, 1, 2});
  CHECK(TablesOf(1, 3).size() == 1);
  Conventions deep;
  deep.depth = 3;
  const Report report = AuditOf(
      LayoutOf({"x", "y", "z"}),
      {{{"a", "b", "c"}, 50, 20}, {{"a", "b", "d"}, 50, 30}, {{"a", "", "d"}, 20, 10}}, deep);
  CHECK(report.tables.size() == 7);
  CHECK(GroupNamed(report.tables[6], "a / b / d").tally.selected == 30);
  CHECK(report.tables[6].unknown == 20);
}

TEST_CASE("bias audit: conventions out of their range are refused by name") {
  const auto message = [](const auto& change) {
    Conventions conventions;
    change(conventions);
    const Status status = CheckConventions(conventions, kOne);
    return status.ok() ? std::string() : status.error().message;
  };
  CHECK(message([](Conventions&) {}).empty());
  CHECK(message([](Conventions& c) { c.depth = 4; }).find("depth") != std::string::npos);
  CHECK(message([](Conventions& c) { c.threshold = 0.80001; }).find("three decimals") !=
        std::string::npos);
  CHECK(message([](Conventions& c) {
          c.named = {{"grup", "a"}};
        }).find("did you mean `group`") != std::string::npos);
  CHECK(message([](Conventions& c) {
          c.exclusions = {{{{"group", "a"}}, "", ""}};
        }).find("person") != std::string::npos);
}

}  // namespace
}  // namespace reeve::oversight::bias

#include "oversight/bias/suppress.h"

#include "base/json.h"
#include "oversight/bias/report.h"
#include "tests/oversight/bias/people.h"

namespace reeve::oversight::bias {
namespace {

std::vector<std::string> Shown(const GroupTable& table) {
  std::vector<std::string> names;
  for (const Group& group : table.groups) names.push_back(group.name());
  return names;
}

using Names = std::vector<std::string>;

TEST_CASE("bias: a small group is hidden, and with it one from which it could be worked out") {
  const Report report =
      AuditOf(LayoutOf({"g"}), {{{"a"}, 100, 50}, {{"b"}, 40, 20}, {{"c"}, 9, 4}});
  CHECK(Shown(report.tables[0]) == Names{"a"});
  CHECK(report.tables[0].suppressed_groups == 2);
}

TEST_CASE("bias: small groups that together are many enough hide no other") {
  const Report report =
      AuditOf(LayoutOf({"g"}), {{{"a"}, 100, 50}, {{"b"}, 40, 20}, {{"c"}, 6, 4}, {{"d"}, 7, 4}});
  CHECK(Shown(report.tables[0]) == Names{"a", "b"});
}

TEST_CASE("bias: a cell cannot be worked out of the sums of its row and column") {
  const Report report = AuditOf(LayoutOf({"x", "y"}), {{{"a", "m"}, 100, 50},
                                                       {{"a", "f"}, 100, 50},
                                                       {{"b", "m"}, 100, 50},
                                                       {{"b", "f"}, 3, 2},
                                                       {{"c", "m"}, 90, 50},
                                                       {{"c", "f"}, 80, 50}});
  CHECK(report.tables[0].groups.size() == 3);  // every row has 100 people or more
  // b / f is hidden; so its row hides b / m, its column c / f, and then c / m with them.
  CHECK(Shown(report.tables[2]) == Names{"a / f", "a / m"});
}

TEST_CASE("bias: parts of a hidden group are hidden") {
  const Report report = AuditOf(LayoutOf({"x", "y"}), {{{"a", "m"}, 100, 50},
                                                       {{"a", "f"}, 100, 50},
                                                       {{"b", "m"}, 20, 10},
                                                       {{"b", "f"}, 20, 10},
                                                       {{"c", "m"}, 5, 5},
                                                       {{"c", "f"}, 4, 1}});
  CHECK(Shown(report.tables[0]) == Names{"a"});  // b is hidden with c
  CHECK(Shown(report.tables[2]) == Names{"a / f", "a / m"});
}

TEST_CASE("bias: no form of a report has the name of a group below the minimum") {
  Conventions conventions;
  conventions.judged = {Metric::kSelectionRate, Metric::kTpr};
  const Report report = AuditOf(LayoutOf({"x"}, true),
                                {{{"a"}, 100, 50, 30, 10},
                                 {{"b"}, 90, 20, 15, 20},
                                 {{"rarest"}, 9, 9, 9, 0},
                                 {{"seldom"}, 8, 1, 1, 1}},
                                conventions);
  const std::string json = json::Compact(ReportJson(report));
  for (const std::string& form :
       {json, ReportCsv(report), ReportText(report), ReportHtml(report)}) {
    CHECK(form.find("rarest") == std::string::npos);
    CHECK(form.find("seldom") == std::string::npos);
    CHECK(form.find('b') != std::string::npos);
  }
}

TEST_CASE("bias: parts of a sum are hidden together") {
  CHECK(HiddenParts({50, 20, 3}, 10) == std::vector<bool>{false, true, true});
  CHECK(HiddenParts({50, 6, 5}, 10) == std::vector<bool>{false, true, true});
  CHECK(HiddenParts({50, 20}, 10) == std::vector<bool>{false, false});
  CHECK(HiddenParts({3}, 10) == std::vector<bool>{true});
  CHECK(HiddenParts({}, 10).empty());
}

}  // namespace
}  // namespace reeve::oversight::bias

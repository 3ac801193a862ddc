#include "oversight/bias/report.h"

#include "oversight/bias/html.h"
#include "oversight/bias/presets.h"
#include "tests/oversight/bias/people.h"

namespace reeve::oversight::bias {
namespace {

const std::vector<People> kPeople = {{{"a", "m"}, 300, 200, 150, 20},
                                     {{"a", "f"}, 200, 120, 90, 20},
                                     {{"b", "m"}, 150, 60, 30, 30},
                                     {{"b", "f"}, 120, 30, 20, 40}};

TEST_CASE("bias report: the same rows in another order give the same digest") {
  const RowLayout layout = LayoutOf({"x", "y"}, true);
  const std::vector<People> reversed(kPeople.rbegin(), kPeople.rend());
  const auto first = ReportDigest(ReportJson(AuditOf(layout, kPeople)));
  const auto second = ReportDigest(ReportJson(AuditOf(layout, reversed)));
  REQUIRE(first.ok());
  CHECK(*first == *second);
  std::vector<People> changed = kPeople;
  ++changed[0].selected;
  CHECK(*first != *ReportDigest(ReportJson(AuditOf(layout, changed))));
}

TEST_CASE("bias report: JSON carries what was fixed and leaves undefined what is") {
  Conventions conventions;
  conventions.bootstrap = {.resamples = 100, .seed = 7};
  const json::Value report = ReportJson(AuditOf(LayoutOf({"x", "y"}), kPeople, conventions));
  CHECK(*json::Resolve(report, "/conventions/bootstrap/seed") == json::Value("7"));
  CHECK(json::Resolve(report, "/population/without_label")->is_null());
  CHECK(json::Resolve(report, "/tables/0/groups/0/rates/tpr") == nullptr);
  CHECK(*json::Resolve(report, "/tables/2/attributes/1") == json::Value("y"));
  CHECK(json::Resolve(report, "/tables/0/groups/1/judgements/0/ratio_bootstrap/0")->as_double() !=
        nullptr);
}

TEST_CASE("bias report: a page runs no script, fetches nothing, and escapes what it shows") {
  const std::string page =
      ReportHtml(AuditOf(LayoutOf({"<script>x"}), {{{"a&b\"'<i>"}, 50, 20}, {{"c"}, 50, 40}}));
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("<i>") == std::string::npos);
  CHECK(page.find("a&amp;b&quot;&#39;&lt;i&gt;") != std::string::npos);
  CHECK(page.find("http") == std::string::npos);
  CHECK(page.find("<svg role=\"img\" aria-label=") != std::string::npos);
}

TEST_CASE("bias report: CSV has a row for each group and metric, and quotes names") {
  const std::string csv =
      ReportCsv(AuditOf(LayoutOf({"x"}), {{{"a,\"b\""}, 50, 20}, {{"c"}, 50, 40}}));
  CHECK(csv.find("x,\"a,\"\"b\"\"\",selection_rate,20,50,0.4,") != std::string::npos);
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 3);
}

TEST_CASE("bias report: a cell that a spreadsheet would take for a formula is none") {
  const std::string csv =
      ReportCsv(AuditOf(LayoutOf({"x"}), {{{"=1+1"}, 50, 20}, {{"c"}, 50, 40}}));
  CHECK(csv.find("x,'=1+1,") != std::string::npos);
}

TEST_CASE("bias report: findings count verdicts and name the groups that are flagged") {
  const auto findings = Findings(AuditOf(LayoutOf({"x", "y"}), kPeople));
  CHECK(findings[0].text.find("comparisons: ") != std::string::npos);
  CHECK(findings[1].kind == Verdict::kFlag);
  CHECK(findings[1].text.find("b: 33.3 % are selected, against 64.0 % of a") == 0);
}

TEST_CASE("bias presets: each is whole, in range, and found by name") {
  CHECK(Presets().size() == 5);
  for (const Preset& preset : Presets()) {
    RowLayout layout = LayoutOf({"race", "sex"}, true);
    CHECK(CheckConventions(preset.conventions, layout).ok());
    CHECK(FindPreset(preset.name)->title == preset.title);
  }
  CHECK(FindPreset("nyc-l144").error().message.find("did you mean `nyc-ll144`") !=
        std::string::npos);
  CHECK(FindPreset("nyc-ll144")->conventions.judged.empty());
}

TEST_CASE("bias presets: what conventions write is what they read") {
  Conventions conventions = FindPreset("credit")->conventions;
  conventions.exclusions = {{{{"sex", "x"}}, "few", "Ada Example"}};
  conventions.named = {{"sex", "m"}};
  const json::Value written = ConventionsJson(conventions);
  json::ObjectReader reader(written, "");
  Conventions again;
  ReadConventions(reader, &again);
  REQUIRE(reader.Finish().ok());
  CHECK(ConventionsJson(again) == written);
}

}  // namespace
}  // namespace reeve::oversight::bias

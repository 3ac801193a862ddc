#include "oversight/law/deadline.h"

#include <catch2/catch.hpp>

namespace reeve::oversight::law {
namespace {

const Table& EuAiAct() {
  static const std::shared_ptr<const Table> table = LoadTable("eu_ai_act").value();
  return *table;
}

IncidentDeadline DeadlineFor(std::string_view facts, std::string_view aware,
                             Absent absent = Absent::kNo) {
  const FactsReading reading = ReadFacts(EuAiAct(), "facts.yaml", facts);
  INFO(policy::Render(reading.diagnostics));
  REQUIRE(reading.facts.has_value());
  return DeadlineOf(EuAiAct(), *reading.facts, ParseAwareness(aware).value(), absent).value();
}

// Of what was chosen: the rule, the calendar day, and the day it may extend to.
std::string Chosen(const IncidentDeadline& deadline) {
  if (!deadline.chosen) return "none";
  return deadline.chosen->id + " " + FormatDate(deadline.chosen->due) + " " +
         FormatDate(deadline.chosen->outer);
}

std::string For(std::string_view facts, std::string_view aware) {
  return Chosen(DeadlineFor(facts, aware));
}

TEST_CASE("law: an incident is reported within 2, 10 or 15 days, the shortest that applies") {
  // 2026-11-23 is a Monday.
  CHECK(For("inc.category: c", "2026-11-23") == "inc.default 2026-12-08 2026-12-08");
  CHECK(For("inc.category: d", "2026-11-23") == "inc.default 2026-12-08 2026-12-08");
  CHECK(For("{inc.category: a, inc.person_died: no}", "2026-11-23") ==
        "inc.default 2026-12-08 2026-12-08");
  CHECK(For("{inc.category: a, inc.person_died: yes}", "2026-11-23") ==
        "inc.death 2026-12-03 2026-12-03");
  CHECK(For("inc.category: b", "2026-11-23") == "inc.widespread_or_critical 2026-11-25 2026-11-25");
  CHECK(For("{inc.category: [a, b], inc.person_died: yes}", "2026-11-23") ==
        "inc.widespread_or_critical 2026-11-25 2026-11-25");
  CHECK(For("{inc.category: c, inc.widespread: yes}", "2026-11-23") ==
        "inc.widespread_or_critical 2026-11-25 2026-11-25");
}

TEST_CASE("law: the ids of the limits are answered as any question") {
  CHECK(For("inc.default: yes", "2026-11-23") == "inc.default 2026-12-08 2026-12-08");
  CHECK(For("inc.death: yes", "2026-11-23") == "inc.death 2026-12-03 2026-12-03");
  CHECK(For("inc.widespread_or_critical: yes", "2026-11-23") ==
        "inc.widespread_or_critical 2026-11-25 2026-11-25");
  CHECK(For("{inc.death: yes, inc.widespread_or_critical: no, inc.default: yes}", "2026-11-23") ==
        "inc.death 2026-12-03 2026-12-03");
}

TEST_CASE("law: what is unknown counts as the shortest limit that could apply") {
  const IncidentDeadline injured =
      DeadlineFor("{inc.category: a, inc.person_died: unknown}", "2026-11-23");
  CHECK(Chosen(injured) == "inc.death 2026-12-03 2026-12-03");
  CHECK(injured.chosen->applies == "unknown");
  CHECK_THAT(injured.reasons.at(0), Catch::Contains("unknown"));
  CHECK(For("{inc.category: c, inc.widespread: unknown}", "2026-11-23") ==
        "inc.widespread_or_critical 2026-11-25 2026-11-25");
  // Nothing is stated at all.
  const IncidentDeadline silent = DeadlineFor("{inc.category: unknown}", "2026-11-23");
  CHECK(Chosen(silent) == "inc.widespread_or_critical 2026-11-25 2026-11-25");
  // What is not stated is named.
  const IncidentDeadline plain = DeadlineFor("inc.category: c", "2026-11-23");
  CHECK_THAT(plain.reasons.at(0), Catch::Contains("inc.widespread_or_critical"));
  CHECK(Chosen(DeadlineFor("inc.category: c", "2026-11-23", Absent::kUnknown)) ==
        "inc.widespread_or_critical 2026-11-25 2026-11-25");
}

TEST_CASE("law: the outer day ends on a working day, with two working days in the period") {
  const auto outer = [](std::string_view aware, int days) {
    return FormatDate(OuterDay(ParseDate(aware).value(), days));
  };
  CHECK(outer("2026-11-27", 2) == "2026-12-01");   // Friday: Monday and Tuesday
  CHECK(outer("2026-11-28", 2) == "2026-12-01");   // Saturday
  CHECK(outer("2026-11-29", 2) == "2026-12-01");   // Sunday
  CHECK(outer("2026-11-26", 2) == "2026-11-30");   // Thursday: Friday, then Monday
  CHECK(outer("2026-11-25", 2) == "2026-11-27");   // Wednesday: Thursday, Friday
  CHECK(outer("2026-11-26", 10) == "2026-12-07");  // ends on a Sunday
  CHECK(outer("2026-11-27", 10) == "2026-12-07");  // ends on a Monday
  CHECK(outer("2026-11-27", 15) == "2026-12-14");  // ends on a Saturday
  CHECK(outer("2026-11-27", 1) == "2026-11-30");
}

TEST_CASE(
    "law: a public holiday moves the outer day as a Sunday does, and never the calendar one") {
  std::vector<Date> holidays;
  for (const char* day : {"2026-12-24", "2026-12-25", "2026-12-26", "2027-01-01"}) {
    holidays.push_back(*ParseDate(day));
  }
  const auto outer = [&](std::string_view aware, int days) {
    return FormatDate(OuterDay(ParseDate(aware).value(), days, holidays));
  };
  CHECK(outer("2026-12-10", 15) == "2026-12-28");  // ends on Friday, 25: Monday
  CHECK(outer("2026-12-22", 2) == "2026-12-28");   // Wednesday 23 works, Thursday 24 does not
  CHECK(outer("2026-12-23", 2) == "2026-12-29");   // none of 24 and 25 does
  CHECK(outer("2026-12-17", 15) == "2027-01-04");  // ends on New Year's Day, a Friday
  CHECK(outer("2026-12-02", 2) == "2026-12-04");
  const auto facts = ReadFacts(EuAiAct(), "facts.yaml", "inc.category: b").facts;
  REQUIRE(facts);
  const auto deadline =
      DeadlineOf(EuAiAct(), *facts, *ParseAwareness("2026-12-23"), Absent::kNo, holidays);
  REQUIRE(deadline.ok());
  CHECK(Chosen(*deadline) == "inc.widespread_or_critical 2026-12-25 2026-12-29");
}

TEST_CASE("law: facts of an incident are understood without the `inc.` of their names") {
  const auto read = [](std::string_view text) {
    return ReadFacts(EuAiAct(), "facts.yaml", text, "inc");
  };
  const FactsReading plain = read("category: [a, b]\nperson_died: yes\nsys.profiling: yes\n");
  INFO(policy::Render(plain.diagnostics));
  REQUIRE(plain.facts);
  CHECK(plain.facts->count() == 3);
  CHECK(Chosen(DeadlineOf(EuAiAct(), *plain.facts, *ParseAwareness("2026-11-23")).value()) ==
        "inc.widespread_or_critical 2026-11-25 2026-11-25");
  CHECK(read("death: yes\ninc.category: a\n").facts);
  CHECK(read("inc: { category: a }\n").facts);
  const FactsReading twice = read("category: a\ninc.category: b\n");
  REQUIRE_FALSE(twice.facts);
  CHECK(twice.diagnostics.at(0).code == "law.duplicate_fact");
  CHECK_FALSE(read("categry: a\n").facts);
  // Of another command they are no names.
  CHECK_FALSE(ReadFacts(EuAiAct(), "facts.yaml", "category: a").facts);
}

TEST_CASE("law: the calendar day of awareness is that of the place") {
  CHECK(For("inc.category: b", "2026-11-27T23:30:00-05:00") ==
        "inc.widespread_or_critical 2026-11-29 2026-12-01");
  const json::Object written = ToJson(DeadlineFor("inc.category: b", "2026-11-27T16:30:00+01:00"));
  CHECK(*written.Find("deadline")->as_string() == "2026-11-29");
  CHECK(*written.Find("outer_limit")->as_string() == "2026-12-01");
  const json::Value& limit = written.Find("limits")->as_array()->at(0);
  CHECK(*limit.Find("due_at")->as_string() == "2026-11-29T16:30:00+01:00");
}

TEST_CASE("law: with a duty of the sector only infringements of fundamental rights are reported") {
  const std::string device = "inc.device: yes\ninc.category: ";
  CHECK(For(device + "a", "2026-11-23") == "none");
  CHECK(For(device + "c", "2026-11-23") == "inc.default 2026-12-08 2026-12-08");
  CHECK(For(device + "[b, c]", "2026-11-23") == "inc.default 2026-12-08 2026-12-08");
  const std::string equal = "inc.equivalent_reporting: yes\ninc.category: d\n";
  // Art. 73(9) is for systems of Annex III alone.
  CHECK(For(equal + "annex3.5.b: yes", "2026-11-23") == "none");
  CHECK(For(equal + "annex3.5.b: no", "2026-11-23") == "inc.default 2026-12-08 2026-12-08");
  const IncidentDeadline excluded = DeadlineFor(device + "d", "2026-11-23");
  CHECK(excluded.exclusions.at(0).first == "inc.medical_device");
  CHECK(For("prod.annex1_act: machinery\nprod.safety_component: yes\n"
            "prod.third_party_assessment: yes\ninc.category: a\n",
            "2026-11-23") == "none");
}

TEST_CASE("law: a time of awareness that is none is refused") {
  for (const std::string text :
       {"", "yesterday", "2026-02-30", "2026-11-27T", "2026-11-27T25:00Z", "2026-11-27T10:00",
        "2026-11-27T10:00+1:00", "2026-11-27T10:61Z", "2026-11-27 10:00Z", "2026-11-27T10:00:00.Z",
        "2026-11-27T10:00+15:00", "2026-11-27T10:00Zx", "2026-11-27T-1:00Z"}) {
    INFO(text);
    const auto parsed = ParseAwareness(text);
    REQUIRE_FALSE(parsed.ok());
    CHECK(parsed.error().code == "law.time");
  }
  CHECK(ParseAwareness("2026-11-27T10:00:00.123Z").value().offset == "Z");
}

TEST_CASE("law: a table without limits says so") {
  const auto table = LoadTable("nyc_hiring").value();
  const auto none = DeadlineOf(*table, Facts(*table), ParseAwareness("2026-11-27").value());
  REQUIRE_FALSE(none.ok());
  CHECK(none.error().code == "law.no_limits");
}

}  // namespace
}  // namespace reeve::oversight::law

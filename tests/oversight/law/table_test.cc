#include "oversight/law/table.h"

#include <catch2/catch.hpp>

#include "base/file.h"
#include "oversight/law/classify.h"

namespace reeve::oversight::law {
namespace {

// A small law; a test changes one thing of it.
constexpr std::string_view kLaw = R"(apiVersion: reeve/v1
kind: LawTable
metadata: { id: small, title: Small, law: A law, version: "1", in_force: 2020-01-01, notice: No advice. }
facts:
  sys.loud: { question: "Is it loud?" }
  sys.kind: { question: "Of which kind?", type: word, words: [bell, horn] }
  sys.since: { question: "Since when?", type: date }
terms:
  heard: { text: It is heard., when: sys.loud && sys.kind == "horn" }
groups:
  - id: noise
    title: Is it noise?
    rules:
      - { id: noise.1, articles: [Art. 1], question: "Is it heard?", when: term.heard }
      - { id: noise.2, articles: [Art. 2], question: "Is it old?", when: sys.since < date("2021-01-01") }
classes:
  - { id: noisy, text: Noisy. }
  - { id: quiet, text: Quiet. }
steps:
  - { class: noisy, when: any("noise"), applies_from: always }
  - { class: quiet, when: "true" }
dates:
  always: [{ when: "true", from: 2020-01-01 }]
roles:
  - { role: owner, articles: [Art. 3], text: Owns it., when: "true" }
obligations:
  - { id: duty.1, articles: [Art. 4], roles: [owner], dates: always, when: is("noise.1"), text: Be quiet. }
)";

std::string Changed(std::string_view from, std::string_view to) {
  std::string text(kLaw);
  const size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string Said(const std::string& text) {
  const TableReading reading = ReadTable("law.yaml", text);
  CHECK(reading.table == nullptr);
  return policy::Render(reading.diagnostics);
}

TEST_CASE("law: the built-in tables are sound, and nothing in them is unused") {
  for (const BuiltInTable& built_in : BuiltInTables()) {
    const TableReading reading = ReadTable(built_in.id, built_in.text);
    INFO(policy::Render(reading.diagnostics));
    CHECK(reading.diagnostics.empty());
    REQUIRE(reading.table != nullptr);
    CHECK(reading.table->id == built_in.id);
    CHECK_THAT(reading.table->notice, Catch::Contains("not legal advice"));
  }
  CHECK(BuiltInTables().size() >= 2);
}

TEST_CASE("law: a table of somebody else is read and used") {
  const TableReading reading = ReadTable("law.yaml", kLaw);
  INFO(policy::Render(reading.diagnostics));
  REQUIRE(reading.table != nullptr);
  const FactsReading facts =
      ReadFacts(*reading.table, "facts.yaml", "sys: { loud: yes, kind: horn, since: 2024-02-29 }");
  REQUIRE(facts.facts.has_value());
  const Classification found = Classify(*reading.table, *facts.facts, {}).value();
  CHECK(found.class_id == "noisy");
  CHECK(found.obligations.at(0).id == "duty.1");
}

TEST_CASE("law: what is wrong with a table is said with its place") {
  const struct {
    std::string from, to, code, words;
  } wrong[] = {
      {"sys.loud && sys.kind", "sys.luod && sys.kind", "law.unknown_name",
       "did you mean `sys.loud`?"},
      {"is(\"noise.1\")", "is(\"noise.9\")", "law.unknown_name", "noise.9"},
      {"any(\"noise\")", "any(\"nois\")", "law.unknown_name", "did you mean `noise`?"},
      {"== \"horn\"", "== \"hron\"", "law.unknown_word", "did you mean `horn`?"},
      {"sys.kind == \"horn\"", "sys.kind", "law.type", "not answered by yes or no"},
      {"sys.kind == \"horn\"", "sys.kind < \"horn\"", "law.type", "no order"},
      {"sys.loud && ", "1 + 1 || ", "law.condition", "made of names"},
      {"sys.loud && ", "sys.loud && && ", "cel.syntax", "expected"},
      {"date(\"2021-01-01\")", "date(\"2021-02-30\")", "law.date", "date("},
      {"date(\"2021-01-01\")", "\"2021-01-01\"", "law.date", "date("},
      {"is(\"noise.1\")", "was(\"noise.1\")", "law.unknown_function", "is("},
      {"id: noise.2,", "id: noise.1,", "law.duplicate_id", "stands twice"},
      {"articles: [Art. 2], ", "", "law.no_article", "names no article"},
      {"articles: [Art. 4], ", "", "law.no_article", "duty.1"},
      {"from: 2020-01-01", "from: 2020-13-01", "law.date", "a day such as"},
      {"in_force: 2020-01-01", "in_force: soon", "law.date", "in_force"},
      {"when: term.heard }", "when: \"false\" }", "law.unreachable", "can never hold"},
      {"when: term.heard }", "when: is(\"noise.1\") }", "law.circle", "rests on itself"},
      {"{ class: noisy, when: any(\"noise\"), applies_from: always }",
       "{ class: noisy, when: \"true\", applies_from: always }", "law.unreachable",
       "can never be reached"},
      {"  - { class: quiet, when: \"true\" }\n", "", "law.no_class", "last step"},
      {"class: quiet", "class: quite", "law.unknown_name", "did you mean `quiet`?"},
      {"dates: always,", "dates: allways,", "law.unknown_name", "did you mean `always`?"},
      {"roles: [owner]", "roles: [ower]", "law.unknown_name", "did you mean `owner`?"},
      {"type: word, words", "type: wrod, words", "policy.unknown_word", "did you mean `word`?"},
      {"type: word, words: [bell, horn]", "type: word", "law.words", "lists its `words`"},
      {"question: \"Is it old?\", ", "", "policy.missing_key", "question"},
      {"kind: LawTable", "kind: Law", "law.header", "LawTable"},
      {"groups:\n", "groups: 3\nx:\n", "policy.type", "must be a list"},
      {"text: Be quiet. }", "txt: Be quiet. }", "policy.unknown_key", "did you mean `text`?"},
  };
  for (const auto& [from, to, code, words] : wrong) {
    INFO(from << " -> " << to);
    const std::string said = Said(Changed(from, to));
    INFO(said);
    CHECK_THAT(said, Catch::Contains("law.yaml:"));
    CHECK_THAT(said, Catch::Contains(code));
    CHECK_THAT(said, Catch::Contains(words));
  }
}

TEST_CASE("law: what nothing rests on is a warning, and the table is read") {
  const TableReading reading = ReadTable(
      "law.yaml", Changed("facts:\n", "facts:\n  sys.idle: { question: \"Is it idle?\" }\n"));
  REQUIRE(reading.table != nullptr);
  REQUIRE(reading.diagnostics.size() == 1);
  CHECK(reading.diagnostics[0].code == "law.unused");
}

TEST_CASE("law: a table that is not there is named, with what may have been meant") {
  const auto missing = LoadTable("eu_ai_akt");
  REQUIRE_FALSE(missing.ok());
  CHECK_THAT(missing.error().message, Catch::Contains("did you mean `eu_ai_act`?"));
}

TEST_CASE("law: facts are refused with their place when the table does not have them") {
  const auto table = LoadTable("eu_ai_act").value();
  const struct {
    std::string text, code, words;
  } wrong[] = {
      {"sys.profilling: yes", "law.unknown_name", "did you mean `sys.profiling`?"},
      {"annex3.5.e: yes", "law.unknown_name", "annex3.5.e"},
      {"term.annex3: yes", "law.unknown_name", "term.annex3"},
      {"sys.profiling: maybe", "law.fact_value", "yes, no, or unknown"},
      {"sys.profiling: [yes]", "law.fact_value", "sys.profiling"},
      {"annex3: {5: {b: yes}}\nannex3.5.b: no", "law.duplicate_fact", "stated twice"},
      {"org.role: provder", "law.unknown_word", "did you mean `provider`?"},
      {"org.role: 3", "law.fact_value", "a list of words"},
      {"sys.placed_on_market_date: 2026-13-01", "law.date", "2027-12-02"},
      {"sys.placed_on_market_date: yes", "law.date", "or null"},
      {"gpai.training_compute: much", "law.fact_value", "a number"},
      {"sys.intended_purpose: [a]", "law.fact_value", "a text"},
      {"prod.annex1_section: C", "law.unknown_word", "`A`"},
      {"- sys.profiling", "law.facts", "a map of keys"},
      {"sys.profiling: yes\nsys.profiling: no", "policy.duplicate_key", "already given"},
  };
  for (const auto& [text, code, words] : wrong) {
    const FactsReading reading = ReadFacts(*table, "facts.yaml", text);
    const std::string said = policy::Render(reading.diagnostics);
    INFO(text << "\n" << said);
    CHECK_FALSE(reading.facts.has_value());
    CHECK_THAT(said, Catch::Contains("facts.yaml:"));
    CHECK_THAT(said, Catch::Contains(code));
    CHECK_THAT(said, Catch::Contains(words));
  }
}

TEST_CASE("law: facts are read in every way in which a value is written, also as JSON") {
  const auto table = LoadTable("eu_ai_act").value();
  const FactsReading yaml = ReadFacts(*table, "f", R"(
annex3: { 5: { b: yes } }
sys.profiling: true
sys.infers: null
sys.machine_based: "no"
org.role: provider
gpai.training_compute: 1e25
sys.placed_on_market_date: 2026-05-01
prod.annex1_act: none
)");
  INFO(policy::Render(yaml.diagnostics));
  REQUIRE(yaml.facts.has_value());
  const auto at = [&table, &yaml](std::string_view key) {
    return yaml.facts->At(table->names.Find(key).value());
  };
  CHECK(at("annex3.5.b")->answer == Answer::kYes);
  CHECK(at("sys.profiling")->answer == Answer::kYes);
  CHECK(at("sys.infers")->answer == Answer::kUnknown);
  CHECK(at("sys.machine_based")->answer == Answer::kNo);
  CHECK(at("org.role")->words == std::vector<std::string>{"provider"});
  CHECK(at("gpai.training_compute")->number == 1e25);
  CHECK(at("prod.annex1_act")->answer == Answer::kNo);
  CHECK_FALSE(at("annex3.5.a").has_value());
  const auto value = json::Parse(R"({"annex3": {"5": {"b": true}}, "org.role": ["deployer"]})");
  const Result<Facts> facts = FactsFromJson(*table, *value);
  REQUIRE(facts.ok());
  CHECK(facts->count() == 2);
  const Result<Facts> wrong = FactsFromJson(*table, json::Object{{"sys.profling", true}});
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().at == "sys.profling");
}

TEST_CASE("law: days are those of the calendar, and written in one way") {
  for (const std::string text : {"2028-02-29", "2026-11-27", "0001-01-01", "9999-12-31"}) {
    CHECK(FormatDate(ParseDate(text).value()) == text);
  }
  for (const std::string text : {"2026-02-29", "2026-1-1", "2026-11-27 ", "2026/11/27", "",
                                 "26-11-27", "+026-11-27", "2026-00-10"}) {
    INFO(text);
    CHECK_FALSE(ParseDate(text).has_value());
  }
}

TEST_CASE("law: unknown is neither yes nor no, by Kleene's tables") {
  constexpr Answer kAll[] = {Answer::kNo, Answer::kUnknown, Answer::kYes};
  for (const Answer a : kAll) {
    CHECK(Not(Not(a)) == a);
    CHECK(And(a, Answer::kNo) == Answer::kNo);
    CHECK(Or(a, Answer::kYes) == Answer::kYes);
    CHECK(And(a, Answer::kYes) == a);
    CHECK(Or(a, Answer::kNo) == a);
    for (const Answer b : kAll) CHECK(Not(And(a, b)) == Or(Not(a), Not(b)));
  }
  CHECK(And(Answer::kUnknown, Not(Answer::kUnknown)) == Answer::kUnknown);
}

}  // namespace
}  // namespace reeve::oversight::law

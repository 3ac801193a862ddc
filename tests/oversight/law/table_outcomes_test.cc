// Made from the tables themselves: every rule can fire and can be silent, every class is reached,
// and what is unknown is never taken for no.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "oversight/law/classify.h"

namespace reeve::oversight::law {
namespace {

std::shared_ptr<const Table> Load(const std::string& id) { return LoadTable(id).value(); }

FactValue Said(Answer answer) {
  FactValue value;
  value.answer = answer;
  value.known = answer != Answer::kUnknown;
  return value;
}

// Some value of the name's type, by the draw.
FactValue Drawn(const Name& name, std::mt19937& draw) {
  FactValue value = Said(draw() % 2 == 0 ? Answer::kYes : Answer::kNo);
  if (!name.words.empty()) {
    value.answer = Answer::kYes;
    value.words.push_back(name.words[draw() % name.words.size()]);
  }
  if (name.type == FactType::kDate) {
    static const std::vector<std::string> days = {"2020-01-01", "2026-08-02", "2027-12-02",
                                                  "2029-01-01"};
    value.date = ParseDate(days[draw() % days.size()]).value();
    value.known = true;
  }
  if (name.type == FactType::kNumber) {
    value.number = draw() % 2 == 0 ? 1e22 : 1e26;
    value.known = true;
  }
  return value;
}

// The facts and rules that the rule rests on, down to the last.
std::set<size_t> LeavesOf(const Table& table, size_t start) {
  std::set<size_t> leaves;
  std::set<size_t> seen;
  std::vector<size_t> open = {start};
  while (!open.empty()) {
    const size_t name = open.back();
    open.pop_back();
    if (!seen.insert(name).second) continue;
    const Name& of = table.names.at(name);
    std::vector<size_t> next;
    if (of.kind == NameKind::kTerm) {
      CollectNames(table.terms[of.index].when, table.members, &next);
    } else {
      const Silence& silence = of.kind == NameKind::kFact ? table.facts[of.index].silence
                                                          : table.rules[of.index].silence;
      if (silence.when) CollectNames(*silence.when, table.members, &next);
      if (name != start) leaves.insert(name);
      if (of.kind == NameKind::kRule) {
        const std::vector<size_t>& exceptions = table.rules[of.index].exceptions;
        next.insert(next.end(), exceptions.begin(), exceptions.end());
      }
    }
    open.insert(open.end(), next.begin(), next.end());
  }
  return leaves;
}

constexpr int kTries = 3000;

// Whether drawn facts are found by which the rule, by its condition, comes to `wanted`.
bool Reaches(const Table& table, size_t rule, Answer wanted) {
  std::mt19937 draw(7);
  const std::set<size_t> leaves = LeavesOf(table, rule);
  for (int i = 0; i < kTries; ++i) {
    Facts facts(table);
    for (const size_t leaf : leaves) {
      if (draw() % 3 != 0) facts.Set(leaf, Drawn(table.names.at(leaf), draw));
    }
    Evaluation evaluation(table, facts, Absent::kNo, std::nullopt);
    if (evaluation.Rule(rule).fires == wanted) return true;
  }
  return false;
}

TEST_CASE("law: each rule fires when its question is answered yes, and not when it is no") {
  for (const BuiltInTable& built_in : BuiltInTables()) {
    const auto table = Load(std::string(built_in.id));
    for (const Rule& rule : table->rules) {
      INFO(rule.id);
      const size_t name = table->names.Find(rule.id).value();
      Facts facts(*table);
      // With a role, so that nobody is only a vendor.
      REQUIRE(facts
                  .Set(*table, "org.role",
                       json::Array{table->id == "eu_ai_act" ? "deployer" : "employer"})
                  .ok());
      for (const Answer answer : {Answer::kYes, Answer::kNo, Answer::kUnknown}) {
        facts.Set(name, Said(answer));
        Evaluation evaluation(*table, facts, Absent::kNo, std::nullopt);
        CHECK(evaluation.Rule(name).fires == answer);
      }
    }
  }
}

TEST_CASE("law: each condition of a rule can hold, and can fail to") {
  for (const BuiltInTable& built_in : BuiltInTables()) {
    const auto table = Load(std::string(built_in.id));
    for (const Rule& rule : table->rules) {
      if (!rule.silence.when) continue;
      INFO(rule.id);
      const size_t name = table->names.Find(rule.id).value();
      CHECK(Reaches(*table, name, Answer::kYes));
      CHECK(Reaches(*table, name, Answer::kNo));
    }
  }
}

TEST_CASE(
    "law: an exception that holds keeps its rule from firing, and one that is unknown opens it") {
  const auto table = Load("eu_ai_act");
  size_t exceptions = 0;
  for (const Rule& rule : table->rules) {
    const size_t name = table->names.Find(rule.id).value();
    for (const size_t exception : rule.exceptions) {
      INFO(rule.id << " but for " << table->names.at(exception).key);
      Facts facts(*table);
      REQUIRE(facts.Set(*table, "org.role", "deployer").ok());
      facts.Set(name, Said(Answer::kYes));
      for (const Answer answer : {Answer::kYes, Answer::kNo, Answer::kUnknown}) {
        facts.Set(exception, Said(answer));
        Evaluation evaluation(*table, facts, Absent::kNo, std::nullopt);
        CHECK(evaluation.Rule(name).fires == Not(answer));
      }
      ++exceptions;
    }
  }
  CHECK(exceptions >= 20);
}

// Facts of which each name, with the odds of one in `odds`, has something drawn for it.
Facts DrawnFacts(const Table& table, std::mt19937& draw, size_t odds) {
  Facts facts(table);
  for (size_t name = 0; name < table.names.size(); ++name) {
    if (table.names.at(name).kind == NameKind::kTerm || draw() % odds != 0) continue;
    facts.Set(name, Drawn(table.names.at(name), draw));
  }
  return facts;
}

// Higher is stricter; needs_review is above all, for it takes a person.
size_t RankOf(const Table& table, const std::string& class_id) {
  // From the highest. Out of scope is below all; the others stand in the order of the law.
  static const std::vector<std::string> order = {
      "prohibited", "high_risk_annex1", "high_risk_annex3", "not_high_risk_6_3", "transparency_50",
      "minimal",    "covered",          "not_covered",      "out_of_scope"};
  if (class_id == kNeedsReview) return order.size() + 1;
  const auto found = std::find(order.begin(), order.end(), class_id);
  REQUIRE(found != order.end());
  REQUIRE_FALSE(table.classes.empty());
  return static_cast<size_t>(order.end() - found);
}

std::string ClassOf(const Table& table, const Facts& facts, Absent absent) {
  return Classify(table, facts, {std::nullopt, absent}).value().class_id;
}

TEST_CASE("law: facts that are unknown never give a lower class than the same facts as yes") {
  std::mt19937 draw(20261127);
  for (const BuiltInTable& built_in : BuiltInTables()) {
    const auto table = Load(std::string(built_in.id));
    size_t definite = 0;
    std::set<std::string> reached;
    for (int i = 0; i < 2000; ++i) {
      const Facts drawn = DrawnFacts(*table, draw, 2 + draw() % 30);
      Facts unknown = drawn;
      Facts yes = drawn;
      for (size_t name = 0; name < table->names.size(); ++name) {
        const Name& of = table->names.at(name);
        if (of.kind == NameKind::kTerm || of.type != FactType::kYesNo || draw() % 12 != 0) continue;
        unknown.Set(name, Said(Answer::kUnknown));
        yes.Set(name, Said(Answer::kYes));
      }
      const Absent absent = draw() % 4 == 0 ? Absent::kUnknown : Absent::kNo;
      const std::string open = ClassOf(*table, unknown, absent);
      const std::string known = ClassOf(*table, yes, absent);
      INFO(open << " where it is unknown, " << known << " where it is yes");
      CHECK(RankOf(*table, open) >= RankOf(*table, known));
      definite += open == kNeedsReview ? 0 : 1;
      reached.insert(known);
    }
    CHECK(definite > 200);  // else it would only say that everything is for a person
    for (const Class& c : table->classes) {
      INFO(c.id);
      CHECK(reached.contains(c.id));
    }
  }
}

TEST_CASE("law: a class that stands is the class of every answer to what is open") {
  std::mt19937 draw(99);
  const auto table = Load("eu_ai_act");
  for (int i = 0; i < 1000; ++i) {
    Facts facts = DrawnFacts(*table, draw, 12);
    std::vector<size_t> open;
    for (size_t name = 0; name < table->names.size(); ++name) {
      if (table->names.at(name).kind != NameKind::kRule || draw() % 10 != 0) continue;
      open.push_back(name);
      facts.Set(name, Said(Answer::kUnknown));
    }
    const std::string found = ClassOf(*table, facts, Absent::kNo);
    if (found == kNeedsReview) continue;
    for (int j = 0; j < 5; ++j) {
      Facts completed = facts;
      for (const size_t name : open) {
        completed.Set(name, Said(draw() % 2 == 0 ? Answer::kYes : Answer::kNo));
      }
      CHECK(ClassOf(*table, completed, Absent::kNo) == found);
    }
  }
}

TEST_CASE("law: facts that are absent give no lower class than the same facts as no") {
  std::mt19937 draw(5);
  const auto table = Load("eu_ai_act");
  for (int i = 0; i < 500; ++i) {
    const Facts facts = DrawnFacts(*table, draw, 6);
    CHECK(RankOf(*table, ClassOf(*table, facts, Absent::kUnknown)) >=
          RankOf(*table, ClassOf(*table, facts, Absent::kNo)));
  }
}

TEST_CASE("law: the same facts give the same bytes") {
  const auto table = Load("eu_ai_act");
  std::mt19937 draw(3);
  const Facts facts = DrawnFacts(*table, draw, 4);
  const ClassifyOptions options{ParseDate("2026-11-27"), Absent::kNo};
  const Classification first = Classify(*table, facts, options).value();
  const Classification second = Classify(*table, facts, options).value();
  CHECK(json::Compact(ToJson(first)) == json::Compact(ToJson(second)));
}

TEST_CASE("law: a day before the law was in force is refused") {
  const auto table = Load("eu_ai_act");
  const Facts facts(*table);
  const auto before = Classify(*table, facts, {ParseDate("2024-07-31"), Absent::kNo});
  REQUIRE_FALSE(before.ok());
  CHECK(before.error().code == "law.as_of");
  CHECK(Classify(*table, facts, {ParseDate("2024-08-01"), Absent::kNo}).ok());
}

}  // namespace
}  // namespace reeve::oversight::law

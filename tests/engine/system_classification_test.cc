// The class of a system as a record: signed, replayable, and what it does to the system.
#include "engine/system_classification.h"

#include "oversight/law/table.h"
#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

const oversight::ActingPerson kAda{"Ada Example", "tester", "default"};
const oversight::ActingPerson kBen{"Ben Example", "tester", "default"};
namespace law = oversight::law;

// A deployer in the Union of something that infers; with more facts.
ClassificationTerms Terms(const json::Object& more, const std::string& absent = "no") {
  json::Object facts{{"sys.machine_based", "yes"},
                     {"sys.infers", "yes"},
                     {"org.role", "deployer"},
                     {"org.established_in_union", "yes"}};
  for (const json::Member& member : more) facts.Set(member.key, member.value);
  return {.facts = std::move(facts), .as_of = "", .absent = absent, .reason = "questionnaire"};
}

std::string Refused(TestEngine& engine, const ClassificationTerms& terms) {
  const auto classified = ClassifySystem(*engine, "demo", terms, kAda);
  return classified.ok() ? "" : std::string(classified.error().code);
}

json::Value Found(TestEngine& engine) {
  return Must(FindClassification(*engine, "default", "demo"));
}

}  // namespace

TEST_CASE("classification: it is a record that names who, by which table, from which facts") {
  TestEngine engine(CompileRules(kManyRules));
  const json::Value system =
      Must(ClassifySystem(*engine, "demo", Terms({{"annex3.4.a", "yes"}}), kAda));
  CHECK(Text(system, "/risk_class") == "high");
  CHECK(Text(system, "/classified/class") == "high_risk_annex3");
  CHECK(Text(system, "/classified/by") == "Ada Example");
  const ledger::Record record = Must(engine.ledger().FindById(Text(system, "/classified/record")));
  CHECK(record.kind() == oversight::kSystemClassified);
  const json::Value body = Json(record.body_text());
  CHECK(Text(body, "/facts/annex3.4.a") == "yes");
  CHECK(Text(body, "/principal") == "tester");
  const json::Value result = At(body, "/result");
  CHECK(json::Compact(At(result, "/rules")).find("annex3.4.a") != std::string::npos);
  CHECK_FALSE(At(result, "/obligations").as_array()->empty());
  // The table that decided lies beside the log, and gives the same again.
  const std::string digest = Must(HexDecode(Text(body, "/table").substr(7)));
  const std::string text = Must(engine->log().blobs().Get(HashFromBytes(digest)));
  const law::TableReading table = law::ReadTable("table.yaml", text);
  REQUIRE(table.table != nullptr);
  const law::Facts facts = Must(law::FactsFromJson(*table.table, At(body, "/facts")));
  const law::Classification again =
      Must(law::Classify(*table.table, facts, {std::nullopt, law::Absent::kNo}));
  CHECK(again.class_id == Text(result, "/class"));
  CHECK(RiskClassOf(again) == policy::RiskClass::kHigh);
}

TEST_CASE("classification: what is open needs review, is unclassified, and does not run") {
  TestEngine engine(CompileRules(kManyRules));
  const json::Value system = Must(ClassifySystem(*engine, "demo", Terms({}, "unknown"), kAda));
  CHECK(Text(system, "/classified/class") == "needs_review");
  CHECK(Text(system, "/risk_class") == "unclassified");
  CHECK(Rules(engine.Decide()) == std::vector<std::string>{"system.unclassified"});
  CHECK_FALSE(At(Found(engine), "/result/open_questions").as_array()->empty());
}

TEST_CASE("classification: the words of the table become the classes that rules read") {
  TestEngine engine(CompileRules(kManyRules));
  const auto class_of = [&](const json::Object& facts) {
    return Text(Must(ClassifySystem(*engine, "demo", Terms(facts), kAda)), "/risk_class");
  };
  CHECK(class_of({}) == "minimal");
  CHECK(class_of({{"art5.1.c", "yes"}}) == "prohibited");
  CHECK(class_of({{"sys.machine_based", "no"}}) == "minimal");  // out of scope
}

TEST_CASE("classification: a class that is stricter sends a running system back to be reviewed") {
  TestEngine engine(CompileRules(kManyRules));
  CHECK(Text(engine.Decide(), "/effect") == "allow");
  const json::Value system =
      Must(ClassifySystem(*engine, "demo", Terms({{"annex3.4.a", "yes"}}), kAda));
  CHECK(Text(system, "/state") == "in_review");
  CHECK(Rules(engine.Decide()) == std::vector<std::string>{"system.not_active"});
}

TEST_CASE("classification: faults are named, and leave no record") {
  TestEngine engine(CompileRules(kManyRules));
  const uint64_t size = engine.ledger().size();
  CHECK(Refused(engine, Terms({{"sys.infer", "yes"}})).starts_with("law."));
  CHECK(Refused(engine, Terms({{"sys.infers", "perhaps"}})).starts_with("law."));
  CHECK(Refused(engine, Terms({}, "maybe")) == "system.terms");
  ClassificationTerms terms = Terms({});
  terms.as_of = "soon";
  CHECK(Refused(engine, terms) == "system.terms");
  terms = Terms({});
  terms.facts = "yes";
  CHECK(Refused(engine, terms) == "system.terms");
  CHECK(ClassifySystem(*engine, "nobody", Terms({}), kAda).error().code == "system.not_found");
  CHECK(FindClassification(*engine, "default", "demo").error().code == "system.no_classification");
  CHECK(engine.ledger().size() == size);
}

TEST_CASE("classification: each obligation says what evidence there is") {
  TestEngine engine(CompileRules(kManyRules));
  Must(ClassifySystem(*engine, "demo", Terms({{"annex3.4.a", "yes"}, {"use.workplace", "yes"}}),
                      kAda));
  const auto held = [&](const std::string& what) {
    std::optional<bool> found;
    const json::Value classification = Found(engine);
    for (const json::Value& obligation : *At(classification, "/result/obligations").as_array()) {
      for (const json::Value& row : *At(obligation, "/evidence").as_array()) {
        if (Text(row, "/what").find(what) == std::string::npos) continue;
        found = *At(row, "/held").as_bool();
      }
    }
    if (!found) FAIL("no evidence of " << what);
    return *found;
  };
  CHECK_FALSE(held("worker notice"));
  const oversight::SystemDocument notice{oversight::DocumentKind::kWorkerNotice,
                                         "sha256:" + std::string(64, 'a'), "", ""};
  Must(engine->system_commands().AddDocument("demo", notice, "given out", kBen));
  CHECK(held("worker notice"));
}

}  // namespace reeve::engine::testing

// The quality of oversight: what votes add to whom. The stories of tests/scenarios tell the rest.
#include "engine/approval_pass.h"
#include "ledger/rebuild.h"
#include "oversight/control_record.h"
#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

constexpr char kHold[] = R"(
rules:
  - id: hold
    when: "true"
    effect: hold
    hold: { roles: [officer], quorum: 2, deadline: 8h }
    reason: Two officers.
)";

class Desk {
 public:
  TestEngine engine{CompileRules(kHold)};
  QualityCommands& quality = engine->quality();

  Desk() {
    for (const char* person : {"Ben Example", "Cleo Example", "Dora Example"}) Give(person);
  }
  void Give(const char* person) {
    oversight::Grant grant;
    grant.person = person;
    grant.role = "officer";
    grant.until = kStart + std::chrono::hours(1'000);
    grant.reason = "appointed";
    grants_[person] = Text(json::Value(Must(engine->grants().Give(grant, Zoe()))), "/grant");
  }
  static oversight::ActingPerson Person(const char* name) { return {name, "tester", "default"}; }
  static oversight::ActingPerson Zoe() { return Person("Zoe Example"); }

  json::Value Hold() { return engine.Decide(); }
  void Vote(const json::Value& held, const char* person, bool approve) {
    Must(engine->approvals().CastVote(Text(held, "/approval/id"),
                                      {.approve = approve, .reason = "seen"}, Person(person)));
  }
  // The record alone, as a crash right after it leaves it.
  void VoteAndCrash(const json::Value& held, const std::string& person) {
    const Commitments commitments(std::string(32, 'k'));
    Must(engine->log().Append({Must(
        oversight::ControlRecord(oversight::kApprovalVoted, "av-" + person.substr(0, 3), "default",
                                 {{"approval", Text(held, "/approval/id")},
                                  {"vote", "approve"},
                                  {"by", person},
                                  {"principal", "tester"},
                                  {"voter", PersonDigest(commitments, person)},
                                  {"grant", grants_.at(person)},
                                  {"reason", "seen"}}))}));
  }
  std::vector<ledger::Record> Alarms() {
    std::vector<ledger::Record> out;
    for (uint64_t i = 0; i < engine.ledger().size(); ++i) {
      ledger::Record record = Must(engine.ledger().Read(i));
      if (record.kind() == oversight::kOversightAlarm) out.push_back(std::move(record));
    }
    return out;
  }
  json::Value Of(size_t i) {
    return At(Must(quality.Show("default")), "/approvers/" + std::to_string(i));
  }

 private:
  std::map<std::string, std::string> grants_;  // the last given
};

TEST_CASE("quality: who votes alike agrees, whoever voted first") {
  Desk desk;
  json::Value held = desk.Hold();
  desk.Vote(held, "Ben Example", true);
  desk.engine.clock().Advance(std::chrono::seconds(90));
  desk.Vote(held, "cleo  example", true);  // one person, however spelled
  held = desk.Hold();
  desk.Vote(held, "Cleo Example", true);
  desk.Vote(held, "Ben Example", false);
  CHECK(Text(desk.Of(0), "/person") == "Ben Example");
  CHECK(Int(desk.Of(0), "/shares/agreement") == 5'000);
  CHECK(Int(desk.Of(0), "/shares/approvals") == 5'000);
  CHECK(Int(desk.Of(1), "/votes") == 2);
  CHECK(Int(desk.Of(1), "/agreed") == 1);
  CHECK(Int(desk.Of(1), "/mean_seconds") == 45);
  CHECK(Int(desk.Of(1), "/fastest_seconds") == 0);
  CHECK(At(Must(desk.quality.Show("other")), "/approvers").as_array()->empty());
}

TEST_CASE(
    "quality: a reversal on appeal is of those who approved, and may raise an alarm at once") {
  Desk desk;
  Must(desk.quality.SetMeasures({.min_votes = 1, .reversed = 0}, "the board", Desk::Zoe()));
  const json::Value held = desk.Hold();
  desk.Vote(held, "Ben Example", true);
  desk.Vote(held, "Cleo Example", true);
  const json::Value passed = desk.engine.Decide({{"/approval", Text(held, "/approval/id")}});
  REQUIRE(Text(passed, "/effect") == "allow");
  for (const char* result : {"upheld", "reversed"}) {
    CHECK(desk.Alarms().empty());
    AppealTerms terms;
    terms.appeal.decision = Text(passed, "/id");
    terms.appeal.kind = "contest";
    terms.appeal.grounds = "facts";
    const json::Value appeal =
        Must(desk.engine->overrides().OpenAppeal(terms, Desk::Person("Dora Example")));
    Must(desk.engine->overrides().DecideAppeal(Text(appeal, "/id"), {result, "", "looked again"},
                                               Desk::Zoe()));
  }
  CHECK(Int(desk.Of(0), "/reversed") == 1);
  CHECK(Int(desk.Of(1), "/shares/reversed") == 10'000);
  CHECK(desk.Alarms().size() == 2);
}

TEST_CASE("quality: an alarm comes once for so many votes, and nobody is judged before") {
  Desk desk;
  Must(desk.quality.SetMeasures({.min_votes = 2, .approvals = 9'000}, "the board", Desk::Zoe()));
  desk.Vote(desk.Hold(), "Ben Example", true);
  CHECK(desk.Alarms().empty());
  desk.Vote(desk.Hold(), "Ben Example", true);
  REQUIRE(desk.Alarms().size() == 1);
  const json::Value alarm = Json(desk.Alarms().front().body_text());
  CHECK(Text(alarm, "/person") == "Ben Example");
  CHECK(Text(alarm, "/beyond/0/measure") == "approvals");
  CHECK(Int(alarm, "/beyond/0/measured") == 10'000);
  CHECK(Int(alarm, "/beyond/0/bound") == 9'000);
  CHECK(Int(alarm, "/votes") == 2);
  desk.Vote(desk.Hold(), "Ben Example", true);
  CHECK(desk.Alarms().size() == 1);
  desk.Vote(desk.Hold(), "Ben Example", true);
  CHECK(desk.Alarms().size() == 2);
  desk.Vote(desk.Hold(), "Cleo Example", false);
  desk.Vote(desk.Hold(), "Cleo Example", false);
  CHECK(desk.Alarms().size() == 2);
  CHECK(Must(ledger::VerifyProjections(desk.engine.ledger().store(), AllProjections())).ok());
}

TEST_CASE("quality: what was before an alarm counts no more, so who does better stays in office") {
  Desk desk;
  Must(desk.quality.SetMeasures({.min_votes = 2, .approvals = 5'000, .suspends = true}, "the board",
                                Desk::Zoe()));
  desk.Vote(desk.Hold(), "Ben Example", true);
  desk.Vote(desk.Hold(), "Ben Example", true);
  const auto refused = desk.engine->approvals().CastVote(Text(desk.Hold(), "/approval/id"),
                                                         {.approve = true, .reason = "seen"},
                                                         Desk::Person("Ben Example"));
  REQUIRE(!refused.ok());
  CHECK(std::string(refused.error().code) == "grant.state");
  desk.Give("Ben Example");
  for (const bool approve : {false, true, false, true}) {
    desk.Vote(desk.Hold(), "Ben Example", approve);
  }
  CHECK(desk.Alarms().size() == 1);
  CHECK(Int(desk.Of(0), "/votes") == 6);
  CHECK(Int(desk.Of(0), "/judged/votes") == 4);
  CHECK(Int(desk.Of(0), "/shares/approvals") == 6'666);
  CHECK(At(desk.Of(0), "/beyond").as_array()->empty());
}

TEST_CASE("quality: who votes sets no measures, however spelled") {
  Desk desk;
  Must(desk.quality.SetMeasures({.min_votes = 5, .fast = 5'000}, "the board", Desk::Zoe()));
  desk.Vote(desk.Hold(), "Ben Example", true);
  const uint64_t size = desk.engine.ledger().size();
  const auto set = desk.quality.SetMeasures({}, "is bothered", Desk::Person("BEN  example"));
  REQUIRE(!set.ok());
  CHECK(std::string(set.error().code) == "oversight.own_measures");
  CHECK(desk.engine.ledger().size() == size);
  CHECK(Int(Must(desk.quality.Show("default")), "/measures/fast") == 5'000);
}

TEST_CASE(
    "quality: a seed is sown before the first vote, and found by nobody before it is decided") {
  Desk desk;
  const json::Value held = desk.Hold();
  const std::string id = Text(held, "/approval/id");
  const auto code = [&](std::string_view approval, const oversight::ActingPerson& by) {
    const Status seeded = desk.quality.Seed(approval, "an invented income", by);
    return seeded.ok() ? std::string("good") : std::string(seeded.error().code);
  };
  CHECK(code("ap-none", Desk::Zoe()) == "approval.not_found");
  CHECK(code(id, {"Zoe Example", "tester", "other"}) == "approval.not_found");
  CHECK(code(id, Desk::Zoe()) == "good");
  const ledger::Record sown = Must(desk.engine.ledger().Read(desk.engine.ledger().size() - 1));
  CHECK(sown.kind() == "oversight.seeded");
  CHECK(sown.body_text().find(id) == std::string_view::npos);
  desk.Vote(held, "Ben Example", true);
  CHECK(Int(desk.Of(0), "/seeded") == 0);  // open still
  CHECK(code(id, Desk::Zoe()) == "oversight.seed");
  desk.Vote(held, "Cleo Example", false);
  CHECK(Int(desk.Of(0), "/missed") == 1);
  CHECK(Int(desk.Of(1), "/seeded") == 1);
  CHECK(Int(desk.Of(1), "/missed") == 0);
}

TEST_CASE("quality: who sowed a seed knew of it, and one that runs out is revealed as well") {
  Desk desk;
  json::Value held = desk.Hold();
  Must(desk.quality.Seed(Text(held, "/approval/id"), "an invented income",
                         Desk::Person("Cleo Example")));
  desk.Vote(held, "Ben Example", true);
  desk.Vote(held, "Cleo Example", false);
  CHECK(Int(desk.Of(0), "/missed") == 1);
  CHECK(Int(desk.Of(1), "/seeded") == 0);
  held = desk.Hold();
  Must(desk.quality.Seed(Text(held, "/approval/id"), "an invented income", Desk::Zoe()));
  desk.Vote(held, "Ben Example", true);
  desk.engine.clock().Advance(std::chrono::hours(9));
  CHECK(Int(desk.Of(0), "/missed") == 1);
  CHECK(Must(desk.engine->approvals().Sweep()) == 1);
  CHECK(Int(desk.Of(0), "/missed") == 2);
}

TEST_CASE("quality: a crash before a seed was revealed is made good at the next sweep") {
  Desk desk;
  const json::Value held = desk.Hold();
  Must(desk.quality.Seed(Text(held, "/approval/id"), "an invented income", Desk::Zoe()));
  desk.VoteAndCrash(held, "Ben Example");
  desk.VoteAndCrash(held, "Cleo Example");
  CHECK(Int(desk.Of(0), "/seeded") == 0);
  Must(desk.engine->approvals().Sweep());
  CHECK(Int(desk.Of(0), "/missed") == 1);
  CHECK(Int(desk.Of(1), "/missed") == 1);
}

TEST_CASE("quality: words are what blanks separate, in every text that is shown") {
  CHECK(WordsToRead(Json(R"({"a":"one two\n three","b":["four",{"c":" five "}],"d":6})")) == 5);
  CHECK(oversight::ReadingTime(238) == std::chrono::minutes(1));
}

}  // namespace
}  // namespace reeve::engine::testing

// The steps of a system: who may take which, from where, and what the log says of it.
#include <atomic>
#include <random>
#include <thread>

#include "ledger/rebuild.h"
#include "oversight/system_register.h"
#include "tests/oversight/fixture.h"

namespace reeve::oversight::testing {
namespace {

const ActingPerson kAda{"Ada Example", "tester", "default"};
const ActingPerson kBen{"Ben Example", "tester", "default"};
const ActingPerson kCleo{"Cleo Example", "tester", "default"};

json::Object Facts() {
  return {{"name", "Ranking"},
          {"owner", "Ada Example"},
          {"purpose", "ranks applications"},
          {"role", "deployer"},
          {"purposes", json::Array{"ranking", "scheduling"}},
          {"models", json::Array{"m-1"}}};
}

std::string Code(const Status& status) {
  return status.ok() ? "" : std::string(status.error().code);
}

// A register in which a test speaks in verbs; each gives the code of its refusal, or nothing.
class Desk {
 public:
  Desk() : systems_(Must(SystemRegister::Open(*log_))) {}

  std::string Propose(const ActingPerson& by = kAda, const std::string& id = "hr",
                      const json::Object& facts = Facts()) {
    return Code(systems_->Propose(id, facts, Command(by)));
  }
  std::string Take(SystemStep step, const ActingPerson& by, const std::string& due = "") {
    return Code(systems_->Take(step, "hr", due, Command(by)));
  }
  std::string Change(const json::Object& changes, const ActingPerson& by) {
    return Code(systems_->Change("hr", changes, Command(by)));
  }
  std::string Classify(policy::RiskClass risk_class, const ActingPerson& by = kCleo) {
    SystemRegister::Classified classified{.risk_class = risk_class,
                                          .result = {{"class", "word"}},
                                          .as_of = "2026-11-27",
                                          .table = "sha256:0"};
    return Code(systems_->Classify("hr", std::move(classified), Command(by)));
  }
  // Proposed by Ada, classified, approved by Ben, activated by Ada.
  void Run(policy::RiskClass risk_class = policy::RiskClass::kLimited) {
    REQUIRE(Propose() == "");
    REQUIRE(Take(SystemStep::kReview, kBen) == "");
    REQUIRE(Classify(risk_class) == "");
    REQUIRE(Take(SystemStep::kApprove, kBen) == "");
    REQUIRE(Take(SystemStep::kActivate, kAda) == "");
  }
  SystemState state() const { return entry().system.state; }
  policy::RiskClass risk_class() const { return entry().system.risk_class; }
  SystemEntry entry() const {
    const auto entry = systems_->FindEntry("default", "hr");
    if (entry == nullptr) FAIL("no system");
    return *entry;
  }
  json::Value LastBody() { return Json(Must(log_->Read(log_->size() - 1)).body_text()); }
  std::string LastKind() { return std::string(Must(log_->Read(log_->size() - 1)).kind()); }

  SystemCommand Command(const ActingPerson& by) const {
    return {by, "see the minutes", kNow, Random::System()};
  }
  TestLedger& log() { return log_; }
  SystemRegister& systems() { return *systems_; }
  void Reopen() {
    systems_.reset();
    log_.Reopen();
    systems_ = Must(SystemRegister::Open(*log_));
  }
  void CheckEqualsFold() {
    ledger::Projections projections;
    projections.push_back(std::make_unique<const SystemProjection>());
    const auto report = Must(ledger::VerifyProjections(log_->store(), projections));
    CHECK(report.ok());
    CHECK(report.records == log_->size());
  }

 private:
  TestLedger log_;
  std::unique_ptr<SystemRegister> systems_;
};

}  // namespace

TEST_CASE("system: from the proposal to retirement, each step is a record with from, to and by") {
  Desk desk;
  CHECK(desk.Propose() == "");
  CHECK(desk.LastKind() == "system.proposed");
  CHECK(desk.state() == SystemState::kProposed);
  CHECK(desk.risk_class() == policy::RiskClass::kUnclassified);
  CHECK(desk.entry().system.purposes == std::vector<std::string>{"ranking", "scheduling"});
  CHECK(desk.entry().proposed->by == "Ada Example");
  CHECK(desk.Take(SystemStep::kReview, kBen, "2027-06-30") == "");
  CHECK(FormatDay(*desk.entry().system.review_due) == "2027-06-30");
  CHECK(desk.Classify(policy::RiskClass::kHigh) == "");
  CHECK(desk.entry().classified->word == "word");
  CHECK(desk.Take(SystemStep::kApprove, kBen) == "");
  CHECK(desk.Take(SystemStep::kActivate, kAda) == "");
  CHECK(desk.LastBody().Find("from")->as_string()->compare("approved") == 0);
  CHECK(desk.LastBody().Find("to")->as_string()->compare("active") == 0);
  CHECK(desk.Take(SystemStep::kRestrict, kBen) == "");
  CHECK(desk.state() == SystemState::kRestricted);
  CHECK(desk.Take(SystemStep::kSuspend, kBen) == "");
  CHECK(desk.Take(SystemStep::kActivate, kCleo) == "");
  CHECK(desk.state() == SystemState::kActive);
  CHECK_FALSE(desk.entry().stopped.has_value());
  CHECK(desk.Take(SystemStep::kRetire, kCleo) == "");
  CHECK(desk.state() == SystemState::kRetired);
  desk.CheckEqualsFold();
}

TEST_CASE("system: who proposed or changed it never approves it, and nobody is two persons") {
  Desk desk;
  REQUIRE(desk.Propose() == "");
  CHECK(desk.Take(SystemStep::kReview, kAda) == "system.own_proposal");
  REQUIRE(desk.Take(SystemStep::kReview, kBen) == "");
  CHECK(desk.Take(SystemStep::kApprove, {"ada  EXAMPLE", "tester", "default"}) ==
        "system.own_proposal");
  // Ben changes what the class rests on, so he is an author now; and Ada stays one.
  REQUIRE(desk.Change({{"models", json::Array{"m-2"}}}, kBen) == "");
  CHECK(desk.Take(SystemStep::kApprove, kBen) == "system.own_proposal");
  CHECK(desk.Take(SystemStep::kApprove, kAda) == "system.own_proposal");
  REQUIRE(desk.Classify(policy::RiskClass::kLimited) == "");
  REQUIRE(desk.Take(SystemStep::kApprove, kCleo) == "");
  CHECK(desk.Take(SystemStep::kActivate, kCleo) == "system.own_approval");
  CHECK(desk.Take(SystemStep::kActivate, kBen) == "");
}

TEST_CASE("system: who stopped it does not let it run again") {
  Desk desk;
  desk.Run();
  REQUIRE(desk.Take(SystemStep::kSuspend, kCleo) == "");
  CHECK(desk.Take(SystemStep::kActivate, kCleo) == "system.own_stop");
  CHECK(desk.Take(SystemStep::kActivate, kAda) == "");
}

TEST_CASE("system: without a class, or of a prohibited one, it is not activated") {
  Desk desk;
  REQUIRE(desk.Propose() == "");
  REQUIRE(desk.Take(SystemStep::kReview, kBen) == "");
  REQUIRE(desk.Take(SystemStep::kApprove, kBen) == "");
  CHECK(desk.Take(SystemStep::kActivate, kAda) == "system.unclassified");
  REQUIRE(desk.Classify(policy::RiskClass::kProhibited) == "");
  CHECK(desk.Take(SystemStep::kActivate, kAda) == "system.prohibited");
  REQUIRE(desk.Classify(policy::RiskClass::kLimited) == "");
  CHECK(desk.Take(SystemStep::kActivate, kAda) == "");
}

TEST_CASE(
    "system: a step that is not open from there is refused, says from where, and is no record") {
  Desk desk;
  REQUIRE(desk.Propose() == "");
  const uint64_t size = desk.log()->size();
  CHECK(desk.Take(SystemStep::kApprove, kBen) == "system.state");
  CHECK(desk.Take(SystemStep::kActivate, kBen) == "system.state");
  CHECK(desk.Take(SystemStep::kRestrict, kBen) == "system.state");
  CHECK(desk.Take(SystemStep::kSuspend, kBen) == "system.state");
  const Status refused = desk.systems().Take(SystemStep::kApprove, "hr", "", desk.Command(kBen));
  CHECK(refused.error().message.find("is proposed") != std::string::npos);
  CHECK(refused.error().message.find("in_review") != std::string::npos);
  CHECK(desk.Propose(kBen) == "system.exists");
  CHECK(desk.Propose(kBen, "Not An Id") == "system.terms");
  CHECK(desk.Propose(kBen, "unknown") == "system.terms");
  CHECK(desk.Propose(kBen, "other", {{"name", "x"}}) == "system.terms");
  CHECK(desk.Propose(kBen, "other", {{"nmae", "x"}}) == "json.unknown_field");
  CHECK(Code(desk.systems().Take(SystemStep::kRetire, "none", "", desk.Command(kBen))) ==
        "system.not_found");
  CHECK(Code(desk.systems().Take(SystemStep::kRetire, "hr", "",
                                 desk.Command({"Dora Example", "tester", "acme"}))) ==
        "system.not_found");
  CHECK(desk.log()->size() == size);
}

TEST_CASE("system: what is retired stays so") {
  Desk desk;
  desk.Run();
  REQUIRE(desk.Take(SystemStep::kRetire, kAda) == "");
  for (size_t step = 0; step < kSystemStepCount; ++step) {
    CHECK(desk.Take(static_cast<SystemStep>(step), kCleo) == "system.retired");
  }
  CHECK(desk.Change({{"name", "Phoenix"}}, kCleo) == "system.retired");
  CHECK(desk.Classify(policy::RiskClass::kMinimal) == "system.retired");
  CHECK(desk.Propose(kBen) == "system.exists");
}

TEST_CASE("system: a change of what the class rests on takes class and approval away") {
  const std::vector<json::Object> changes = {{{"purpose", "fires people"}},
                                             {{"purposes", json::Array{"ranking"}}},
                                             {{"models", json::Array{"m-1", "m-2"}}},
                                             {{"data_categories", json::Array{"health"}}},
                                             {{"regions", json::Array{"FR"}}},
                                             {{"affected_groups", json::Array{"workers"}}},
                                             {{"role", "provider"}},
                                             {{"purpose_drift", "alarm"}}};
  for (const json::Object& change : changes) {
    INFO(json::Compact(change));
    Desk desk;
    desk.Run();
    REQUIRE(desk.Change(change, kAda) == "");
    CHECK(desk.LastKind() == "system.changed");
    CHECK(*desk.LastBody().Find("reopens")->as_bool());
    CHECK(desk.state() == SystemState::kInReview);
    CHECK(desk.risk_class() == policy::RiskClass::kUnclassified);
    CHECK_FALSE(desk.entry().approved.has_value());
    CHECK_FALSE(desk.entry().classified.has_value());
    CHECK(Standstill(desk.entry().system).has_value());
  }
}

TEST_CASE("system: other changes leave the class, and one that changes nothing is refused") {
  Desk desk;
  desk.Run();
  const json::Object change{{"name", "Other"},
                            {"version", "2"},
                            {"deputy", "Ben Example"},
                            {"owner", "Cleo Example"},
                            {"tools", json::Array{"mail"}},
                            {"review_due", "2030-01-01"}};
  CHECK(desk.Change(change, kAda) == "");
  CHECK_FALSE(*desk.LastBody().Find("reopens")->as_bool());
  CHECK(desk.state() == SystemState::kActive);
  CHECK(desk.risk_class() == policy::RiskClass::kLimited);
  CHECK(desk.entry().system.version == "2");
  CHECK(desk.Change(change, kAda) == "system.nothing_changes");
  CHECK(desk.Change({{"state", "active"}}, kAda) == "json.unknown_field");
  CHECK(desk.Change({{"risk_class", "minimal"}}, kAda) == "json.unknown_field");
}

TEST_CASE("system: a class that is stricter than the approved one must be approved anew") {
  Desk desk;
  desk.Run(policy::RiskClass::kLimited);
  CHECK(desk.Classify(policy::RiskClass::kMinimal) == "");
  CHECK(desk.state() == SystemState::kActive);
  CHECK(desk.Classify(policy::RiskClass::kUnclassified) == "");  // needs_review
  CHECK(desk.state() == SystemState::kActive);
  CHECK(Standstill(desk.entry().system)->code == "system.unclassified");
  CHECK(desk.Classify(policy::RiskClass::kLimited) == "");
  CHECK(desk.state() == SystemState::kActive);
  CHECK(desk.Classify(policy::RiskClass::kHigh) == "");
  CHECK(desk.state() == SystemState::kInReview);
}

TEST_CASE("system: documents are kept by digest, and are at most 32") {
  Desk desk;
  REQUIRE(desk.Propose() == "");
  const SystemDocument document{DocumentKind::kDpia, "sha256:" + std::string(64, 'a'),
                                "https://files.example.org/1", "DPIA"};
  for (size_t i = 0; i < kMaxSystemDocuments; ++i) {
    Must(desk.systems().AddDocument("hr", document, desk.Command(kAda)));
  }
  CHECK(Code(desk.systems().AddDocument("hr", document, desk.Command(kAda))) == "system.too_many");
  CHECK(desk.entry().system.documents.size() == kMaxSystemDocuments);
  CHECK(desk.entry().system.documents[0] == document);
}

TEST_CASE("system: a file no longer governs what a person has acted on") {
  Desk desk;
  const System from_file{.id = "hr",
                         .name = "N",
                         .owner = "Ada Example",
                         .purpose = "p",
                         .risk_class = policy::RiskClass::kLimited};
  std::vector<std::string> governed;
  Must(desk.systems().Register({&from_file, 1}, kNow, Random::System(), &governed));
  REQUIRE(desk.Take(SystemStep::kSuspend, kBen) == "");
  Must(desk.systems().Register({&from_file, 1}, kNow, Random::System(), &governed));
  CHECK(governed == std::vector<std::string>{"hr"});
  CHECK(desk.state() == SystemState::kSuspended);
  // Nor does a record that says otherwise, whoever wrote it.
  const auto appended = desk.log()->Append({{.kind = std::string(kSystemRegistered),
                                             .log = ledger::LogRole::kControl,
                                             .tenant = "default",
                                             .id = "sys-1",
                                             .body = Must(json::Canonical(ToJson(from_file)))}});
  REQUIRE_FALSE(appended.ok());
  CHECK(appended.error().code == "system.governed");
  CHECK(desk.Take(SystemStep::kActivate, kBen) == "system.own_stop");
  CHECK(desk.Take(SystemStep::kActivate, kAda) == "");
}

TEST_CASE("system: of many who approve at once, one wins") {
  Desk desk;
  REQUIRE(desk.Propose() == "");
  REQUIRE(desk.Take(SystemStep::kReview, kBen) == "");
  std::atomic<int> won{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&, i] {
        const ActingPerson person{"Person " + std::to_string(i), "tester", "default"};
        if (desk.Take(SystemStep::kApprove, person) == "") ++won;
      });
    }
  }
  CHECK(won == 1);
  CHECK(desk.log()->size() == 3);
}

TEST_CASE("system: a record whose states are not those of the register is refused by the fold") {
  Desk desk;
  desk.Run();
  const auto append = [&](const char* kind, const std::string& body) {
    const auto appended = desk.log()->Append({{.kind = kind,
                                               .log = ledger::LogRole::kControl,
                                               .tenant = "default",
                                               .id = "sys-1",
                                               .body = body}});
    return appended.ok() ? std::string() : std::string(appended.error().code);
  };
  const std::string rest = R"(,"reason":"r","system":"hr")";
  CHECK(append("system.suspended", R"({"by":"Ben Example","from":"approved")" + rest +
                                       R"(,"to":"suspended"})") == "system.state");
  CHECK(append("system.suspended", R"({"by":"Ben Example","from":"active")" + rest +
                                       R"(,"to":"retired"})") == "system.state");
  CHECK(append("system.suspended",
               R"({"by":"","from":"active")" + rest + R"(,"to":"suspended"})") != "");
  CHECK(append("system.suspended",
               R"({"by":"Ben Example","from":"active")" + rest + R"(,"to":"suspended"})") == "");
}

// Commands by chance, most of them refused. Whatever came of them: the register in memory is what
// the state says, the state is what the log says, and what must always hold does.
TEST_CASE("system: after any commands the register equals the fold, and the rules hold") {
  std::mt19937 chance(7);
  const std::vector<ActingPerson> persons = {kAda, kBen, kCleo};
  const auto pick = [&](size_t count) {
    return std::uniform_int_distribution<size_t>(0, count - 1)(chance);
  };
  size_t accepted = 0;
  for (int round = 0; round < 6; ++round) {
    Desk desk;
    bool was_retired = false;
    for (int i = 0; i < 60; ++i) {
      const ActingPerson& by = persons[pick(persons.size())];
      const auto before = desk.systems().FindEntry("default", "hr");
      const uint64_t size = desk.log()->size();
      std::string code;
      switch (pick(5)) {
        case 0:
          code = desk.Propose(by);
          break;
        case 1:
          code = desk.Change({{"models", json::Array{"m-" + std::to_string(pick(2))}}}, by);
          break;
        case 2:
          code = desk.Classify(static_cast<policy::RiskClass>(pick(policy::kRiskClassCount)), by);
          break;
        default: {
          // Retiring ends the game, so it is rare.
          const size_t step = pick(20) == 0 ? 5 : pick(5);
          code = desk.Take(static_cast<SystemStep>(step), by);
        }
      }
      CHECK(desk.log()->size() == size + (code.empty() ? 1 : 0));
      if (!code.empty()) continue;
      ++accepted;
      const SystemEntry& after = desk.entry();
      CHECK_FALSE(was_retired);
      was_retired = after.system.state == SystemState::kRetired;
      const bool activated = after.system.state == SystemState::kActive &&
                             (before == nullptr || before->system.state != SystemState::kActive);
      if (activated) {
        CHECK(after.system.risk_class != policy::RiskClass::kUnclassified);
        CHECK(after.system.risk_class != policy::RiskClass::kProhibited);
        REQUIRE(after.approved.has_value());
        CHECK(after.approved->by != after.proposed->by);
      }
    }
    desk.CheckEqualsFold();
    std::vector<SystemEntry> live;
    for (const auto& entry : desk.systems().Entries()) live.push_back(*entry);
    desk.Reopen();
    std::vector<SystemEntry> reopened;
    for (const auto& entry : desk.systems().Entries()) reopened.push_back(*entry);
    CHECK(live == reopened);
  }
  CHECK(accepted > 60);
}

}  // namespace reeve::oversight::testing

// What is held, approved, and passes: over the whole engine, with its own digests and records.
#include <thread>

#include "engine/approval_pass.h"
#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

using oversight::ActingPerson;
using std::chrono::hours;

constexpr char kRules[] = R"(
detect: [EMAIL_ADDRESS]
rules:
  - id: large-refund
    scope: { stages: [tool_call], actions: [refund] }
    when: action.amount > 500.0
    effect: hold
    hold: { roles: [officer], quorum: 1, deadline: 8h }
    reason: A colleague must approve.
  - id: two-persons
    scope: { stages: [tool_call], actions: [payment] }
    when: true
    effect: hold
    hold: { roles: [officer], quorum: 2, deadline: 8h }
    reason: Two colleagues must approve.
  - id: hide-addresses
    when: findings.exists(f, f.entity == "EMAIL_ADDRESS")
    effect: redact
    redact: { entities: [EMAIL_ADDRESS], operator: label }
    reason: An address was removed.
  - id: friday
    scope: { stages: [tool_call], actions: [refund] }
    when: action.purpose == "gift"
    effect: hold
    hold: { roles: [officer], quorum: 1, deadline: 8h }
    waivable: true
    reason: Gifts need a look.
)";

ActingPerson Person(const std::string& name) { return {name, "service", "default"}; }

Changes Refund(const std::string& text = "please pay", const std::string& kind = "refund") {
  return {{"/stage", "tool_call"},
          {"/action", Json(R"({"kind":")" + kind + R"(","amount":900,"currency":"EUR"})")},
          {"/content/text", text}};
}

Changes With(Changes changes, const std::string& pointer, json::Value value) {
  changes.emplace_back(pointer, std::move(value));
  return changes;
}

void Give(TestEngine& engine, const std::string& person, hours valid = hours(24 * 30),
          std::vector<std::string> known_as = {}) {
  oversight::Grant terms;
  terms.person = person;
  terms.role = "officer";
  terms.until = engine.clock().Now() + valid;
  terms.known_as = std::move(known_as);
  terms.reason = "is an officer";
  [[maybe_unused]] const auto given = Must(engine->grants().Give(terms, Person("Zoe Example")));
}

std::string Vote(TestEngine& engine, const std::string& id, const std::string& person,
                 bool approve = true) {
  const auto voted = engine->approvals().CastVote(
      id, {.approve = approve, .reason = "looked at it", .conditions = {}}, Person(person));
  return voted.ok() ? "" : std::string(voted.error().code);
}

std::string StateNow(TestEngine& engine, const std::string& id) {
  return Text(Must(engine->approvals().Find("default", id)), "/state");
}

std::string Held(TestEngine& engine, const Changes& changes) {
  const json::Value answer = engine.Decide(changes);
  CHECK(Text(answer, "/effect") == "hold");
  return Text(answer, "/approval/id");
}

// "allow", or "deny" and the first reason.
std::string Again(TestEngine& engine, const Changes& changes, const std::string& id) {
  const json::Value answer = engine.Decide(With(changes, "/approval", id));
  const std::string effect = Text(answer, "/effect");
  return effect == "deny" ? "deny " + Rules(answer).front() : effect;
}

}  // namespace

TEST_CASE("approvals: a request that was held passes once when it is repeated, and never again") {
  TestEngine engine(CompileRules(kRules));
  Give(engine, "Ben Example");
  const std::string id = Held(engine, Refund());
  CHECK(Again(engine, Refund(), id) == "deny approval.open");
  CHECK(Vote(engine, id, "Ben Example") == "");
  const json::Value answer = engine.Decide(With(Refund(), "/approval", id));
  CHECK(Text(answer, "/effect") == "allow");
  CHECK(Text(answer, "/passed/approval") == id);
  CHECK(Int(answer, "/passed/use") == 1);
  CHECK(Text(answer, "/content/text") == "please pay");
  const json::Value body = engine.BodyOf(answer);
  CHECK(Text(body, "/effect") == "allow");
  CHECK(Text(body, "/verdict/effect") == "hold");
  CHECK(Text(body, "/passed/approval") == id);
  CHECK(Int(body, "/passed/use") == 1);
  CHECK(body.Find("approval") == nullptr);
  Must(engine->Replay(Text(answer, "/id")));
  CHECK(StateNow(engine, id) == "used");
  CHECK(Again(engine, Refund(), id) == "deny approval.used");
  engine.Shut();
  engine.Open();
}

TEST_CASE("approvals: one byte more is another request, and a counter is none") {
  TestEngine engine(CompileRules(kRules));
  Give(engine, "Ben Example");
  const std::string id = Held(engine, With(Refund(), "/sequence", 7));
  CHECK(Vote(engine, id, "Ben Example") == "");
  const json::Value denied =
      engine.Decide(With(With(Refund("please pay "), "/sequence", 8), "/approval", id));
  CHECK(Text(denied, "/effect") == "deny");
  CHECK(Rules(denied).front() == "approval.request_differs");
  CHECK(Text(engine.BodyOf(denied), "/not_passed/code") == "approval.request_differs");
  CHECK(Text(engine.BodyOf(denied), "/not_passed/approval") == id);
  CHECK(denied.Find("approval") == nullptr);
  CHECK(At(denied, "/content") == json::Value(json::Object()));
  CHECK(Again(engine, With(Refund(), "/actor/id", "u-2"), id) == "deny approval.request_differs");
  CHECK(Again(engine, With(Refund(), "/sequence", 9), id) == "allow");
}

TEST_CASE("approvals: an unknown id, and another tenant's, are denied alike") {
  TestEngine engine(CompileRules(kRules));
  CHECK(Again(engine, Refund(), "ap-00000000000000000000000000") == "deny approval.not_found");
  CHECK(engine->approvals().Find("other", Held(engine, Refund())).error().code ==
        "approval.not_found");
}

TEST_CASE("approvals: who asked does not vote, by name or by an id that a grant names") {
  TestEngine engine(CompileRules(kRules));
  Give(engine, "u-1");
  Give(engine, "Ben Example", hours(24), {"U-1"});
  Give(engine, "Cleo Example");
  const std::string id = Held(engine, Refund());
  CHECK(Vote(engine, id, "u-1") == "approval.own_request");
  CHECK(Vote(engine, id, "Ben Example") == "approval.own_request");
  CHECK(Vote(engine, id, "Dora Example") == "approval.no_right");
  const uint64_t before = engine.ledger().size();
  CHECK(Vote(engine, id, "u-1") == "approval.own_request");
  CHECK(engine.ledger().size() == before);
  CHECK(Vote(engine, id, "Cleo Example") == "");
  // No record has the id in clear.
  for (uint64_t i = 0; i < engine.ledger().size(); ++i) {
    CHECK(Must(engine.ledger().Read(i)).body_text().find("U-1") == std::string_view::npos);
  }
}

TEST_CASE("approvals: without its hold, what else the rules say still counts") {
  TestEngine engine(CompileRules(kRules, "deny"));
  Give(engine, "Ben Example");
  const Changes mail = Refund("write to ada@example.org");
  const std::string id = Held(engine, mail);
  CHECK(Vote(engine, id, "Ben Example") == "");
  const json::Value answer = engine.Decide(With(mail, "/approval", id));
  CHECK(Text(answer, "/effect") == "redact");
  CHECK(Text(answer, "/content/text").find("ada@") == std::string::npos);
}

TEST_CASE("approvals: a rule that holds only now is not answered") {
  TestEngine engine(CompileRules(kRules));
  Give(engine, "Ben Example");
  oversight::Waiver waiver;
  waiver.policy = "p";
  waiver.rule = "friday";
  waiver.everywhere = true;
  waiver.until = kStart + hours(24);
  waiver.reason = "a test";
  waiver.requested_by = "Ada Example";
  const std::string waived = Must(engine->waivers().Grant(waiver, Person("Zoe Example")));
  Changes gift = Refund();
  gift[1].second.as_object()->Add("purpose", "gift");
  const std::string id = Held(engine, gift);
  CHECK(Vote(engine, id, "Ben Example") == "");
  Must(engine->waivers().Revoke(waived, "over", Person("Zoe Example")));
  CHECK(Again(engine, gift, id) == "deny approval.other_rules");
  // Held anew, for both.
  const std::string both = Held(engine, gift);
  CHECK(Vote(engine, both, "Ben Example") == "");
  CHECK(Again(engine, gift, both) == "allow");
}

TEST_CASE("approvals: a halted system passes nothing, whatever was approved") {
  TestEngine engine(CompileRules(kRules));
  Give(engine, "Ben Example");
  const std::string id = Held(engine, Refund());
  CHECK(Vote(engine, id, "Ben Example") == "");
  Must(engine->systems().Register(
      std::vector{MakeSystem("demo", policy::RiskClass::kLimited, oversight::SystemState::kHalted)},
      engine.clock().Now(), Random::System()));
  CHECK(Again(engine, Refund(), id) == "deny system.halted");
  CHECK(StateNow(engine, id) == "approved");
}

TEST_CASE("approvals: nothing of a system that has come to be prohibited passes") {
  TestEngine engine(CompileRules(kRules));
  Give(engine, "Ben Example");
  const std::string id = Held(engine, Refund());
  CHECK(Vote(engine, id, "Ben Example") == "");
  Must(engine->systems().Register(std::vector{MakeSystem("demo", policy::RiskClass::kProhibited)},
                                  engine.clock().Now(), Random::System()));
  CHECK(Again(engine, Refund(), id).starts_with("deny"));
  CHECK(StateNow(engine, id) == "approved");
}

TEST_CASE(
    "approvals: another bundle makes what is open void; that is recorded when it is noticed") {
  TestEngine engine(CompileRules(kRules));
  Give(engine, "Ben Example");
  const std::string open = Held(engine, Refund());
  const std::string approved = Held(engine, Refund("another"));
  CHECK(Vote(engine, approved, "Ben Example") == "");
  CHECK(Must(engine->approvals().Sweep()) == 0);
  Must(engine->Activate(CompileRules(std::string(kRules) + "  # changed\n"), engine.principal()));
  CHECK(StateNow(engine, open) == "void");
  CHECK(Vote(engine, open, "Ben Example") == "approval.void");
  CHECK(Again(engine, Refund("another"), approved) == "deny approval.void");
  CHECK(Must(engine->approvals().Sweep()) == 1);  // the vote has noticed the other
  CHECK(Must(engine->approvals().Sweep()) == 0);
  CHECK(StateNow(engine, approved) == "void");
}

TEST_CASE("approvals: past the deadline nobody decides, and the sweep records it once") {
  TestEngine engine(CompileRules(kRules));
  Give(engine, "Ben Example");
  const std::string first = Held(engine, Refund());
  const std::string second = Held(engine, Refund());
  engine.clock().Advance(hours(8));
  CHECK(StateNow(engine, first) == "expired");
  CHECK(Vote(engine, first, "Ben Example") == "approval.expired");
  CHECK(Again(engine, Refund(), second) == "deny approval.expired");
  CHECK(Must(engine->approvals().Sweep()) == 1);
  CHECK(Must(engine->approvals().Sweep()) == 0);
}

TEST_CASE("approvals: of kept content, and once it is erased no longer") {
  const std::string rules = std::string(kRules) + R"(  - id: keep
    when: true
    effect: allow
    obligations: [ { type: log_content } ]
)";
  TestEngine engine(CompileRules(rules), 16'384, std::string(32, 'v'));
  Give(engine, "Ben Example");
  const Changes request = With(Refund(), "/subject", "s-1");
  const std::string first = Held(engine, request);
  const std::string second = Held(engine, request);
  CHECK(Vote(engine, first, "Ben Example") == "");
  CHECK(Vote(engine, second, "Ben Example") == "");
  CHECK(Again(engine, request, first) == "allow");
  CHECK(Again(engine, With(request, "/content/text", "other"), second) ==
        "deny approval.request_differs");
  [[maybe_unused]] const auto erased =
      Must(engine->contents().Erase("s-1", "asked for", Person("Zoe Example")));
  CHECK(Again(engine, request, second) == "deny approval.content_gone");
}

TEST_CASE("approvals: in a batch too, and the same one twice passes once") {
  TestEngine engine(CompileRules(kRules));
  Give(engine, "Ben Example");
  const std::string id = Held(engine, Refund());
  CHECK(Vote(engine, id, "Ben Example") == "");
  std::vector<Result<Request>> requests;
  requests.push_back(ParseRequest(RequestText(With(Refund(), "/approval", id))));
  requests.push_back(ParseRequest(RequestText()));
  requests.push_back(ParseRequest("{}"));
  requests.push_back(ParseRequest(RequestText(With(Refund(), "/approval", id))));
  const auto answers = Must(engine->DecideBatch(engine.principal(), requests));
  REQUIRE(answers.size() == 4);
  CHECK(answers[0]->effect == policy::Effect::kAllow);
  CHECK(answers[1]->effect == policy::Effect::kAllow);
  CHECK_FALSE(answers[2].ok());
  CHECK(answers[3]->effect == policy::Effect::kDeny);
}

TEST_CASE("approvals: a thousand open, fifty persons racing: each its quorum, each passes once") {
  constexpr size_t kApprovals = 1'000;
  constexpr size_t kPersons = 50;
  TestEngine engine(CompileRules(kRules));
  for (size_t i = 0; i < kPersons; ++i) Give(engine, "Officer " + std::to_string(i));
  std::vector<std::string> ids(kApprovals);
  std::vector<std::string> texts(kApprovals);
  const auto in_threads = [&](const auto& work) {
    std::vector<std::jthread> threads;
    threads.reserve(kPersons);
    for (size_t t = 0; t < kPersons; ++t) threads.emplace_back([&work, t] { work(t); });
  };
  in_threads([&](size_t t) {
    for (size_t i = t; i < kApprovals; i += kPersons) {
      const Request request =
          *ParseRequest(RequestText(Refund("payment " + std::to_string(i), "payment")));
      const json::Value answer = *json::Parse(engine->Decide(engine.principal(), request)->json);
      ids[i] = *json::Resolve(answer, "/approval/id")->as_string();
    }
  });
  std::atomic<size_t> votes{0};
  in_threads([&](size_t t) {
    for (size_t n = 0; n < kApprovals; ++n) {
      const size_t i = (n * 7 + t * 131) % kApprovals;
      const auto voted = engine->approvals().CastVote(
          ids[i], {.approve = true, .reason = "seen", .conditions = {}},
          Person("Officer " + std::to_string(t)));
      if (voted.ok()) ++votes;
    }
  });
  CHECK(votes == 2 * kApprovals);
  std::vector<std::atomic<int>> passes(kApprovals);
  in_threads([&](size_t t) {
    for (size_t i = 0; i < kApprovals; ++i) {
      if (i % 12 != t % 12) continue;  // four or five persons to each
      const Request request = *ParseRequest(RequestText(
          With(Refund("payment " + std::to_string(i), "payment"), "/approval", ids[i])));
      if (engine->Decide(engine.principal(), request)->effect == policy::Effect::kAllow) {
        ++passes[i];
      }
    }
  });
  size_t wrong = 0;
  for (size_t i = 0; i < kApprovals; ++i) {
    const json::Value entry = Must(engine->approvals().Find("default", ids[i]));
    const json::Array& cast = *At(entry, "/votes").as_array();
    const bool right = passes[i] == 1 && Text(entry, "/state") == "used" && cast.size() == 2 &&
                       Text(cast[0], "/by") != Text(cast[1], "/by");
    if (!right) ++wrong;
  }
  CHECK(wrong == 0);
}

}  // namespace reeve::engine::testing

// Reviews: what is drawn, what is bound, who may decide. The stories of tests/scenarios tell the
// rest.
#include "engine/review_commands.h"
#include "ledger/rebuild.h"
#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

constexpr char kSampled[] = R"(
rules:
  - id: sampled
    when: "true"
    effect: allow
    obligations: [ { type: review, to: auditor, share: 25%, within: 3d } ]
  - id: also
    when: content.text.contains("xyzzy")
    effect: deny
    reason: No.
    obligations: [ { type: review, to: dpo, within: 1d } ]
)";

oversight::ReviewQuery QueryOf(const char* tenant, const char* role = "") {
  oversight::ReviewQuery query;
  query.tenant = tenant;
  query.role = role;
  return query;
}

std::string IdOf(const json::Value& answer) { return "rv-" + Text(answer, "/id").substr(2); }

TEST_CASE(
    "reviews: of a share so many are drawn, by the id alone, and the more of a larger share") {
  const Commitments commitments(std::string(32, 'k'));
  constexpr int kIds = 20'000;
  int drawn = 0;
  for (int i = 0; i < kIds; ++i) {
    const std::string id = "d-" + std::to_string(i);
    const bool is_drawn = IsDrawn(commitments, id, 500);
    CHECK_FALSE((is_drawn && !IsDrawn(commitments, id, 600)));
    drawn += is_drawn ? 1 : 0;
    if (!IsDrawn(commitments, id, 10'000)) FAIL("the whole is all");
  }
  CHECK(drawn > 850);  // of 1,000 that are expected, five standard deviations off
  CHECK(drawn < 1'150);
  const Commitments others(std::string(32, 'j'));
  int differ = 0;
  for (int i = 0; i < 1'000; ++i) {
    const std::string id = "d-" + std::to_string(i);
    differ += IsDrawn(commitments, id, 5'000) == IsDrawn(others, id, 5'000) ? 0 : 1;
  }
  CHECK(differ > 300);
}

TEST_CASE(
    "reviews: what is drawn has a review in one unit, and what is not has none; both replay") {
  TestEngine engine(CompileRules(kSampled));
  ReviewCommands& reviews = engine->reviews();
  const Commitments commitments(std::string(32, 'k'));
  int drawn = 0;
  for (int i = 0; i < 60; ++i) {
    const json::Value answer = engine.Decide();
    const std::string decision = Text(answer, "/id");
    const bool is_drawn = IsDrawn(commitments, decision, 2'500);
    const auto review = reviews.Find("default", IdOf(answer));
    REQUIRE(review.ok() == is_drawn);
    Must(engine->Replay(decision));
    if (!is_drawn) continue;
    ++drawn;
    const auto index = static_cast<uint64_t>(Int(answer, "/record/index"));
    const ledger::Record next = Must(engine.ledger().Read(index + 1));
    CHECK(next.kind() == "review.opened");
    CHECK(next.id() == IdOf(answer));
    CHECK(next.body_text().find("u-1") == std::string_view::npos);
  }
  CHECK(drawn > 0);
  CHECK(drawn < 60);
}

TEST_CASE(
    "reviews: where several rules route, one review is for all their roles, due at the first") {
  TestEngine engine(CompileRules(kSampled));
  ReviewCommands& reviews = engine->reviews();
  std::set<std::string> roles;
  for (int i = 0; i < 60; ++i) {
    const json::Value answer = engine.Decide({{"/content/text", "xyzzy"}});
    CHECK(Text(answer, "/effect") == "deny");
    const json::Object review = Must(reviews.Find("default", IdOf(answer)));
    CHECK(Text(review, "/due") == FormatTimestamp(kStart + std::chrono::hours(24)));
    roles.insert(json::Compact(At(review, "/roles")));
  }
  CHECK(roles == std::set<std::string>{R"(["auditor","dpo"])", R"(["dpo"])"});
}

TEST_CASE("reviews: nobody decides without a right, nor what is another tenant's") {
  TestEngine engine(CompileRules(kSampled));
  ReviewCommands& reviews = engine->reviews();
  const std::string id = IdOf(engine.Decide({{"/content/text", "xyzzy"}}));
  const oversight::ActingPerson ben{"Ben Example", "tester", "default"};
  const auto code = [&](const oversight::ActingPerson& by) {
    const auto done = reviews.Decide(id, oversight::Finding::kRight, "seen", by);
    return done.ok() ? std::string("good") : std::string(done.error().code);
  };
  const uint64_t size = engine.ledger().size();
  CHECK(code(ben) == "review.no_right");
  CHECK(code({"Ben Example", "tester", "other"}) == "review.not_found");
  CHECK(engine.ledger().size() == size);
  for (const char* person : {"Ben Example", "u-1"}) {
    oversight::Grant grant;
    grant.person = person;
    grant.role = "dpo";
    grant.until = kStart + std::chrono::hours(48);
    grant.reason = "appointed";
    Must(engine->grants().Give(grant, {"Zoe Example", "tester", "default"}));
  }
  CHECK(code({"U-1", "tester", "default"}) == "review.own_request");
  engine.clock().Advance(std::chrono::hours(50));
  CHECK(code(ben) == "grant.state");
  CHECK(Text(Must(reviews.Find("default", id)), "/state") == "overdue");
  CHECK(Must(reviews.List(QueryOf("other"))).Find("reviews")->as_array()->empty());
}

TEST_CASE("reviews: who voted on a decision does not review it, nor whose grant ends before it") {
  TestEngine engine(CompileRules(R"(
rules:
  - id: large
    when: action.amount > 100.0
    effect: hold
    hold: { roles: [officer] }
    obligations: [ { type: review, to: auditor } ]
    reason: A person must look.
)"));
  const oversight::ActingPerson zoe{"Zoe Example", "tester", "default"};
  const auto give = [&](const char* person, const char* role, std::vector<std::string> actions) {
    oversight::Grant grant;
    grant.person = person;
    grant.role = role;
    grant.actions = std::move(actions);
    grant.until = kStart + std::chrono::hours(48);
    grant.reason = "appointed";
    Must(engine->grants().Give(grant, zoe));
  };
  give("Ben Example", "officer", {});
  give("Ben Example", "auditor", {});
  give("Cleo Example", "auditor", {"refund"});
  give("Dora Example", "auditor", {"chat"});
  const Changes large = {{"/action/amount", 900.0}, {"/action/currency", "EUR"}};
  const json::Value held = engine.Decide(large);
  Must(engine->approvals().CastVote(Text(held, "/approval/id"), {.approve = true, .reason = "seen"},
                                    {"Ben Example", "tester", "default"}));
  Changes again = large;
  again.emplace_back("/approval", Text(held, "/approval/id"));
  const json::Value passed = engine.Decide(again);
  REQUIRE(Text(passed, "/effect") == "allow");
  for (const json::Value& decision : {held, passed}) {
    const auto code = [&](const char* person) {
      const auto done = engine->reviews().Decide(IdOf(decision), oversight::Finding::kRight, "seen",
                                                 {person, "tester", "default"});
      return done.ok() ? std::string("good") : std::string(done.error().code);
    };
    CHECK(code("ben example") == "review.voted");
    CHECK(code("Cleo Example") == "review.no_right");
    CHECK(code("Dora Example") == "good");
    CHECK(code("Dora Example") == "review.decided");
  }
}

TEST_CASE("reviews: what is open comes by its time, what is done the last first, of a role") {
  TestEngine engine(CompileRules(kSampled));
  oversight::Grant grant;
  grant.person = "Ben Example";
  grant.role = "dpo";
  grant.until = kStart + std::chrono::hours(480);
  grant.reason = "appointed";
  Must(engine->grants().Give(grant, {"Zoe Example", "tester", "default"}));
  std::vector<std::string> ids;
  for (int i = 0; i < 4; ++i) {
    ids.push_back(IdOf(engine.Decide({{"/content/text", "xyzzy"}})));
    engine.clock().Advance(std::chrono::minutes(1));
  }
  const auto listed = [&](const oversight::ReviewQuery& query) {
    std::vector<std::string> out;
    const json::Object list = Must(engine->reviews().List(query));
    for (const json::Value& review : *list.Find("reviews")->as_array()) {
      out.push_back(Text(review, "/id"));
    }
    return out;
  };
  oversight::ReviewQuery two = QueryOf("default", "dpo");
  two.limit = 2;
  oversight::ReviewQuery elsewhere = QueryOf("default");
  elsewhere.system = "other";
  oversight::ReviewQuery done = QueryOf("default");
  done.done = true;
  CHECK(listed(QueryOf("default", "dpo")) == ids);
  CHECK(listed(two) == std::vector<std::string>{ids[0], ids[1]});
  CHECK(listed(elsewhere).empty());
  for (const size_t i : {size_t{2}, size_t{0}}) {
    Must(engine->reviews().Decide(ids[i], oversight::Finding::kUnclear, "seen",
                                  {"Ben Example", "tester", "default"}));
  }
  CHECK(listed(QueryOf("default")) == std::vector<std::string>{ids[1], ids[3]});
  CHECK(listed(done) == std::vector<std::string>{ids[0], ids[2]});
  CHECK(Must(ledger::VerifyProjections(engine.ledger().store(), AllProjections())).ok());
}

}  // namespace
}  // namespace reeve::engine::testing

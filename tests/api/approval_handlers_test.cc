// Approvals and grants over a real port: what a client sends, and what comes back.
#include "tests/api/fixture.h"

namespace reeve::api::testing {
namespace {

const Changes kRefund = {{"/stage", "tool_call"},
                         {"/action", Json(R"({"kind":"refund","amount":900,"currency":"EUR"})")}};

class Desk {
 public:
  Desk() : client_(server_.Client()) {}

  httplib::Response Post(const std::string& path, const json::Object& body,
                         const std::string& person) {
    return Got(client_.Post(path, {{"Reeve-Person", person}}, json::Compact(body), kJson));
  }
  httplib::Response Get(const std::string& path) { return Got(client_.Get(path)); }
  json::Value Read(const std::string& path) {
    const httplib::Response response = Get(path);
    INFO(response.body);
    REQUIRE(response.status == 200);
    return Json(response.body);
  }
  json::Value Decide(const Changes& changes) {
    return Json(testing::Decide(client_, RequestText(changes)).body);
  }
  // Of the role that the fixture's rule on refunds wants twice.
  std::string Give(const std::string& person) {
    const httplib::Response given =
        Post("/v1/grants",
             {{"person", person},
              {"role", "team_lead"},
              {"until", FormatTimestamp(engine::testing::kStart + std::chrono::hours(99))},
              {"reason", "leads the team"}},
             "Zoe Example");
    INFO(given.body);
    REQUIRE(given.status == 201);
    return Text(Json(given.body), "/grant");
  }
  httplib::Response Vote(const std::string& id, const std::string& person,
                         const json::Object& body = {{"vote", "approve"}, {"reason", "seen"}}) {
    return Post("/v1/approvals/" + id + "/votes", body, person);
  }
  FakeClock& clock() { return server_.engine().clock(); }

 private:
  TestServer server_;
  httplib::Client client_;
};

}  // namespace

TEST_CASE("server: a held request is listed, approved by two, and passes once") {
  Desk desk;
  desk.Give("Ben Example");
  desk.Give("Cleo Example");
  const std::string id = Text(desk.Decide(kRefund), "/approval/id");
  const json::Value queue = desk.Read("/v1/approvals?role=team_lead&order=due&limit=10");
  REQUIRE(At(queue, "/approvals").as_array()->size() == 1);
  CHECK(Text(queue, "/approvals/0/id") == id);
  CHECK(Text(queue, "/approvals/0/action") == "refund");
  CHECK(queue.Find("next") == nullptr);
  CHECK(At(desk.Read("/v1/approvals?role=other"), "/approvals").as_array()->empty());
  CHECK(At(desk.Read("/v1/approvals?system=other"), "/approvals").as_array()->empty());

  const httplib::Response first = desk.Vote(
      id, "Ben Example",
      {{"vote", "approve"}, {"reason", "seen"}, {"conditions", json::Array{"call them"}}});
  CHECK(first.status == 201);
  CHECK(Text(Json(first.body), "/state") == "open");
  CHECK(Problem(desk.Vote(id, "Ben Example")) == "409 approval.voted");
  CHECK(Problem(desk.Vote(id, "u-1")) == "403 approval.own_request");
  CHECK(Problem(desk.Vote(id, "Dora Example")) == "403 approval.no_right");
  const httplib::Response second = desk.Vote(id, "Cleo Example");
  CHECK(Text(Json(second.body), "/state") == "approved");
  CHECK(Int(Json(second.body), "/approvals") == 2);

  Changes again = kRefund;
  again.emplace_back("/approval", id);
  const json::Value passed = desk.Decide(again);
  CHECK(Text(passed, "/effect") == "allow");
  CHECK(At(passed, "/passed/conditions") == Json(R"(["call them"])"));
  CHECK(Text(desk.Decide(again), "/reasons/0/rule") == "approval.used");
  CHECK(Text(desk.Read("/v1/approvals/" + id), "/state") == "used");
  CHECK(At(desk.Read("/v1/approvals?state=used"), "/approvals").as_array()->size() == 1);
}

TEST_CASE("server: a vote that is no vote says what is wrong with it") {
  Desk desk;
  desk.Give("Ben Example");
  const std::string id = Text(desk.Decide(kRefund), "/approval/id");
  CHECK(Problem(desk.Vote(id, "Ben Example", {{"vote", "approve"}})) == "400 json.missing /reason");
  CHECK(Problem(desk.Vote(id, "Ben Example", {{"vote", "yes"}, {"reason", "seen"}})) ==
        "400 json.value /vote");
  CHECK(Problem(
            desk.Vote(id, "Ben Example",
                      {{"vote", "reject"}, {"reason", "no"}, {"conditions", json::Array{"x"}}})) ==
        "400 json.value /conditions");
  CHECK(Problem(desk.Vote(id, "", {{"vote", "reject"}, {"reason", "no"}})) == "400 person.missing");
  CHECK(Problem(desk.Vote("ap-1", "Ben Example")) == "404 approval.not_found");
  CHECK(Problem(desk.Get("/v1/approvals/ap-1")) == "404 approval.not_found");
  CHECK(Problem(desk.Get("/v1/approvals?state=opne")) == "400 json.value /state");
  CHECK(Problem(desk.Get("/v1/approvals?limit=0")) == "400 json.value /limit");
  CHECK(Problem(desk.Get("/v1/approvals?limit=1001")) == "400 json.value /limit");
  CHECK(Problem(desk.Get("/v1/approvals?rule=x")) == "400 json.unknown_field /rule");
  CHECK(desk.Vote(id, "Ben Example", {{"vote", "reject"}, {"reason", "no invoice"}}).status == 201);
  CHECK(Text(desk.Read("/v1/approvals/" + id), "/state") == "rejected");
  CHECK(Problem(desk.Vote(id, "Ben Example")) == "409 approval.rejected");
}

TEST_CASE("server: who asked withdraws, others do not") {
  Desk desk;
  const std::string id = Text(desk.Decide(kRefund), "/approval/id");
  const std::string path = "/v1/approvals/" + id + "/withdraw";
  CHECK(Problem(desk.Post(path, {{"reason", "no"}}, "Ben Example")) ==
        "403 approval.not_requester");
  const httplib::Response withdrawn = desk.Post(path, {{"reason", "asked twice"}}, "u-1");
  CHECK(withdrawn.status == 200);
  CHECK(Text(Json(withdrawn.body), "/closed/reason") == "asked twice");
  CHECK(Problem(desk.Post(path, {{"reason", "again"}}, "u-1")) == "409 approval.withdrawn");
}

TEST_CASE("server: grants are given, passed on in part, listed and ended") {
  Desk desk;
  const std::string grant = desk.Give("Ben Example");
  const std::string until = FormatTimestamp(engine::testing::kStart + std::chrono::hours(9));
  const json::Object terms{
      {"of", grant}, {"to", "Cleo Example"}, {"until", until}, {"reason", "leave"}};
  CHECK(Problem(desk.Post("/v1/delegations", terms, "Zoe Example")) == "403 grant.not_own");
  const httplib::Response passed_on = desk.Post("/v1/delegations", terms, "Ben Example");
  CHECK(passed_on.status == 201);
  const std::string part = Text(Json(passed_on.body), "/grant");
  CHECK(Text(Json(passed_on.body), "/role") == "team_lead");
  CHECK(Text(Json(passed_on.body), "/of") == grant);
  CHECK(Int(desk.Read("/v1/grants?state=active"), "/total") == 2);
  CHECK(Int(desk.Read("/v1/grants?person=cleo%20example"), "/total") == 1);
  CHECK(desk.Post("/v1/grants/" + grant + "/end", {{"reason", "left"}}, "Zoe Example").status ==
        200);
  CHECK(Text(desk.Read("/v1/grants/" + part), "/state") == "ended");
  CHECK(Problem(desk.Post("/v1/grants/" + grant + "/end", {{"reason", "left"}}, "Zoe Example")) ==
        "409 grant.state");
  CHECK(Problem(desk.Post(
            "/v1/grants",
            {{"person", "Zoe Example"}, {"role", "team_lead"}, {"until", until}, {"reason", "me"}},
            "Zoe Example")) == "403 grant.own");
  CHECK(Problem(desk.Get("/v1/grants/g-1")) == "404 grant.not_found");
}

TEST_CASE("server: a training runs out") {
  Desk desk;
  const std::string until = FormatTimestamp(engine::testing::kStart + std::chrono::hours(9));
  const httplib::Response recorded = desk.Post(
      "/v1/trainings",
      {{"person", "Ben Example"}, {"name", "loans"}, {"until", until}, {"reason", "passed"}},
      "Zoe Example");
  CHECK(recorded.status == 201);
  CHECK(Text(desk.Read("/v1/trainings"), "/trainings/0/state") == "current");
  desk.clock().Advance(std::chrono::hours(9));
  CHECK(Text(desk.Read("/v1/trainings?person=Ben%20Example"), "/trainings/0/state") == "expired");
}

}  // namespace reeve::api::testing

// Incidents, break-glasses, overrides and appeals over HTTP, on a real port.
#include "tests/api/fixture.h"

namespace reeve::api::testing {
namespace {

// As a person, whose name stands in the header.
httplib::Response Post(httplib::Client& client, const std::string& path, const std::string& body,
                       const char* person = "Ada Example") {
  return Got(client.Post(path, {{"Reeve-Person", person}}, body, kJson));
}

json::Value Opened(TestServer& server, httplib::Client& client) {
  const std::string aware = FormatTimestamp(server.engine().clock().Now());
  const httplib::Response response =
      Post(client, "/v1/incidents",
           R"({"system":"demo","categories":["death"],"aware":")" + aware +
               R"(","causal_link":"suspected","description":"It stopped."})");
  INFO(response.body);
  REQUIRE(response.status == 201);
  return Json(response.body);
}

}  // namespace

TEST_CASE("api: an incident goes from its opening to its closing") {
  TestServer server;
  httplib::Client client = server.Client();
  const json::Value opened = Opened(server, client);
  CHECK(Int(opened, "/clock/days") == 10);
  const std::string path = "/v1/incidents/" + Text(opened, "/id");
  CHECK(Post(client, path + "/update",
             R"({"reason":"two countries","add":["widespread"],"note":"Also abroad."})")
            .status == 200);
  CHECK(Int(Json(Got(client.Get(path)).body), "/clock/days") == 2);
  const httplib::Response draft = Got(client.Get(path + "/report?format=html"));
  CHECK(draft.get_header_value("Content-Type") == "text/html; charset=utf-8");
  CHECK(draft.body.find("Also abroad.") != std::string::npos);
  const httplib::Response reported =
      Post(client, path + "/report", R"({"kind":"full","to":"Example authority"})");
  REQUIRE(reported.status == 200);
  const std::string digest = Text(Json(reported.body), "/reported/report");
  CHECK(Text(Json(Got(client.Get(path + "/reports/" + digest)).body), "/kind") == "full");
  const char* closing = R"({"resolution":"reported","reason":"measures are in place"})";
  CHECK(Problem(Post(client, path + "/close", closing)) == "409 incident.own");
  CHECK(Post(client, path + "/close", closing, "Ben Example").status == 200);
  CHECK(Int(Json(Got(client.Get("/v1/incidents?state=open")).body), "/total") == 0);
}

TEST_CASE("api: what is wrong with an incident is said with its field") {
  TestServer server;
  httplib::Client client = server.Client();
  CHECK(Problem(Got(client.Post("/v1/incidents", "{}", kJson))) == "400 person.missing");
  CHECK(Problem(Post(client, "/v1/incidents", "{}")) == "400 json.missing /system");
  CHECK(Problem(
            Post(client, "/v1/incidents",
                 R"({"system":"demo","categories":["sorrow"],"aware":"2026-01-01T00:00:00Z"})")) ==
        "400 json.value /categories");
  CHECK(
      Problem(Post(client, "/v1/incidents",
                   R"({"system":"dmeo","categories":["death"],"aware":"2026-01-01T00:00:00Z"})")) ==
      "400 incident.unknown_system /system");
  CHECK(Problem(Got(client.Get("/v1/incidents/inc-none"))) == "404 incident.not_found");
  CHECK(Problem(Got(client.Get("/v1/incidents?state=sad"))) == "400 json.value /state");
  CHECK(Problem(Post(client, "/v1/incidents/inc-none/forget", "{}")) == "404 http.not_found");
  CHECK(Got(client.Delete("/v1/incidents")).status == 405);
  httplib::Client stranger = server.Client("");
  CHECK(Got(stranger.Get("/v1/incidents")).status == 401);
}

TEST_CASE("api: a glass is broken, ended, and reviewed by another person") {
  TestServer server;
  httplib::Client client = server.Client();
  const std::string incident = Text(Opened(server, client), "/id");
  const std::string terms =
      R"({"incident":")" + incident + R"(","scope":{"systems":["demo"]},"reason":"nobody answers")";
  CHECK(Problem(Post(client, "/v1/break-glass", terms + "}", "Ben Example")) ==
        "403 break_glass.role");
  CHECK(Problem(Post(client, "/v1/break-glass", terms + R"(,"time":"5h"})")) ==
        "400 break_glass.time /time");
  CHECK(Problem(Post(client, "/v1/break-glass", terms + R"(,"time":"long"})")) ==
        "400 json.value /time");
  const httplib::Response invoked = Post(client, "/v1/break-glass", terms + R"(,"time":"45m"})");
  REQUIRE(invoked.status == 201);
  const std::string id = Text(Json(invoked.body), "/id");
  const std::string held =
      RequestText({{"/stage", "tool_call"}, {"/action", Json(R"({"kind":"refund","amount":900,
                   "currency":"EUR"})")}});
  CHECK(Text(Json(Decide(client, held).body), "/waivers/0/id") == id);
  const std::string path = "/v1/break-glass/" + id;
  CHECK(Post(client, path + "/end", R"({"reason":"they answer"})").status == 200);
  CHECK(Text(Json(Decide(client, held).body), "/effect") == "hold");
  const char* review = R"({"finding":"justified","reason":"it was due"})";
  CHECK(Problem(Post(client, path + "/review", review)) == "409 break_glass.own_review");
  CHECK(Post(client, path + "/review", review, "Ben Example").status == 200);
  CHECK(Text(Json(Got(client.Get(path)).body), "/state") == "reviewed");
  CHECK(Int(Json(Got(client.Get("/v1/break-glass?state=to_review")).body), "/total") == 0);
}

TEST_CASE("api: overrides are counted, and an appeal is decided by another person") {
  TestServer server;
  httplib::Client client = server.Client();
  const std::string decision =
      Text(Json(Decide(client, RequestText({{"/content/text", "xyzzy"}})).body), "/id");
  const std::string one = R"({"decision":")" + decision + R"(","did":"overridden")";
  CHECK(Problem(Got(client.Post("/v1/overrides", R"({"overrides":[)" + one + "}]}", kJson))) ==
        "400 override.reason /overrides/0/reason");
  CHECK(Got(client.Post("/v1/overrides", R"({"overrides":[)" + one + R"(,"reason":"unfair"}]})",
                        kJson))
            .status == 200);
  CHECK(Int(Json(Got(client.Get("/v1/overrides/rates?system=demo")).body),
            "/systems/0/overridden") == 1);
  const httplib::Response opened =
      Post(client, "/v1/appeals",
           R"({"decision":")" + decision + R"(","kind":"contest","grounds":"facts"})");
  REQUIRE(opened.status == 201);
  const std::string path = "/v1/appeals/" + Text(Json(opened.body), "/id");
  const char* ruling = R"({"result":"reversed","outcome":"granted","reason":"misread"})";
  CHECK(Problem(Post(client, path + "/decide", ruling)) == "409 appeal.own");
  CHECK(Post(client, path + "/decide", ruling, "Ben Example").status == 200);
  CHECK(Text(Json(Got(client.Get(path)).body), "/decided/outcome") == "granted");
  CHECK(Int(Json(Got(client.Get("/v1/appeals?state=open")).body), "/total") == 0);
}

}  // namespace reeve::api::testing

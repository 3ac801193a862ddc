// Waiting for approvals over a real port. What ends a wait is a vote or the server's end, and no
// passing of time.
#include "api/approval_waiting.h"

#include <thread>

#include "tests/api/fixture.h"
#include "tests/api/listener.h"

namespace reeve::api::testing {
namespace {

const Changes kHeld = {{"/content/text", "a note"}, {"/context/note", "burn it"}};

class Desk {
 public:
  explicit Desk(size_t max_connections = 64) : server_(16'384, max_connections) {
    const json::Object grant{
        {"person", "Ben Example"},
        {"role", "team_lead"},
        {"until", FormatTimestamp(engine::testing::kStart + std::chrono::hours(99))},
        {"reason", "leads the team"}};
    REQUIRE(Post("/v1/grants", grant, "Zoe Example").status == 201);
  }

  httplib::Client Client() {
    httplib::Client client = server_.Client();
    client.set_read_timeout(300);
    return client;
  }
  httplib::Response Post(const std::string& path, const json::Object& body,
                         const std::string& person) {
    httplib::Client client = Client();
    return Got(client.Post(path, {{"Reeve-Person", person}}, json::Compact(body), kJson));
  }
  std::string Hold() {
    httplib::Client client = Client();
    return Text(Json(testing::Decide(client, RequestText(kHeld)).body), "/approval/id");
  }
  void Vote(const std::string& id, const char* how) {
    const json::Object body{{"vote", how}, {"reason", "seen"}};
    CHECK(Post("/v1/approvals/" + id + "/votes", body, "Ben Example").status == 201);
  }
  httplib::Response Get(const std::string& path) {
    httplib::Client client = Client();
    return Got(client.Get(path));
  }
  TestServer& server() { return server_; }

 private:
  TestServer server_;
};

}  // namespace

TEST_CASE("waiting: who asks with a wait is answered once it is decided") {
  Desk desk;
  const std::string id = desk.Hold();
  CHECK(Text(Json(desk.Get("/v1/approvals/" + id + "?wait=0s").body), "/state") == "open");
  std::string state;
  std::thread waiting(
      [&] { state = Text(Json(desk.Get("/v1/approvals/" + id + "?wait=60s").body), "/state"); });
  desk.Vote(id, "approve");
  waiting.join();
  CHECK(state == "approved");
  CHECK(Text(Json(desk.Get("/v1/approvals/" + id + "?wait=60s").body), "/state") == "approved");
}

TEST_CASE("waiting: what is no wait is refused, and so is what is not there") {
  Desk desk;
  const std::string id = desk.Hold();
  CHECK(Problem(desk.Get("/v1/approvals/" + id + "?wait=61s")) == "400 json.value /wait");
  CHECK(Problem(desk.Get("/v1/approvals/" + id + "?wait=soon")) == "400 json.value /wait");
  CHECK(Problem(desk.Get("/v1/approvals/ap-none?wait=60s")) == "404 approval.not_found");
  CHECK(Problem(desk.Get("/v1/approvals/ap-none/events")) == "404 approval.not_found");
  httplib::Client stranger = desk.server().Client("");
  CHECK(Problem(Got(stranger.Get("/v1/approvals/" + id + "/events"))) == "401 http.unauthorized");
  CHECK(Problem(Got(stranger.Get("/v1/approvals/events"))) == "401 http.unauthorized");
}

TEST_CASE("waiting: an approval is followed until it is decided") {
  Desk desk;
  const std::string id = desk.Hold();
  Listener listener(desk.Client(), "/v1/approvals/" + id + "/events");
  listener.Await("\"state\":\"open\"");
  desk.Vote(id, "reject");
  const std::string text = listener.Whole();
  CHECK(CountOf(text, "event: approval\n") == 2);
  CHECK(text.find("\"state\":\"rejected\"") != std::string::npos);
}

TEST_CASE("waiting: all approvals are followed from where one was, with ids alone") {
  Desk desk;
  const uint64_t before = desk.server().engine().ledger().size();
  const std::string first = desk.Hold();
  Listener listener(desk.Client(), "/v1/approvals/events",
                    {{"Last-Event-ID", std::to_string(before - 1)}});
  listener.Await(first);
  const std::string second = desk.Hold();
  desk.Vote(second, "approve");
  listener.Await("event: approval.voted\n");
  desk.server()->Stop();  // ends the stream, which nobody else would
  const std::string text = listener.Whole();
  CHECK(CountOf(text, "event: approval.opened\n") == 2);
  CHECK(text.find(second) != std::string::npos);
  CHECK(text.find("burn") == std::string::npos);
  CHECK(text.find("Ben Example") == std::string::npos);
}

TEST_CASE("waiting: so many wait and no more, and the others are told") {
  Desk desk(8);  // of eight connections a quarter may wait
  const std::string id = desk.Hold();
  Listener one(desk.Client(), "/v1/approvals/" + id + "/events");
  Listener two(desk.Client(), "/v1/approvals/" + id + "/events");
  one.Await("\"open\"");
  two.Await("\"open\"");
  CHECK(Problem(desk.Get("/v1/approvals/" + id + "?wait=60s")) == "503 server.waiting");
  CHECK(desk.Get("/v1/approvals/" + id).status == 200);
  desk.Vote(id, "approve");
  one.Whole();
  two.Whole();
  const std::string next = desk.Hold();
  Listener again(desk.Client(), "/v1/approvals/" + next + "/events");
  again.Await("\"open\"");
  desk.Vote(next, "approve");
  CHECK(CountOf(again.Whole(), "event: approval\n") == 2);
}

}  // namespace reeve::api::testing

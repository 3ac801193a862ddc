#include "api/notifier.h"

#include <deque>

#include "base/encoding.h"
#include "base/file.h"
#include "base/sha256.h"
#include "tests/api/fixture.h"

namespace reeve::api {
namespace {

using testing::At;
using testing::CompileRules;
using testing::Json;
using testing::kManyRules;
using testing::Must;
using testing::RequestText;
using testing::TestEngine;
using testing::Text;

constexpr char kSecret[] = "0123456789abcdef0123456789abcdef";

// What tells of time and chance in the same way each time: the first byte is all.
class Zeros final : public Random {
 public:
  void Fill(unsigned char* out, size_t size) const override { std::fill(out, out + size, '\0'); }
};

// A web server that answers with the statuses it is given, in turn, and then 204.
class Receiver {
 public:
  Receiver() {
    http_.Post("/hook", [this](const httplib::Request& request, httplib::Response& response) {
      const std::lock_guard lock(mutex_);
      got_.push_back(request);
      response.status = 204;
      if (answers_.empty()) return;
      response.status = answers_.front();
      answers_.pop_front();
    });
    port_ = http_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { http_.listen_after_bind(); });
    while (!http_.is_running()) std::this_thread::yield();
  }
  ~Receiver() {
    http_.stop();
    thread_.join();
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/hook"; }
  void AnswerWith(std::deque<int> statuses) { answers_ = std::move(statuses); }
  // Precondition of both: nothing is being told.
  size_t count() const { return got_.size(); }
  const httplib::Request& at(size_t i) const { return got_.at(i); }

 private:
  httplib::Server http_;
  std::mutex mutex_;
  std::deque<int> answers_;
  std::vector<httplib::Request> got_;
  int port_ = 0;
  std::thread thread_;
};

struct Told {
  TestEngine engine{CompileRules(kManyRules)};
  Receiver receiver;
  Zeros zeros;
  std::unique_ptr<Notifier> notifier;

  NotifierOptions Options(std::vector<std::string> kinds, std::vector<std::string> roles = {}) {
    NotificationSettings settings;
    settings.link = "https://reeve.example.org";
    settings.webhooks.push_back(
        {{"desk", "default", std::move(kinds), std::move(roles)}, receiver.url(), {kSecret}, true});
    return {.settings = std::move(settings),
            .folder = engine.path() / "notifications",
            .random = &zeros};
  }
  void Open(std::vector<std::string> kinds = {"approval.opened"},
            std::vector<std::string> roles = {}) {
    notifier.reset();
    notifier = Must(
        Notifier::Open(Options(std::move(kinds), std::move(roles)), *engine, engine.metrics()));
  }
  // The id of the approval that a held request opens.
  std::string Hold() {
    return Text(engine.Decide({{"/content/text", "a note"}, {"/context/note", "burn it"}}),
                "/approval/id");
  }
  void Round() { Must(notifier->RunOnce({})); }
  json::Value Target() { return At(notifier->List("default"), "/targets/0"); }
  size_t Count(const char* list) { return Target().Find(list)->as_array()->size(); }
};

TEST_CASE("notifier: a record is told once, signed, and nothing of its content") {
  Told told;
  told.Hold();  // before anybody asked
  told.Open();
  const std::string approval = told.Hold();
  told.Round();
  told.Round();
  REQUIRE(told.receiver.count() == 1);
  const httplib::Request& got = told.receiver.at(0);
  CHECK(got.get_header_value("webhook-id") == approval);
  CHECK(got.get_header_value("Content-Type") == "application/json");
  const std::string time = got.get_header_value("webhook-timestamp");
  CHECK(time == "1795000000");
  CHECK(got.get_header_value("webhook-signature") ==
        "v1," + Base64Encode(AsBytes(HmacSha256(kSecret, approval + "." + time + "." + got.body))));
  const json::Value body = Json(got.body);
  CHECK(Text(body, "/type") == "approval.opened");
  CHECK(Text(body, "/data/record") == approval);
  CHECK(Text(body, "/data/link") == "https://reeve.example.org/v1/approvals/" + approval);
  CHECK(Text(body, "/data/roles/0") == "team_lead");
  CHECK(Text(body, "/data/system") == "demo");
  CHECK_FALSE(Text(body, "/data/deadline").empty());
  CHECK(got.body.find("burn") == std::string::npos);
  CHECK(got.body.find("u-1") == std::string::npos);
}

TEST_CASE("notifier: the signature is that of Standard Webhooks' own example") {
  const std::string secret = Must(Base64Decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
  CHECK(WebhookSignature({secret}, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
                         R"({"test": 2432232314})") ==
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  const std::string both =
      WebhookSignature({secret, kSecret}, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{}");
  CHECK(both.find(" v1,") != std::string::npos);
}

TEST_CASE(
    "notifier: what is refused is tried again later under the same id, and in the end given up") {
  Told told;
  told.Open();
  const std::string approval = told.Hold();
  told.receiver.AnswerWith(std::deque<int>(kMaxAttempts, 500));
  told.Round();
  told.Round();  // not due yet
  CHECK(told.receiver.count() == 1);
  CHECK(At(told.Target(), "/pending/0/attempts") == json::Value(1));
  told.engine.clock().Advance(std::chrono::seconds(5));
  told.Round();
  CHECK(told.receiver.count() == 2);
  CHECK(told.receiver.at(0).body == told.receiver.at(1).body);
  CHECK(told.receiver.at(0).get_header_value("webhook-signature") !=
        told.receiver.at(1).get_header_value("webhook-signature"));
  for (uint32_t i = 2; i < kMaxAttempts; ++i) {
    told.engine.clock().Advance(std::chrono::hours(25));
    told.Round();
  }
  CHECK(told.receiver.count() == kMaxAttempts);
  CHECK(told.Count("pending") == 0);
  CHECK(Text(told.Target(), "/dead/0/id") == approval);
  CHECK(Text(told.Target(), "/dead/0/why") == "it answers with status 500");
  told.engine.clock().Advance(std::chrono::hours(1000));
  told.Round();
  CHECK(told.receiver.count() == kMaxAttempts);

  CHECK(told.notifier->Retry("default", "desk", "ap-none").error().code == "notify.not_found");
  CHECK(told.notifier->Retry("other", "desk", approval).error().code == "notify.not_found");
  Must(told.notifier->Retry("default", "desk", approval));
  told.Round();
  CHECK(told.receiver.count() == kMaxAttempts + 1);
  CHECK(told.Count("dead") == 0);
}

TEST_CASE("notifier: a restart goes on where it was, with what came in between") {
  Told told;
  told.Open();
  told.Hold();
  told.receiver.AnswerWith({500});
  told.Round();
  told.notifier.reset();
  told.Hold();
  told.Open();
  told.Round();  // the new one; the old one is not due
  CHECK(told.receiver.count() == 2);
  told.engine.clock().Advance(std::chrono::hours(1));
  told.Round();
  CHECK(told.receiver.count() == 3);
  CHECK(told.receiver.at(2).get_header_value("webhook-id") ==
        told.receiver.at(0).get_header_value("webhook-id"));
}

TEST_CASE("notifier: a state that is damaged is an error that says what to do") {
  Told told;
  told.Open();
  told.notifier.reset();
  const auto path = told.engine.path() / "notifications" / "desk.json";
  Must(WriteFileDurably(path, "{\"cursor\":1", FileMode::kSecret));
  const auto opened =
      Notifier::Open(told.Options({"approval.opened"}), *told.engine, told.engine.metrics());
  REQUIRE_FALSE(opened.ok());
  CHECK(opened.error().code == "notify.state");
  CHECK(opened.error().at == path.string());
}

TEST_CASE("notifier: three failures in a row end a round, and 410 ends all of them") {
  Told told;
  told.Open();
  for (int i = 0; i < 5; ++i) told.Hold();
  told.receiver.AnswerWith({500, 500, 500});
  told.Round();
  CHECK(told.receiver.count() == 3);
  told.receiver.AnswerWith({410});
  told.Round();
  told.Round();
  CHECK(told.receiver.count() == 4);
  CHECK(*At(told.Target(), "/gone").as_bool());
  CHECK(told.Count("pending") == 5);
  told.engine.clock().Advance(std::chrono::hours(1));
  told.Open();  // a new start asks again
  told.Round();
  CHECK(told.receiver.count() == 9);
  CHECK(told.Count("pending") == 0);
}

TEST_CASE("notifier: a target hears of its kinds and roles alone") {
  Told told;
  told.Open({"approval.opened"}, {"auditor"});
  told.Hold();  // for a team lead
  told.Round();
  CHECK(told.receiver.count() == 0);
  told.engine.Decide(
      {{"/stage", "tool_call"},
       {"/action", Json(R"({"kind":"x","tool":"t","arguments":{"target":"production"}})")}});
  told.Round();
  REQUIRE(told.receiver.count() == 1);
  CHECK(Text(Json(told.receiver.at(0).body), "/data/roles/0") == "auditor");
}

TEST_CASE("notifier: more than may wait is looked at once there is room, and nothing is lost") {
  Told told;
  told.Open();
  for (size_t i = 0; i < kMaxPendingNotices + 20; ++i) told.Hold();
  told.receiver.AnswerWith({500, 500, 500});
  told.Round();
  CHECK(told.Count("pending") == kMaxPendingNotices);
  told.engine.clock().Advance(std::chrono::hours(1));
  for (int i = 0; i < 12; ++i) told.Round();
  std::set<std::string> ids;
  for (size_t i = 0; i < told.receiver.count(); ++i) {
    ids.insert(told.receiver.at(i).get_header_value("webhook-id"));
  }
  CHECK(ids.size() == kMaxPendingNotices + 20);
  CHECK(told.Count("pending") == 0);
  CHECK(told.engine.metrics().Render().find(
            "reeve_notifications_total{result=\"failed\",target=\"desk\"} 3") != std::string::npos);
}

TEST_CASE("notifier: a caller names a webhook for its approval, and no other address") {
  Told told;
  told.Open({"waiver.granted"});
  const auto server =
      Must(Server::Start({.port = 0, .token = testing::kToken, .notifier = told.notifier.get()},
                         *told.engine, told.engine.metrics()));
  httplib::Client client("127.0.0.1", server->port());
  client.set_default_headers({{"Authorization", std::string("Bearer ") + testing::kToken}});
  const auto decide = [&](const std::string& url, const std::string& body) {
    return testing::Got(
        client.Post("/v1/decisions", {{"Reeve-Callback", url}}, body, testing::kJson));
  };
  const std::string held = RequestText({{"/content/text", "a note"}, {"/context/note", "burn it"}});
  const uint64_t size = told.engine.ledger().size();
  CHECK(testing::Problem(decide("http://127.0.0.1:1/hook", held)) == "400 notify.callback");
  CHECK(told.engine.ledger().size() == size);  // nothing was decided
  const json::Value answer = Json(decide(told.receiver.url(), held).body);
  told.Hold();                                                      // of somebody who did not ask
  CHECK(decide(told.receiver.url(), RequestText()).status == 200);  // nothing to call back for
  told.Open({"waiver.granted"});                                    // a restart
  told.Round();
  REQUIRE(told.receiver.count() == 1);
  const std::string id = Text(answer, "/approval/id");
  CHECK(told.receiver.at(0).get_header_value("webhook-id") == id);

  oversight::Grant grant;
  grant.person = "Ben Example";
  grant.role = "team_lead";
  grant.until = engine::testing::kStart + std::chrono::hours(9);
  grant.reason = "leads the team";
  const oversight::ActingPerson zoe{"Zoe Example", "tester", "default"};
  Must(told.engine->grants().Give(grant, zoe));
  Must(told.engine->approvals().CastVote(id, {.approve = true, .reason = "seen"},
                                         {"Ben Example", "tester", "default"}));
  told.Round();
  REQUIRE(told.receiver.count() == 2);
  const json::Value voted = Json(told.receiver.at(1).body);
  CHECK(Text(voted, "/type") == "approval.voted");
  CHECK(Text(voted, "/data/vote") == "approve");
  CHECK(Text(voted, "/data/roles/0") == "team_lead");
  CHECK(told.receiver.at(1).body.find("Ben") == std::string::npos);
  CHECK(testing::Int(told.Target(), "/callbacks") == 0);  // it is decided
}

TEST_CASE("notifier: CloudEvents go in lists of a bounded length, signed, and on after a restart") {
  Told told;
  const auto open = [&](size_t batch) {
    NotifierOptions options = told.Options({"decision"});
    options.settings.webhooks[0].of.effects = {"hold"};
    options.settings.webhooks[0].cloud_events = true;
    options.settings.webhooks[0].batch = batch;
    told.notifier.reset();
    told.notifier = Must(Notifier::Open(std::move(options), *told.engine, told.engine.metrics()));
  };
  open(4);
  for (int i = 0; i < 6; ++i) told.Hold();
  told.engine.Decide({});  // of another effect
  told.receiver.AnswerWith({204, 500});
  told.Round();  // four, and two that fail
  open(4);       // a restart
  told.Hold();
  told.Round();  // the new one alone: the two are not due
  told.engine.clock().Advance(std::chrono::hours(1));
  told.Round();
  REQUIRE(told.receiver.count() == 4);
  const auto list = [&](size_t i) { return Json(told.receiver.at(i).body); };
  CHECK(list(0).as_array()->size() == 4);
  CHECK(list(1).as_array()->size() == 2);
  CHECK(list(2).as_array()->size() == 1);
  CHECK(told.receiver.at(3).body == told.receiver.at(1).body);
  CHECK(Text(list(0), "/0/type") == "reeve.decision");
  CHECK(Text(list(0), "/3/data/effect") == "hold");
  CHECK(Text(list(0), "/0/source") == "engine.example/test");
  const auto header = [&](size_t i, const char* name) {
    return told.receiver.at(i).get_header_value(name);
  };
  CHECK(header(0, "Content-Type") == "application/cloudevents-batch+json; charset=utf-8");
  CHECK(header(1, "webhook-id") == header(3, "webhook-id"));
  CHECK(header(0, "webhook-id") != header(1, "webhook-id"));
  CHECK(header(0, "webhook-signature") ==
        WebhookSignature({kSecret}, header(0, "webhook-id"), 1795000000, told.receiver.at(0).body));
  open(1);
  told.Hold();
  told.Round();
  REQUIRE(told.receiver.count() == 5);
  CHECK(header(4, "Content-Type") == "application/cloudevents+json; charset=utf-8");
  CHECK(header(4, "webhook-id") == Text(list(4), "/subject"));
}

}  // namespace
}  // namespace reeve::api

// The feed of events over a real port: what it tells, what it leaves out, and that who comes back
// has lost nothing. What ends a stream is the server's end, and no passing of time.
#include "api/event_feed.h"

#include "engine/bypass_ledger.h"
#include "oversight/control_record.h"
#include "tests/api/fixture.h"
#include "tests/api/listener.h"

namespace reeve::api::testing {
namespace {

const Changes kHeld = {{"/content/text", "a note"}, {"/context/note", "burn it"}};
const Changes kRedacted = {{"/content/text", "Write to zephyrine@example.org today."}};

struct Feed {
  TestServer server{16'384, 256};  // whoever came back in a moment still has a place

  httplib::Client Client() {
    httplib::Client client = server.Client();
    client.set_read_timeout(300);
    return client;
  }
  json::Value Decide(const Changes& changes = {}) {
    httplib::Client client = Client();
    return Json(testing::Decide(client, RequestText(changes)).body);
  }
  uint64_t size() { return server.engine()->ledger().size(); }
  std::string Problem(const std::string& path, const httplib::Headers& headers = {}) {
    httplib::Client client = Client();
    return testing::Problem(Got(client.Get(path, headers)));
  }
  // What a stream has said once it has said that.
  std::string Read(const std::string& path, const std::string& until,
                   const httplib::Headers& headers = {}) {
    Listener listener(Client(), path, headers);
    listener.Await(until);
    server->Stop();
    return listener.Whole();
  }
};

// The data of each event, without comments.
std::vector<json::Value> EventsOf(const std::string& text) {
  std::vector<json::Value> out;
  for (size_t at = text.find("data: "); at != std::string::npos; at = text.find("data: ", at)) {
    at += 6;
    out.push_back(Json(text.substr(at, text.find('\n', at) - at)));
  }
  return out;
}

std::string DecisionId(const json::Value& answer) { return Text(answer, "/id"); }

TEST_CASE("events: a decision is a CloudEvent, without its content or whom it is about") {
  Feed feed;
  const json::Value answer = feed.Decide(kRedacted);
  const std::string index = std::to_string(Int(answer, "/record/index"));
  const std::string text = feed.Read("/v1/events?first=0&kind=decision", DecisionId(answer));
  CHECK(text.find("id: " + index + "\nevent: decision\ndata: {") != std::string::npos);
  const std::vector<json::Value> events = EventsOf(text);
  REQUIRE(events.size() == 1);
  const json::Value& event = events.front();
  CHECK(Text(event, "/specversion") == "1.0");
  CHECK(Text(event, "/id") == index);
  CHECK(Text(event, "/source") == "engine.example/test");
  CHECK(Text(event, "/type") == "reeve.decision");
  CHECK(Text(event, "/subject") == DecisionId(answer));
  CHECK(Text(event, "/time").ends_with("Z"));
  CHECK(Text(event, "/datacontenttype") == "application/json");
  CHECK(Text(event, "/data/effect") == "redact");
  CHECK(Text(event, "/data/system") == "demo");
  CHECK(Text(event, "/data/stage") == "input");
  CHECK(Text(event, "/data/bundle") == Text(answer, "/bundle"));
  CHECK(Text(event, "/data/leaf_hash") == Text(answer, "/record/leaf_hash"));
  CHECK(Text(event, "/data/link") == "/v1/decisions/" + DecisionId(answer));
  CHECK(Text(event, "/data/rules/0") == "p/hide-addresses");
  CHECK(Int(event, "/data/entities/EMAIL_ADDRESS") == 1);
  for (const char* secret : {"zephyrine", "u-1", "i-1", "hmac-sha256", "service"}) {
    INFO(secret);
    CHECK(text.find(secret) == std::string::npos);
  }
}

TEST_CASE("events: who comes back with the last id loses nothing and reads nothing twice") {
  Feed feed;
  for (int i = 0; i < 130; ++i) feed.Decide(i % 3 == 0 ? kHeld : Changes{});
  const std::string last = DecisionId(feed.Decide());
  std::vector<std::string> whole;
  std::vector<std::string> in_pieces;
  std::string seen;
  // Cut after every seventh event, wherever in the stream that is.
  while (seen != std::to_string(feed.size() - 1)) {
    httplib::Client client = feed.Client();
    std::string text;
    const httplib::Headers headers =
        seen.empty() ? httplib::Headers{} : httplib::Headers{{"Last-Event-ID", seen}};
    const std::string path = seen.empty() ? "/v1/events?first=0" : "/v1/events";
    client.Get(path, headers, [&](const char* bytes, size_t count) {
      text.append(bytes, count);
      const bool has_all = text.find(last) != std::string::npos && text.ends_with("\n\n");
      return CountOf(text, "\n\n") < 8 && !has_all;
    });
    // Only whole events count; the next stream begins behind the last of those that were taken.
    std::vector<json::Value> events = EventsOf(text.substr(0, text.rfind("\n\n") + 1));
    if (events.size() > 7) events.resize(7);
    REQUIRE_FALSE(events.empty());
    for (const json::Value& event : events) in_pieces.push_back(Text(event, "/id"));
    seen = in_pieces.back();
  }
  for (const json::Value& event : EventsOf(feed.Read("/v1/events?first=0", last))) {
    whole.push_back(Text(event, "/id"));
  }
  CHECK(in_pieces == whole);
  // One for each record: nothing is in this log that is not told.
  std::vector<std::string> all;
  for (uint64_t i = 0; i < feed.size(); ++i) {
    const auto record = Must(feed.server.engine()->ledger().Read(i));
    if (Must(oversight::NoticeOf(record))) all.push_back(std::to_string(i));
  }
  CHECK(whole == all);
  CHECK(whole.size() > 170);
}

TEST_CASE("events: who is cut off before anything came knows behind what to go on") {
  Feed feed;
  const std::string last = std::to_string(feed.size() - 1);
  CHECK(feed.Read("/v1/events?kind=halt.*", "\n\n") == ": waiting\nid: " + last + "\n\n");
}

TEST_CASE("events: kinds, systems and effects are chosen") {
  Feed feed;
  feed.Decide();
  const json::Value held = feed.Decide(kHeld);
  feed.Decide(kRedacted);
  const std::string last = DecisionId(feed.Decide(kHeld));
  SECTION("by effect") {
    const auto events = EventsOf(feed.Read("/v1/events?first=0&effect=hold", last));
    REQUIRE(events.size() == 2);
    CHECK(Text(events[0], "/data/approval") == Text(held, "/approval/id"));
    CHECK(Text(events[0], "/subject") == DecisionId(held));
  }
  SECTION("by kinds, with commas and again") {
    const std::string text =
        feed.Read("/v1/events?first=0&kind=approval.*,halt.placed&kind=bundle.activated", "Z\",");
    for (const json::Value& event : EventsOf(text)) {
      CHECK_FALSE(Text(event, "/type") == "reeve.decision");
    }
    CHECK(text.find("event: bundle.activated\n") != std::string::npos);
  }
  SECTION("by system") {
    httplib::Client client = feed.Client();
    Listener listener(feed.Client(), "/v1/events?first=0&kind=decision&system=elsewhere");
    Listener other(feed.Client(), "/v1/events?first=0&kind=decision&system=elsewhere,demo");
    other.Await(last);
    feed.server->Stop();
    CHECK(EventsOf(other.Whole()).size() == 4);
    CHECK(EventsOf(listener.Whole()).empty());
  }
}

TEST_CASE("events: another tenant's records are not told, and what comes later is") {
  Feed feed;
  Listener listener(feed.Client(), "/v1/events?first=0");
  for (const char* tenant : {"other", "default"}) {
    const json::Object body{{"stage", "input"}, {"system", "demo"}};
    const std::string id = std::string("by-") + tenant;
    Must(feed.server.engine()->log().Append(
        {Must(oversight::ControlRecord(engine::kBypassPassed, id, tenant, body))}));
  }
  listener.Await("by-default");
  feed.server->Stop();
  const std::string text = listener.Whole();
  CHECK(text.find("by-other") == std::string::npos);
  CHECK(CountOf(text, "event: bypass.passed\n") == 1);
}

TEST_CASE("events: what cannot be asked is refused, with what can") {
  Feed feed;
  CHECK(feed.Problem("/v1/events?kind=decisions") == "400 events.parameter kind");
  CHECK(feed.Problem("/v1/events?kind=") == "400 events.parameter kind");
  CHECK(feed.Problem("/v1/events?effect=allowed") == "400 events.parameter effect");
  CHECK(feed.Problem("/v1/events?first=-1") == "400 events.parameter first");
  CHECK(feed.Problem("/v1/events?tenant=other") == "400 events.parameter tenant");
  const std::string size = std::to_string(feed.size());
  const std::string past = std::to_string(feed.size() + 1);
  CHECK(feed.Problem("/v1/events?first=" + past) == "400 events.parameter first");
  for (const std::string& last : {size, std::string("x"), std::string("1.5")}) {
    CHECK(feed.Problem("/v1/events", {{"Last-Event-ID", last}}) == "400 json.value /Last-Event-ID");
  }
  httplib::Client stranger = feed.server.Client("");
  CHECK(Problem(Got(stranger.Get("/v1/events"))) == "401 http.unauthorized");
}

}  // namespace
}  // namespace reeve::api::testing

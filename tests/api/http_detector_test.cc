// External detectors over HTTP, with real servers: good, slow, lying, gone.
#include "api/http_detector.h"

#include <fstream>
#include <latch>

#include "api/detector_contract.h"
#include "engine/external_detector.h"
#include "tests/api/detector_web.h"

namespace reeve::api::testing {
namespace {

using engine::CircuitBreaker;
using httplib::Request;
using httplib::Response;
using policy::DetectorContract;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr char kAda[] = R"([{"entity_type":"PERSON","start":3,"end":14,"score":0.85}])";
constexpr char kGreeting[] = "I'm Ada Example";

}  // namespace

TEST_CASE("external detector: Presidio is asked as its contract says, and answers in code points") {
  std::string asked;
  const auto answer = [&asked](const Request& request, Response& response) {
    asked = request.path + " " + request.get_header_value("Content-Type") + " " + request.body;
    response.set_content(R"([{"entity_type":"PERSON","start":7,"end":18,"score":0.85,
        "analysis_explanation":{"recognizer":"SpacyRecognizer"},"recognition_metadata":{"x":[1]}},
        {"entity_type":"DATE_TIME","start":0,"end":2,"score":1},
        {"entity_type":"NRP","start":0,"end":2,"score":0.75}])",
                         kJson);
  };
  DetectorWeb web(answer);
  TestDetector test(Declared(web.origin()));
  const auto answers = test.Ask({"é 😀 Dr Ada Example"});
  // é and the smile are 1 code point each, 2 and 4 bytes; the last score is under its label's.
  CHECK(answers == std::vector<Spans>{{{0, 11, 22, 0.85}}});
  const size_t brace = asked.find('{');
  CHECK(asked.substr(0, brace) == "/analyze application/json ");
  CHECK(Json(asked.substr(brace)) == Json(R"({"text":"é 😀 Dr Ada Example","language":"en",
      "entities":["PERSON","NRP"]})"));
}

TEST_CASE("external detector: several texts of Presidio are lists, and of a classifier always") {
  std::vector<std::string> asked;
  const auto answer = [&asked](const Request& request, Response& response) {
    asked.push_back(request.body);
    const bool is_list = request.body.find(R"("texts")") == std::string::npos;
    const std::string lists = R"([[],[{"label":"PERSON","entity_type":"PERSON","start":0,"end":3,)"
                              R"("score":0.6}]])";
    response.set_content(is_list ? lists : R"({"results":)" + lists + "}", kJson);
  };
  DetectorWeb web(answer);
  for (const auto contract : {DetectorContract::kPresidio, DetectorContract::kClassifier}) {
    policy::Detector declared = Declared(web.origin(), contract);
    declared.batch_texts = 2;
    declared.batch_wait = seconds(1);
    TestDetector test(declared);
    CHECK(test.Ask({"Hello", "  \n", "Ada"}) == std::vector<Spans>{{}, {}, {{0, 0, 3, 0.6}}});
  }
  REQUIRE(asked.size() == 2);
  CHECK(At(Json(asked[0]), "/text") == Json(R"(["Hello","Ada"])"));
  CHECK(Json(asked[1]) ==
        Json(R"({"texts":["Hello","Ada"],"labels":["PERSON","NRP"],"language":"en"})"));
}

TEST_CASE("external detector: a label without a place is of the whole text") {
  DetectorWeb web(Saying(R"({"results":[[{"label":"NRP","score":1,"start":null},
      {"label":"PERSON","score":0.2}]],"model":"m"})"));
  TestDetector test(Declared(web.origin(), DetectorContract::kClassifier));
  CHECK(test.Ask({"größe"}) == std::vector<Spans>{{{1, 0, 7, 1.0}}});
}

TEST_CASE("external detector: an answer that is not as it should be is no answer") {
  const auto body = GENERATE("", "null", "{}", "[{}]", "[1]", "not json",
                             R"([{"entity_type":"PERSON","start":0,"end":16,"score":0.9}])",
                             R"([{"entity_type":"OTHER","start":0,"end":16,"score":0.9}])",
                             R"([{"entity_type":"PERSON","start":-1,"end":3,"score":0.9}])",
                             R"([{"entity_type":"PERSON","start":3,"end":3,"score":0.9}])",
                             R"([{"entity_type":"PERSON","start":0,"end":1.5,"score":0.9}])",
                             R"([{"entity_type":"PERSON","start":0,"score":0.9}])",
                             R"([{"entity_type":"PERSON","start":0,"end":3}])",
                             R"([{"entity_type":"PERSON","start":0,"end":3,"score":1.5}])",
                             R"([{"entity_type":7,"start":0,"end":3,"score":0.5}])",
                             R"([{"entity_type":"PERSON","start":0,"end":3,"score":0.9}] and more)",
                             R"([[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]])");
  INFO(body);
  DetectorWeb web(Saying(body));
  TestDetector test(Declared(web.origin()));
  const auto answers = test.Try({kGreeting});
  REQUIRE_FALSE(answers.ok());
  CHECK(answers.error().code == "detector.malformed");
  CHECK(answers.error().message.find("PERSON") == std::string::npos);
}

TEST_CASE("external detector: too many findings, and too many bytes, are refused") {
  std::string many = "[";
  for (size_t i = 0; i <= engine::kMaxSpansOfText; ++i) {
    many += R"({"entity_type":"PERSON","start":0,"end":3,"score":0.9},)";
  }
  many.back() = ']';
  DetectorWeb web(Saying(many));
  TestDetector test(Declared(web.origin()));
  CHECK(test.CodeOf(kGreeting) == "detector.malformed");

  DetectorWeb large(Saying(std::string(kMaxDetectorAnswerBytes + 1, ' ')));
  TestDetector other(Declared(large.origin()));
  CHECK(other.CodeOf(kGreeting) == "detector.too_large");
  // The same in chunks, which say no length before.
  DetectorWeb chunks([](const Request&, Response& response) {
    response.set_chunked_content_provider(kJson, [](size_t offset, httplib::DataSink& sink) {
      const std::string blanks(size_t{1} << 16, ' ');
      if (offset > 2 * kMaxDetectorAnswerBytes) return sink.done(), true;
      return sink.write(blanks.data(), blanks.size());
    });
  });
  TestDetector third(Declared(chunks.origin()));
  CHECK(third.CodeOf(kGreeting) == "detector.too_large");
}

TEST_CASE("external detector: any status but 200 is a failure, and a redirect is not followed") {
  const int status = GENERATE(201, 204, 302, 400, 401, 500, 503);
  DetectorWeb web([status](const Request&, Response& response) {
    response.status = status;
    response.set_header("Location", "/elsewhere");
    response.set_content(kAda, kJson);
  });
  TestDetector test(Declared(web.origin()));
  CHECK(test.CodeOf(kGreeting) == "detector.status");
  CHECK(web.calls == 1);
}

TEST_CASE("external detector: a server that is silent is waited for no longer than was said") {
  std::latch end(1);
  DetectorWeb web([&end](const Request&, Response&) { end.wait(); });
  policy::Detector declared = Declared(web.origin());
  declared.timeout = milliseconds(10);
  {
    TestDetector test(declared);
    CHECK(test.CodeOf(kGreeting) == "detector.timeout");
  }
  end.count_down();
}

TEST_CASE("external detector: nobody there is a failure, and so is a token that is not there") {
  std::string origin;
  {
    DetectorWeb web(Saying("[]"));
    origin = web.origin();
  }
  TestDetector gone(Declared(origin));
  CHECK(gone.CodeOf(kGreeting) == "detector.unreachable");

  TempDir folder;
  const std::string file = (folder.path() / "token").string();
  std::string token;
  DetectorWeb web([&token](const Request& request, Response& response) {
    token = request.get_header_value("Authorization");
    response.set_content("[]", kJson);
  });
  TestDetector test(Declared(web.origin()), file);
  CHECK(test.CodeOf("One") == "detector.token");
  CHECK(web.calls == 0);
  std::ofstream(file) << "secret-1\n";
  CHECK(test.CodeOf("Two") == "");
  CHECK(token == "Bearer secret-1");
  // It may be renewed.
  std::ofstream(file) << "secret-2";
  CHECK(test.CodeOf("Three") == "");
  CHECK(token == "Bearer secret-2");
}

TEST_CASE("external detector: what was said of a text is remembered for its time") {
  DetectorWeb web(Saying(kAda));
  policy::Detector declared = Declared(web.origin());
  declared.cache_entries = 2;
  TestDetector test(declared);
  const std::vector<Spans> ada = {{{0, 3, 14, 0.85}}};
  const std::string other = "I'm Bob Example";
  CHECK(test.Ask({kGreeting}) == ada);
  CHECK(test.Ask({kGreeting}) == ada);
  CHECK(web.calls == 1);
  CHECK(test.Ask({other}) == ada);
  CHECK(test.Ask({kGreeting}) == ada);
  CHECK(web.calls == 2);
  test.Ask({"Another text that is long enough"});  // `other` is the least recently used now
  test.Ask({kGreeting});
  CHECK(web.calls == 3);
  test.Ask({other});
  CHECK(web.calls == 4);
  test.clock.Advance(declared.cache_ttl);
  test.Ask({other});
  CHECK(web.calls == 5);
}

TEST_CASE("external detector: a failure is not remembered") {
  std::atomic<int> status = 500;
  DetectorWeb web([&status](const Request&, Response& response) {
    response.status = status;
    response.set_content("[]", kJson);
  });
  TestDetector test(Declared(web.origin()));
  CHECK(test.CodeOf(kGreeting) == "detector.status");
  status = 200;
  CHECK(test.CodeOf(kGreeting) == "");
}

TEST_CASE("external detector: the breaker opens, tries once, and closes") {
  std::atomic<int> status = 500;
  DetectorWeb web([&status](const Request&, Response& response) {
    response.status = status;
    response.set_content("[]", kJson);
  });
  policy::Detector declared = Declared(web.origin());
  declared.breaker_failures = 3;
  declared.breaker_open = seconds(30);
  TestDetector test(declared);
  const auto state = [&test] { return test.detector.breaker_state(); };
  for (int i = 0; i < 3; ++i) CHECK(test.CodeOf(kGreeting) == "detector.status");
  CHECK(state() == CircuitBreaker::State::kOpen);
  CHECK(test.CodeOf(kGreeting) == "detector.open");
  CHECK(web.calls == 3);
  test.clock.Advance(seconds(30));
  CHECK(test.CodeOf(kGreeting) == "detector.status");  // the one that tries
  CHECK(state() == CircuitBreaker::State::kOpen);
  CHECK(test.CodeOf(kGreeting) == "detector.open");
  CHECK(web.calls == 4);
  test.clock.Advance(seconds(30));
  status = 200;
  CHECK(test.CodeOf(kGreeting) == "");
  CHECK(state() == CircuitBreaker::State::kClosed);
  const std::string metrics = test.metrics.Render();
  CHECK(metrics.find(R"(reeve_detector_calls_total{detector="ner",outcome="detector.status"} 4)") !=
        std::string::npos);
  CHECK(metrics.find(R"(reeve_detector_breaker{detector="ner"} 0)") != std::string::npos);
}

TEST_CASE(
    "external detector: texts of several decisions are joined while all calls are under way") {
  constexpr size_t kBusy = engine::ExternalDetector::kConnections;
  std::latch go_on(1);
  std::atomic<size_t> under_way = 0;
  std::atomic<size_t> most = 0;
  DetectorWeb web([&](const Request& request, Response& response) {
    const size_t texts = At(Json(request.body), "/texts").as_array()->size();
    most = std::max(most.load(), texts);
    ++under_way;
    go_on.wait();
    json::Array lists;
    for (size_t i = 0; i < texts; ++i) lists.emplace_back(json::Array());
    response.set_content(json::Compact(json::Object{{"results", std::move(lists)}}), kJson);
  });
  policy::Detector declared = Declared(web.origin(), DetectorContract::kClassifier);
  declared.batch_texts = 8;
  TestDetector test(declared);
  std::vector<std::shared_ptr<engine::ExternalDetector::Question>> questions;
  for (size_t i = 0; i < kBusy; ++i) {
    questions.push_back(test.detector.Begin({"busy " + std::to_string(i)}));
    while (under_way <= i) std::this_thread::yield();
  }
  for (int i = 0; i < 8; ++i)
    questions.push_back(test.detector.Begin({"more " + std::to_string(i)}));
  CHECK(test.detector.queued() == 8);
  go_on.count_down();
  for (const auto& question : questions) CHECK(test.detector.Await(*question).ok());
  CHECK(web.calls == kBusy + 1);
  CHECK(most == 8);
}

TEST_CASE("external detector: it ends while calls are under way") {
  std::latch asked(1);
  std::latch end(1);
  DetectorWeb web([&](const Request&, Response&) {
    asked.count_down();
    end.wait();
  });
  {
    TestDetector test(Declared(web.origin()));
    const auto question = test.detector.Begin({kGreeting});
    asked.wait();
  }
  end.count_down();
}

TEST_CASE("external detector: texts go nowhere that was not named") {
  const auto transports = HttpDetectors({.addresses = {{"https://ner.example.org"}}});
  CHECK(transports->Open(Declared("https://ner.example.org")).ok());
  for (const char* other : {"http://ner.example.org", "https://ner.example.org:444",
                            "https://ner.example.org.example", "http://127.0.0.1:5002"}) {
    const auto opened = transports->Open(Declared(other));
    REQUIRE_FALSE(opened.ok());
    CHECK(opened.error().code == "detector.not_allowed");
  }
}

TEST_CASE("external detector: an address is an origin, with a file behind it") {
  const DetectorAddress both = Must(ParseDetectorAddress("http://[::1]:5002=/etc/ner.token"));
  CHECK(both.origin == "http://[::1]:5002");
  CHECK(both.token_file == "/etc/ner.token");
  CHECK(Must(ParseDetectorAddress("https://ner.example.org")).token_file.empty());
  for (const char* wrong :
       {"", "ner.example.org", "https://ner.example.org/", "https://a@b.example",
        "https://ner.example.org/analyze", "ftp://x.example", "http://x.example="}) {
    INFO(wrong);
    CHECK_FALSE(ParseDetectorAddress(wrong).ok());
  }
}

}  // namespace reeve::api::testing

// Servers of external detectors, and detectors that ask them, for the tests of both.
#pragma once

#include <httplib.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "api/http_detector.h"
#include "engine/external_detector.h"
#include "tests/api/fixture.h"

namespace reeve::api::testing {

// A server on a free port of this host that answers every POST.
class DetectorWeb {
 public:
  using Handler = std::function<void(const httplib::Request&, httplib::Response&)>;

  explicit DetectorWeb(Handler handler) {
    server_.Post(".*",
                 [this, handler](const httplib::Request& request, httplib::Response& response) {
                   ++calls;
                   handler(request, response);
                 });
    port_ = server_.bind_to_any_port("127.0.0.1");
    REQUIRE(port_ > 0);
    thread_ = std::jthread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~DetectorWeb() { server_.stop(); }

  std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }

  std::atomic<int> calls = 0;

 private:
  httplib::Server server_;
  int port_ = -1;
  std::jthread thread_;
};

inline DetectorWeb::Handler Saying(const std::string& body) {
  return [body](const httplib::Request&, httplib::Response& response) {
    response.set_content(body, kJson);
  };
}

// A declaration whose time-out no good answer comes near.
inline policy::Detector Declared(
    const std::string& origin,
    policy::DetectorContract contract = policy::DetectorContract::kPresidio) {
  policy::Detector out;
  out.name = "ner";
  out.url = origin + "/analyze";
  out.contract = contract;
  out.language = "en";
  out.gives = {{"PERSON", "NER_PERSON", "pii", 0.5, true},
               {"NRP", "NER_GROUP", "special_category", 0.8, true}};
  out.timeout = std::chrono::seconds(10);
  return out;
}

using Spans = engine::TextAnswer;

// A detector over HTTP, with a clock that stands still.
class TestDetector {
 public:
  explicit TestDetector(const policy::Detector& declared, const std::string& token_file = "")
      : transports_(HttpDetectors({.addresses = {{OriginOf(declared.url), token_file}}})),
        detector(declared, Must(transports_->Open(declared)),
                 {&clock, &Random::System(), &metrics}) {
    SetLogLevel(LogLevel::kError);
  }

  Result<std::vector<Spans>> Try(const std::vector<std::string_view>& texts) {
    return detector.Await(*detector.Begin(texts));
  }
  std::vector<Spans> Ask(const std::vector<std::string_view>& texts) { return Must(Try(texts)); }
  std::string CodeOf(const std::string& text) {
    const auto answers = Try({text});
    return answers.ok() ? "" : std::string(answers.error().code);
  }

  static std::string OriginOf(const std::string& url) { return url.substr(0, url.rfind('/')); }

  FakeClock clock{engine::testing::kStart};
  Metrics metrics;

 private:
  std::unique_ptr<engine::DetectorTransports> transports_;

 public:
  engine::ExternalDetector detector;
};

}  // namespace reeve::api::testing

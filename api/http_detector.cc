#include "api/http_detector.h"

#include <httplib.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "api/detector_contract.h"
#include "api/hang_up.h"
#include "api/sigpipe_guard.h"
#include "api/source_url.h"
#include "api/token_file.h"
#include "base/mutex.h"

namespace reeve::api {
namespace {

using engine::TextAnswer;
using std::chrono::milliseconds;

constexpr int kOk = 200;

class Transport final : public engine::DetectorTransport {
 public:
  Transport(policy::Detector detector, SourceUrl url, DetectorAddress address, std::string ca_file)
      : detector_(std::move(detector)),
        url_(std::move(url)),
        address_(std::move(address)),
        ca_file_(std::move(ca_file)) {}

  Result<std::vector<TextAnswer>> Ask(std::span<const std::string> texts, milliseconds at_most,
                                      const std::stop_token& stop) override;

 private:
  using Connection = std::unique_ptr<httplib::Client>;
  struct Answer {
    int status = 0;
    std::string body;
    bool too_large = false;
  };

  std::string Named() const { return "`" + detector_.name + "`"; }
  Result<httplib::Headers> Headers() const;
  Result<Connection> Connect() const;
  // Connections that are kept alive; null where there is none.
  Connection TakeKept();
  void Keep(Connection connection);
  // 200 with its body, or an error.
  Result<Answer> Exchange(httplib::Client& connection, const httplib::Request& question,
                          milliseconds at_most, const std::stop_token& stop) const;
  Error FailureOf(httplib::Error error) const;

  const policy::Detector detector_;
  const SourceUrl url_;
  const DetectorAddress address_;
  const std::string ca_file_;
  Mutex mutex_;
  std::vector<Connection> idle_ REEVE_GUARDED_BY(mutex_);
};

Result<httplib::Headers> Transport::Headers() const {
  httplib::Headers headers = {{"Accept", "application/json"},
                              {"Accept-Encoding", "identity"},
                              {"Content-Type", "application/json"},
                              {"User-Agent", "reeve"}};
  if (address_.token_file.empty()) return headers;
  const std::optional<std::string> token = ReadTokenFile(address_.token_file);
  if (!token) {
    return Error{"detector.token", "`" + address_.token_file +
                                       "` holds no token: its first line must be printable ASCII "
                                       "without blanks"};
  }
  headers.emplace("Authorization", "Bearer " + *token);
  return headers;
}

Transport::Connection Transport::TakeKept() {
  const MutexLock lock(mutex_);
  if (idle_.empty()) return nullptr;
  Connection kept = std::move(idle_.back());
  idle_.pop_back();
  return kept;
}

Result<Transport::Connection> Transport::Connect() const {
  auto made = std::make_unique<httplib::Client>(url_.origin);
  if (!made->is_valid()) {
    return Error{"detector.url", "the address of " + Named() + " is none"};
  }
  made->set_keep_alive(true);
  made->set_tcp_nodelay(true);
  made->set_url_encode(false);
  made->set_decompress(false);
  if (!ca_file_.empty()) made->set_ca_cert_path(ca_file_);
  return Result<Connection>(std::move(made));
}

void Transport::Keep(Connection connection) {
  const MutexLock lock(mutex_);
  idle_.push_back(std::move(connection));
}

Error Transport::FailureOf(httplib::Error error) const {
  switch (error) {
    case httplib::Error::SSLServerVerification:
      return {"detector.certificate", "the certificate of " + Named() +
                                          " is not good for its host by the authorities that are "
                                          "trusted: name the right one with --detector-ca"};
    case httplib::Error::SSLLoadingCerts:
      return {"detector.certificate", "`" + ca_file_ + "` holds no certificates (PEM)"};
    case httplib::Error::ConnectionTimeout:
      return {"detector.timeout", Named() + " did not answer in time"};
    default:
      return {"detector.unreachable",
              "no answer from " + Named() + " (" + httplib::to_string(error) + ")"};
  }
}

Result<Transport::Answer> Transport::Exchange(httplib::Client& connection,
                                              const httplib::Request& question,
                                              milliseconds at_most,
                                              const std::stop_token& stop) const {
  connection.set_connection_timeout(at_most);
  connection.set_read_timeout(at_most);
  connection.set_write_timeout(at_most);
  Answer answer;
  httplib::Request request = question;
  request.response_handler = [&answer](const httplib::Response& response) {
    answer.status = response.status;
    const auto size = response.get_header_value<uint64_t>("Content-Length");
    answer.too_large = size > kMaxDetectorAnswerBytes;
    // What else says nothing by its body; and that may quote a text.
    return response.status == kOk && !answer.too_large;
  };
  request.content_receiver = [&answer](const char* bytes, size_t count, uint64_t, uint64_t) {
    answer.too_large = answer.body.size() + count > kMaxDetectorAnswerBytes;
    if (!answer.too_large) answer.body.append(bytes, count);
    return !answer.too_large;
  };
  const HangUp hang_up([&connection] { connection.stop(); }, at_most, stop);
  const httplib::Result result = connection.send(request);
  if (result) answer.status = result->status;  // without a body nobody was asked about it
  if (answer.too_large) {
    return Error{"detector.too_large", "the answer of " + Named() + " has more than 4 MiB"};
  }
  if (answer.status != 0 && answer.status != kOk) {
    return Error{"detector.status",
                 Named() + " answers with status " + std::to_string(answer.status)};
  }
  if (hang_up.timed_out()) return Error{"detector.timeout", Named() + " did not answer in time"};
  if (!result) return FailureOf(result.error());
  return answer;
}

Result<std::vector<TextAnswer>> Transport::Ask(std::span<const std::string> texts,
                                               milliseconds at_most, const std::stop_token& stop) {
  const auto deadline = std::chrono::steady_clock::now() + at_most;
  httplib::Request question;
  question.method = "POST";
  question.path = url_.path;
  REEVE_ASSIGN_OR_RETURN(question.headers, Headers());
  question.body = DetectorQuestion(detector_, texts);
  const SigpipeGuard sigpipe_guard;  // until a connection that failed has closed, too
  for (;;) {
    Connection connection = TakeKept();
    const bool was_kept = connection != nullptr;
    if (!was_kept) {
      REEVE_ASSIGN_OR_RETURN(connection, Connect());
    }
    const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left <= milliseconds(0)) {
      return Error{"detector.timeout", Named() + " did not answer in time"};
    }
    Result<Answer> answer = Exchange(*connection, question, left, stop);
    // The service may have closed what was kept just when it was used again. To ask twice changes
    // nothing there.
    if (!answer.ok() && was_kept && answer.error().code == "detector.unreachable") continue;
    if (!answer.ok()) return std::move(answer).error();
    Keep(std::move(connection));
    return ReadDetectorAnswer(detector_, texts, answer->body);
  }
}

class Transports final : public engine::DetectorTransports {
 public:
  explicit Transports(HttpDetectorOptions options) : options_(std::move(options)) {}

  Result<std::unique_ptr<engine::DetectorTransport>> Open(
      const policy::Detector& detector) override {
    Result<SourceUrl> url = ParseSourceUrl(detector.url);
    if (!url.ok()) {
      return Error{"detector.url", "the `url` of the external detector `" + detector.name +
                                       "` is none: write it like https://ner.example.org/analyze"};
    }
    const auto& known = options_.addresses;
    const auto address = std::find_if(
        known.begin(), known.end(), [&url](const auto& one) { return one.origin == url->origin; });
    if (address == known.end()) {
      return Error{"detector.not_allowed",
                   "the bundle's external detector `" + detector.name + "` is at `" + url->origin +
                       "`, where this server may not send texts: start it with --detector " +
                       url->origin + ", or take another bundle"};
    }
    return std::unique_ptr<engine::DetectorTransport>(
        std::make_unique<Transport>(detector, *std::move(url), *address, options_.ca_file));
  }

 private:
  const HttpDetectorOptions options_;
};

}  // namespace

Result<DetectorAddress> ParseDetectorAddress(const std::string& text) {
  const size_t equals = text.find('=');
  DetectorAddress out;
  out.origin = text.substr(0, equals);
  const Result<SourceUrl> url = ParseSourceUrl(out.origin + "/");
  if (!url.ok() || url->origin != out.origin) {
    return Error{"detector.url", "`" + out.origin +
                                     "` is no address that texts could be sent to; write it like "
                                     "https://ner.example.org or http://127.0.0.1:5002, and a "
                                     "token's file behind it: ADDRESS=FILE"};
  }
  if (equals == std::string::npos) return out;
  out.token_file = text.substr(equals + 1);
  if (out.token_file.empty()) {
    return Error{"detector.url", "no file of a token stands behind `" + text + "`"};
  }
  return out;
}

std::unique_ptr<engine::DetectorTransports> HttpDetectors(HttpDetectorOptions options) {
  return std::make_unique<Transports>(std::move(options));
}

}  // namespace reeve::api

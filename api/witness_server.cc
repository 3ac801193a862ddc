#include "api/witness_server.h"

#include <httplib.h>

#include <array>
#include <chrono>
#include <thread>

#include "api/end_reading.h"
#include "api/http_messages.h"
#include "api/http_server.h"
#include "api/problem.h"
#include "base/log.h"
#include "base/mutex.h"
#include "ledger/witness_request.h"

namespace reeve::api {
namespace {

constexpr char kText[] = "text/plain; charset=utf-8";
constexpr char kSizeType[] = "text/x.tlog.size";
constexpr size_t kThreads = 16;
constexpr std::chrono::seconds kGap{5};
constexpr std::chrono::seconds kWholeRequest{10};
constexpr std::chrono::seconds kIdle{2};

struct Row {
  std::string_view code;
  int status;
};
constexpr auto kRows = std::to_array<Row>({{"witness.malformed", 400},
                                           {"witness.unknown_log", 404},
                                           {"witness.signature", 403},
                                           {"witness.proof", 422}});

int WitnessStatusOf(std::string_view code) {
  for (const Row& row : kRows) {
    if (row.code == code) return row.status;
  }
  return 500;
}

void Answer(const Result<ledger::WitnessAnswer>& answer, httplib::Response& response) {
  if (!answer.ok()) {
    response.status = WitnessStatusOf(answer.error().code);
    Log(response.status == 500 ? LogLevel::kError : LogLevel::kWarning, "witness.refused",
        {{"code", answer.error().code}, {"why", answer.error().message}});
    response.set_content(response.status == 500 ? "the witness could not remember the checkpoint\n"
                                                : answer.error().message + "\n",
                         kText);
  } else if (answer->conflict) {
    response.status = 409;
    response.set_content(std::to_string(*answer->conflict) + "\n", kSizeType);
  } else {
    response.set_content(answer->lines, kText);
  }
}

}  // namespace

struct WitnessServer::Impl {
  explicit Impl(ledger::Witness& the_witness) : witness(the_witness) {}

  void SetUp() {
    http.set_payload_max_length(ledger::kMaxWitnessRequestBytes);
    http.set_tcp_nodelay(true);
    // Not the library's default, which lets a second server share the port.
    http.set_socket_options([](socket_t socket) {
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    http.Post("/add-checkpoint",
              [this](const httplib::Request& request, httplib::Response& response,
                     const httplib::ContentReader& read) {
                const Result<std::string> body =
                    ReadBody(request, response, read, ledger::kMaxWitnessRequestBytes);
                if (body.ok()) return Answer(witness.AddCheckpoint(*body), response);
                response.status = StatusOf(body.error().code);
              });
    http.set_error_handler([](const httplib::Request&, httplib::Response& response) {
      if (response.body.empty()) response.set_content("see c2sp.org/tlog-witness\n", kText);
    });
  }

  ledger::Witness& witness;
  const std::unique_ptr<httplib::Server> server = NewHttpServer(
      {.max_threads = kThreads, .idle = kIdle, .limits = {.gap = kGap, .whole = kWholeRequest}});
  httplib::Server& http = *server;
  int port = -1;
  Mutex stopping;
  std::jthread listener;
};

Result<std::unique_ptr<WitnessServer>> WitnessServer::Start(const WitnessServerOptions& options,
                                                            ledger::Witness& witness) {
  auto impl = std::make_unique<Impl>(witness);
  impl->SetUp();
  impl->port = options.port == 0
                   ? impl->http.bind_to_any_port(options.host)
                   : (impl->http.bind_to_port(options.host, options.port) ? options.port : -1);
  if (impl->port < 0) {
    return Error{"server.port", "cannot listen on " + options.host + ":" +
                                    std::to_string(options.port) +
                                    "; is another server running there?"};
  }
  impl->listener = std::jthread([state = impl.get()] { state->http.listen_after_bind(); });
  while (!impl->http.is_running()) std::this_thread::yield();
  return std::unique_ptr<WitnessServer>(new WitnessServer(std::move(impl)));
}

WitnessServer::WitnessServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
WitnessServer::~WitnessServer() { Stop(); }

int WitnessServer::port() const { return impl_->port; }

void WitnessServer::Stop() {
  const MutexLock one_at_a_time(impl_->stopping);
  if (!impl_->listener.joinable()) return;
  impl_->http.stop();
  EndReading(impl_->port);
  impl_->listener.join();
}

}  // namespace reeve::api

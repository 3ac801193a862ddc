#include "api/witness_server.h"

#include <httplib.h>

#include <array>
#include <thread>

#include "base/log.h"
#include "base/mutex.h"
#include "ledger/witness_request.h"

namespace reeve::api {
namespace {

constexpr char kText[] = "text/plain; charset=utf-8";
constexpr char kSizeType[] = "text/x.tlog.size";
constexpr size_t kThreads = 16;
constexpr int kPhaseSeconds = 5;
constexpr int kIdleSeconds = 2;

struct Row {
  std::string_view code;
  int status;
};
constexpr auto kRows = std::to_array<Row>({{"witness.malformed", 400},
                                           {"witness.unknown_log", 404},
                                           {"witness.signature", 403},
                                           {"witness.proof", 422}});

int StatusOf(std::string_view code) {
  for (const Row& row : kRows) {
    if (row.code == code) return row.status;
  }
  return 500;
}

// The body, or the status that answers one that cannot be taken. The library itself would keep one
// that is chunked or compressed however large it grows. What is not kept is still read, or it would
// be taken for the next request.
int ReadBody(const httplib::Request& request, const httplib::Response& response,
             const httplib::ContentReader& read, std::string* body) {
  if (request.is_multipart_form_data()) {
    read([](const httplib::MultipartFormData&) { return true; },
         [](const char*, size_t) { return true; });
    return 415;
  }
  size_t size = 0;
  const bool whole = read([&](const char* bytes, size_t count) {
    size += count;
    if (size <= ledger::kMaxWitnessRequestBytes) body->append(bytes, count);
    return true;
  });
  if (size > ledger::kMaxWitnessRequestBytes) return 413;
  if (whole) return 0;
  return response.status >= 400 ? response.status : 400;
}

void Answer(const Result<ledger::WitnessAnswer>& answer, httplib::Response& response) {
  if (!answer.ok()) {
    response.status = StatusOf(answer.error().code);
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
    http.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    http.set_payload_max_length(ledger::kMaxWitnessRequestBytes);
    http.set_read_timeout(kPhaseSeconds);
    http.set_write_timeout(kPhaseSeconds);
    http.set_keep_alive_timeout(kIdleSeconds);
    http.set_tcp_nodelay(true);
    // Not the library's default, which lets a second server share the port.
    http.set_socket_options([](socket_t socket) {
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    http.Post("/add-checkpoint",
              [this](const httplib::Request& request, httplib::Response& response,
                     const httplib::ContentReader& read) {
                std::string body;
                const int failed = ReadBody(request, response, read, &body);
                if (failed != 0) {
                  response.status = failed;
                } else {
                  Answer(witness.AddCheckpoint(body), response);
                }
              });
    http.set_error_handler([](const httplib::Request&, httplib::Response& response) {
      if (response.body.empty()) response.set_content("see c2sp.org/tlog-witness\n", kText);
    });
  }

  ledger::Witness& witness;
  httplib::Server http;
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
  impl_->listener.join();
}

}  // namespace reeve::api

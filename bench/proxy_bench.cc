// What a stream through the proxy costs: the time to the first token that a caller sees, beside
// that of the same upstream asked directly, in turn in the same run; and the whole stream.
//
// The upstream writes without pause, so its own time is nothing, and what is measured is Reeve's:
// the decision before (with its fsync), the way through, the scan of what is held back. A real
// model takes, beside that, as long as it takes to write what is held back, which is printed in
// bytes.
//
//   build/release/bench/proxy_bench [--dir FOLDER]
#include <httplib.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "api/proxy/proxy.h"
#include "api/server.h"
#include "base/file.h"
#include "base/log.h"
#include "bench/measure.h"
#include "detectors/limits.h"
#include "engine/data_folder.h"
#include "engine/engine.h"
#include "oversight/system_file.h"
#include "policy/bundle.h"

namespace reeve::bench {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kWarmUp = 50;
constexpr int kCalls = 1000;
constexpr size_t kAnswerBytes = 8192;
constexpr char kToken[] = "reeve_0123456789abcdef0123456789abcdef";
constexpr size_t kPieceBytes = 4;  // about a token

template <typename T>
T OrDie(Result<T> result) {
  if (!result.ok()) Die(result.error().message);
  return std::move(result).value();
}

std::string AnswerText(size_t bytes) {
  constexpr std::string_view kSentence =
      "The quarterly report of the northern branch is due on Friday, and two tables are missing. ";
  std::string text;
  while (text.size() < bytes) text += kSentence;
  text.resize(bytes);
  return text;
}

std::string StreamOf(const std::string& text) {
  std::string out;
  for (size_t at = 0; at < text.size(); at += kPieceBytes) {
    out += R"(data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":)"
           R"([{"index":0,"delta":{"content":")" +
           text.substr(at, kPieceBytes) + "\"},\"finish_reason\":null}]}\n\n";
  }
  return out + R"(data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m",)"
               R"("choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})"
               "\n\ndata: [DONE]\n\n";
}

class Upstream {
 public:
  explicit Upstream(std::string stream) : stream_(std::move(stream)) {
    server_.set_tcp_nodelay(true);
    server_.set_keep_alive_max_count(1'000'000);
    server_.Post("/v1/chat/completions", [this](const httplib::Request&, httplib::Response& out) {
      out.set_chunked_content_provider("text/event-stream",
                                       [this](size_t, httplib::DataSink& sink) {
                                         sink.write(stream_.data(), stream_.size());
                                         sink.done();
                                         return true;
                                       });
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::jthread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~Upstream() { server_.stop(); }
  int port() const { return port_; }

 private:
  const std::string stream_;
  httplib::Server server_;
  int port_ = 0;
  std::jthread thread_;
};

struct Times {
  std::vector<double> first_ms;
  std::vector<double> whole_ms;
};

double Percentile(std::vector<double> values, double part) {
  std::sort(values.begin(), values.end());
  return values[static_cast<size_t>(part * static_cast<double>(values.size() - 1))];
}

void CallOnce(httplib::Client& client, const std::string& body, Times* times) {
  const auto start = Clock::now();
  const auto since = [start] {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  };
  double first = -1;
  std::string seen;
  httplib::Request request;
  request.method = "POST";
  request.path = "/v1/chat/completions";
  request.headers = {{"Content-Type", "application/json"}};
  request.body = body;
  request.content_receiver = [&](const char* bytes, size_t count, uint64_t, uint64_t) {
    seen.append(bytes, count);
    if (first < 0 && seen.find("\"content\":\"") != std::string::npos) first = since();
    return true;
  };
  const auto result = client.send(request);
  if (!result || result->status != 200 || first < 0 || !seen.ends_with("[DONE]\n\n")) {
    Die("a call failed: " + seen.substr(0, 200));
  }
  times->first_ms.push_back(first);
  times->whole_ms.push_back(since());
}

std::shared_ptr<const policy::Bundle> StarterBundle() {
  policy::Compilation compiled = policy::CompileBundle(
      OrDie(policy::LoadFolder(REEVE_SOURCE_DIR "/policies")), engine::DetectorVocabulary());
  if (compiled.bundle == nullptr) Die(policy::Render(compiled.diagnostics));
  return compiled.bundle;
}

std::unique_ptr<engine::Engine> OpenEngine(engine::DataFolder folder, Metrics& metrics) {
  auto opened = OrDie(engine::Engine::Open({.data = folder.path,
                                            .origin = folder.origin,
                                            .key = std::move(folder.key),
                                            .commitment_key = folder.commitment_key,
                                            .redaction_key = folder.redaction_key,
                                            .metrics = &metrics}));
  const std::string file = REEVE_SOURCE_DIR "/examples/systems.yaml";
  const oversight::SystemFile systems = oversight::ReadSystemFile(file, OrDie(ReadFile(file)));
  if (!opened->Activate(StarterBundle(), {"bench", "default"}).ok()) Die("no bundle");
  if (!opened->systems()
           .Register(systems.systems, reeve::Clock::System().Now(), Random::System())
           .ok()) {
    Die("no systems");
  }
  return opened;
}

void Print(const char* name, const Times& direct, const Times& through, double fsync) {
  const auto row = [](const char* what, const std::vector<double>& a,
                      const std::vector<double>& b) {
    std::printf("  %-18s direct %6.2f / %6.2f ms   through %6.2f / %6.2f ms   added %6.2f ms\n",
                what, Median(a), Percentile(a, 0.99), Median(b), Percentile(b, 0.99),
                Median(b) - Median(a));
  };
  std::printf("%s (median / 99th percentile of %d calls; fsync %.2f ms)\n", name, kCalls, fsync);
  row("first token", direct.first_ms, through.first_ms);
  row("whole stream", direct.whole_ms, through.whole_ms);
}

void Measure(const char* name, const fs::path& dir, engine::DataFolder folder,
             api::proxy::Streaming streaming) {
  const Upstream upstream(StreamOf(AnswerText(kAnswerBytes)));
  Metrics metrics;
  const auto engine = OpenEngine(std::move(folder), metrics);
  api::proxy::ProxySettings settings;
  settings.upstreams.push_back(
      {.id = "main", .url = "http://127.0.0.1:" + std::to_string(upstream.port()) + "/v1"});
  settings.models.push_back({"m", "main", ""});
  settings.systems.push_back({.id = "demo-assistant", .streaming = streaming});
  const auto gateway = OrDie(
      api::proxy::OpenProxy({.settings = std::move(settings), .folder = dir}, *engine, metrics));
  const auto server = OrDie(api::Server::Start(
      {.port = 0, .token = kToken, .principal = {"bench", "default"}, .gateway = gateway.get()},
      *engine, metrics));
  httplib::Client direct("127.0.0.1", upstream.port());
  httplib::Client through("127.0.0.1", server->port());
  through.set_default_headers(
      {{"Authorization", std::string("Bearer ") + kToken}, {"X-Reeve-System", "demo-assistant"}});
  for (httplib::Client* client : {&direct, &through}) {
    client->set_keep_alive(true);
    client->set_tcp_nodelay(true);
  }
  const std::string body = R"({"model":"m","stream":true,"messages":[{"role":"user","content":")" +
                           AnswerText(1024) + "\"}]}";
  Times one, two;
  for (int i = 0; i < kWarmUp + kCalls; ++i) {
    if (i == kWarmUp) one = two = {};
    CallOnce(direct, body, &one);
    CallOnce(through, body, &two);
  }
  Print(name, one, two, FsyncMillis(dir));
  server->Stop();
  engine->Close();
}

int Main(int argc, char** argv) {
  fs::path dir = fs::current_path() / "bench-data";
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::string_view(argv[i]) == "--dir") dir = argv[i + 1];
  }
  SetLogLevel(LogLevel::kError);
  std::printf("streams of %zu bytes in pieces of %zu; held back: %zu bytes, in steps of %zu\n",
              kAnswerBytes, kPieceBytes, detectors::kStreamHoldBack, detectors::kStreamStep);
  const auto run = [&dir](const char* name, api::proxy::Streaming streaming) {
    fs::remove_all(dir);
    fs::create_directories(dir);
    Measure(name, dir, OrDie(engine::OpenDataFolder(dir / "data", "", Random::System())),
            streaming);
  };
  run("incremental", api::proxy::Streaming::kIncremental);
  run("whole", api::proxy::Streaming::kWhole);
  fs::remove_all(dir);
  return 0;
}

}  // namespace
}  // namespace reeve::bench

int main(int argc, char** argv) { return reeve::bench::Main(argc, argv); }

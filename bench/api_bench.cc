// Decisions a second from end to end: HTTP keep-alive, prompts of 1 KB, the starter policies, every
// answer durable before it leaves.
//
// The limit is an empty handler of the same HTTP library, with the same connections and the same
// client (wrk), measured in turn with it in the same run; and one fsync of 4 KB beside the ledger,
// measured between the runs. Ratios are what to read: single figures swing with the machine.
//
//   build/release/bench/api_bench [--dir FOLDER] [--seconds N] [--rounds N] [--policies N]
//
// --policies: so many more, each of one rule for actions of a kind; one in a hundred is for the
// kind that is asked for.
#include <httplib.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <limits>
#include <sstream>
#include <thread>

#include "api/server.h"
#include "base/file.h"
#include "base/log.h"
#include "bench/measure.h"
#include "engine/data_folder.h"
#include "engine/engine.h"
#include "oversight/system_file.h"
#include "policy/bundle.h"

namespace reeve::bench {
namespace {

namespace fs = std::filesystem;

struct Options {
  fs::path dir = fs::current_path() / "bench-data";
  int seconds = 3;
  int rounds = 3;
  int policies = 0;
};

struct Load {
  double per_second = 0;
  double median_ms = 0;
  double p99_ms = 0;
};

template <typename T>
T OrDie(Result<T> result) {
  if (!result.ok()) Die(result.error().message);
  return std::move(result).value();
}

// ------------------------------------------------------------------------------------------- wrk

// Sixteen prompts of about 1 KB, taken in turn: office prose, an e-mail address in one of four and
// a card number in one of eight, so that detectors, rules and redaction have their usual work.
constexpr char kScript[] = R"lua(
local sentences = {
  "The quarterly report of the northern branch is due on Friday, and two tables are missing. ",
  "Please summarise the minutes of the planning meeting in five short points for the team. ",
  "Our supplier has moved the delivery of the new shelves to the second week of the month. ",
  "Which steps should a new colleague take on the first day to get access to the archive? ",
  "The customer asks whether the invoice can be split into two parts without extra cost. ",
}
local bodies = {}
for i = 1, 16 do
  local text = ""
  local k = i
  while #text < 900 do
    text = text .. sentences[k % #sentences + 1]
    k = k + 3
  end
  if i % 4 == 0 then text = text .. "Write to Nora Example at nora" .. i .. "@example.org. " end
  if i % 8 == 0 then text = text .. "The card is 4111 1111 1111 1111. " end
  bodies[i] = '{"interaction":"bench-' .. i .. '","stage":"input","system":"demo-assistant",' ..
    '"actor":{"id":"u-1","roles":["employee"]},"action":{"kind":"chat"},' ..
    '"content":{"messages":[{"role":"user","content":"' .. text .. '"}]},"context":{}}'
end
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer TOKEN"
local n = 0
request = function()
  n = n + 1
  return wrk.format("POST", "/v1/decisions", nil, bodies[n % 16 + 1])
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %f %f %d\n", summary.requests, summary.duration,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    e.connect + e.read + e.write + e.status + e.timeout))
end
)lua";

fs::path WriteScript(const fs::path& dir, const std::string& token) {
  fs::path path = dir / "load.lua";
  std::string text = kScript;
  text.replace(text.find("TOKEN"), 5, token);
  if (!WriteFileDurably(path, text, FileMode::kSecret).ok()) Die("cannot write " + path.string());
  return path;
}

Load RunWrk(const fs::path& script, int port, int connections, int seconds) {
  std::ostringstream command;
  command << "wrk -t1 -c" << connections << " -d" << seconds << "s --timeout 10s -s " << script
          << " http://127.0.0.1:" << port << "/v1/decisions 2>&1";
  FILE* pipe = ::popen(command.str().c_str(), "r");
  if (pipe == nullptr) Die("cannot run wrk");
  Load load;
  double requests = 0, micros = 0;
  long errors = -1;
  char line[512];
  while (std::fgets(line, sizeof line, pipe) != nullptr) {
    if (std::string_view(line).starts_with("RESULT ")) {
      std::istringstream in(line + 7);
      in >> requests >> micros >> load.median_ms >> load.p99_ms >> errors;
    }
  }
  if (::pclose(pipe) != 0 || errors < 0) Die("wrk did not run; install it (./dev bench does)");
  if (errors > 0) Die(std::to_string(errors) + " requests failed");
  load.per_second = requests / (micros / 1e6);
  return load;
}

// --------------------------------------------------------------------------------------- servers

// The limit: reads the request, answers nothing.
class EmptyServer {
 public:
  explicit EmptyServer(size_t connections) {
    server_.new_task_queue = [connections] { return new httplib::ThreadPool(connections + 8); };
    server_.set_tcp_nodelay(true);
    server_.set_keep_alive_max_count(std::numeric_limits<size_t>::max());
    server_.Post("/v1/decisions", [](const httplib::Request&, httplib::Response& response) {
      response.set_content("{}", "application/json");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::jthread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~EmptyServer() { server_.stop(); }
  int port() const { return port_; }

 private:
  httplib::Server server_;
  int port_ = 0;
  std::jthread thread_;
};

policy::SourceFile MorePolicy(int i) {
  const std::string id = "more-" + std::to_string(i);
  const std::string actions = i % 100 == 0 ? "chat" : "kind-" + std::to_string(i);
  return {id + ".yaml", "apiVersion: reeve/v1\nkind: Policy\nmetadata: { id: " + id +
                            ", title: " + id +
                            ", owner: bench }\nscope: { stages: [input], actions: [" + actions +
                            "] }\nrules:\n  - id: limit\n    when: action.amount > 500.0\n    "
                            "effect: deny\n    reason: Too much.\n"};
}

std::shared_ptr<const policy::Bundle> StarterBundle(int more) {
  std::vector<policy::SourceFile> files = OrDie(policy::LoadFolder(REEVE_SOURCE_DIR "/policies"));
  for (int i = 0; i < more; ++i) files.push_back(MorePolicy(i));
  policy::Compilation compiled = policy::CompileBundle(files, engine::DetectorVocabulary());
  if (compiled.bundle == nullptr) Die(policy::Render(compiled.diagnostics));
  return compiled.bundle;
}

std::unique_ptr<engine::Engine> OpenEngine(engine::DataFolder folder, int more_policies,
                                           Metrics& metrics) {
  auto opened = OrDie(engine::Engine::Open({.data = folder.path,
                                            .origin = folder.origin,
                                            .key = std::move(folder.key),
                                            .commitment_key = folder.commitment_key,
                                            .redaction_key = folder.redaction_key,
                                            .metrics = &metrics}));
  const std::string file = REEVE_SOURCE_DIR "/examples/systems.yaml";
  const oversight::SystemFile systems = oversight::ReadSystemFile(file, OrDie(ReadFile(file)));
  if (!opened->Activate(StarterBundle(more_policies), {"bench", "default"}).ok()) Die("no bundle");
  if (!opened->systems().Register(systems.systems, Clock::System().Now(), Random::System()).ok()) {
    Die("no systems");
  }
  return opened;
}

// ----------------------------------------------------------------------------------------- table

struct Row {
  std::vector<double> empty, reeve, ratio, median_ms, p99_ms, fsync_ms;
};

void PrintRow(int connections, const Row& row) {
  const double fsync = Median(row.fsync_ms);
  std::printf(
      "%11d  %14.0f  %14.0f  %5.2f  %7.2f ms (%5.1f fsyncs)  %7.2f ms (%5.1f fsyncs)  %6.3f ms\n",
      connections, Median(row.empty), Median(row.reeve), Median(row.ratio), Median(row.median_ms),
      Median(row.median_ms) / fsync, Median(row.p99_ms), Median(row.p99_ms) / fsync, fsync);
}

Row Measure(int connections, const Options& options, const fs::path& script, int reeve_port) {
  const EmptyServer empty(static_cast<size_t>(connections));
  Row row;
  for (int round = 0; round < options.rounds; ++round) {
    const Load limit = RunWrk(script, empty.port(), connections, options.seconds);
    const Load load = RunWrk(script, reeve_port, connections, options.seconds);
    row.empty.push_back(limit.per_second);
    row.reeve.push_back(load.per_second);
    row.ratio.push_back(load.per_second / limit.per_second);
    row.median_ms.push_back(load.median_ms);
    row.p99_ms.push_back(load.p99_ms);
    row.fsync_ms.push_back(FsyncMillis(options.dir));
  }
  return row;
}

int ReadNumber(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  if (number < 1) Die("`" + std::string(text) + "` is no number from 1 on");
  return number;
}

Options ReadOptions(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--dir") options.dir = argv[i + 1];
    if (name == "--seconds") options.seconds = ReadNumber(argv[i + 1]);
    if (name == "--rounds") options.rounds = ReadNumber(argv[i + 1]);
    if (name == "--policies") options.policies = ReadNumber(argv[i + 1]);
  }
  return options;
}

int Main(int argc, char** argv) {
  const Options options = ReadOptions(argc, argv);
  fs::remove_all(options.dir);
  fs::create_directories(options.dir);
  SetLogLevel(LogLevel::kWarning);
  engine::DataFolder folder =
      OrDie(engine::OpenDataFolder(options.dir / "data", "", Random::System()));
  const std::string token = OrDie(engine::OpenDevelopmentToken(folder.path, Random::System()));
  const fs::path script = WriteScript(options.dir, token);
  Metrics metrics;
  const auto engine = OpenEngine(std::move(folder), options.policies, metrics);
  const auto server = OrDie(api::Server::Start({.port = 0, .token = token}, *engine, metrics));

  std::printf("end-to-end decisions, client wrk -t1, %d s a run, medians of %d runs\n",
              options.seconds, options.rounds);
  std::printf(
      "connections  empty handler/s     decisions/s  ratio  median latency           "
      "     99th percentile               fsync\n");
  double best = 0;
  for (const int connections : {32, 128, 512}) {
    const Row row = Measure(connections, options, script, server->port());
    PrintRow(connections, row);
    best = std::max(best, Median(row.ratio));
  }
  std::printf("best ratio to the empty handler: %.2f\n", best);
  server->Stop();
  engine->Close();
  fs::remove_all(options.dir);
  return 0;
}

}  // namespace
}  // namespace reeve::bench

int main(int argc, char** argv) { return reeve::bench::Main(argc, argv); }
